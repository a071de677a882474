"""Orders with their addressee and term, fines with their role: what follows from the decision beside its outcome (domain.md §7, §13)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from indexer.extract.addressees import is_named, one_of
from indexer.extract.dates import number_of
from indexer.extract.phrases import labelled
from indexer.extract.plain import plain
from indexer.extract.points import Clause
from indexer.extract.source import Source
from indexer.extract.tables import nearest, phrases
from models.ruling import Found, Multa, Orden, Plazo

VERSION = 2
TABLE = "frases.toml"
_TO = re.compile(
    r"(?:orden\w*|dispon\w*|conden\w*|corr\w+ traslado[^.;]{0,60}?|requerir|requier\w+|imponer[^.;]{0,30}?)\s+"
    r"(?:que\s+(?:el|la|los|las|don|dona)\s+|a\s+la\s+|al\s+|a\s+los\s+|a\s+las\s+|a\s+)(?P<who>[^.;]{3,160})"
)
_ENDS = re.compile(
    r"\s+(?:que\b|a que|cumpl\w+|entreg\w+|la entrega|proporcion\w+|brind\w+|suministr\w+|expid\w+|expedi\w+|otorg\w+|proced\w+|efectu\w+|"
    r"realic\w+|dar\b|de respuesta|inform\w+|notifi\w+|adopt\w+|a brindar|a entregar|a pagar|al pago|el pago|pagar|abon\w+|asum\w+|admit\w+|"
    r"suprim\w+|rectific\w+|actualiz\w+|absten\w+|dentro|en el plazo|en un plazo|previo|bajo|para que)|,"
)
"""Where the addressee of an order ends: at what it must do, at its term, at a comma."""
_TERM = re.compile(
    r"(?:plazo|termino)[^.;]{0,40}?\b(?P<n>\d{1,3}|[a-z]+(?: y [a-z]+)?)\s*(?:\(\s?\w+\s?\)\s*)?(?P<unit>dias?|mes(?:es)?)\b(?:\s+(?P<kind>[a-z]+))?"
)
_SHORT_TERM = re.compile(
    r"\b(?:en|dentro de)(?: los)? (?P<n>\d{1,3}|[a-z]+)\s*(?:\(\s?\w+\s?\)\s*)?(?P<unit>dias?)\b(?:\s+(?P<kind>[a-z]+))?"
)
_NUMBERS = (
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "quince",
    "veinte",
    "treinta",
    "sesenta",
    "noventa",
)
"""Terms that the Court sets, for a word that OCR damaged."""
_PAYS = re.compile(
    r"(?:pago|pagar|abon\w+|asum\w+)\s(?:de\s|con\s|por\s)?(?:los\s|las\s|costas y\s)*costos?\b(?! de(?: la)? (?:reproduccion|copia))"
)
_CONDITION = re.compile(r"a condicion de que|siempre que|siempre y cuando|bajo apercibimiento|con el objeto de|a fin de que se determine")
"""What follows is no more ordered."""
_HEAD = 160
"""Characters before a fine's clause in which the fined may stand."""
_URP = re.compile(r"(?P<n>\d{1,3}|[a-z]+)\s*(?:\(\s?\w+\s?\)\s*)?(?:u\.?\s?r\.?\s?p|unidad(?:es)? de referencia)")


def ordenes(source: Source, clauses: Sequence[Clause], entidades: Sequence[str]) -> tuple[Found[Orden], ...]:
    """Every order of the decision, a clause that orders two things giving two; the term is the clause's own, None when it sets none."""
    found: list[Found[Orden]] = []
    bare = plain(source.text)
    last: str | None = None
    for clause in _whole(bare, clauses):
        kinds = ["pagar_costos"] if clause.objeto in ("costos", "costas") else _kinds(bare, clause)
        pays = kinds == ["pagar_costos"]
        to = _addressee(source, clause, () if kinds == ["admitir"] else entidades, pays) or (last if pays else None)
        last = to or last
        if kinds == ["otro"] and not _TO.search(bare, clause.start, clause.end):
            continue  # what the Court's own secretary does: notify the parties, send the file
        term = _term(bare, clause)
        evidence = (source.quote(clause.start, clause.end, "fallo.orden", 0.9),)
        for kind in kinds:
            order = Orden(kind, to, None if kind == "pagar_costos" else term)
            if all(one.value != order for one in found):  # said twice: inside the order and as a point, or for two documents
                found.append(Found(order, evidence))
    return tuple(found)


def _whole(bare: str, clauses: Sequence[Clause]) -> Iterator[Clause]:
    """The clauses that order. "ORDENAR a la emplazada que" and "cumpla con entregar", cut in two at the second verb, are one."""
    held: Clause | None = None
    for clause in clauses:
        if clause.resultado not in ("ordena", "admite"):
            continue
        if held and clause.start - held.end <= 1 and clause.punto == held.punto and _kinds(bare, held) == ["otro"]:
            held = replace(clause, start=held.start)
            continue
        if held:
            yield held
        held = clause
    if held:
        yield held


