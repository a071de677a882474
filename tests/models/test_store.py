"""What counts as one document, one version, one id (contracts.md §4)."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.document import Formato, Listing, RawDocument
from models.errors import BadIdentity, NotFound, RefusedDocument
from models.ids import RulingId, name_of
from models.store import RawStore
from models.stored import StoredVersion

AT = datetime(2026, 3, 4, 15, 6, 7, tzinfo=UTC)
TC = "https://www.tc.gob.pe/jurisprudencia"


def document(url: str, body: bytes = b"uno", formato: Formato = "pdf", fecha: str = "") -> RawDocument:
    return RawDocument(url, name_of(url), body, formato, "tc", AT, fecha_publicacion=fecha)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RawStore]:
    with RawStore.open(tmp_path / "casa") as opened:
        yield opened


def rows(store: RawStore) -> list[tuple[str, str, int, str, str | None]]:
    return [(v.url.rsplit("/", 2)[1], v.formato, v.version, v.estado, v.ruling_id) for v in store.versions()]


def only(store: RawStore) -> StoredVersion:
    (version,) = store.versions()
    return version


def _add_all(store: RawStore, documents: list[RawDocument]) -> None:
    with store.transaction():
        for one in documents:
            store.add(one)


def test_the_only_document_of_its_kind_has_its_id_at_once(store: RawStore) -> None:
    added = store.add(document(f"{TC}/2023/90001-2022-HD%20Resolucion.pdf"))
    version = only(store)
    assert added.outcome == "nuevo"
    assert version.ruling_id == "90001-2022-HD-auto"
    assert (version.expediente, version.kind, version.fecha_publicacion) == ("90001-2022-HD", "auto", "2023")
    assert (version.estado, version.lectura, version.version, version.size) == ("vigente", "pendiente", 1, 3)
    assert version.obtained == AT


def test_what_comes_out_is_what_came_in(store: RawStore) -> None:
    given = RawDocument(
        f"{TC}/2023/90001-2022-HD.pdf", "90001-2022-HD", b"%PDF-", "pdf", "sample", AT, "application/pdf", True, "2023-05-02"
    )
    store.add(given)
    assert store.raw(only(store)) == given


@pytest.mark.parametrize(
    "again",
    [
        "http://tc.gob.pe/jurisprudencia/2023/90001-2022-HD%20Resolucion.pdf",  # other scheme, no www.
        "https://www.tc.gob.pe/jurisprudencia/2023/90001-2022-hd resolucion.PDF",  # other case, not encoded
        "https://tc.gob.pe:443/jurisprudencia//2023/90001-2022-HD%20%20Resolucion.pdf",  # doubled slash and blank
    ],
)
def test_spellings_of_one_address_are_one_document(store: RawStore, again: str) -> None:
    store.add(document(f"{TC}/2023/90001-2022-HD%20Resolucion.pdf"))
    assert store.has_url(again)
    assert store.add(document(again)).outcome == "igual"
    assert len(list(store.versions())) == 1


def test_changed_bytes_are_a_new_version_and_the_old_one_is_kept(store: RawStore) -> None:
    url = f"{TC}/2023/90001-2022-HD.pdf"
    store.add(document(url))
    added = store.add(document(url, b"dos"))
    assert (added.outcome, added.version) == ("version", 2)
    assert rows(store) == [
        ("2023", "pdf", 1, "reemplazado", "90001-2022-HD"),
        ("2023", "pdf", 2, "vigente", "90001-2022-HD"),
    ]
    assert [store.body(version.sha256) for version in store.versions()] == [b"uno", b"dos"]
    assert [version.version for version in store.versions(current_only=True)] == [2]


def test_bytes_of_an_old_version_change_nothing(store: RawStore) -> None:
    url = f"{TC}/2023/90001-2022-HD.pdf"
    store.add(document(url))
    store.add(document(url, b"dos"))
    before = rows(store)
    assert store.add(document(url)).outcome == "igual"
    assert rows(store) == before


def test_formats_of_one_address_share_an_id(store: RawStore) -> None:
    store.add(document(f"{TC}/2023/90001-2022-HD.pdf"))
    store.add(document(f"{TC}/2023/90001-2022-HD.htm", b"<html>", "html"))
    store.add(document("http://tc.gob.pe/jurisprudencia/2023/90001-2022-HD.pdf", b"texto", "texto"))
    assert {(row[1], row[4]) for row in rows(store)} == {(formato, "90001-2022-HD") for formato in ("html", "texto", "pdf")}


def test_an_address_is_here_only_in_the_format_that_it_promises(store: RawStore) -> None:
    store.add(document(f"{TC}/2023/90001-2022-HD.pdf", b"texto de la copia abierta", "texto"))
    assert not store.has_url(f"{TC}/2023/90001-2022-HD.pdf")
    assert store.has_url(f"{TC}/2023/90001-2022-HD")


def test_equal_bytes_under_another_address_are_a_duplicate_with_the_id_of_the_other(store: RawStore) -> None:
    store.add(document(f"{TC}/2019/90001-2018-HD.pdf"))
    added = store.add(document(f"{TC}/2021/90001-2018-HD.pdf"))
    assert added.duplicado
    assert rows(store) == [
        ("2019", "pdf", 1, "vigente", "90001-2018-HD"),
        ("2021", "pdf", 1, "duplicado", "90001-2018-HD"),
    ]


def test_equal_bytes_of_another_case_are_no_duplicate(store: RawStore) -> None:
    store.add(document(f"{TC}/2019/90001-2018-HD.pdf"))
    assert not store.add(document(f"{TC}/2019/90002-2018-HD.pdf")).duplicado
    assert {row[4] for row in rows(store)} == {"90001-2018-HD", "90002-2018-HD"}


def test_a_duplicate_whose_bytes_change_waits_for_its_words(store: RawStore) -> None:
    store.add(document(f"{TC}/2019/90001-2018-HD.pdf"))
    store.add(document(f"{TC}/2021/90001-2018-HD.pdf"))
    store.add(document(f"{TC}/2021/90001-2018-HD.pdf", b"otra resolucion"))
    assert rows(store)[-1] == ("2021", "pdf", 2, "vigente", None)


def test_a_second_one_of_a_kind_waits_and_gets_the_id_that_is_assigned(store: RawStore) -> None:
    store.add(document(f"{TC}/2019/90001-2018-HD.pdf"))
    second = store.add(document(f"{TC}/2021/90001-2018-HD.pdf", b"otra"))
    store.add(document(f"{TC}/2021/90001-2018-HD.html", b"<html>otra", "html"))
    assert [row[4] for row in rows(store)] == ["90001-2018-HD", None, None]
    store.assign(second.document, RulingId("90001-2018-HD-2"))
    assert [row[4] for row in rows(store)] == ["90001-2018-HD", "90001-2018-HD-2", "90001-2018-HD-2"]


def test_an_id_is_for_ever(store: RawStore) -> None:
    added = store.add(document(f"{TC}/2019/90001-2018-HD.pdf"))
    store.assign(added.document, RulingId("90001-2018-HD"))
    with pytest.raises(ValueError, match="for ever"):
        store.assign(added.document, RulingId("90001-2018-HD-2"))


def test_an_id_of_another_case_is_refused(store: RawStore) -> None:
    store.add(document(f"{TC}/2019/90001-2018-HD.pdf"))
    second = store.add(document(f"{TC}/2021/90001-2018-HD.pdf", b"otra"))
    with pytest.raises(ValueError, match="90001-2018-HD"):
        store.assign(second.document, RulingId("90002-2018-HD"))


MANY = [
    document(f"{TC}/2019/90001-2018-HD.pdf", b"a"),
    document(f"{TC}/2019/90001-2018-HD.htm", b"a", "html"),
    document(f"{TC}/2021/90001-2018-HD.pdf", b"a"),  # the same bytes two years later
    document(f"{TC}/2021/90002-2018-HD.pdf", b"c"),
    document(f"{TC}/2022/90002-2018-HD.pdf", b"d"),  # other words: must wait
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(len(MANY)), len(MANY)))[::7])
def test_the_order_of_arrival_in_one_import_does_not_matter(tmp_path: Path, order: tuple[int, ...]) -> None:
    with RawStore.open(tmp_path) as store:
        for index in order:  # each in a batch of its own
            with store.transaction(bulk=True):
                store.add(MANY[index])
        assert all(version.ruling_id is None for version in store.versions())
        assert store.settle() == 3
        assert rows(store) == [
            ("2019", "html", 1, "vigente", "90001-2018-HD"),
            ("2019", "pdf", 1, "vigente", "90001-2018-HD"),
            ("2021", "pdf", 1, "duplicado", "90001-2018-HD"),
            ("2021", "pdf", 1, "vigente", None),
            ("2022", "pdf", 1, "vigente", None),
        ]


def test_assigning_an_id_reaches_the_duplicates_that_waited_with_it(store: RawStore) -> None:
    with store.transaction():
        first = store.add(document(f"{TC}/2019/90001-2018-HD.pdf", b"a"))
        store.add(document(f"{TC}/2020/90001-2018-HD.pdf", b"a"))
        store.add(document(f"{TC}/2021/90001-2018-HD.pdf", b"b"))
    assert [row[4] for row in rows(store)] == [None, None, None]
    store.assign(first.document, RulingId("90001-2018-HD"))
    assert [row[4] for row in rows(store)] == ["90001-2018-HD", "90001-2018-HD", None]


def test_the_kind_and_the_date_come_from_the_listing_where_the_name_has_none(store: RawStore) -> None:
    url = f"{TC}/2021/90003-2019-HD.pdf"
    store.add(document(url), [Listing("sedetc", "7", url, "90003-2019-HD (Auto)", fecha_publicacion="2021-04-05")])
    version = only(store)
    assert version.ruling_id == "90003-2019-HD-auto"
    assert version.fecha_publicacion == "2021-04-05"
    assert [listing.key for listing in store.listings("http://tc.gob.pe/jurisprudencia/2021/90003-2019-HD.htm")] == ["7"]


def test_a_listing_that_comes_later_makes_the_date_exact_and_leaves_the_id(store: RawStore) -> None:
    url = f"{TC}/2021/90003-2019-HD.pdf"
    store.add(document(url))
    store.add_listing(Listing("sedetc", "7", url, "90003-2019-HD (Auto)", fecha_publicacion="2021-04-05"))
    assert (only(store).fecha_publicacion, only(store).ruling_id) == ("2021-04-05", "90003-2019-HD")


def test_what_may_not_enter_leaves_nothing(store: RawStore, tmp_path: Path) -> None:
    with pytest.raises(BadIdentity):
        store.add(document(f"{TC}/2021/comunicado.pdf"))
    with pytest.raises(RefusedDocument):
        store.add(document(f"{TC}/2021/90003-2019-HD.pdf", b""))
    assert list(store.versions()) == []
    assert [path for path in (tmp_path / "casa" / "archivos").rglob("*") if path.is_file()] == []


def test_a_block_that_raises_is_undone_whole(store: RawStore, tmp_path: Path) -> None:
    with pytest.raises(BadIdentity):
        _add_all(store, [document(f"{TC}/2021/90003-2019-HD.pdf"), document(f"{TC}/2021/comunicado.pdf")])
    assert list(store.versions()) == []
    assert [path for path in (tmp_path / "casa" / "archivos").rglob("*") if path.is_file()] == []


def test_marks_are_kept_and_what_is_not_given_stays(store: RawStore) -> None:
    added = store.add(document(f"{TC}/2021/90003-2019-HD.pdf"))
    store.mark(added.document, 1, lectura="leido", words_sha256="f" * 64)
    store.mark(added.document, 1, estado="retirado_en_origen")
    version = only(store)
    assert (version.lectura, version.words_sha256, version.estado) == ("leido", "f" * 64, "retirado_en_origen")
    with pytest.raises(ValueError, match="no version"):
        store.mark(added.document, 2, lectura="leido")


def test_what_the_source_brings_back_is_current_again(store: RawStore) -> None:
    added = store.add(document(f"{TC}/2021/90003-2019-HD.pdf"))
    store.mark(added.document, 1, estado="retirado_en_origen")
    store.add(document(f"{TC}/2021/90003-2019-HD.pdf"))
    assert only(store).estado == "vigente"


def test_a_withdrawal_covers_every_version_new_ones_too_and_restoring_uncovers_them(store: RawStore) -> None:
    url = f"{TC}/2021/90003-2019-HD.pdf"
    store.add(document(url))
    store.add(document(url, b"dos"))
    ruling = RulingId("90003-2019-HD")
    store.withdraw(ruling, "bloqueado", "oposición")
    store.withdraw(ruling, "retirado", "oposición fundada")
    store.add(document(url, b"tres"))
    store.mark(1, 3, estado="vigente")
    assert {row[3] for row in rows(store)} == {"retirado_por_privacidad"}
    assert list(store.versions(current_only=True)) == []
    store.withdraw(ruling, "restaurado", "error")
    assert [row[3] for row in rows(store)] == ["reemplazado", "reemplazado", "vigente"]
    assert store.withdrawals()[ruling].state == "restaurado"


def test_only_what_is_here_can_be_withdrawn_and_only_what_is_withdrawn_restored(store: RawStore) -> None:
    store.add(document(f"{TC}/2021/90003-2019-HD.pdf"))
    with pytest.raises(NotFound, match="90003-2019-HD"):
        store.withdraw(RulingId("90003-2019-HD-2"), "retirado", "motivo")
    with pytest.raises(NotFound):
        store.withdraw(RulingId("90003-2019-HD"), "restaurado", "motivo")
    with pytest.raises(ValueError, match="withdraw"):
        store.mark(1, 1, estado="retirado_por_privacidad")


def test_a_caller_may_change_what_it_walks_over(store: RawStore) -> None:
    for number in range(30):
        store.add(document(f"{TC}/2021/{90100 + number}-2019-HD.pdf", str(number).encode()))
    for version in store.versions():
        store.mark(version.document, version.version, lectura="leido")
    assert {version.lectura for version in store.versions()} == {"leido"}
    assert [version.expediente for version in store.versions()] == sorted(version.expediente for version in store.versions())


def test_two_stores_of_one_home_see_each_other(store: RawStore) -> None:
    with RawStore.open(store.home) as other:
        other.add(document(f"{TC}/2021/90003-2019-HD.pdf"))
        assert only(store).ruling_id == "90003-2019-HD"
        assert store.add(document(f"{TC}/2021/90003-2019-HD.pdf")).outcome == "igual"


def test_a_source_that_goes_back_to_earlier_bytes_has_them_current_again(store: RawStore) -> None:
    url = f"{TC}/2023/90001-2022-HD.pdf"
    store.add(document(url))
    store.add(document(url, b"dos"))
    back = store.add(replace(document(url), obtained=AT + timedelta(days=1)))
    assert (back.outcome, back.version) == ("version", 1)
    assert [row[2:4] for row in rows(store)] == [(1, "vigente"), (2, "reemplazado")]
    assert store.add(replace(document(url, b"tres"), obtained=AT + timedelta(days=2))).version == 3
