"""Tree → query text that parses to the same tree: what links carry and what the page says was understood."""

from indexer.index.query.tree import All, And, Field, Near, Not, Or, Phrase, Range, Tree, Wildcard, Word

_OR, _AND, _NOT, _NEAR, _ATOM = range(5)


def to_text(tree: Tree) -> str:
    """The canonical spelling: lower case, Y left out, Spanish operators, parentheses only where needed."""
    return _text(tree, _OR)


def _text(tree: Tree, binding: int) -> str:
    own, made = _spelt(tree)
    return f"({made})" if own < binding else made


def _spelt(tree: Tree) -> tuple[int, str]:
    """How strongly the tree's outermost form binds, and its text."""
    match tree:
        case All():
            return _ATOM, ""
        case Word(text):
            return _ATOM, text
        case Phrase(text):
            return _ATOM, f'"{text}"'
        case Wildcard(pattern):
            return _ATOM, pattern
        case Range(low, high):
            return _ATOM, str(low) if low == high else f"{low or ''}..{high or ''}"
        case Or(items):
            return _OR, " O ".join(_text(item, _AND) for item in items)
        case And(items):
            return _AND, " ".join(_text(item, _NOT) for item in items)
        case Not(item):
            return _NOT, f"NO {_text(item, _NOT)}"
        case Near(left, right):
            return _NEAR, f"{_text(left, _NEAR)} {_operator(tree)} {_text(right, _ATOM)}"
        case Field(name, item):
            return _ATOM, f"{name}:{_text(item, _ATOM)}"


def _operator(near: Near) -> str:
    if near.unit == "palabras":
        return f"{'+' if near.ordered else '/'}{near.distance}"
    return "/s" if near.unit == "oracion" else "/p"
