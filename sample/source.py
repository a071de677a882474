"""Sources of the sample court: one text file a ruling, its labels above, its words below.

A file is `sample/rulings/<name of the document>.md`: TOML between two `+++` lines (`Ficha` and the labels of `[registro]`), then blocks
separated by blank lines. What begins a block says what it is:

    # title            ## heading          ### subheading      = centred order (HA RESUELTO)
    1. item            a) sub-item         > quotation         plain paragraph
    : flush-left line  ! signature         [PONENTE X] box     --- new page          [^1]: footnote

Inside a block: **bold**, *italic*, [^1] a call of a footnote, {salto} the page ends here.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

Kind = Literal["titulo", "titular", "subtitular", "resuelve", "punto", "inciso", "cita", "parrafo", "linea", "firma", "ponente", "pagina"]
Style = Literal["", "b", "i", "note", "salto"]
_STYLES: Mapping[str, Style] = {"b": "b", "i": "i", "note": "note", "salto": "salto"}
SOURCES = Path(__file__).parent / "rulings"
_MARKS: tuple[tuple[str, Kind], ...] = (
    ("### ", "subtitular"),
    ("## ", "titular"),
    ("# ", "titulo"),
    ("= ", "resuelve"),
    ("> ", "cita"),
    (": ", "linea"),
    ("! ", "firma"),
)
_ONE_LINE = re.compile(r"(#{1,3} |= |: |! |---$|\[PONENTE |\[\^\d+\]: )")
_ITEM = re.compile(r"(\d+\.)\s+(.*)")
_SUBITEM = re.compile(r"([a-z]\))\s+(.*)")
_INLINE = re.compile(r"\*\*(?P<b>.+?)\*\*|\*(?P<i>.+?)\*|\[\^(?P<note>\d+)\]|\{(?P<salto>salto)\}")
_REASONS = ("FUNDAMENTOS", "FUNDAMENTO", "ATENDIENDO A", "ATENDIENDO A QUE", "CONSIDERANDO")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one style: "" plain, "b", "i", "note" (a mark), "salto" (no text: the page ends here)."""

    text: str
    style: Style = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a ruling; `mark` is what is printed before it ("1.", "a)")."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    mark: str = ""

    @property
    def text(self) -> str:
        """The words alone, without note marks."""
        return "".join(run.text for run in self.runs if run.style != "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ficha:
    """How the document looks and what the Court's listing says about it."""

    era: int
    """1 to 4: the layouts of domain.md §3."""
    formatos: tuple[str, ...]
    publicado: str
    exp: str
    """The line of the caption: "EXP. N.° 90001-2022-PHD/TC"."""
    caratula: tuple[str, ...]
    """District and party as printed, one line each."""
    cabeza: str = ""
    """Era 4: "Sala Primera. Sentencia 12/2023"."""
    listado: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RulingSource:
    """One ruling as its author wrote it."""

    name: str
    """Name of the document at the Court, without extension: "90024-2018-HD CTResolucion"."""
    ficha: Ficha
    registro: Mapping[str, object]
    blocks: tuple[Block, ...]
    notes: Mapping[str, str]

    @property
    def text(self) -> str:
        """All words of the ruling, a block a line, note marks left out; spaces folded."""
        return "\n".join(f"{block.mark} {block.text}".strip() for block in self.blocks)

    def numbers(self) -> list[str]:
        """Numbers of the fundamentos: "1" of the decision, "v1.1" of the first vote (contracts.md §5)."""
        found, reasons, votes = [], False, 0
        for block in self.blocks:
            if block.kind == "titulo":
                reasons = "VOTO" in block.text
                votes += reasons
            elif block.kind in ("titular", "resuelve"):
                reasons = block.text.rstrip(" :") in _REASONS
            elif block.kind == "punto" and reasons:
                found.append((f"v{votes}." if votes else "") + block.mark.removesuffix("."))
        return found


def sources(folder: Path = SOURCES) -> Iterator[RulingSource]:
    """Every source of the folder, by name. Raises ValueError naming the file that is not well formed."""
    for path in sorted(folder.glob("*.md"), key=lambda path: path.stem):
        yield read_source(path)


def read_source(path: Path) -> RulingSource:
    """The ruling of one file. Raises ValueError naming the file when it is not well formed."""
    parts = path.read_text(encoding="utf-8").split("+++\n", 2)
    if len(parts) != 3 or parts[0]:
        raise ValueError(f"{path.name}: TOML between two +++ lines expected")
    head = tomllib.loads(parts[1])
    blocks, notes = _body(parts[2])
    called = [run.text for block in blocks for run in block.runs if run.style == "note"]
    if called != list(notes):
        raise ValueError(f"{path.name}: notes called {called}, written {list(notes)}")
    registro = head.pop("registro")
    unknown = set(head) - {field.name for field in fields(Ficha)}
    if unknown:
        raise ValueError(f"{path.name}: unknown keys {sorted(unknown)}")
    return RulingSource(path.stem, TypeAdapter(Ficha).validate_python(head), registro, blocks, notes)


def _body(text: str) -> tuple[tuple[Block, ...], dict[str, str]]:
    blocks, notes = [], {}
    for chunk in _chunks(text):
        note = re.match(r"\[\^(\d+)\]: (.*)", chunk)
        if note:
            notes[note[1]] = note[2]
        else:
            blocks.append(_block(chunk))
    return tuple(blocks), notes


def _chunks(text: str) -> Iterator[str]:
    """Blocks as one line each: a marked line is a block of its own, other lines join until a blank one."""
    pending: list[str] = []
    for line in [*text.splitlines(), ""]:
        if pending and (not line.strip() or _ONE_LINE.match(line)):
            yield " ".join(pending)
            pending = []
        if _ONE_LINE.match(line):
            yield line.strip()
        elif line.strip():
            pending.append(line.strip())


def _block(chunk: str) -> Block:
    if chunk == "---":
        return Block("pagina")
    if chunk.startswith("[PONENTE "):
        return Block("ponente", runs(chunk.strip("[]")))
    for mark, kind in _MARKS:
        if chunk.startswith(mark):
            return Block(kind, runs(chunk.removeprefix(mark)))
    if item := _ITEM.fullmatch(chunk):
        return Block("punto", runs(item[2]), item[1])
    if item := _SUBITEM.fullmatch(chunk):
        return Block("inciso", runs(item[2]), item[1])
    return Block("parrafo", runs(chunk))


def runs(text: str) -> tuple[Run, ...]:
    """The inline marks of a text, resolved."""
    found, at = [], 0
    for match in _INLINE.finditer(text):
        found.append(Run(text[at : match.start()]))
        name = match.lastgroup or ""
        found.append(Run("" if name == "salto" else match[name], _STYLES[name]))
        at = match.end()
    found.append(Run(text[at:]))
    return tuple(run for run in found if run.text or run.style == "salto")
