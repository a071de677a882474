"""Who gives the decision: the panel by the composition sentence and the signatures, and the ponente."""

import re
from collections.abc import Sequence

from indexer.extract.caption import composition
from indexer.extract.lines import Line, is_signature, lines, opens_vote
from indexer.extract.magistrates import Named, named, named_short, repaired
from indexer.extract.plain import in_plain, plain
from indexer.extract.source import Source
from models.ruling import Found, Sala

VERSION = 2
_STOP = re.compile(
    r"pronunci|emit|expid|dicta|con (?:el|los|la) (?:fundamento|voto|abocamiento)|,? asimismo|en reemplazo|convocad|llamad|discordia|votos? singular|"
    r"sin la (?:intervencion|participacion)|debido al?|\bex magistrad|\bquien"
)
"""Where a list of those who decide ends: those named after it dissent, were away or have left."""
_PONENTE = re.compile(r"^\W{0,4}ponente\W{0,3}(?P<name>[^\n]*)(?:\n(?P<next>[^\n]*))?", re.MULTILINE)
_REPLACED = re.compile(r"reemplazo (?:de la|del|de) magistrad[oa] [^\n.;]{0,5}$")


def sitting(source: Source) -> list[Named]:
    """The magistrates of the composition sentence, abocados included, replaced ones not, in print order; [] when there is none."""
    span = composition(source)
    if span is None:
        return []
    bare = plain(source.text)
    stop = _STOP.search(bare, span[0] + 60, span[1])
    end = stop.start() if stop else span[1]
    found = named(source.text, span[0], end)
    for match in re.finditer(
        r"(?<!sin la )(?:abocamiento|participacion|intervencion) (?:de la|del|de los|de) magistrad[oa]s? ", bare[end : span[1]]
    ):
        found += named(source.text, end + match.end(), min(span[1], end + match.end() + 40))[:1]
    return _once(found)


def _once(found: Sequence[Named]) -> list[Named]:
    return list({one.name: one for one in reversed(found)}.values())[::-1]


def signers(source: Source) -> list[Named]:
    """The magistrates who sign the majority's decision, in print order; [] when the file has no decision of a majority."""
    closing = next(source.zones("pie"), None)
    if closing is None:
        return []
    return _once([one for line in _signature_lines(source, closing.inicio, closing.fin) for one in _on_line(source.text, line)])


def _signature_lines(source: Source, start: int, end: int) -> list[Line]:
    """The lines under SS. up to the ponente, the certification or a vote; all of the closing when SS. was lost."""
    every = list(lines(source.text, start, end))
    first = next((place for place, line in enumerate(every) if is_signature(line)), 0)
    kept: list[Line] = []
    for line in every[first:]:
        if opens_vote(line) or (re.match(r"\W{0,3}(?:ponente|lo que c|loque c)", line.plain) and len(kept) > 2):
            break
        kept.append(line)
    return kept


def _on_line(text: str, line: Line) -> list[Named]:
    if "ponente" in line.plain:
        return []
    if exact := named(text, line.start, line.end):
        return exact
    fixed = repaired(text[line.start : line.end]) if line.capitals and len(line.letters) < 34 else None
    return [Named(fixed, line.start, line.end)] if fixed else []


def panel(
    source: Source, sala: Sala | None, dissenters: Sequence[str], majority: Sequence[Named], called: Sequence[Named] = ()
) -> tuple[Found[str], ...]:
    """The panel that gives the decision. `majority`: whom a razón names as those whose votes make it (assembled decisions); `called`: those
    called to break a tie, whose votes complete it.

    A Sala is three: the composition sentence says who. In the Pleno the signatures under the decision count, because the sentence lists
    everyone who sat; a member whose signature OCR lost stays unless he dissents.
    """
    seated, signed = sitting(source), signers(source)
    if majority and not source.has("fallo"):
        return _found(source, majority, "razon.mayoria", 0.9)
    if sala != "Pleno" and len(seated) >= 3:
        agree = [one for one in seated if one.name not in dissenters]
        agree += [_within(source, one) for one in called if one.name not in {other.name for other in agree}]
        return _found(source, agree if len(agree) >= 3 else seated, "composicion.magistrados", 0.95)
    by_name, told = {one.name for one in signed}, {one.name for one in majority}
    if seated and signed:
        stay = [one for one in seated if one.name in by_name or (one.name not in dissenters and (not told or one.name in told))]
        more = [one for one in signed if one.name not in {other.name for other in seated}]
        order = {one.name: place for place, one in enumerate(signed)}
        return _found(source, sorted([*stay, *more], key=lambda one: order.get(one.name, len(order))), "firma.magistrados", 0.9)
    return _found(source, signed or seated or list(majority), "firma.magistrados" if signed else "composicion.magistrados", 0.8)


