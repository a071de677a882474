"""Query → tree (design/query-language.md). Binding: proximity (left to right) > NO > adjacency = Y > O."""

import re
import unicodedata
from collections.abc import Callable
from typing import NoReturn

from indexer.index.query.lex import LIMIT, Token, check, lex, no_field, shorter
from indexer.index.query.periods import range_of
from indexer.index.query.tree import (
    PERIODS,
    All,
    Field,
    Near,
    Not,
    Phrase,
    Tree,
    Wildcard,
    Word,
    can_be_near,
    conjunction,
    disjunction,
)
from models.errors import BadQuery

MOST_STARS = 4
"""`*` in one word: each one more multiplies the ways to match."""

DEEPEST = 40
"""Parentheses inside parentheses; deeper nobody writes."""

_PATTERN = re.compile(r"(?:[^\W_]|\*)(?:[^\W_]|\*|(?<=[^\W_])\?(?=[^\W_]))*")
"""A piece of a word with wildcards; «?» stands between letters only."""

EXAMPLE = "copia de expediente"
"""What to propose to whoever typed signs alone: words that most collections hold."""


def parse(q: str) -> Tree:
    """The tree of a query; All for one without words. Raises BadQuery with position and a query that works."""
    checked(q)
    try:
        tokens = lex(q)
        return _Parser(q, tokens).whole() if tokens else All()
    except BadQuery as error:
        raise BadQuery(error.mensaje, error.posicion, that_works(q, error.sugerencia)) from None


def checked(q: str) -> None:
    """Raises BadQuery on what no mode can read (lex.check), with a query that works."""
    try:
        check(q)
    except BadQuery as error:
        raise BadQuery(error.mensaje, error.posicion, that_works(q, error.sugerencia)) from None


def that_works(q: str, proposed: str | None = None) -> str:
    """What to try instead of a query that can't be read: the proposal if it parses, else the query's plain words, else EXAMPLE. It always parses."""
    words = " ".join(re.findall(r"[^\W_]+", q)).lower()
    for text in (proposed, words if len(words) <= LIMIT else shorter(q)):
        if not text or not text.strip():
            continue
        try:
            check(text)
            tree = _Parser(text, lex(text)).whole()
        except BadQuery:
            continue
        if tree != All():
            return text.strip()
    return EXAMPLE


