"""Tree → Elasticsearch query, leaf for leaf what compile_tantivy makes of it: pure but for the questions it asks through Context.

Every leaf searches the whole text, which decides the set; its zones only add to the score. Facets, dates and filters add nothing to it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from indexer.index.analysis import folded
from indexer.index.compile_tantivy import WHOLE_PHRASE, ZONE_BOOST
from indexer.index.elastic.mapping import CITA, DATES, DEMANDANTE, EXPEDIENTE, READY, SIN_ENYE, ZONA, Json
from indexer.index.fields import TEXTO, exact_name, facet_name
from indexer.index.query.periods import numbers
from indexer.index.query.text import to_text
from indexer.index.query.tree import PERIODS, ZONES, All, And, Field, Near, Not, Or, Phrase, Range, Tree, Wildcard, Word, plain_words
from indexer.index.units import Unit, exact_units, stem_units
from indexer.index.values import values_for

Leaf = Word | Phrase | Wildcard

EVERYTHING: Json = {"match_all": {"boost": 0}}
NOTHING: Json = {"match_none": {}}


@dataclass(frozen=True, slots=True)
class Context:
    """What compiling needs besides the tree. `near` gives the query of a proximity inside a zone (None = whole text); `avisos` collects remarks."""

    known: Callable[[str], Collection[str]]
    label: Callable[[str, str], str]
    near: Callable[[Near, str | None], Json]
    elsewhere: Callable[[Field], Json] | None = None
    """For fundamentos: how to ask for a zone that the paragraph is not in."""
    avisos: list[str] = field(default_factory=list)


def compile_tree(tree: Tree, context: Context) -> Json:
    """The query whose documents are the tree's set."""
    made = _query(tree, context, None)
    words = plain_words(tree)
    if len(words) < 2:
        return made
    side_by_side = _sequence(exact_units(Phrase(" ".join(words))), exact_name(TEXTO))
    return {"bool": {"must": [made], "should": [boosted(side_by_side, WHOLE_PHRASE)]}}


def _query(tree: Tree, context: Context, zone: str | None) -> Json:
    match tree:
        case All():
            return EVERYTHING
        case Word() | Phrase() | Wildcard():
            return _leaf(tree, context, zone)
        case And(items):
            return _all_of(items, context, zone)
        case Or(items):
            return either([_query(item, context, zone) for item in items])
        case Not():
            return _all_of([tree], context, zone)
        case Near():
            return context.near(tree, zone)
        case Field(name, item):
            return _field(tree, context) if name in ZONES else _value(name, item, context)
        case Range():
            raise AssertionError("a Range stands only inside a Field of PERIODS")


def _all_of(items: Iterable[Tree], context: Context, zone: str | None) -> Json:
    """Must and must not; only negatives: everything minus."""
    must, must_not = [], []
    for item in items:
        if isinstance(item, Not):
            must_not.append(_query(item.item, context, zone))
        else:
            must.append(_query(item, context, zone))
    return {"bool": {"must": must or [EVERYTHING], "must_not": must_not}}


def unscored(query: Json) -> Json:
    """The same set, no score."""
    return {"constant_score": {"filter": query, "boost": 0}}


def boosted(query: Json, factor: float) -> Json:
    """The same set, the score so many times."""
    return {"bool": {"must": [query], "boost": factor}}


def either(queries: Sequence[Json]) -> Json:
    """Any of them; nothing when there are none."""
    return {"bool": {"should": list(queries), "minimum_should_match": 1}} if queries else NOTHING


def both(queries: Sequence[Json]) -> Json:
    """All of them; everything when there are none."""
    return {"bool": {"must": list(queries)}} if queries else EVERYTHING


def without(query: Json) -> Json:
    """Everything but this."""
    return {"bool": {"must": [EVERYTHING], "must_not": [query]}}


def term(name: str, value: str | int) -> Json:
    """Documents that have this very value or word."""
    return {"term": {name: {"value": value}}}


def phrase(name: str, words: Sequence[str], slop: int = 0) -> Json:
    """Words side by side, as they were indexed."""
    if len(words) == 1:
        return term(name, words[0])
    return {"match_phrase": {name: {"query": " ".join(words), "analyzer": READY, "slop": slop}}}


def _leaf(leaf: Leaf, context: Context, zone: str | None) -> Json:
    """The leaf in a zone, or in the whole text with what its zones add."""
    if zone is not None:
        return _in_zone(leaf, context, zone)
    zones = ZONE_BOOST if context.elsewhere is None else ("fundamentos",)
    added = [boosted(_in_zone(leaf, context, name), ZONE_BOOST[name]) for name in zones]
    return {"bool": {"must": [leaf_in(leaf, TEXTO)], "should": added}}


