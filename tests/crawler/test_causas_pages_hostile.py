"""Whatever comes in place of a page of the consulta, its page functions say what it is or refuse it by a known rule: nothing else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.errors import UnexpectedPage
from crawler.pages.causa_detail import causa_page
from crawler.pages.causas import causas_page
from tests.crawler.consulta import Case, Consulta, Published

RULES = {"bloqueo", "respuesta_ilegible", "truncado"}
COURT = Consulta(
    [Case(number, f"9{number:04d}-2022-HD", published=(Published("/jurisprudencia/2022/x.pdf"),)) for number in range(30)], total=True
)
LIST = COURT.list_page("2022", 1).encode()
DETAIL = (COURT("/consultas-de-causas/detalles-consulta", {"id_exp": "3"}) or (0, {}, b""))[2]
PIECES = st.sampled_from(
    [
        b"<table>", b"</table>", b"<tr>", b"<td>", b"<td colspan=99999999999>", b"<td colspan=-1>", b'<th data-title="Nro. Expediente">', b"\x00",
        b"\xff\xfe", b"90001-2022-HD", b'<a href="detalles-consulta?id_exp=1">', b'<a href="http://[x">', b'<a href="//">', b"Fecha de Ingreso:",
        b"31/02/2022", b"Sala:", b"<th>Fallo</th><th>Tipo</th><th>Web</th>", b"&#xD800;", b"&#0;", b"<!--", b"<![CDATA[", b"</html>", b"<html>",
        b"Total: 99999999999999999999", b"pagina=99999999", b"\xc3\x83\xc2\xb1", b"<select>", b"<svg><title>", b"<?xml version='1.0'?>",
    ]
)  # fmt: skip


def _judge(raw: bytes) -> None:
    """Both page functions say something or refuse by a rule; any other error is raised."""
    rules: list[str] = []
    for function in (causas_page, causa_page):
        try:
            function(raw, "causas")
        except UnexpectedPage as error:
            rules.append(error.regla)
    assert set(rules) <= RULES


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.binary(max_size=300),
        st.lists(PIECES, max_size=40).map(b"".join),
        st.text(max_size=200).map(lambda s: s.encode("utf-8", "surrogatepass")),
    )
)
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    _judge(raw)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([LIST, DETAIL]), st.integers(0, 6000), st.integers(0, 400), PIECES)
def test_a_damaged_page_is_read_or_refused(page: bytes, start: int, length: int, piece: bytes) -> None:
    _judge(page[:start] + piece + page[start + length :])


@pytest.mark.parametrize(
    "raw", [b"<div>" * 100_000, b"<table><tr><td>" * 20_000, b"<table><tr>" + b"<td colspan=20>x" * 5000, b"\0" * 100_000]
)
def test_a_monstrous_page_is_done_with_soon(raw: bytes) -> None:
    _judge(raw)


def test_the_replicas_own_pages_are_read() -> None:
    assert len(causas_page(LIST, "causas").causas) == 20
    assert causa_page(DETAIL, "causas").detail.publicaciones