class _Parser:
    """One pass over the tokens; `field` is the field whose value is being read."""

    def __init__(self, q: str, tokens: list[Token]) -> None:
        self.q, self.tokens, self.at, self.depth, self.field = q, tokens, 0, 0, ""

    def whole(self) -> Tree:
        if not self.tokens:
            return All()
        tree = self.either()
        if self.at < len(self.tokens):
            self.fail("Sobra un paréntesis de cierre.", self.tokens[self.at])
        return tree if tree is not None else All()

    def peek(self, *kinds: str) -> Token | None:
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        return token if token is not None and token.kind in kinds else None

    def either(self) -> Tree | None:
        """alternatives: A O B."""
        return self.series("or", self.all_of, disjunction)

    def series(self, kind: str, part: Callable[[], Tree | None], join: Callable[[list[Tree]], Tree]) -> Tree | None:
        first = part()
        items = [] if first is None else [first]
        while operator := self.peek(kind):
            self.at += 1
            item = part()
            if item is None or not items:
                self.lacks(operator)
            items.append(item)
        return join(items) if items else None

    def all_of(self) -> Tree | None:
        """adjacency and Y, which bind alike."""
        items: list[Tree] = []
        while True:
            operator = self.peek("and")
            if operator:
                self.at += 1
            item = self.negated()
            if item is None:
                if operator or (not items and self.peek("or")):
                    self.lacks(operator or self.tokens[self.at])
                return conjunction(items) if items else None
            if operator and not items:
                self.lacks(operator)
            items.append(item)

    def negated(self) -> Tree | None:
        """NO A, -A."""
        operator = self.peek("not")
        if not operator:
            return self.near()
        self.at += 1
        self.deeper(operator)
        item = self.negated()
        self.depth -= 1
        if item is None:
            self.lacks(operator)
        return Not(item)

    def near(self) -> Tree | None:
        """A /5 B /s C, left to right."""
        left = self.primary()
        while operator := self.peek("near"):
            self.at += 1
            right = self.primary()
            if left is None or right is None:
                self.lacks(operator)
            if not (can_be_near(left) and can_be_near(right)):
                self.fail(
                    f"A los lados de «{operator.text}» van palabras o frases; un campo va delante de todo: fallo:(costo {operator.text} copia).",
                    operator,
                )
            left = self.joined(left, operator, right)
        return left

    def joined(self, left: Tree, operator: Token, right: Tree) -> Tree:
        text = operator.text
        if text in ("/s", "/p"):
            return Near(left, right, "oracion" if text == "/s" else "parrafo")
        distance = int(text[1:])
        if distance == 0:
            self.fail("La distancia empieza en 1: /1 es una palabra al lado de la otra.", operator, replaced=operator.text[0] + "1")
        return Near(left, right, "palabras", distance, text[0] == "+")

    def primary(self) -> Tree | None:
        """A word, a phrase, a field, a group; None when something else stands here. Punctuation is passed over."""
        while token := self.peek("word", "phrase", "field", "open"):
            self.at += 1
            if token.kind == "open":
                return self.group(token)
            if token.kind == "field":
                return self.in_field(token)
            made = self.phrase(token) if token.kind == "phrase" else self.word(token)
            if made is not None:
                return made
        return None

    def group(self, token: Token) -> Tree:
        self.deeper(token)
        tree = self.either()
        self.depth -= 1
        if not self.peek("close"):
            self.fail("Falta cerrar un paréntesis.", token, appended=")")
        self.at += 1
        if tree is None:
            self.fail("Los paréntesis están vacíos.", token)
        return tree

    def in_field(self, token: Token) -> Tree:
        outer, self.field = self.field, token.text
        following = self.tokens[self.at] if self.at < len(self.tokens) else None
        self.deeper(token)
        item = self.primary() if following is not None and following.value else None
        self.depth -= 1
        self.field = outer
        if item is None:
            self.fail(f"Después de «{token.text}:» falta lo que se busca, sin espacio: {token.text}:palabra.", token)
        return Field(token.text, item)

    def phrase(self, token: Token) -> Tree:
        if not any(c.isalnum() for c in token.text):
            self.fail("Entre las comillas no hay ninguna palabra.", token)
        return range_of(token.text, token.start) if self.field in PERIODS else Phrase(token.text)

    def word(self, token: Token) -> Tree | None:
        if self.field in PERIODS:
            return range_of(token.text, token.start)
        made = [self.part(piece, token) for piece in pieces(token.text)]
        return conjunction(made) if made else None

    def part(self, piece: str, token: Token) -> Tree:
        if "*" not in piece and "?" not in piece:
            return Word(piece)
        if piece.count("*") > MOST_STARS:
            self.fail(f"«{piece[:40]}» tiene demasiados comodines: hasta {MOST_STARS} en una palabra.", token)
        letters = re.sub(r"[*?]", "", piece)
        if len(letters) < 2:
            self.fail(
                f"«{piece}» tiene muy pocas letras: un comodín necesita al menos dos, por ejemplo certif*.",
                token,
                replaced=letters if len(letters) > 1 else "",
            )
        return Wildcard(piece)

    def deeper(self, token: Token) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail(f"Hay más de {DEEPEST} paréntesis o negaciones unos dentro de otros.", token)

    def lacks(self, operator: Token) -> NoReturn:
        self.fail(f"Al operador «{operator.text}» le falta algo que buscar a un lado.", operator)

    def fail(self, sentence: str, token: Token, *, replaced: str = "", appended: str = "") -> NoReturn:
        """Raises BadQuery at the token; the proposal is the query with the token replaced, or with something at its end."""
        fixed = self.q + appended if appended else f"{self.q[: token.start]}{replaced}{self.q[token.end :]}"
        raise BadQuery(sentence, token.start, " ".join(fixed.split()))


def pieces(raw: str) -> list[str]:
    """A typed word in lower case without signs at its ends; cut at signs when it holds a wildcard ("art.13*" → "art", "13*"); [] for signs."""
    text = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFC", raw.lower())).replace("º", " ").replace("ª", " ")
    found = []
    for chunk in re.sub(r"\*+", "*", text).split():
        if "*" in chunk or "?" in chunk:
            found += _PATTERN.findall(chunk)
        elif inner := re.search(r"[^\W_](?:.*[^\W_])?", chunk):
            found.append(no_field(inner[0]))  # "ªfallo:x" was read as one word
    return found
