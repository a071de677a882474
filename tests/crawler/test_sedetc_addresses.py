"""Which announced addresses may be asked for, and where."""

import pytest

from crawler.errors import UnusableUrl
from crawler.platforms.court_files import court_file
from models.ids import name_of

HOSTS = ("www.tc.gob.pe", "tc.gob.pe")
REPLICA = "http://127.0.0.1:8099"


@pytest.mark.parametrize(
    ("announced", "fetch", "formato"),
    [
        ("https://www.tc.gob.pe/jurisprudencia/2021/90001-2020-HD.pdf", "/jurisprudencia/2021/90001-2020-HD.pdf", "pdf"),
        ("http://tc.gob.pe/jurisprudencia/2021/90001-2020-HD.pdf", "/jurisprudencia/2021/90001-2020-HD.pdf", "pdf"),
        ("HTTPS://TC.GOB.PE/jurisprudencia/2021/90001-2020-HD.PDF", "/jurisprudencia/2021/90001-2020-HD.PDF", "pdf"),
        ("https://tc.gob.pe:443/jurisprudencia/2021/90001-2020-HD.pdf", "/jurisprudencia/2021/90001-2020-HD.pdf", "pdf"),
        (
            "https://tc.gob.pe/jurisprudencia/2021/90001-2020-HD%20Resolucion.pdf ",
            "/jurisprudencia/2021/90001-2020-HD%20Resolucion.pdf",
            "pdf",
        ),
        (
            "https://tc.gob.pe/jurisprudencia/2021/90001-2020-HD Resolucion.pdf",
            "/jurisprudencia/2021/90001-2020-HD%20Resolucion.pdf",
            "pdf",
        ),
        (
            "https://tc.gob.pe/jurisprudencia/2021/90001-2020-HD Aclaración.htm",
            "/jurisprudencia/2021/90001-2020-HD%20Aclaraci%C3%B3n.htm",
            "html",
        ),
        (
            "https://tc.gob.pe/jurisprudencia/2024/90251-2023-HC_archivos/90067-2023-HD.htm",
            "/jurisprudencia/2024/90251-2023-HC_archivos/90067-2023-HD.htm",
            "html",
        ),
        ("//tc.gob.pe/jurisprudencia/2021/90001-2020-HD.html", "/jurisprudencia/2021/90001-2020-HD.html", "html"),
        ("www.tc.gob.pe/jurisprudencia/2021/90001-2020-HD.pdf", "/jurisprudencia/2021/90001-2020-HD.pdf", "pdf"),
        ("/jurisprudencia/2021/90001-2020-HD.pdf", "/jurisprudencia/2021/90001-2020-HD.pdf", "pdf"),
        (f"{REPLICA}/jurisprudencia/2021/90001-2020-HD.pdf", "/jurisprudencia/2021/90001-2020-HD.pdf", "pdf"),
    ],
)
def test_the_courts_own_addresses_stand_for_the_configured_one(announced: str, fetch: str, formato: str) -> None:
    file = court_file(announced, HOSTS, REPLICA)
    assert (file.fetch, file.formato) == (f"{REPLICA}{fetch}", formato)


@pytest.mark.parametrize(
    ("announced", "regla"),
    [
        ("", "sin_archivo"),
        ("   ", "sin_archivo"),
        ("https://copias.ejemplo.org/jurisprudencia/2021/90001-2020-HD.pdf", "host_ajeno"),
        ("https://tc.gob.pe.ejemplo.org/jurisprudencia/2021/90001-2020-HD.pdf", "host_ajeno"),
        ("https://tc.gob.pe@ejemplo.org/jurisprudencia/2021/90001-2020-HD.pdf", "host_ajeno"),
        ("https://clave@tc.gob.pe/jurisprudencia/2021/90001-2020-HD.pdf", "host_ajeno"),
        ("https://tc.gob.pe:8080/jurisprudencia/2021/90001-2020-HD.pdf", "host_ajeno"),
        ("http://127.0.0.1:9999/jurisprudencia/2021/90001-2020-HD.pdf", "host_ajeno"),
        ("ftp://tc.gob.pe/jurisprudencia/2021/90001-2020-HD.pdf", "direccion"),
        ("file:///etc/passwd", "direccion"),
        ("javascript:alert(1)", "direccion"),
        ("https://[tc.gob.pe/jurisprudencia/2021/90001-2020-HD.pdf", "direccion"),
        ("https://tc.gob.pe:x/jurisprudencia/2021/90001-2020-HD.pdf", "direccion"),
        ("https://tc.gob.pe/jurisprudencia/../privado/90001-2020-HD.pdf", "ruta"),
        ("https://tc.gob.pe/jurisprudencia/2021/%2e%2e/%2e%2e/90001-2020-HD.pdf", "ruta"),
        ("https://tc.gob.pe/jurisprudencia/..%2f..%2f90001-2020-HD.pdf", "ruta"),
        ("https://tc.gob.pe/jurisprudencia/%252e%252e/90001-2020-HD.pdf", "ruta"),
        ("https://tc.gob.pe/jurisprudencia/..\\90001-2020-HD.pdf", "ruta"),
        ("https://tc.gob.pe/jurisprudencia/2021/90001%00-2020-HD.pdf", "ruta"),
        ("https://tc.gob.pe/wp-content/90001-2020-HD.pdf", "ruta"),
        ("https://tc.gob.pe/jurisprudencia/2021/90001-2020-HD.docx", "formato"),
        ("https://tc.gob.pe/jurisprudencia/2021/", "formato"),
    ],
)
def test_every_other_address_is_refused(announced: str, regla: str) -> None:
    with pytest.raises(UnusableUrl) as refused:
        court_file(announced, HOSTS, REPLICA)
    assert refused.value.regla == regla


def test_the_public_address_stays_as_it_was_announced() -> None:
    announced = "https://tc.gob.pe/jurisprudencia/2021/90001-2020-HD%20Resolucion.pdf"
    assert court_file(announced, HOSTS, REPLICA).url == announced


def test_an_address_that_no_one_understands_has_a_name_all_the_same() -> None:
    assert name_of("https://[tc.gob.pe/jurisprudencia/2021/90001-2020-HD%20Resolucion.pdf?x=1") == "90001-2020-HD Resolucion"
