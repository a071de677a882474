"""Where a page of HTML ends, and what that says of its being whole. All sentences are invented."""

import pytest

from crawler.ending import Ending, ending

HEAD = b"<html><body><div><p>EXP. N. 90001-2022-PHD/TC</p>"
OLD = b"<HTML><BODY><P>EXP. N. 90001-1999-HD/TC<P>"


@pytest.mark.parametrize(
    ("body", "told", "untold"),
    [
        (HEAD + b"<p>Publiquese.</p></div></body></html>", "entero", "entero"),
        (HEAD + b"<p>Se declara que</p></div></BODY >\r\n", "entero", "entero"),  # its end is there, whatever it says
        (HEAD + b"<p>Publiquese y notifiquese.</p></div>", "entero", "entero"),  # as Word may leave it
        (HEAD + b"<p>SS.</p><p>QUISPE INVENTADO</p>", "entero", "entero"),  # the magistrates' names end a ruling
        (HEAD + b"<p>Rosa Inventada&nbsp;</p>\r\n", "entero", "entero"),
        (HEAD + b"<p>se ordena a la emplazada que</p></div>", "dudoso", "cortado"),
        (HEAD + b"<p>los costos, y</p>", "dudoso", "cortado"),
        (HEAD + b"<p>Declarar FUNDADA la demanda.", "dudoso", "cortado"),  # open where all the others are closed
        (HEAD + b"<p>se ordena a la empl", "cortado", "cortado"),
        (HEAD + b"<p>el 3 de marzo de 20", "cortado", "cortado"),
        (HEAD + b"<p class=Mso", "cortado", "cortado"),
        (HEAD + b"<p>uno</p><!-- a comment", "cortado", "cortado"),
        (OLD + b"Publiquese.", "entero", "cortado"),  # a page that closes no paragraph at all
        (OLD + b"se ordena a la empl", "cortado", "cortado"),
        (b"<p>EXP. N. 90001-2022-PHD/TC", "entero", "entero"),  # no page of <html>: it promises no end
        (b"%PDF-1.4", "entero", "entero"),
    ],
)
def test_bytes_that_stop_short_are_told_from_pages_without_an_end_tag(body: bytes, told: Ending, untold: Ending) -> None:
    assert (ending(body, measured=True), ending(body, measured=False)) == (told, untold)


def test_a_page_cut_in_its_last_paragraph_never_passes_for_whole_without_a_doubt() -> None:
    whole = HEAD + b"<p>Se ordena a la emplazada que entregue lo pedido en diez dias, con costos.</p></div></body></html>"
    last = len(whole) - len(b"</p></div></body></html>")
    assert {ending(whole[:size], measured=True) for size in range(len(HEAD) + len(b"<p>Se"), last)} <= {"cortado", "dudoso"}
    assert ending(whole[: last - 20], measured=True) == "cortado"
