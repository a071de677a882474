"""Text with passages, links and hits around its words: nothing lost, nothing unescaped, everything well formed."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from tests.web.reading import Reading
from web.marked_text import Wrap, canvas

TEXT = 'Declarar FUNDADA la demanda & <ordenar> que se entregue "todo" según la STC 90002-2010-HD/TC.'
spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda pair: (min(pair), max(pair)))


def disjoint(found: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if start < end and (not kept or start >= kept[-1][1]):
            kept.append((start, end))
    return tuple(kept)


@given(st.lists(spans, max_size=6), st.lists(spans, max_size=3), st.lists(spans, max_size=6).map(disjoint), spans)
def test_every_word_stands_once_and_escaped_whatever_is_around_it(
    evidence: list[tuple[int, int]], links: list[tuple[int, int]], hits: tuple[tuple[int, int], ...], part: tuple[int, int]
) -> None:
    wraps = [Wrap(start, end, href="/sentencia/x") for start, end in links if start < end]
    html = str(canvas(TEXT, evidence, wraps, hits).html(*part))
    Reading(html)
    assert unescape(re.sub(r"<[^>]+>", "", html)) == TEXT[slice(*part)]


@given(st.lists(spans, max_size=6), st.lists(spans, max_size=6).map(disjoint))
def test_every_passage_can_be_led_to_and_every_hit_is_numbered(evidence: list[tuple[int, int]], hits: tuple[tuple[int, int], ...]) -> None:
    page = Reading(str(canvas(TEXT, evidence, [], hits).html(0, len(TEXT))))
    wanted = {f"t{start}-{end}" for start, end in evidence if start < end} | {f"hit-{number}" for number in range(1, len(hits) + 1)}
    assert set(page.ids) == wanted
    assert len(page.ids) == len(wanted)


def test_a_passage_that_crosses_another_keeps_its_beginning() -> None:
    html = str(canvas("uno dos tres", [(0, 7), (4, 12)], [], ()).html(0, 12))
    assert html == '<span class="ev" id="t0-7">uno <span class="ev" id="t4-12">dos</span></span> tres'
