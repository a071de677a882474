"""Records on their way from derivado.sqlite into an index: the same whichever process loads them, and told once in the change log."""

import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from indexer.derived import Derived, TextKey, pack_text
from indexer.index import lots as on_their_way
from indexer.index.lots import each, prepared
from indexer.progress import Quiet
from indexer.publishing import completed, lots, publish
from indexer.relate.relations import learn
from models.document import Calidad, DocumentText
from models.ids import RulingId
from models.ruling import Cita, Fundamento, Ruling, Seccion
from models.ruling_json import to_json
from models.settings import Settings
from models.store import RawStore

RULINGS = 70


def keep(derived: Derived, number: int, word: str, cited: int) -> None:
    """An invented ruling and its text, as the stages before leave them."""
    name = f"{90000 + number:05d}-2016-HD"
    text = f"EXP. N.° {name[:10]}-PHD/TC\n1. Que don Luis Ficticio Prueba pide la {word} {number}.\n"
    start = text.index("1. ")
    ruling = Ruling(
        id=name, proceso="HD", expediente=name, titulo="", texto_sha256=f"{name}{word}", citas=(Cita(f"{90000 + cited:05d}-2016-HD"),),
        secciones=(Seccion("caratula", 0, start), Seccion("fundamentos", start, len(text))), fundamentos=(Fundamento("1", start, len(text)),),
    )  # fmt: skip
    key = TextKey(f"{name}{word}", "pdf")
    derived.put_text(key, "s", name, pack_text(DocumentText(text, text.replace("ñ", "n"), (0,), (), "texto", Calidad("alta", 1.0))))
    derived.put_ruling(ruling, f"{name}{word}", key)


@pytest.fixture
def derived(tmp_path: Path) -> Iterator[Derived]:
    with Derived.open(tmp_path) as opened:
        for number in range(RULINGS):
            keep(opened, number, "señal", number // 2)
        opened.commit()
        yield opened


def test_other_processes_prepare_what_this_one_would(derived: Derived, monkeypatch: pytest.MonkeyPatch) -> None:
    relations = learn(derived)
    here = list(prepared(lots(derived, relations)))
    monkeypatch.setattr(on_their_way, "FEW", 2)
    assert list(prepared(lots(derived, relations))) == here
    assert [one.id for one in here] == sorted(derived.hashes())


def test_an_error_in_another_process_is_raised_here(derived: Derived, monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(lots(derived, learn(derived)))
    derived._db.execute("UPDATE texts SET body = X'00' WHERE sha256 LIKE '90050%'")
    derived.commit()
    monkeypatch.setattr(on_their_way, "FEW", 2)
    with pytest.raises(zlib.error, match="decompressing"):
        list(prepared(found))


def test_records_are_completed_by_the_collection_and_counted(derived: Derived) -> None:
    found = {one.ruling.id: one for one in completed(derived)}
    assert len(found) == RULINGS
    assert found["90001-2016-HD"].citada_por == 2
    assert found["90069-2016-HD"].citada_por == 0
    assert {cita.estado for one in found.values() for cita in one.ruling.citas} == {"resuelta"}


def test_the_change_log_tells_what_changed_in_each_build(derived: Derived, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with RawStore.open(tmp_path) as store:
        assert publish(settings, store, derived, Quiet()) is not None
        keep(derived, 3, "cumbre", 1)
        keep(derived, RULINGS, "cumbre", 69)
        derived.drop_rulings({RulingId("90008-2016-HD")})
        derived.commit()
        assert publish(settings, store, derived, Quiet()) is not None
        assert publish(settings, store, derived, Quiet()) is None
        events = list(store.events())[RULINGS:]
        assert [(event.tipo, event.id, event.campos) for event in events if event.campos != ("citas",)] == [
            ("cambio", "90003-2016-HD", ("secciones", "fundamentos", "texto_sha256")),
            ("alta", "90070-2016-HD", ()),
            ("retiro", "90008-2016-HD", ()),
        ]
        assert {event.id for event in events if event.campos == ("citas",)} == {"90016-2016-HD", "90017-2016-HD"}
        told = store.announced()
    assert told == {RulingId(one.ruling.id): sha256(to_json(one.ruling)).hexdigest() for one in each(lots(derived, learn(derived)))}
