"""How the Court voted: unanimous, by majority, by the president's casting vote, by a magistrate called to break a tie (domain.md §6)."""

from collections.abc import Sequence
from typing import Literal

from indexer.extract.caption import composition
from indexer.extract.phrases import labelled
from indexer.extract.plain import plain
from indexer.extract.source import Source, absent, derived
from indexer.extract.tables import keys
from models.ruling import Found, Voto

VERSION = 2
_TABLE = "frases.toml"
Votacion = Literal["unanime", "mayoria", "voto_decisorio", "dirimente"]


def votacion(source: Source, votos: Sequence[Voto], magistrados: Sequence[str]) -> Found[Votacion] | None:
    """By the razón or the composition sentence, else by the votes; None when nobody is known to have voted."""
    stretches = [(section.inicio, section.fin) for section in source.zones("razon")]
    if span := composition(source):
        stretches.append(span)
    said = [one for start, end in stretches for one in labelled(plain(source.text), start, end, _TABLE, "votacion")]
    by_order = {name: place for place, name in enumerate(keys(_TABLE, "votacion"))}
    if said:
        best = min(said, key=lambda one: by_order[one.label])
        if best.label != "unanime" or not _dissents(votos):
            return Found(best.label, (source.quote(best.start, best.end, "razon.votacion", 0.95),))  # type: ignore[arg-type]
    if any(vote.tipo == "voto_dirimente" for vote in votos):
        return Found("dirimente", (derived("votos", "votos.dirimente"),))
    if _dissents(votos):
        return Found("mayoria", (derived("votos", "votos.singulares"),))
    if not magistrados:
        return None
    against = (derived("votos", "votos.concuerdan", 0.8),) if votos else (absent("voto", "votos.ninguno"),)
    return Found("unanime", (derived("magistrados", "votos.ninguno", 0.8), *against))


def _dissents(votos: Sequence[Voto]) -> bool:
    return any(vote.tipo == "voto_singular" and vote.integra_mayoria is not True for vote in votos)
