"""One outcome from the operative points: rules R1–R11 of domain.md §8; what the decision is about; what it means for the claimant."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.extract.decision import TABLE
from indexer.extract.plain import in_plain, plain
from indexer.extract.points import Clause
from indexer.extract.rac import Rac
from indexer.extract.source import Source
from indexer.extract.tables import keys, phrases
from models.ruling import Ambito, Evidencia, Found, Resultado, Sentido

VERSION = 2
_WHO = re.compile(
    r"(?:respecto (?:de|a|al|del)|en relacion (?:a|con)|en cuanto a|contra|en lo que respecta a)[^.;]{0,60}?"
    r"\b(?:procurad|codemandad|coemplazad|litisconsort|co-demandad)"
)
"""R5b: an improcedente that only leaves a wrongly joined respondent out."""
_MATTER_ENDED = re.compile(
    r"sustra[ci]\w* (?:de )?(?:la )?materia|sustraccion[^.;]{0,30}materia|carece de objeto (?:emitir|un|pronunciar)|carece de objeto[^.;]{0,40}pronunciamiento"
)
_BEFORE = 40
"""Characters before "desistido" that its evidence shows: "Tener por desistido"."""
_LOWER = re.compile(
    r"\b(?:juzgado|sala|apelada|recurrida|a quo|ad quem|emplazad[oa]|demandad[oa]|alega|aduce|sostiene|argument|senal[ao]|manifest|solicita)\b"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The decision in one word each, with evidence."""

    resultado: Found[Resultado] | None
    ambito: Found[Ambito] | None
    sentido: Found[Sentido] | None
    causal: Found[str] | None


def decide(source: Source, clauses: Sequence[Clause], rac: Rac | None, second: str | None) -> Outcome:
    """The outcome of a decision's clauses. `second`: what the second instance left the demanda at, for a bare CONFIRMAR (R9)."""
    bound = [one for one in clauses if one.objeto in ("demanda", "recurso_de_agravio", "costos") and _is_outcome(one)]
    delivers = any(one.resultado == "ordena" and one.objeto == "demanda" for one in clauses)
    on_costs = (rac == "costos" and not delivers) or (bool(bound) and all(one.about_costs or one.objeto == "costos" for one in bound))
    main = [one for one in bound if not (one.about_costs or one.objeto == "costos")] if not all(one.about_costs for one in bound) else bound
    mixed = any(one.about_costs for one in bound) and any(not one.about_costs and one.objeto != "costos" for one in bound)
    on_costs = on_costs and not mixed
    resultado = _resultado(source, clauses, main, on_costs) or _confirmed(source, clauses, second) or _other(source, clauses)
    if resultado is None:
        return Outcome(None, None, None, None)
    ambito = _ambito(source, resultado.value, rac, on_costs)
    refused = [one for one in clauses if one.resultado == "improcedente" and one.objeto in ("demanda", "recurso_de_agravio", "queja")]
    asked = refused or resultado.value == "sustraccion_de_la_materia"
    causal = _causal(source, refused or main, _other_matters(resultado.value, on_costs)) if asked else None
    return Outcome(resultado, ambito, _sentido(resultado.value, clauses), causal)


def _is_outcome(clause: Clause) -> bool:
    return clause.resultado in ("fundada", "fundada_en_parte", "infundada", "improcedente")


def _quoted(source: Source, clauses: Iterable[Clause], rule: str, sure: float = 0.97) -> tuple[Evidencia, ...]:
    return tuple(source.quote(*one.shown, rule, sure) for one in clauses)


def _resultado(source: Source, clauses: Sequence[Clause], main: Sequence[Clause], on_costs: bool) -> Found[Resultado] | None:
    if clarified := [one for one in clauses if one.objeto == "pedido_aclaracion" or one.resultado == "integra"]:
        return Found("aclaracion", _quoted(source, clarified, "fallo.aclaracion"))
    if any(one.resultado == "nulo" and one.objeto == "recurso_de_agravio" for one in clauses):
        return None  # the concesorio is annulled: nothing is decided
    if main:
        value, used = _combined(source, main)
        if value == "improcedente" and not on_costs and (ended := _matter_ended(source, used)):
            return Found("sustraccion_de_la_materia", (*_quoted(source, used, "fallo.resultado"), ended))
        if value != "improcedente" or not any(one.resultado == "nulo" and one.objeto == "actuados" for one in clauses):
            return Found(value, _quoted(source, used, "fallo.resultado"))
    if annulled := [one for one in clauses if one.resultado == "nulo" and one.objeto == "actuados"]:
        return Found("nulo_todo_lo_actuado", _quoted(source, annulled, "fallo.nulo", 0.9))
    if admitted := [one for one in clauses if one.resultado == "admite"]:
        return Found("admite_a_tramite", _quoted(source, admitted, "fallo.admite", 0.9))
    return None


