"""Queries of every form of the language, their terms drawn from a collection by a seed: each asks for something that one ruling has."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from indexer.index.analysis import Words, exact, words
from indexer.index.base import Indexed
from indexer.index.fields import cited, facet_values

FORMS = (
    "palabra", "frase", "y", "o", "no", "prefijo", "comodin", "frase_con_comodin", "cerca", "cerca_en_orden", "frase_cerca", "oracion", "parrafo",
    "zona", "faceta", "fecha", "norma", "cita", "demandante", "expediente",
)  # fmt: skip
EACH, MIXED = 40, 160
"""Queries of each form, and of two forms together."""
RARE = 60
"""Rulings that a telling word stands in at most: most queries then find some and not half of all."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and of which forms it is."""

    q: str
    forms: tuple[str, ...]


class Draw:
    """Draws by a seed from rulings that an index holds."""

    def __init__(self, rulings: Sequence[Indexed], seed: int) -> None:
        self._random, self._rulings = random.Random(seed), rulings
        self._words = [words(one.text) for one in rulings]

    def queries(self) -> Iterator[Query]:
        """EACH of each form, then MIXED of two."""
        for form in FORMS:
            for _ in range(EACH):
                yield Query(self._some(form), (form,))
        for number in range(MIXED):
            yield self._mixed(number)

    @cached_property
    def _held(self) -> Counter[str]:
        """Word → rulings that hold it."""
        return Counter(word for parted in self._words for word in parted.vocabulary)

    def _mixed(self, number: int) -> Query:
        """Two forms, both of things that one ruling has, joined in turn by each operator."""
        while True:
            first, second = self._random.sample(FORMS, 2)
            place = self._random.randrange(len(self._rulings))
            one, other = (self._atom(form, place) for form in (first, second))
            if one is not None and other is not None:
                joined = (f"{one} Y {other}", f"({one}) ({other})", f"({one}) NO ({other})", f"({one}) O ({other})")[number % 4]
                return Query(joined, (first, second))

    def _some(self, form: str) -> str:
        """Of a ruling that has what the form asks for."""
        while True:
            made = self._atom(form, self._random.randrange(len(self._rulings)))
            if made is not None:
                return made

    def _atom(self, form: str, place: int) -> str | None:
        return _MAKERS[form](self, place)

    def _telling(self, place: int) -> tuple[Words, int] | None:
        """Where in the ruling a word stands that not many have; None when it has none."""
        parted = self._words[place]
        found = [at for at, word in enumerate(parted.exact) if 1 < self._held[word] <= RARE and len(word) > 3 and word.isalpha()]
        return (parted, self._random.choice(found)) if found else None

    def _word(self, place: int) -> str | None:
        found = self._telling(place)
        return None if found is None else _typed(found[0], found[1])

    def _phrase(self, place: int) -> str | None:
        found = self._telling(place)
        if found is None:
            return None
        parted, at = found
        first = max(0, at - self._random.randrange(3))
        return f'"{" ".join(_typed(parted, i) for i in range(first, min(len(parted), at + 1 + self._random.randrange(2))))}"'

    def _near_word(self, place: int, reach: int) -> tuple[str, str, int] | None:
        """A telling word, another at most `reach` words behind it, and how far."""
        found = self._telling(place)
        if found is None or found[1] + reach + 1 >= len(found[0]):
            return None
        parted, at = found
        step = self._random.randint(1, reach)
        return _typed(parted, at), _typed(parted, at + step), step

    def _close(self, place: int, sign: str) -> str | None:
        near = self._near_word(place, 8)
        if near is None:
            return None
        one, other, step = near
        distance = max(1, step + self._random.randint(-1, 2))
        return f"{other} {sign}{distance} {one}" if self._random.random() < 0.4 else f"{one} {sign}{distance} {other}"

    def _phrase_close(self, place: int) -> str | None:
        near, phrase = self._near_word(place, 6), self._phrase(place)
        if near is None or phrase is None:
            return None
        return self._random.choice([f"{phrase} /{self._random.randint(2, 30)} {near[1]}", f'"{near[0]}" /{near[2]} "{near[1]}"'])

    def _together(self, place: int, sign: str) -> str | None:
        near = self._near_word(place, 25)
        return None if near is None else f"{near[0]} {sign} {near[1]}"

    def _prefix(self, place: int) -> str | None:
        word = self._plain(place)
        return None if word is None else f"{word[: max(3, len(word) - self._random.randint(1, 3))]}*"

    def _wildcard(self, place: int) -> str | None:
        word = self._plain(place)
        if word is None or len(word) < 5:
            return None
        at = self._random.randrange(1, len(word) - 1)
        return self._random.choice([f"{word[:at]}?{word[at + 1 :]}", f"*{word[1:]}", f"{word[:2]}*{word[-3:]}"])

    def _phrase_wildcard(self, place: int) -> str | None:
        near = self._near_word(place, 1)
        if near is None or len(near[0]) < 6:
            return None
        return f'"{near[0][: self._random.randint(4, len(near[0]) - 1)]}* {near[1]}"'

    def _plain(self, place: int) -> str | None:
        """A telling word of letters alone, as an exact field has it."""
        word = self._word(place)
        return word.lower() if word and exact(word) and len(word) > 3 else None

    def _zone(self, place: int) -> str | None:
        names = {"asunto": "asunto", "antecedentes": "antecedentes", "fundamentos": "fundamentos", "fallo": "fallo", "voto": "votos"}
        sections = [one for one in self._rulings[place].ruling.secciones if one.zona in names]
        if not sections:
            return None
        section = self._random.choice(sections)
        inside = words(self._rulings[place].text[section.inicio : section.fin])
        found = [at for at, word in enumerate(inside.exact) if self._held[word] <= 4 * RARE and len(word) > 3]
        if not found:
            return None
        at = self._random.choice(found)
        near = _typed(inside, min(len(inside) - 1, at + self._random.randint(1, 4)))
        what = self._random.choice([_typed(inside, at), f'"{_typed(inside, at)}"', f"({_typed(inside, at)} /5 {near})"])
        return f"{names[section.zona]}:{what}"

    def _facet(self, place: int) -> str | None:
        held = {name: values for name, values in facet_values(self._rulings[place].ruling).items() if values and name != "proceso"}
        name = self._random.choice(sorted(held))
        return f'{name}:"{self._random.choice(held[name])}"'

    def _date(self, place: int) -> str | None:
        fecha = self._rulings[place].ruling.fecha
        if fecha is None or len(fecha) < 10:
            return None
        year = int(fecha[:4])
        return self._random.choice(
            [f"fecha:{fecha[:7]}", f"fecha:{fecha}", f"fecha:{fecha[:7]}..{year}-12", f"fecha:{year}..{year + 1}", f"fecha:<{fecha[:7]}"]
        )

    def _norm(self, place: int) -> str | None:
        found = self._rulings[place].ruling.normas
        return f'norma:"{self._random.choice(found)}"' if found else None

    def _citation(self, place: int) -> str | None:
        found = cited(self._rulings[place].ruling)
        return f"cita:{self._random.choice(found)}" if found else None

    def _claimant(self, place: int) -> str | None:
        found = [word for name in self._rulings[place].ruling.demandantes for word in exact(name) if len(word) > 3]
        return f"demandante:{self._random.choice(found)}" if found else None

    def _case(self, place: int) -> str | None:
        return f"expediente:{self._rulings[place].ruling.expediente}"

    def _joined(self, place: int, sign: str) -> str | None:
        one, other = self._word(place), self._word(place)
        return None if one is None or other is None else f"{one} {sign} {other}"


