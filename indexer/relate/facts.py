"""What relating asks of one ruling, worked out from it alone and kept in derivado.sqlite: a build looks again only at records that changed.

Extraction looks at a record while it has it at hand, and draws the shape that series need; `gather` does the same for records that were left
without, on all cores when there are many.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from indexer.derived import Derived, TextKey
from indexer.extract.tables import raw
from indexer.relate import families
from indexer.relate.litigants import litigant, printed
from indexer.workers import Crash, ordered
from models.ids import ExpedienteNumber, RulingId
from models.ruling import Cita, Evidencia, Ruling

VERSION = 1
LOT, FEW = 64, 512
"""Records that one process looks at in a row; up to FEW are looked at here: to start processes takes as long."""
_NAMES = ("entidades.csv", "entidades.toml")
"""Tables that say which claimants are institutions."""


@dataclass(frozen=True, slots=True)
class Facts:
    """`claimants`: those that can be told from others, each with its print run together (indexer.relate.litigants); `sues`: whether any is known;
    `told`: other cases that its own story names, with the places, and whether it is about execution (indexer.relate.families)."""

    id: str
    fecha: str | None
    bodies: tuple[str, ...]
    claimants: tuple[tuple[str, str], ...]
    sues: bool
    citas: tuple[Cita, ...]
    told: tuple[tuple[str, tuple[Evidencia, ...], bool], ...]
    shape: str

    @property
    def name(self) -> RulingId:
        """The ruling's id."""
        return RulingId(self.id)

    def tellings(self) -> Iterator[families.Telling]:
        """The cases that might be earlier steps of this one."""
        return (families.Telling(self.name, ExpedienteNumber(other), places, execution) for other, places, execution in self.told)


def facts_of(ruling: Ruling) -> Facts:
    """What relating asks of the ruling."""
    from indexer.relate.shapes import shape_key  # numpy: only in a build that has something to do

    return Facts(
        ruling.id,
        ruling.fecha,
        ruling.entidades_slug,
        tuple({who: (who, printed(name)) for name in ruling.demandantes if (who := litigant(name))}.values()),
        bool(ruling.demandantes),
        ruling.citas,
        tuple((str(one.other), one.places, one.execution) for one in families.tellings(ruling)),
        shape_key(ruling, ruling.texto_sha256),
    )


@dataclass(frozen=True, slots=True)
class Looked:
    """The facts of one record, packed, and the shape of its text (key, size, sketch, pairs); None where there is no text, or the shape is known."""

    facts: bytes
    shape: tuple[str, int, bytes, bytes] | None


def look(ruling: Ruling, text: str | None) -> Looked:
    """The record's facts and the shape of this text."""
    from indexer.relate.shapes import shape

    made = facts_of(ruling)
    drawn = None if text is None else shape(ruling, text)
    return Looked(_adapter().dump_json(made), None if drawn is None else (made.shape, drawn.size, drawn.sketch, drawn.pairs))


def keep(derived: Derived, name: str, record_sha256: str, looked: Looked) -> None:
    """Keeps what was seen of a record."""
    derived.put_facts(name, stamp(), record_sha256, looked.facts)
    if looked.shape is not None:
        derived.put_shape(*looked.shape)


def gather(derived: Derived) -> None:
    """Looks at every record that was not looked at yet; forgets what was kept of those that are gone."""
    derived.commit()  # what other processes are to read
    derived.drop_facts()
    lacking = derived.lacking_facts(stamp())
    lots = [_Lot(derived.home, tuple(lacking[at : at + LOT])) for at in range(0, len(lacking), LOT)]
    for made in _looked_at(lots):
        for name, record_sha256, looked in made:
            keep(derived, name, record_sha256, looked)
    derived.commit()


def known(derived: Derived) -> Iterator[tuple[Facts, TextKey]]:
    """The facts of every record, and where its text is, in order of id; `gather` comes first."""
    return ((_adapter().validate_json(body), key) for body, key in derived.facts())


@cache
def stamp() -> str:
    """Changes with the rules by which facts are made."""
    from indexer.relate.shapes import VERSION as SHAPES

    tables = b"".join(map(raw, _NAMES))
    return f"{VERSION}-{SHAPES}-{hashlib.sha256(tables).hexdigest()[:8]}"


@cache
def _adapter() -> TypeAdapter[Facts]:
    return TypeAdapter(Facts)


@dataclass(frozen=True, slots=True)
class _Lot:
    home: Path
    ids: tuple[str, ...]


_Found = list[tuple[str, str, Looked]]


def _looked_at(lots: Sequence[_Lot]) -> Iterator[_Found]:
    if len(lots) * LOT <= FEW:
        yield from map(_look_at, lots)
        return
    for lot, made in ordered(_look_at, lots):
        yield _look_at(lot) if isinstance(made, Crash) else made  # what failed there says here why


def _look_at(lot: _Lot) -> _Found:
    from indexer.relate.shapes import shape_key

    found: _Found = []
    with Derived.reading(lot.home) as derived:
        for ruling, key, record_sha256 in derived.records(lot.ids):
            document = None if derived.has_shape(shape_key(ruling, ruling.texto_sha256)) else derived.text(key)
            found.append((ruling.id, record_sha256, look(ruling, document.text if document else None)))
    return found
