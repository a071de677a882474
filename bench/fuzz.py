"""Damaged and hostile bytes for whatever reads bytes from outside: `make fuzz` (ten minutes; `MINUTES=1` for one), and a short run in the tests.

Every target takes bytes and may raise one type of error of ours, nothing else, within SECONDS of a core's time. Bytes are real files of the sample court
and the golden pages, cut, doubled, overwritten, spliced, with the words in them that readers trip over. What breaks is printed as small as hypothesis can
make it, with the seed that makes it again. Names after the minutes choose targets: `python -m bench.fuzz 10 buscar sentencias`.
"""

import random
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisWarning

from bench import fuzz_queries
from crawler.errors import UnexpectedPage
from crawler.intake import check
from crawler.pages.causa_detail import causa_page
from crawler.pages.causas import causas_page
from crawler.pages.sedetc import lacks_detail, listing_page, row_sha256, vocabularies
from indexer.limits import TooLong, time_limit
from indexer.read import read_text
from indexer.read.pdf import read_pdf
from models.document import DocumentText, Formato, RawDocument
from models.errors import BadQuery, HabeasError, RefusedDocument, UnreadableDocument

ROOT = Path(__file__).parents[1]
SECONDS = 60.0
_LARGEST = 200_000
"""Bytes of a seed, and of what is made of it: more only makes every example slower."""
_MARKUP = (
    b"<p>", b"</p>", b"<br>", b"<ol start=-9>", b"<li value=99999999>", b"<table>", b"<td colspan=99999>", b"<a href=#_ftn1>[1]</a>", b"<sup>1</sup>", b"<!--",
    b"-->",
    b"<![if !x]>", b"<style>.a{display:none}", b"<script>", b"<pre>", b"&#x110000;", b"&amp;oacute;", b"&#0;", b"\x00", b"\xff\xfe", b"\xc3", b"\xc3\x83",
    b"<hr>", b"<a name=_ftn1 href=#_ftnref1>", b"[1]", b"EXP. N.\xc2\xb0 90001-2020-PHD/TC", b"HA RESUELTO", b"<textarea>", b"<svg>",
    b"<frameset>", b"<plaintext>",
)  # fmt: skip
_JSON = (
    b"{",
    b"[",
    b"null",
    b"-1",
    b"1e999",
    b"NaN",
    b'"\\ud800"',
    b"9" * 5000,
    b'"_source":',
    b'"total":{"value":1,"relation":"gte"}',
    b'"data":[]',
    b"\\u0000",
)
_PDF = (
    b"/Kids [1 0 R]", b"/Parent 1 0 R", b"/Count 1000000", b"/Length 0", b"/Prev 0", b"stream\n", b"endstream", b"endobj", b"1 0 obj",
    b"/Filter [/FlateDecode]",
    b"/Encrypt 1 0 R", b"/MediaBox [0 0 0 0]", b"/Resources 1 0 R", b"/Font null", b"xref\n0 1", b"startxref\n0", b"[[[[", b"<<", b">>", b"(", b"BT",
    b"99999 Tf", b"-1", b"/DecodeParms <</Predictor 15 /Columns 99999999>>", b"/W [1 1 1]", b"/ObjStm /N 99999", b"nan", b"/ToUnicode 1 0 R",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """What is tried: `run` may raise `allowed`; `seeds` are good bytes, `words` what is put into them."""

    name: str
    run: Callable[[bytes], object]
    allowed: type[HabeasError]
    seeds: tuple[bytes, ...]
    words: tuple[bytes, ...]


class Broken(AssertionError):
    """A target did what it may not; the message says which, how and with how many bytes."""


def targets() -> tuple[Target, ...]:
    """Every reader, every page function, and the searches of the server."""
    pages = _files("sample/court/*/ruling.htm")
    markdown = (
        b"# 90001-2015-HD\n" + b"=" * 9 + b"\n\nEXP. N. 90001-2015-PHD/TC  \nLIMA  \nSENTENCIA DEL TRIBUNAL CONSTITUCIONAL  \n1 Foja 3  \n",
    )
    return (
        Target("html", lambda body: holds(_read(body, "html")), UnreadableDocument, pages, _MARKUP),
        Target("texto", lambda body: holds(_read(body, "texto")), UnreadableDocument, (*markdown, *pages[:2]), _MARKUP),
        Target("pdf", read_pdf, UnreadableDocument, (small_pdf(), *_files("sample/court/*/ruling.pdf")[:6]), _PDF),
        Target("listing_page", _listing, UnexpectedPage, _golden("listing_page"), _JSON),
        Target("vocabularies", lambda body: vocabularies(body, "sedetc"), UnexpectedPage, _golden("vocabularies"), _JSON),
        Target("causas_page", lambda body: causas_page(body, "causas"), UnexpectedPage, _golden("causas_page"), _MARKUP),
        Target("causa_page", lambda body: causa_page(body, "causas"), UnexpectedPage, _golden("causa_page"), _MARKUP),
        Target("check", check, RefusedDocument, (small_pdf(), *pages[:3]), (*_MARKUP, *_PDF)),
        *(Target(name, partial(fuzz_queries.ask, name), BadQuery, fuzz_queries.SEEDS, fuzz_queries.WORDS) for name in fuzz_queries.PATHS),
    )


def attempt(target: Target, body: bytes) -> None:
    """Tries one body. Raises Broken for an error that is not the target's own, for too much time or memory."""
    try:
        with time_limit(SECONDS):
            target.run(body)
    except target.allowed:
        return
    except TooLong as error:
        raise Broken(f"{target.name}: more than {SECONDS:.0f} s for {len(body)} bytes") from error
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        MemoryError,
        NameError,
        OSError,
        RuntimeError,
        TypeError,
        ValueError,
    ) as error:
        raise Broken(f"{target.name}: {type(error).__name__}: {str(error)[:200]} for {len(body)} bytes {body[:300]!r}") from error
    except HabeasError as error:
        raise Broken(f"{target.name}: {type(error).__name__} is not {target.allowed.__name__}: {error}") from error