def _typed(parted: Words, at: int) -> str:
    """A word as it stands in the text, in lower case: capitals alone may read as an operator."""
    return parted.text[parted.starts[at] : parted.ends[at]].lower()


_MAKERS: dict[str, Callable[[Draw, int], str | None]] = {
    "palabra": Draw._word,
    "frase": Draw._phrase,
    "y": lambda draw, place: draw._joined(place, "Y"),
    "o": lambda draw, place: draw._joined(place, "O"),
    "no": lambda draw, place: draw._joined(place, "NO"),
    "prefijo": Draw._prefix,
    "comodin": Draw._wildcard,
    "frase_con_comodin": Draw._phrase_wildcard,
    "cerca": lambda draw, place: draw._close(place, "/"),
    "cerca_en_orden": lambda draw, place: draw._close(place, "+"),
    "frase_cerca": Draw._phrase_close,
    "oracion": lambda draw, place: draw._together(place, "/s"),
    "parrafo": lambda draw, place: draw._together(place, "/p"),
    "zona": Draw._zone,
    "faceta": Draw._facet,
    "fecha": Draw._date,
    "norma": Draw._norm,
    "cita": Draw._citation,
    "demandante": Draw._claimant,
    "expediente": Draw._case,
}
"""Form → how to draw one from a ruling; None when the ruling has nothing of the kind."""