def _kinds(bare: str, clause: Clause) -> list[str]:
    """The things ordered, first one first; the claimant's delivery wins over being told of it; what one must abstain from is no order; otro when
    no verb of the table stands there."""
    if clause.resultado == "admite":
        return ["admitir"]
    limit = _CONDITION.search(bare, clause.start, clause.end)
    said: list[str] = []
    for one in labelled(bare, clause.start, limit.start() if limit else clause.end, TABLE, "orden"):
        said.append(one.label)
        if one.label == "abstenerse":
            break
    if "admitir" in said:
        return ["admitir"]
    if not said and _PAYS.search(bare, clause.start, clause.end):
        return ["pagar_costos"]
    return list(dict.fromkeys(said))[:2] or ["otro"]


def _addressee(source: Source, clause: Clause, entidades: Sequence[str], pays: bool) -> str | None:
    """Who must do it: the institution of the record that the clause names or means; a court as printed, which never
    `pays` costs; None when unsaid and unclear."""
    bare = plain(source.text)
    match = _TO.search(bare, clause.start, clause.end)
    if match:
        who = match["who"]
        stop = _ENDS.search(who)
        end = match.start("who") + (stop.start() if stop else len(who.rstrip()))
        printed = source.text[match.start("who") : end].strip()
        if re.search(r"juzgado|\bjuez\b|\bsala\b", plain(printed)):
            return None if pays else printed
        if clause.resultado == "admite":
            return None
        if named := one_of(printed, entidades):
            return named
        if len(entidades) != 1 and not re.match(r"don|dona|" + "|".join(phrases(TABLE, "papel", "demandado")), plain(printed)):
            return printed if len(printed) > 3 else None
    return entidades[0] if len(entidades) == 1 or (match and entidades) else None


def _term(bare: str, clause: Clause) -> Plazo | None:
    match = _TERM.search(bare, clause.start, clause.end) or _SHORT_TERM.search(bare, clause.start, clause.end)
    if match is None:
        return None
    number = _number(match["n"])
    if not number:
        return None
    if match["unit"].startswith("mes"):
        return Plazo(number, "meses")
    if match["kind"] in phrases(TABLE, "dias", "dias_habiles"):
        return Plazo(number, "dias_habiles")
    return Plazo(number, "dias_naturales" if match["kind"] in phrases(TABLE, "dias", "dias_naturales") else "dias")


def _number(printed: str) -> int | None:
    """ "10", "diez", and "dicz" as OCR leaves it; None for another word."""
    if printed.isdigit():
        return int(printed)
    close = nearest(printed, _NUMBERS, 74) if number_of(printed) is None and len(printed) > 3 else printed
    return number_of(close) if close else None


def multas(source: Source, clauses: Sequence[Clause], demandantes: Sequence[str], entidades: Sequence[str]) -> tuple[Found[Multa], ...]:
    """Every fine imposed, by role, never by name of a person (privacy.md 5); a joint fine is one a role."""
    found: list[Found[Multa]] = []
    bare = plain(source.text)
    for clause in clauses:
        if clause.resultado != "impone_multa":
            continue
        amount = _URP.search(bare, clause.start, clause.end)
        number = _number(amount["n"]) if amount else None
        evidence = (source.quote(clause.start, clause.end, "fallo.multa", 0.9),)
        for role in _roles(source, bare, clause, demandantes, entidades):
            found.append(Found(Multa(role, float(number) if number else None), evidence))
    return tuple(found)


def _roles(source: Source, bare: str, clause: Clause, demandantes: Sequence[str], entidades: Sequence[str]) -> list[str]:
    """demandante, abogado, procurador, entidad; by the words of the clause, by the record's names, else by how the reasons call the fined person."""
    printed = source.text[clause.start : clause.end]
    roles = _called(printed, demandantes, entidades)
    if not roles:  # "Imponer a la empresa X, la MULTA de …": who is fined may stand before the word that opens the clause
        head = max(bare.rfind("\n", 0, clause.start) + 1, clause.start - _HEAD)
        roles = _called(source.text[head : clause.end], demandantes, entidades)
    if roles:
        return roles
    person = re.search(r"(?:don|doña|señora?|letrado)\s+((?:[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+\s?){2,5})", printed)
    if person and _is_lawyer(bare, plain(person[1]).strip(), clause):
        return ["abogado"]
    return ["otro"]


def _called(printed: str, demandantes: Sequence[str], entidades: Sequence[str]) -> list[str]:
    """The roles that a stretch gives to the fined, by its words and the record's names."""
    words = plain(printed)
    told = (
        ("abogado", bool(re.search(r"\babogad[oa]", words))),
        ("procurador", bool(re.search(r"\bprocurador", words))),
        (
            "demandante",
            any(fuzz.partial_ratio(plain(name), words) >= 85 for name in demandantes)
            or bool(re.search(r"demandante|recurrente|\bactora?\b|accionante", words)),
        ),
        ("entidad", is_named(printed, entidades) or bool(re.search(r"emplazad|demandad[oa]\b|entidad|\bs\.?\s?a\b", words))),
    )
    return [role for role, said in told if said]


def _is_lawyer(bare: str, name: str, clause: Clause) -> bool:
    """Whether a sentence other than the fine's calls the person abogado, or says that he authorised the writings."""
    for match in re.finditer(re.escape(name), bare):
        if clause.start <= match.start() < clause.end:
            continue
        start = max(bare.rfind(mark, 0, match.start()) for mark in (". ", "\n")) + 1
        stop = re.compile(r"\.\s|\n").search(bare, match.end())
        if re.search(r"abogad|letrad[oa] |autoriz|patrocin|colegiatura", bare[start : stop.start() if stop else len(bare)]):
            return True
    return False
