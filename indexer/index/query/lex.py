"""Characters of a query → tokens with positions. Nothing that a person can type fails here but an open quote, a NUL, or too much text."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from indexer.index.query.tree import FIELDS
from models.errors import BadQuery

LIMIT = 4_000
"""Characters of a query: a pasted page fits, a pasted ruling does not."""

Kind = Literal["word", "phrase", "field", "and", "or", "not", "near", "open", "close"]

OPERATORS: dict[str, Kind] = {"Y": "and", "AND": "and", "O": "or", "OR": "or", "NO": "not", "NOT": "not"}
_OPEN, _CLOSE = '"“«„”', '"”»“'
_END = re.compile(r"[\s()\"“”«»„]|(?<![^\W_])\?|\?(?![^\W_])")
"""Where a word ends; «?» belongs to it only between letters."""
_NEAR = re.compile(r"(?:/(\d{1,4}|[sp])|\+(\d{1,4}))(?=[\s()\"“”«»„]|$)", re.IGNORECASE)
_FIELD = re.compile(r"([a-z_]+):(?=[^\s:])", re.IGNORECASE)
_COMPARED = re.compile(r"[<>]=?|\.\.")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query: `text` without quotes or colon; `start` and `end` in code points; `value`: stands right behind a field's colon."""

    kind: Kind
    text: str
    start: int
    end: int
    value: bool = False


def check(q: str) -> None:
    """Raises BadQuery on what no mode can read: a NUL, half a surrogate pair, more than LIMIT characters."""
    for sign, name in (("\x00", "un carácter nulo"), (r"[\ud800-\udfff]", "medio carácter (un sustituto Unicode suelto)")):
        found = re.search(sign, q)
        if found:
            raise BadQuery(f"La consulta contiene {name}: bórrelo.", found.start(), re.sub(r"[\x00\ud800-\udfff]+", " ", q)[:LIMIT].strip())
    if len(q) > LIMIT:
        raise BadQuery(f"La consulta tiene {len(q)} caracteres y el máximo es {LIMIT}: deje las frases que importan.", LIMIT, shorter(q))


def no_field(word: str) -> str:
    """The word, the colon that would make a field of its beginning turned into a point: its parts stand side by side all the same."""
    field = _FIELD.match(word)
    return word.replace(":", ".", 1) if field and field[1] in FIELDS else word


def shorter(q: str) -> str:
    """The first words of a query that is too long: plain words, so that it works."""
    return " ".join(re.findall(r"[^\W_]{3,}", q[:400]))[:200].rsplit(" ", 1)[0].lower()


def lex(q: str) -> list[Token]:
    """The tokens of a query, word operators unless it is all in capitals. Raises BadQuery on an open quote."""
    tokens: list[Token] = []
    at = 0
    while at < len(q):
        if q[at].isspace():
            at += 1
            continue
        token = _token(q, at, tokens)
        if token is None:
            at += 1
        else:
            tokens.append(token)
            at = token.end
    return tokens if _speaks_capitals(q, tokens) else [_operator(token) for token in tokens]


def _token(q: str, at: int, before: list[Token]) -> Token | None:
    """The token that starts here; None for a lone sign, which is skipped."""
    sign = q[at]
    value = bool(before) and before[-1].kind == "field" and before[-1].end == at
    starts = at == 0 or q[at - 1].isspace() or q[at - 1] in "("
    if sign in _OPEN:
        return _phrase(q, at, value)
    if sign in "()":
        return Token("open" if sign == "(" else "close", sign, at, at + 1, value)
    near = _NEAR.match(q, at) if starts else None
    if near:
        return Token("near", near[0].lower(), at, near.end())
    if sign == "-" and starts and re.match(r"[^\W_]|[\"“«(*]", q[at + 1 : at + 2]):
        return Token("not", "-", at, at + 1)
    if value and _COMPARED.match(q, at):
        return _word(q, at, value)
    if not sign.isalnum() and sign != "*":
        return None
    field = _FIELD.match(q, at)
    if field and field[1].lower() in FIELDS:
        return Token("field", field[1].lower(), at, field.end(), value)
    return _word(q, at, value)


def _phrase(q: str, at: int, value: bool) -> Token | None:
    close = next((i for i in range(at + 1, len(q)) if q[i] in _CLOSE), None)
    if close is None:
        if q[at] in "”„":  # a closing mark that closes nothing is a sign like others
            return None
        words = re.sub(r"[\"“”«»„]", " ", q)
        raise BadQuery("Falta cerrar las comillas.", at, q[:at] + '"' + q[at + 1 :].strip() + '"' if q[at + 1 :].strip() else words.strip())
    return Token("phrase", " ".join(unicodedata.normalize("NFC", q[at + 1 : close].lower()).split()), at, close + 1, value)


def _word(q: str, at: int, value: bool) -> Token:
    found = _END.search(q, at)
    end = found.start() if found else len(q)
    return Token("word", q[at:end], at, end, value)


def _operator(token: Token) -> Token:
    kind = OPERATORS.get(token.text) if token.kind == "word" and not token.value else None
    return token if kind is None else Token(kind, token.text, token.start, token.end)


def _speaks_capitals(q: str, tokens: list[Token]) -> bool:
    """Whether the query is all in capitals, as typed: then Y, O, NO are words like others (query-language.md)."""
    texts = [q[token.start : token.end] for token in tokens if token.kind in ("word", "phrase", "field") and token.text not in OPERATORS]
    letters = "".join(texts)
    if any(c != c.upper() for c in letters):
        return False
    return any(c != c.lower() for c in letters) or not tokens or all(token.text in OPERATORS for token in tokens)


def capitals_aviso(q: str) -> str | None:
    """What to tell when words of an all-capitals query would be operators otherwise; None when there are none."""
    tokens = lex(q)
    kept = sorted({token.text for token in tokens if token.kind == "word" and not token.value and token.text in OPERATORS})
    if not kept:
        return None
    names = ", ".join(f"«{text}»" for text in kept)
    return f"La consulta está toda en mayúsculas: {names} se buscó como palabra. Para usar operadores escriba lo demás en minúsculas."
