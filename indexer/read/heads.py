"""Page heads in the flow of OCR lines: found by likeness to the Court's head and to the other heads of the same file.

A head is: debris of "REPÚBLICA DEL PERÚ", [Sala. Sentencia n/año], TRIBUNAL CONSTITUCIONAL, EXP. N.° …, district, party (1–4 lines). It stands in the
middle of sentences and inside the fallo (irregularities.md §2), so nothing that is not alike may go: a kept stamp is better than a lost word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from indexer.read.rules import alike, bare, capitals, is_heading, is_title, letters, rules
from indexer.read.vocabulary import is_word
from models.ids import spellings

_CASE = re.compile(r"^\W{0,3}(?:[A-Z]{0,2}XP|EX[PF]|EXPEDIENTE)(?![a-z]{3})", re.IGNORECASE)
_NUMBER = re.compile(r"^\W{0,2}(?:Pleno|P[lI1]eno|Sa[lI1]a\s+\w+)\W{1,4}\w{0,2}\s?Sentencia\s+\S{1,8}\s?/?\s?\d{4}\W*$", re.IGNORECASE)
_NUMBERED_CASE = re.compile(r"(?<!\d)(\d{1,5})-(\d{4})(?!\d)")
_DIGITS = re.compile(r"\d")
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Pages:
    """`kept`: (page, line) of the body, the first head's lines first; `placed`: the same lines, each with its index among those given;
    `pages`: how many pages the heads show, 0 when there is no head; `caption`: how many of the kept lines are the first head;
    `foreign`: cases of other files whose pages were bound into this one, and cut."""

    kept: tuple[tuple[int, str], ...]
    placed: tuple[tuple[int, str], ...]
    pages: int
    caption: int
    foreign: tuple[str, ...] = ()


def strip_heads(lines: Sequence[str], case_digits: str = "") -> Pages:
    """The lines without the heads of later pages. `case_digits`: number and year of the file ("017972002"), to know its own case lines."""
    first = _first_head(lines, case_digits)
    reference = _reference(lines, first, case_digits)
    sorting = _Sorting(lines, first)
    index = first.stop
    while index < len(lines):
        end = _head_end(lines, index, reference, case_digits)
        if end is None:
            sorting.body(index)
            index += 1
            continue
        sorting.head(index, end, other_case(lines[index:end], case_digits))
        index = end
    return sorting.pages()


class _Sorting:
    """Lines sorted into pages, head after head."""

    def __init__(self, lines: Sequence[str], first: range) -> None:
        self._lines = lines
        self._kept = [(0, index) for index in first if _worth_keeping(lines[index])]
        self._caption = len(self._kept)
        self._captioned = any(is_case(lines[index]) for index in first)
        self._page = 0
        self._foreign: list[str] = []
        self._cutting = False

    def body(self, index: int) -> None:
        """A line of the text; lines of another case's pages are cut."""
        if not self._cutting:
            self._kept.append((self._page, index))

    def head(self, start: int, end: int, other: str | None) -> None:
        """A page head. `other`: the case it names when that is not this file's; its pages are cut from its title on, till a head of our own."""
        while len(self._kept) > self._caption and _is_debris(self._lines[self._kept[-1][1]]):
            self._kept.pop()
        self._page += 1
        cases = any(is_case(line) for line in self._lines[start:end])
        if other and (self._cutting or any(is_title(line) for line in self._lines[end : end + 5])):
            self._cutting = True
            self._foreign += [other] if other not in self._foreign else []
        elif cases:
            self._cutting = False
        if cases and not other and not self._captioned:
            self._add_caption(range(start, end))

    def _add_caption(self, head: range) -> None:
        """A file may begin with a razón whose page has no case line: then the first whole head takes its place at the top."""
        late = [(0, i) for i in head if _worth_keeping(self._lines[i]) and not is_court(self._lines[i])]
        self._kept[self._caption : self._caption] = late
        self._caption += len(late)
        self._captioned = True

    def pages(self) -> Pages:
        """What came of it."""
        body = tuple((page, self._lines[index]) for page, index in self._kept)
        placed = tuple((index, self._lines[index]) for _, index in self._kept)
        return Pages(body, placed, self._page + 1 if self._page else 0, self._caption, tuple(self._foreign))


def case_digits(name: str) -> str:
    """Number and year of a file's own case, as digits, by its name; "" when the name has none."""
    own = spellings(name)
    return f"{own[0].number:05d}{own[0].year}" if own else ""


def other_case(head: Sequence[str], own: str, least: int = 4) -> str | None:
    """The case a head names, when it can be read whole and is clearly not the file's: OCR mangles digits, but not most of them."""
    if not own:
        return None
    for line in head:
        found = _NUMBERED_CASE.search(line) if is_case(line) else None
        if found and sum(a != b for a, b in zip(f"{found[1]:0>5}{found[2]}", own, strict=True)) >= least:
            return f"{found[1]:0>5}-{found[2]}"
    return None


@lru_cache(maxsize=4096)
def is_court(line: str) -> bool:
    """Whether a line is the Court's name as a page head prints it, OCR damage forgiven ("TRBUNALCONSTITUCIONAL")."""
    return capitals(line) and not is_title(line) and 15 <= len(letters(line)) <= 30 and alike(line, [rules().court], 80)


@lru_cache(maxsize=4096)
def is_case(line: str, case_digits: str = "") -> bool:
    """Whether a line is the case line of a head: EXP… and digits only; with `case_digits`, the file's own case."""
    if len(line) > 60 or not _CASE.match(line) or len(_DIGITS.findall(line)) < 4 or not capitals(re.sub(r"N\W{0,2}os?\b", "N", line)):
        return False
    return not case_digits or fuzz.partial_ratio(case_digits, "".join(_DIGITS.findall(line))) >= 70


