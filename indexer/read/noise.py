"""What the scanner saw besides the ruling: digital signatures, stamps, scrawl, folios. Words of the ruling in the same line stay."""

import re
from collections.abc import Iterator, Sequence

from indexer.read.heads import is_court, is_stamp
from indexer.read.rules import bare, capitals, is_heading, letters, rules
from indexer.read.vocabulary import is_word

_SIGNED = re.compile(r"Firmad[oa]\s+digitalmente\s*(?:por(?:\b|(?=[a-z])))?\s?:?\s?", re.IGNORECASE)
_IDENTITY = re.compile(r"(?:\b[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{2,}\.?\s+){0,3}\b(?:FAU|FIR)\s+\d{8,11}\b(?:\s+(?:soft|hard)\b)?")
_MOTIVE = re.compile(
    r"\bMotivo\s?:\s?(?:En\s+se[nñ]al(?:\s+de(?:\s+conformidad)?)?|Doy\s+f[eé]\.?|Doy\s+V\S{0,2}\s?B\S?|Soy\s+el\s+autor\s+del\s+documento)?",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"(?:\bconformidad\s+)?\bFecha\s?:\s?\d{1,2}/\d{1,2}/\d{4}\s+\d\d[:.-]\d\d[:.-]\d\d\s?[-+]?\d{0,4}")
_SIGNER = re.compile(r"^[A-ZÁÉÍÓÚÑ]{3,}(?:[ -][A-ZÁÉÍÓÚÑ]{2,}){1,3}\.?(?:\s+[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+){1,3}(?=$|\s)")
_SIGNER_CAPITALS = re.compile(r"^[A-ZÁÉÍÓÚÑ]{3,}(?:[ -][A-ZÁÉÍÓÚÑ]{2,}){2,4}$")
_STRAY = re.compile(r"(?<!\bde)(?<!\ben)(?<!\bsu)(?<!\bla)\s+conformidad$")
_TRACE = re.compile(r"(?i:irmad[oa]\s+digital|motivo\s?:|fecha\s?:)|FAU|FIR")
"""What any of the patterns above needs: most lines, and whole files of the years before digital signatures, have none of it."""
_TAIL = frozenset(["soft", "hard", "conformidad", "conformidad.", "señal de conformidad", "senal de conformidad"])
_NUMBER = re.compile(r"\d{1,4}$")
_WORDS = re.compile(r"[^\W\d_]+")
_SIGNATURES = re.compile(r"^(?:S ?S?|SRA?|SRES)$")
_REACH = 8
_LONGEST_SCRAWL = 16


def is_signed(text: str) -> bool:
    """Whether a text has a phrase that only the stamp of a digital signature has."""
    return bool(_TRACE.search(text)) and any(phrase.search(text) for phrase in (_SIGNED, _IDENTITY, _MOTIVE, _MOMENT))


def strip_noise(lines: Sequence[str], scrawl: bool = True) -> list[str]:
    """The lines, "" where nothing of the ruling is left: signature blocks and stamps go, and what the pen left when `scrawl` (scans only)."""
    result = list(_without_signatures(lines))
    if not scrawl:
        return ["" if is_stamp(line) else line for line in result]
    places = [i for i, line in enumerate(result) if line]
    for place, line in zip(places, _without_scrawl([result[i] for i in places]), strict=True):
        result[place] = line
    return result


def _without_signatures(lines: Sequence[str]) -> Iterator[str]:
    """Each line without the phrases of digital signatures; near one, without the signer's name too."""
    if not _TRACE.search("\n".join(lines)) and not any(bare(line).startswith(rules().stamped) for line in lines):
        yield from (" ".join(line.split()) for line in lines)
        return
    since = _REACH
    for index, line in enumerate(lines):
        if bare(line).startswith(rules().stamped):
            since = 0
            yield ""
            continue
        rest = line
        if _TRACE.search(line):
            rest = _MOMENT.sub(" ", _MOTIVE.sub(" ", _IDENTITY.sub(" ", _SIGNED.sub(" ", line))))
        found = rest != line
        near = since < _REACH or any(_SIGNED.search(ahead) for ahead in lines[index + 1 : index + 2])
        if (found or near) and _near_identity(lines, index):
            unsigned = _without_signer(rest.strip(), lines[index + 1] if index + 1 < len(lines) else "")
            rest, found = unsigned, found or unsigned != rest.strip()
        if near and _STRAY.search(rest):
            rest = _STRAY.sub("", rest)
        if near and bare(rest).lower() in {bare(tail).lower() for tail in _TAIL}:
            rest, found = "", True
        since = 0 if found else since + 1
        yield " ".join(rest.split())


def _without_signer(line: str, following: str) -> str:
    """The line without a signer's name; a heading that the stamp was printed over ("SOTO PAZ MANTECEDENTES") stays."""
    if is_heading(line):
        return line
    rest = _SIGNER.sub("", line)
    if rest == line and _SIGNER_CAPITALS.match(line) and _IDENTITY.match(following):
        rest = ""
    covered = next((heading for heading in rules().headings if len(heading) >= 8 and letters(line).endswith(letters(heading))), "")
    return covered if rest != line and covered else rest


def _near_identity(lines: Sequence[str], index: int) -> bool:
    """Whether a FAU/FIR number stands on this line or one of the next three: only there a name is a signer's."""
    return any(_IDENTITY.search(line) for line in lines[index : index + 4])


def _without_scrawl(lines: Sequence[str]) -> Iterator[str]:
    signing = False
    for index, line in enumerate(lines):
        if _SIGNATURES.match(bare(line)):
            signing = True
        elif len(line) > 60 or is_heading(line):
            signing = False
        before = lines[index - 1] if index else ""
        after = lines[index + 1] if index + 1 < len(lines) else ""
        stamp = is_stamp(line) or (is_court(line) and "RELATOR" in bare(before))
        yield "" if stamp or _is_scrawl(line, signing) or _is_folio(line, before, after) else line


def _is_scrawl(line: str, signing: bool) -> bool:
    """Whether a line holds nothing that can be read: no digits, no word; in the signatures also short ones without a known word."""
    if len(line) > _LONGEST_SCRAWL and _WORDS.search(line):
        return False
    if is_heading(line) or bare(line) in rules().protected or any(c.isdigit() for c in line):
        return False
    words = _WORDS.findall(line)
    if re.match(r"^(?:[\[(]?\.{1,3}[\])]?|\(\.{3}\))\W*$|^[a-zñivx]{1,4}\s?\)", line):
        return False
    if not words or (len(line) <= 4 and not any(is_word(w) if len(w) > 2 else w.lower() in rules().short for w in words)):
        return True
    return (
        signing
        and len(line) <= _LONGEST_SCRAWL
        and not any(is_word(w) and len(w) > 2 for w in words)
        and not (capitals(line) and len(letters(line)) >= 6)
    )


def _is_folio(line: str, before: str, after: str) -> bool:
    """A bare number between two paragraphs: the leaf. A number that a sentence runs into, or that can number a paragraph, stays."""
    if not _NUMBER.match(line):
        return False
    closed = bool(re.search(r"[.:;…\"”»)]$", before)) or is_heading(before) or capitals(before)
    return closed and (not after or after[:1].isupper()) and int(line) > 40
