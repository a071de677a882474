"""Elasticsearch under an amplio question: what indexer.index.amplio asks of an engine."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.index.amplio import Piece, Scored
from indexer.index.elastic.compile_elastic import in_values
from indexer.index.elastic.filters import narrowed
from indexer.index.elastic.mapping import Json
from indexer.index.fields import facet_name, split_key
from indexer.index.query.tree import Tree

if TYPE_CHECKING:
    from indexer.index.elastic.side import Side

_MEANT = "HD"


@dataclass(frozen=True, slots=True)
class Nearest:
    """Implements amplio.Searched for one question: `scope` is its process as queries, [] for all."""

    side: "Side"
    scope: list[Json]

    def best(self, tree: Tree, limit: int, habeas: bool = False) -> Scored:
        """The best documents by their words alone."""
        only = [in_values(facet_name("proceso"), [_MEANT])] if habeas else []
        return _best(self.side, tree, [*self.scope, *only], limit)

    def best_rulings(self, tree: Tree, limit: int) -> Scored:
        """The best rulings by their words."""
        return _best(self.side.rulings or self.side, tree, self.scope, limit)

    def present(self, uniques: Sequence[int]) -> Collection[int]:
        """Those that are in the index and of the question's process."""
        return set(self.side.searcher.all_keys(narrowed(self.side.only(uniques), self.scope))) if uniques else ()

    def pieces(self, uniques: Sequence[int]) -> Mapping[int, Piece]:
        """What the fundamentos say."""
        of_ruling: dict[int, list[int]] = {}
        for unique in uniques:
            of_ruling.setdefault(split_key(unique)[0], []).append(unique)
        lines = self.side.records.lines(list(of_ruling)) if of_ruling else {}
        found: dict[int, Piece] = {}
        for clave, whole in self.side.records.cuts(of_ruling):
            line = lines[clave]
            for unique in of_ruling[clave]:
                place = split_key(unique)[1]
                found[unique] = Piece(line.fundamentos[place].numero, whole.cut.numbered_part(place, ""), line.citada_por)
        return found


def _best(side: "Side", tree: Tree, scope: list[Json], limit: int) -> Scored:
    return side.searcher.scored(narrowed(side.compiled(tree, [])[0], scope), limit)