def _within(source: Source, one: Named) -> Named:
    """The name inside the heading that shows a magistrate."""
    return next((other for other in named(source.text, one.start, one.end) if other.name == one.name), one)


def _found(source: Source, who: Sequence[Named], rule: str, sure: float) -> tuple[Found[str], ...]:
    """Each name where it stands; a member whose signature is not read is shown where the ruling seats him."""
    closing = next(source.zones("pie"), None)
    seated = [rule.startswith("firma") and not (closing and closing.inicio <= one.start < closing.fin) for one in who]
    rules = ["composicion.magistrados" if elsewhere else rule for elsewhere in seated]
    return tuple(Found(one.name, (source.quote(one.start, one.end, how, sure),)) for one, how in zip(who, rules, strict=True))


def ponente(source: Source) -> Found[str] | None:
    """The magistrate after PONENTE at the end, or marked "(ponente)" in the razón; None before the Court prints it."""
    for match in in_plain(source, _PONENTE, "pie", "razon", "voto"):
        for group in ("name", "next"):
            if not match[group]:
                continue
            known = named(source.text, match.start(group), match.end(group))
            name = known[0].name if known else repaired(source.text[match.start(group) : match.end(group)])
            if name:
                return Found(name, (source.quote(match.start(), match.end(group), "firma.ponente", 0.95),))
    for match in in_plain(source, re.compile(r"\(\s?ponente\s?\)"), "razon", "caratula"):
        if near := named(source.text, max(0, match.start() - 40), match.start()):
            return Found(near[-1].name, (source.quote(near[-1].start, match.end(), "razon.ponente", 0.9),))
    return None


def majority_of_razon(source: Source, resultado: str | None = None) -> list[Named]:
    """The magistrates whom the razón names as those whose votes make the decision; [] when it names none.

    Where it only counts votes ("X, Y y Z votaron por declarar infundada…"), those who voted for the Court's `resultado`.
    """
    bare = plain(source.text)
    for section in source.zones("razon"):
        for pattern in _MAJORITY:
            for match in pattern.finditer(bare, section.inicio, section.fin):
                stop = _STOP.search(bare, match.start("who"), match.end("who"))
                who = named_short(source.text, match.start("who"), stop.start() if stop else match.end("who"))
                found = [one for one in who if not _replaced(bare, one)]
                if found:
                    return _once(found)
        counted = [match for match in _COUNTED.finditer(bare, section.inicio, section.fin) if _outcome_word(match["word"]) == resultado]
        if counted:
            return _once([one for match in counted for one in named_short(source.text, match.start("who"), match.end("who"))])
    return []


def _outcome_word(printed: str) -> str:
    word = re.sub(r"[lo]?s?$", "", printed.replace(" ", "_").replace("ado", "ada"))
    return "fundada_en_parte" if "parte" in printed else word if word.endswith("a") or word == "improcedente" else "fundada"


_COUNTED = re.compile(
    r"magistrad[oa]s? (?P<who>(?:(?!magistrad)[^.;]){8,250}?),? (?:\(ponente\) )?(?:vot\w+|por) [^.;]{0,60}?declar\w*\s(?:la )?"
    r"(?P<word>infundad[ao]|fundad[ao](?: en parte)?|improcedente)"
)
_MAJORITY = (
    re.compile(
        r"(?:conformad|integrad|compuest|formad)\w* por (?:el voto|los votos|la votacion)[^.;\n]{0,25}magistrad(?P<who>[^.;\n]{10,420}?)"
        r"(?=que (?:declaran|resuelven|coinc)|, siendo|\bsiendo\b|quienes? |, que |\.|\n|;|votos que)"
    ),
    re.compile(r"votaron a favor[^;\n]{0,80}?magistrad(?P<who>[^.;\n]{10,300}?)(?=quienes|\.|\n|;)"),
    re.compile(r"suscrit[oa]s? por los magistrados (?P<who>[^.;\n(]{10,260})"),
    re.compile(r"(?:los|el|la) magistrad(?P<who>[^.;\n]{8,300}?)\s*(?:votaron|voto|coincid\w+),? (?:en|por) mayoria"),
    re.compile(
        r"(?:integrad[oa] por los (?:senores )?magistrados|, los magistrados) (?P<who>[^.;\n]{10,300}?),? "
        r"(?:ha[n]? (?:emitido|dictado|resuelto)),? por (?:mayoria|unanimidad)"
    ),
)


def _replaced(bare: str, one: Named) -> bool:
    return bool(_REPLACED.search(bare[max(0, one.start - 60) : one.start]))