def is_ruling_number(line: str) -> bool:
    """Whether a line is "Sala Primera. Sentencia 293/2022" (heads from 2020 on)."""
    return bool(_NUMBER.match(line))


def is_stamp(line: str) -> bool:
    """Whether a line is a registry stamp ("FOJAS", "OTD,A", "SALA 2", "FOJAS 0r6")."""
    found = bare(line)
    if not capitals(line) and not found.startswith("FOJAS 0"):
        return False
    return (
        found in rules().stamps or (len(found) > 3 and letters(line) in rules().stamps) or (found.startswith("FOJAS ") and len(found) <= 14)
    )


def _first_head(lines: Sequence[str], case_digits: str) -> range:
    """Lines of the head of page one: up to the title, or up to what clearly is text."""
    for index, line in enumerate(lines[:14]):
        if is_title(line) or is_heading(line) or (len(line) > 60 and not capitals(line)):
            return range(index)
    anchors = [i for i, line in enumerate(lines[:14]) if is_court(line) or is_case(line, case_digits)]
    return range(anchors[-1] + 1 if anchors else 0)


def _reference(lines: Sequence[str], first: range, case_digits: str) -> tuple[str, ...]:
    """District and party lines: those after the case line of page one, and those that follow the case line of two later heads."""
    after = next((i + 1 for i in first if is_case(lines[i])), 0)
    found = [line for line in lines[after : first.stop] if letters(line) and not is_court(line) and not is_ruling_number(line)]
    seen: list[str] = []
    for index in range(first.stop, len(lines)):
        if not is_case(lines[index], case_digits):
            continue
        for line in lines[index + 1 : index + 6]:
            if not _can_be_party(line):
                break
            if alike(line, seen, 85):
                found.append(line)
            seen.append(line)
    return tuple(dict.fromkeys(found))


def _head_end(lines: Sequence[str], start: int, reference: tuple[str, ...], case_digits: str) -> int | None:
    """Where a head that begins at `start` ends; None when none begins there."""
    line = lines[start]
    if not (_is_anchor(line, case_digits) and not _closes_signature(lines, start)):
        return None
    index, after_case = start, -1
    while index < len(lines) and index < start + 12:
        line = lines[index]
        if is_case(line, case_digits) or (is_case(line) and index <= start + 3):
            after_case = index
        elif not _is_anchor(line, case_digits) and not is_stamp(line) and not _is_party(line, reference):
            nearer = any(_is_anchor(ahead, case_digits) or is_case(ahead) for ahead in lines[index + 1 : index + 3])
            if not (nearer and _is_debris(line)) and not (index == after_case + 1 and _is_district(line, reference)):
                break
        index += 1
    return index


def _is_anchor(line: str, case_digits: str) -> bool:
    return is_court(line) or is_ruling_number(line) or (is_case(line, case_digits) and bool(case_digits))


def _closes_signature(lines: Sequence[str], index: int) -> bool:
    """ "SECRETARIO RELATOR / TRIBUNAL CONSTITUCIONAL" at the end of a ruling is a stamp, dropped where it stands, not a page."""
    return index > 0 and "RELATOR" in bare(lines[index - 1]) and not any(is_case(line) for line in lines[index : index + 4])


def _is_party(line: str, reference: tuple[str, ...]) -> bool:
    """Whether a line repeats the first head's district or party: whole, or in other line breaks but the same words."""
    if not capitals(line):
        return any(fuzz.ratio(line, known) >= 90 for known in reference)
    if not _can_be_party(line):
        return False
    if alike(line, reference, 80):
        return True
    words = [bare(word) for word in _WORDS.findall(line)]
    known_words = [word for known in reference for word in bare(known).split()]
    return bool(words) and all(any(fuzz.ratio(word, known) >= 75 for known in known_words) for word in words)


def _can_be_party(line: str) -> bool:
    """Capitals without a title and without numbers: lists of rulings ("STC 90001-2016-PHD/TC, …") are capitals too."""
    return (
        capitals(line)
        and len(_DIGITS.findall(line)) < 3
        and not is_title(line)
        and not is_heading(line)
        and bare(line) not in rules().protected
    )


def _is_district(line: str, reference: tuple[str, ...]) -> bool:
    """The line after a case line, when it is damaged beyond likeness: capitals, one to three words, and a known name follows or nothing does."""
    return (
        capitals(line)
        and len(line) <= 22
        and not is_title(line)
        and not is_heading(line)
        and bare(line) not in rules().protected
        and bool(reference)
    )


def _is_debris(line: str) -> bool:
    """Remains of "REPÚBLICA DEL PERÚ", of the arms, of a stamp, next to a head."""
    if is_stamp(line):
        return True
    found, text = bare(line), letters(line)
    if found in rules().protected or is_heading(line) or re.match(r"^\d{1,3}\s?[.)]", line):
        return False
    words = [word for word in bare(line).split() if word not in rules().republic]
    if any(len(word) >= 4 and is_word(word) for word in words):
        return False  # a district: "LIMA" is one letter from "LICA", the tail of REPÚBLICA
    if len(line) <= 26 and capitals(line) and fuzz.partial_ratio(text, letters(rules().republic)) >= 75:
        return True
    if any(len(word) >= 3 or is_word(word) for word in _WORDS.findall(line)):
        return False
    return len(line) <= 6 or len(text) <= 3


def _worth_keeping(line: str) -> bool:
    """Of the first head everything stays that is not debris: the caption is read from it."""
    return len(letters(line)) > 2 and not _is_debris(line)