def _in_zone(leaf: Leaf, context: Context, zone: str) -> Json:
    """A ruling has a field for each zone; a fundamento is whole in one, which a term names."""
    if context.elsewhere is None:
        return leaf_in(leaf, zone)
    return {"bool": {"must": [leaf_in(leaf, TEXTO)], "filter": [term(ZONA, zone)]}}


def leaf_in(leaf: Leaf, name: str) -> Json:
    """The leaf in one text field; ñ strict in texts that have it, lenient in those whose source lost it."""
    if isinstance(leaf, Word):
        found = stem_units(leaf)
        return phrase(name, found) if found else NOTHING
    units = exact_units(leaf)
    strict = _sequence(units, exact_name(name))
    if not any(unit.has_enye for unit in units):
        return strict
    lenient = _patterns([unit.lenient for unit in units], exact_name(name))
    lost: Json = {"bool": {"must": [lenient], "filter": [term(SIN_ENYE, 1)]}}
    return {"dis_max": {"queries": [strict, lost]}}


def _sequence(units: Sequence[Unit], name: str) -> Json:
    if not units:
        return NOTHING
    literals = [unit.literal for unit in units if unit.literal is not None]
    return phrase(name, literals) if len(literals) == len(units) else _patterns([unit.strict for unit in units], name)


def _patterns(patterns: Sequence[str], name: str) -> Json:
    """Words by regular expressions; a row of them as spans, which know their places."""
    asked: list[Json] = [{"regexp": {name: {"value": pattern, "flags": "NONE"}}} for pattern in patterns]
    if len(asked) == 1:
        return asked[0]
    return {"span_near": {"clauses": [{"span_multi": {"match": one}} for one in asked], "slop": 0, "in_order": True}}


def _field(tree: Field, context: Context) -> Json:
    """A zone: here, or (fundamentos only) by the ruling it belongs to."""
    if context.elsewhere is not None and tree.name not in ("fundamentos", "votos"):
        return context.elsewhere(tree)
    return _query(tree.item, context, tree.name)


def _value(name: str, item: Tree, context: Context) -> Json:
    """A facet, `expediente demandante cita fecha`: alternatives and negations inside mean the same as outside."""
    match item:
        case And(items):
            return both([_value(name, part, context) for part in items])
        case Or(items):
            return either([_value(name, part, context) for part in items])
        case Not(part):
            return without(_value(name, part, context))
        case Field():
            return _query(item, context, None)
        case Range() if name in PERIODS:
            return unscored(_period(name, item, context))
        case Word(text) | Phrase(text) | Wildcard(text):
            return unscored(_claimant(item) if name == DEMANDANTE else _known(name, text, context))
        case _:
            context.avisos.append(f"«{name}:» no se combina con proximidades: «{to_text(item)}» no encuentra nada ahí.")
            return NOTHING


def _known(name: str, text: str, context: Context) -> Json:
    values = values_for(name, text, context.known(name), context.label)
    if not values:
        context.avisos.append(f"Ninguna sentencia tiene «{text}» en «{name}».")
        return NOTHING
    return in_values(name if name in (CITA, EXPEDIENTE) else facet_name(name), values)


def in_values(field_name: str, values: Sequence[str | int]) -> Json:
    """Documents that have one of the values."""
    return {"terms": {field_name: list(values)}} if values else NOTHING


def _claimant(leaf: Leaf) -> Json:
    """Words of a claimant's name, marks and ñ folded."""
    if isinstance(leaf, Wildcard):
        return _patterns([unit.strict.replace("ν", "n") for unit in exact_units(leaf)], DEMANDANTE)
    found = folded(leaf.text)
    return phrase(DEMANDANTE, found) if found else NOTHING


def _period(name: str, span: Range, context: Context) -> Json:
    low, high = numbers(span)
    if name == "fecha":
        return within(DATES[:2], low, high)
    first, last = (low or 0) // 10_000, (high or 9999_00_00) // 10_000
    return in_values(facet_name(name), [year for year in context.known(name) if first <= int(year) <= last])


def within(names: Sequence[str], low: int | None, high: int | None) -> Json:
    """Documents whose period (first and last known day) lies inside; those without a date never do."""
    begins, ends = {"range": {names[0]: {"gte": low or 0}}}, {"range": {names[1]: {"lte": high or 9999_12_31}}}
    return {"bool": {"filter": [begins, ends]}}
