"""What may enter the raw store: the bytes decide, and a page that stands in for a file is refused."""

import pytest

from crawler import intake
from crawler.intake import LIMIT, block_page, check, sniff
from models.document import Formato
from models.errors import RefusedDocument
from models.ids import fold

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
HTML = b"<html><head><title>90001-2022-HD</title></head><body><p>EXP. N.\xc2\xb0 90001-2022-PHD/TC</p></body></html>"
WORDS = (
    "El recurrente solicita copia de un expediente administrativo y la emplazada contesta que el acceso denegado se ajusta a la ley. " * 40
)


@pytest.mark.parametrize(
    ("body", "formato"),
    [
        (PDF, "pdf"),
        (b"\r\n\r\n" + PDF, "pdf"),  # the mark need not be the first byte
        (PDF + b"\0" * 5000, "pdf"),  # a server that pads
        (PDF + b"\n<script>medir()</script>" * 200, "pdf"),  # one that puts a script behind whatever it sends
        (HTML, "html"),
        (b"\xef\xbb\xbf  <!DOCTYPE html>" + HTML, "html"),
        ("<html><body>EXP. N.° 90001</body></html>".encode("utf-16"), "html"),
        (b"<div class=WordSection1><p class=MsoNormal>EXP.</p></div>", "html"),
        (b"\n90001-2022-HD.pdf\n=====\n", "texto"),
        ("Resolución de 1998 en otra codificación".encode("latin-1"), "texto"),
    ],
)
def test_the_bytes_tell_the_format(body: bytes, formato: Formato) -> None:
    assert sniff(body) == formato
    assert check(body, expected=formato) == formato


@pytest.mark.parametrize(
    ("body", "media_type", "expected", "regla"),
    [
        (b"", "application/pdf", "pdf", "vacio"),
        (b" \r\n\0", "application/pdf", "pdf", "vacio"),
        (HTML, "application/pdf", "pdf", "tipo_falso"),
        (HTML, "application/pdf", None, "tipo_falso"),  # nothing promised but what the server announced
        (PDF, "text/html; charset=utf-8", None, "tipo_falso"),
        (PDF, "text/html", "html", "tipo_falso"),
        (b'{"error": true}', "application/json", "pdf", "tipo_falso"),
        (b"PK\x03\x04\0\0\0\0 un docx", "", None, "tipo_falso"),
        (b"\xff\xd8\xff\xe0\0\0imagen", "image/jpeg", "pdf", "tipo_falso"),
        (PDF[:-8], "application/pdf", "pdf", "truncado"),
        (
            b"%PDF-1.7 " + b"%%EOF" + b"x" * 9000,
            "application/pdf",
            "pdf",
            "truncado",
        ),  # an end mark far from the end is an older revision's
        (PDF + b"2 0 obj\n<<>>\nendobj\n" * 200, "application/pdf", "pdf", "truncado"),  # objects behind it: cut in a later revision
        (PDF + b"2 0 obj << /Length 9000 >>\nstream\n" + b"x" * 4000, "application/pdf", "pdf", "truncado"),
    ],
)
def test_what_may_not_enter_says_which_rule(body: bytes, media_type: str, expected: Formato | None, regla: str) -> None:
    with pytest.raises(RefusedDocument) as refused:
        check(body, media_type, expected)
    assert refused.value.regla == regla


def test_what_the_address_promises_outweighs_a_careless_server() -> None:
    assert check(PDF, "text/html", "pdf") == "pdf"
    assert check(PDF, "application/octet-stream") == "pdf"


def test_a_body_of_another_length_than_declared_is_truncated() -> None:
    assert check(PDF, "application/pdf", declared_length=len(PDF)) == "pdf"
    with pytest.raises(RefusedDocument) as refused:
        check(PDF, "application/pdf", declared_length=len(PDF) + 1)
    assert refused.value.regla == "truncado"


def test_nothing_above_the_limit_enters() -> None:
    with pytest.raises(RefusedDocument) as refused:
        check(b"%PDF-" + b"x" * LIMIT)
    assert refused.value.regla == "demasiado_grande"


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>",
        "<html><head><META NAME='robots'><script src='/_Incapsula_Resource?x=1'></script></head><body></body></html>",
        "<html><body><h1>Acceso Denegado</h1><p>Su solicitud ha sido bloqueada.</p></body></html>",
        "<!DOCTYPE html><html><head><title>406 Not Acceptable</title></head><body><h1>Not Acceptable</h1></body></html>",
        "<html><body><div class='g-recaptcha'></div>Confirme que no es un robot</body></html>",
        "<html><body>La p&aacute;gina que busca no existe: /jurisprudencia/2021/90001-2020-HD.pdf</body></html>",  # entities, a number in an error page
        f"<html><head><title>Attention Required! | Cloudflare</title></head><body>{'blah ' * 400}</body></html>",  # longer than most
    ],
)
def test_pages_of_firewalls_captchas_and_errors_are_blocks(page: str) -> None:
    with pytest.raises(RefusedDocument) as refused:
        check(page.encode(), "text/html", "html")
    assert refused.value.regla == "bloqueo"


@pytest.mark.parametrize(
    "page",
    [
        f"<html><head><title>90001-2022-HD</title></head><body>{WORDS}</body></html>",  # a ruling may say "acceso denegado"
        f"<html><head><script src='/cdn-cgi/challenge-platform/x.js'></script></head><body>{WORDS}</body></html>",  # a firewall's script in a good page
        f"<html><head><title>Captcha</title></head><body>Exp. 90001-2022-PHD/TC {WORDS[:1600]}</body></html>",  # short, but shows its number
    ],
)
def test_a_ruling_is_no_block_page_whatever_it_speaks_of(page: str) -> None:
    assert block_page(page.encode()) is None


def test_the_table_of_blocks_is_written_as_it_is_compared() -> None:
    blocks = intake._blocks()
    phrases = [*blocks.marcas, *blocks.titulos, *blocks.frases]
    assert all(phrase == fold(phrase).strip() and len(phrase) > 5 for phrase in phrases)
    assert 0 < blocks.corta < blocks.mediana
    for listed in (blocks.marcas, blocks.titulos, blocks.frases):
        assert len(set(listed)) == len(listed)