def bodies(target: Target) -> st.SearchStrategy[bytes]:
    """Bytes near to the target's good ones, or made of its words alone."""
    word = st.sampled_from(target.words)
    edit = st.tuples(st.sampled_from(_EDITS), st.floats(0, 1), st.floats(0, 0.2), st.one_of(word, st.binary(min_size=1, max_size=6)))
    near = st.builds(_edited, st.sampled_from(target.seeds), st.lists(edit, min_size=1, max_size=12))
    return st.one_of(near, near, st.lists(st.one_of(word, word, st.binary(max_size=8)), max_size=60).map(b"".join))


def explore(target: Target, examples: int, start: int) -> None:
    """Tries so many bodies, the same for the same `start`. Raises Broken (the smallest body found) or, for several, a group of them."""

    @seed(start)
    @settings(
        max_examples=examples, deadline=None, database=None, verbosity=Verbosity.quiet, suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink), print_blob=False,
    )  # fmt: skip
    @given(bodies(target))
    def every(body: bytes) -> None:
        attempt(target, body)

    every()


def holds(document: DocumentText) -> None:
    """What every text promises, whatever it was made from."""
    assert len(document.text) == len(document.original)
    assert document.text.endswith("\n")
    assert all(line == line.strip() and line for line in document.text[:-1].split("\n"))
    assert all(0 <= note.inicio < note.fin <= len(document.text) for note in document.notas)
    assert all(note.posicion is None or 0 <= note.posicion < len(document.text) for note in document.notas)


def small_pdf(stream: bytes = b"BT /F1 12 Tf 72 720 Td (La demanda de habeas data es fundada) Tj ET", extra: bytes = b"") -> bytes:
    """A PDF of one page without a cross-reference table: readers look for its objects themselves."""
    return (
        b"%%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
        b"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>> >> >> endobj\n"
        b"4 0 obj <</Length %d>> stream\n%b\nendstream endobj\n5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj\n%b"
        b"trailer <</Root 1 0 R>>\n%%%%EOF\n"
    ) % (len(stream), stream, extra)


def _read(body: bytes, formato: Formato) -> DocumentText:
    return read_text(RawDocument("file:x", "90001-2020-HD", body, formato, "carpeta", datetime(2026, 1, 1, tzinfo=UTC)))


def _listing(body: bytes) -> None:
    for row in listing_page(body, "sedetc").rows:
        row_sha256(row)
        lacks_detail(row)


def _edited(body: bytes, edits: Sequence[tuple[str, float, float, bytes]]) -> bytes:
    for kind, place, length, word in edits:
        start = int(place * len(body))
        end = min(len(body), start + 1 + int(length * len(body)))
        middle = {
            "cut": b"",
            "end": b"",
            "insert": word + body[start:end],
            "over": word,
            "double": 2 * body[start:end],
            "many": 200 * word,
            "zero": bytes(end - start),
        }
        body = (body[:start] + middle[kind] + (b"" if kind == "end" else body[end:]))[:_LARGEST]
    return body


_EDITS = ("cut", "end", "insert", "over", "double", "many", "zero")


def _files(pattern: str) -> tuple[bytes, ...]:
    found = tuple(path.read_bytes() for path in sorted(ROOT.glob(pattern)))
    return tuple(body for body in found if 0 < len(body) <= _LARGEST)


def _golden(name: str) -> tuple[bytes, ...]:
    return _files(f"tests/crawler/golden/{name}/*/input.*")


def _rounds(minutes: float, names: Sequence[str]) -> Iterator[tuple[Target, int]]:
    """A target and a seed, turn by turn, until the time is up; the targets of these names, all where none is given."""
    end = time.monotonic() + 60 * minutes
    chance = random.SystemRandom()
    chosen = [target for target in targets() if not names or target.name in names]
    while chosen:
        for target in chosen:
            if time.monotonic() >= end:
                return
            yield target, chance.randrange(1 << 32)


def main(minutes: float, *names: str) -> int:
    """Explores until the time is up; 1 when anything broke."""
    warnings.simplefilter("ignore", HypothesisWarning)  # it finds our seeds too long to print
    broken, tried = 0, dict[str, int]()
    for target, start in _rounds(minutes, names):
        examples = 30 if target.name == "pdf" else 100
        try:
            explore(target, examples, start)
        except* Broken as found:
            broken += 1
            print(f"BROKEN (seed {start}): {'; '.join(str(one) for one in found.exceptions)}", flush=True)
        tried[target.name] = tried.get(target.name, 0) + examples
    print(f"{sum(tried.values())} bodies, {broken} broken: " + ", ".join(f"{name} {count}" for name, count in tried.items()))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0, *sys.argv[2:]))