def _other(source: Source, clauses: Sequence[Clause]) -> Found[Resultado] | None:
    """Desistimiento; an outcome on something else (queja, reposición, excepción); None when nothing was understood."""
    for one in clauses:
        if said := re.compile(r"desisti\w*").search(plain(source.text), one.start, one.end):
            start = max(one.start, said.start() - _BEFORE)
            start = plain(source.text).find(" ", start, said.start()) if start > one.start else start
            return Found("desistimiento", (source.quote(start, said.end(), "fallo.desistimiento", 0.9),))
    rest = [one for one in clauses if _is_outcome(one) or one.resultado == "nulo" or one.objeto == "otro"]
    return Found("otro", _quoted(source, rest[:1], "fallo.otro", 0.6)) if rest else None


def _combined(source: Source, main: Sequence[Clause]) -> tuple[Resultado, list[Clause]]:
    """R4, R5, R5b over the outcomes of the demanda."""
    bare = plain(source.text)
    words = [(one, one.resultado) for one in main]
    won = [one for one, word in words if word in ("fundada", "fundada_en_parte")]
    lost = [one for one, word in words if word in ("infundada", "improcedente")]
    lost = [one for one in lost if not (won and one.resultado == "improcedente" and _WHO.search(bare, one.start, one.end))]
    if won:
        partial = bool(lost) or any(one.resultado == "fundada_en_parte" for one in won)
        return ("fundada_en_parte" if partial else "fundada"), [*won, *lost]
    if any(one.resultado == "infundada" for one in lost):
        return "infundada", [one for one in lost if one.resultado == "infundada"]
    return "improcedente", lost[:1]


def _matter_ended(source: Source, used: Sequence[Clause]) -> Evidencia | None:
    """Where the decision, or the Court's own reasons near their end, say that the matter ceased."""
    bare = plain(source.text)
    for one in used:
        if found := _MATTER_ENDED.search(bare, one.start, one.end + 200):
            return source.quote(found.start(), found.end(), "fallo.sustraccion", 0.97)
    for match in in_plain(source, _MATTER_ENDED, "fundamentos"):
        sentence = max(bare.rfind(mark, 0, match.start()) for mark in (". ", "\n", ";"))
        if not _LOWER.search(bare[sentence : match.start()]) and not re.search(
            r"\bno (?:se )?(?:ha|hay|cabe|resulta|procede|opera)", bare[sentence : match.end()]
        ):
            return source.quote(match.start(), match.end(), "fundamentos.sustraccion", 0.8)
    return None


def _confirmed(source: Source, clauses: Sequence[Clause], second: str | None) -> Found[Resultado] | None:
    """R9: "CONFIRMAR la recurrida" rejects the recurso: what the second instance left refused stays refused."""
    bare = plain(source.text)
    for one in clauses:
        if re.match(r"\W*(?:declarar\s+)?confirma", bare[one.start : one.end].lstrip()):
            word: Resultado | None = {"fundada_en_parte": "infundada", "infundada": "infundada", "improcedente": "improcedente"}.get(
                second or ""
            )  # type: ignore[assignment]
            return Found(word, _quoted(source, [one], "fallo.confirma", 0.8)) if word else None
    return None


def _ambito(source: Source, resultado: Resultado, rac: Rac | None, on_costs: bool) -> Found[Ambito]:
    derived_from = "fallo,objeto_del_rac" if rac else "fallo"
    if resultado in ("aclaracion", "desistimiento", "otro"):
        value: Ambito = "otro"
    elif on_costs:
        value = "costos"
    else:
        value = "ejecucion" if rac == "ejecucion" else "demanda"
    return Found(value, (Evidencia("derivado", "ambito", 0.9, campo=derived_from),))


def _sentido(resultado: Resultado, clauses: Sequence[Clause]) -> Found[Sentido]:
    """gano, gano_en_parte, perdio; neutro where nobody won. A claimant who is fined for suing lost, even where the matter ceased."""
    table: dict[str, Sentido] = {"fundada": "gano", "fundada_en_parte": "gano_en_parte", "infundada": "perdio", "improcedente": "perdio"}
    value, follows = table.get(resultado, "neutro"), "resultado"
    if resultado == "sustraccion_de_la_materia" and any(one.resultado == "impone_multa" for one in clauses):
        value, follows = "perdio", "resultado,fallo"
    return Found(value, (Evidencia("derivado", "sentido", 0.95, campo=follows),))


def _other_matters(resultado: Resultado, on_costs: bool) -> tuple[str, ...]:
    """Grounds that cannot be why the demanda was refused: that the matter ceased where it did not, the State's exemption where costs are not all."""
    ceased = () if resultado == "sustraccion_de_la_materia" else phrases(TABLE, "ajenos", "sustraccion")
    return (*ceased, *(() if on_costs else phrases(TABLE, "ajenos", "costos")))


def _causal(source: Source, main: Sequence[Clause], never: Sequence[str]) -> Found[str] | None:
    """Why it was improcedente: the first ground of the table that the decision, else the last reasons, name."""
    bare = plain(source.text)
    own = [one for one in source.fundamentos if not one.numero.startswith("v")]
    stretches = [(one.start, one.end) for one in main] + [(one.inicio, one.fin) for one in reversed(own[-4:])]
    for start, end in stretches:
        for ground in (one for one in keys(TABLE, "causal") if one not in never):
            for cue in phrases(TABLE, "causal", ground):
                place = bare.find(cue, start, end)
                if place != -1:
                    return Found(ground, (source.quote(place, place + len(cue), "fundamentos.causal", 0.7),))
    return None
