"""Tree → tantivy query: pure but for the questions it asks through Context (known values, verified proximities).

Every leaf searches the whole text, which decides the set; its zones only add to the score. Facets, dates and filters add nothing to it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from tantivy import FieldType, Occur, Query, Schema

from indexer.index.analysis import folded
from indexer.index.fields import TEXTO, exact_name, facet_name
from indexer.index.query.periods import numbers
from indexer.index.query.text import to_text
from indexer.index.query.tree import PERIODS, ZONES, All, And, Field, Near, Not, Or, Phrase, Range, Tree, Wildcard, Word, plain_words
from indexer.index.schema import CITA, DATES, DEMANDANTE, EXPEDIENTE, SIN_ENYE, ZONA
from indexer.index.units import Unit, exact_units, stem_units
from indexer.index.values import values_for

ZONE_BOOST = {"fundamentos": 0.5, "fallo": 0.3, "asunto": 0.3}
"""Added to the whole text's score where the zone holds the leaf; antecedentes and votos add nothing (query-language.md, Ranking).
Larger ones for fallo and asunto lose on both keys of gold/SEARCH.md: their short texts score high for any common word."""
WHOLE_PHRASE = 2.0
"""Added when the words of a plain query stand side by side as typed."""


@dataclass(frozen=True, slots=True)
class Context:
    """What compiling needs besides the tree. `near` gives the query of a proximity inside a zone (None = whole text); `avisos` collects remarks."""

    schema: Schema
    known: Callable[[str], Collection[str]]
    label: Callable[[str, str], str]
    near: Callable[[Near, str | None], Query]
    elsewhere: Callable[[Field], Query] | None = None
    """For fundamentos: how to ask for a zone that the paragraph is not in."""
    avisos: list[str] = field(default_factory=list)


def compile_tree(tree: Tree, context: Context) -> Query:
    """The query whose documents are the tree's set."""
    made = _query(tree, context, None)
    words = plain_words(tree)
    if len(words) < 2:
        return made
    side_by_side = _sequence(exact_units(Phrase(" ".join(words))), exact_name(TEXTO), context.schema)
    return Query.boolean_query([(Occur.Must, made), (Occur.Should, Query.boost_query(side_by_side, WHOLE_PHRASE))])


def _query(tree: Tree, context: Context, zone: str | None) -> Query:
    match tree:
        case All():
            return unscored(Query.all_query())
        case Word() | Phrase() | Wildcard():
            return _leaf(tree, context, zone)
        case And(items):
            return _all_of(items, context, zone)
        case Or(items):
            return Query.boolean_query([(Occur.Should, _query(item, context, zone)) for item in items])
        case Not(item):
            return _all_of([tree], context, zone)
        case Near():
            return context.near(tree, zone)
        case Field(name, item):
            return _field(tree, context) if name in ZONES else _value(name, item, context)
        case Range():
            raise AssertionError("a Range stands only inside a Field of PERIODS")


def _all_of(items: Iterable[Tree], context: Context, zone: str | None) -> Query:
    """Must and must not; only negatives: everything minus."""
    clauses = []
    for item in items:
        occur, inner = (Occur.MustNot, item.item) if isinstance(item, Not) else (Occur.Must, item)
        clauses.append((occur, _query(inner, context, zone)))
    if all(occur is Occur.MustNot for occur, _ in clauses):
        clauses.append((Occur.Must, unscored(Query.all_query())))
    return Query.boolean_query(clauses)


def unscored(query: Query) -> Query:
    """The same set, no score."""
    return Query.const_score_query(query, 0.0)


def either(queries: Sequence[Query]) -> Query:
    """Any of them; nothing when there are none."""
    return Query.boolean_query([(Occur.Should, query) for query in queries]) if queries else Query.empty_query()


def both(queries: Sequence[Query]) -> Query:
    """All of them; everything when there are none."""
    return Query.boolean_query([(Occur.Must, query) for query in queries]) if queries else unscored(Query.all_query())


def _leaf(leaf: Word | Phrase | Wildcard, context: Context, zone: str | None) -> Query:
    """The leaf in a zone, or in the whole text with what its zones add."""
    if zone is not None:
        return _in_zone(leaf, context, zone)
    found = leaf_in(leaf, context.schema, TEXTO)
    zones = ZONE_BOOST if context.elsewhere is None else ("fundamentos",)
    added = [(Occur.Should, Query.boost_query(_in_zone(leaf, context, name), ZONE_BOOST[name])) for name in zones]
    return Query.boolean_query([(Occur.Must, found), *added])


def _in_zone(leaf: Word | Phrase | Wildcard, context: Context, zone: str) -> Query:
    """A ruling has a field for each zone; a fundamento is whole in one, which a term names."""
    if context.elsewhere is None:
        return leaf_in(leaf, context.schema, zone)
    return both([leaf_in(leaf, context.schema, TEXTO), unscored(Query.term_query(context.schema, ZONA, zone))])


