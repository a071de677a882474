"""When a held file is asked for again, what compressed bodies may be, what a catalogue remembers of looks: the parts that need no server."""

import gzip
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

from crawler.decoding import Bomb, Undecodable, decoded
from crawler.errors import UnexpectedPage
from crawler.pages.sedetc import lacks_detail, listing_page, row_sha256, with_detail
from crawler.revisits import Reason, reason_to_look, validators
from models.document import Listing, RawDocument
from models.ids import name_of
from models.looks import Held, Looks
from models.store import RawStore

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TC = "https://www.tc.gob.pe/jurisprudencia/2021"
WORDS = b"hola " * 100_000


def _held(run: int = 5, looked: str = "2026-11-20T00:00:00Z", *, retirado: bool = False, whole: bool = True, changed: int = 0) -> Held:
    return Held(1, run, looked, '"e"', "Tue, 24 Nov 2026 00:00:00 GMT", retirado, whole, changed)


@pytest.mark.parametrize(
    ("held", "month", "refresh", "reason"),
    [
        (None, 0, False, "nueva"),
        (_held(), 0, False, None),
        (_held(), 5, False, None),
        (_held(), 6, False, "mes"),
        (_held(changed=6), 0, False, "fila"),
        (_held(changed=5), 0, False, None),
        (_held(looked="2026-10-24T11:00:00Z"), 0, False, "antigua"),
        (_held(), 0, True, "pedida"),
        (_held(retirado=True), 0, False, "retirada"),
        (_held(whole=False), 0, False, "danada"),
    ],
)
def test_a_file_is_asked_for_again_only_for_a_reason(held: Held | None, month: int, refresh: bool, reason: Reason | None) -> None:
    assert reason_to_look(held, month_changed=month, refresh=refresh, days=30, now=NOW) == reason


def test_a_file_that_is_missing_on_the_disk_is_not_asked_for_with_conditions() -> None:
    assert validators(_held()) == {"If-None-Match": '"e"', "If-Modified-Since": "Tue, 24 Nov 2026 00:00:00 GMT"}
    assert validators(_held(whole=False)) == validators(None) == {}


@pytest.mark.parametrize(
    ("codings", "body"),
    [
        ("gzip", gzip.compress(WORDS)),
        ("gzip", gzip.compress(WORDS[:50_000]) + gzip.compress(WORDS[50_000:])),
        ("deflate", zlib.compress(WORDS)),
        ("deflate", zlib.compress(WORDS)[2:-4]),
        ("br", brotli.compress(WORDS)),
        ("gzip, br", brotli.compress(gzip.compress(WORDS))),
        ("identity", WORDS),
    ],
    ids=["gzip", "gzip in two members", "deflate", "deflate without its frame", "br", "gzip, then br", "identity"],
)
def test_what_was_compressed_comes_out_whole_or_not_at_all(codings: str, body: bytes) -> None:
    assert decoded(body, codings, 10**7) == WORDS
    if codings != "identity":
        with pytest.raises(Undecodable):
            decoded(body[: len(body) // 2], codings, 10**7)


@pytest.mark.parametrize("body", [b"%PDF-1.4\n1 0 obj", b"\r\n<!DOCTYPE html><html>", b'\xef\xbb\xbf{"error": false}', b"[]"])
@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "compress"])
def test_a_coding_that_was_named_and_not_used_is_no_damage(body: bytes, coding: str) -> None:
    assert decoded(body, coding, 10**6) == body


def test_a_bomb_is_not_unfolded_and_an_unknown_coding_is_not_guessed() -> None:
    with pytest.raises(Bomb):
        decoded(gzip.compress(b"0" * 10**7), "gzip", 10**6)
    with pytest.raises(Undecodable):
        decoded(b"x", "compress", 10**6)


