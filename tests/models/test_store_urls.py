"""Which addresses are one document, and what an address tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.urls import formato_of, stem, year_of


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://www.tc.gob.pe/jurisprudencia/2021/01479-2017-HD%20Resolucion.pdf",
            "tc.gob.pe/jurisprudencia/2021/01479-2017-hd resolucion",
        ),
        ("http://tc.gob.pe/jurisprudencia/2021/01479-2017-hd resolucion.HTM", "tc.gob.pe/jurisprudencia/2021/01479-2017-hd resolucion"),
        ("http://127.0.0.1:8123/jurisprudencia/2021/x.pdf", "127.0.0.1:8123/jurisprudencia/2021/x"),  # a replica is another site
        ("file:md/2021/01479-2017-HD.pdf.md", "file:/md/2021/01479-2017-hd"),
        ("file:¿qué?#1.pdf", "file:/¿qué?#1"),  # in a path of ours ? and # are letters
        ("https://tc.gob.pe/ver?id=1", "tc.gob.pe/ver?id=1"),
        ("http://[roto", "http:/[roto"),  # a source may write anything
        ("", ""),
    ],
)
def test_a_stem_leaves_out_what_does_not_tell_documents_apart(url: str, expected: str) -> None:
    assert stem(url) == expected


@pytest.mark.parametrize(
    ("url", "formato", "year"),
    [
        ("https://tc.gob.pe/jurisprudencia/2015/90001-2013-HD.pdf", "pdf", "2015"),
        ("https://tc.gob.pe/jurisprudencia/2024/00251-2023-HC_archivos/02067-2023-HD.htm", "html", "2024"),  # sources.md §2, odd paths
        ("file:md/1997/90001-1996-HD.pdf.md", "texto", "1997"),
        ("file:90001-2013-HD", None, ""),
        ("https://tc.gob.pe/2015-2016/90001-2013-HD.docx", None, ""),
    ],
)
def test_an_address_tells_its_format_and_its_year_of_publication(url: str, formato: str | None, year: str) -> None:
    assert (formato_of(url), year_of(url)) == (formato, year)


@given(st.text(max_size=60))
def test_any_address_has_a_stem_that_stays(url: str) -> None:
    assert stem(url) == stem(url)
    assert isinstance(year_of(url), str)
    formato_of(url)