def leaf_in(leaf: Word | Phrase | Wildcard, schema: Schema, name: str) -> Query:
    """The leaf in one text field; ñ strict in texts that have it, lenient in those whose source lost it."""
    if isinstance(leaf, Word):
        found = stem_units(leaf)
        if not found:
            return Query.empty_query()
        return Query.term_query(schema, name, found[0]) if len(found) == 1 else Query.phrase_query(schema, name, list(found))
    units = exact_units(leaf)
    strict = _sequence(units, exact_name(name), schema)
    if not any(unit.has_enye for unit in units):
        return strict
    lenient = _patterns([unit.lenient for unit in units], exact_name(name), schema)
    lost = Query.boolean_query([(Occur.Must, lenient), (Occur.Must, unscored(Query.term_query(schema, SIN_ENYE, 1)))])
    return Query.disjunction_max_query([strict, lost])


def _sequence(units: tuple[Unit, ...], name: str, schema: Schema) -> Query:
    if not units:
        return Query.empty_query()
    literals = [unit.literal for unit in units if unit.literal is not None]
    if len(literals) < len(units):
        return _patterns([unit.strict for unit in units], name, schema)
    return Query.term_query(schema, name, literals[0]) if len(literals) == 1 else Query.phrase_query(schema, name, list(literals))


def _patterns(patterns: list[str], name: str, schema: Schema) -> Query:
    if len(patterns) == 1:
        return Query.regex_query(schema, name, patterns[0])
    return Query.regex_phrase_query(schema, name, list(patterns))


def _field(tree: Field, context: Context) -> Query:
    """A zone: here, or (fundamentos only) by the ruling it belongs to."""
    if context.elsewhere is not None and tree.name not in ("fundamentos", "votos"):
        return context.elsewhere(tree)
    return _query(tree.item, context, tree.name)


def _value(name: str, item: Tree, context: Context) -> Query:
    """A facet, `expediente demandante cita fecha`: alternatives and negations inside mean the same as outside."""
    match item:
        case And(items):
            return both([_value(name, part, context) for part in items])
        case Or(items):
            return either([_value(name, part, context) for part in items])
        case Not(part):
            return Query.boolean_query([(Occur.Must, unscored(Query.all_query())), (Occur.MustNot, _value(name, part, context))])
        case Field():
            return _query(item, context, None)
        case Range() if name in PERIODS:
            return unscored(_period(name, item, context))
        case Word(text) | Phrase(text) | Wildcard(text):
            return unscored(_claimant(item, context.schema) if name == DEMANDANTE else _known(name, text, context))
        case _:
            context.avisos.append(f"«{name}:» no se combina con proximidades: «{to_text(item)}» no encuentra nada ahí.")
            return Query.empty_query()


def _known(name: str, text: str, context: Context) -> Query:
    values = values_for(name, text, context.known(name), context.label)
    if not values:
        context.avisos.append(f"Ninguna sentencia tiene «{text}» en «{name}».")
        return Query.empty_query()
    return in_values(context.schema, name if name in (CITA, EXPEDIENTE) else facet_name(name), values)


def in_values(schema: Schema, field_name: str, values: Sequence[str]) -> Query:
    """Documents that have one of the values."""
    return Query.term_set_query(schema, field_name, list(values)) if values else Query.empty_query()


def _claimant(leaf: Word | Phrase | Wildcard, schema: Schema) -> Query:
    """Words of a claimant's name, marks and ñ folded."""
    if isinstance(leaf, Wildcard):
        return _patterns([unit.strict.replace("ν", "n") for unit in exact_units(leaf)], DEMANDANTE, schema)
    found = folded(leaf.text)
    if not found:
        return Query.empty_query()
    return Query.term_query(schema, DEMANDANTE, found[0]) if len(found) == 1 else Query.phrase_query(schema, DEMANDANTE, list(found))


def _period(name: str, span: Range, context: Context) -> Query:
    low, high = numbers(span)
    if name == "fecha":
        return within(context.schema, DATES[:2], low, high)
    first, last = (low or 0) // 10_000, (high or 9999_00_00) // 10_000
    years = [year for year in context.known(name) if first <= int(year) <= last]
    return in_values(context.schema, facet_name(name), years)


def within(schema: Schema, names: Sequence[str], low: int | None, high: int | None) -> Query:
    """Documents whose period (first and last known day) lies inside; those without a date never do."""
    begins = Query.range_query(schema, names[0], FieldType.Unsigned, low or 0, None)
    ends = Query.range_query(schema, names[1], FieldType.Unsigned, None, high or 9999_12_31)
    return unscored(both([begins, ends]))