def test_the_hash_of_a_row_does_not_depend_on_the_order_of_its_keys_nor_on_its_score() -> None:
    def row(raw: str) -> Listing:
        return Listing("sedetc", "1", "", raw=raw)

    same = row_sha256(row('{"_score": 1, "_source": {"a": 1, "b": 2}}'))
    assert same == row_sha256(row('{"_source": {"b": 2, "a": 1}, "_score": null}'))
    assert same != row_sha256(row('{"_source": {"b": 2, "a": 1, "attachment": {}}}'))


def test_details_complete_a_row_and_do_not_overrule_it() -> None:
    plain = Listing("sedetc", "1", "", tipo="Queja", raw='{"_source": {"tipo": "Queja"}}')
    detail = Listing("sedetc", "1", "", tipo="Otro", sentido="Fundada", raw='{"_source": {"sentido": "Fundada"}}')
    assert lacks_detail(plain)
    assert (with_detail(plain, detail).tipo, with_detail(plain, detail).sentido) == ("Queja", "Fundada")
    assert row_sha256(with_detail(plain, detail)) == row_sha256(plain)
    assert not lacks_detail(Listing("sedetc", "1", "", raw='{"_source": {"tesaurio": null, "sentencia_sentido": null}}'))


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"error": false, "data": {"a": 1}}', b'{"data": "x"}', b"\xff\xfe\x00", b"", b"null"])
def test_what_is_no_listing_is_a_typed_error(body: bytes) -> None:
    with pytest.raises(UnexpectedPage):
        listing_page(body, "sedetc")


def test_numbers_that_no_listing_has_are_not_taken_for_totals() -> None:
    assert listing_page(b'{"data": [], "total": "' + b"9" * 5000 + b'"}', "sedetc").total is None


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RawStore]:
    """A home with one file in two addresses, the second a duplicate."""
    with RawStore.open(tmp_path) as opened:
        for name in ("90001-2020-HD", "x/90001-2020-HD"):
            url = f"{TC}/{name}.pdf"
            opened.add(RawDocument(url, name_of(url), b"%PDF", "pdf", "sedetc", NOW, fecha_publicacion="2021"))
        yield opened


def _estados(store: RawStore) -> list[str]:
    return [version.estado for version in store.versions()]


def test_a_duplicate_stands_in_for_what_its_source_takes_back(store: RawStore) -> None:
    looks = Looks(store, "sedetc")
    first = looks.held(f"{TC}/90001-2020-HD.pdf")
    assert first is not None
    assert _estados(store) == ["vigente", "duplicado"]
    assert looks.gone(first.document, 1)
    assert not looks.gone(first.document, 2)
    assert _estados(store) == ["retirado_en_origen", "vigente"]
    looks.note(first.document, 3, "", "")
    assert sorted(_estados(store)) == ["duplicado", "vigente"]


def test_runs_and_not_clocks_tell_whether_a_look_is_older_than_a_change(store: RawStore) -> None:
    looks, url = Looks(store, "sedetc"), f"{TC}/90001-2020-HD.pdf"
    row = Listing("sedetc", "7", url, "90001-2020-HD", fecha_publicacion="2021-01-01")
    assert looks.see(row, "2021-01", "a", 1).fresh
    assert not looks.see(row, "2021-01", "a", 2).fresh
    assert looks.see(row, "2021-01", "b", 3).fresh
    held = looks.held(url)
    assert held is not None
    assert (held.run, held.changed) == (0, 3)


def test_a_month_is_otherwise_only_when_it_was_read_before(store: RawStore) -> None:
    looks = Looks(store, "sedetc")
    assert not looks.read_month("2021-01", "a", 3, 1)
    assert looks.changed_in("2021-01") == 0
    assert looks.read_month("2021-01", "b", 0, 2)
    assert (looks.changed_in("2021-01"), looks.rows_known("2021-01")) == (2, 3), "what it had when it had any"
    assert not looks.read_month("2021-01", "b", 0, 3)
    assert looks.changed_in("2021-01") == 2
