"""The embedded engine under an amplio question: what indexer.index.amplio asks of an engine, and its answer as a list."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tantivy import Query

from indexer.index import ranking
from indexer.index.amplio import Piece, Scored
from indexer.index.compile_tantivy import in_values
from indexer.index.cutting import Cut
from indexer.index.fields import facet_name, split_key
from indexer.index.filters import narrowed
from indexer.index.query.tree import Tree

if TYPE_CHECKING:
    from indexer.index.side import Side

_MEANT = "HD"


@dataclass(frozen=True, slots=True)
class Nearest:
    """Implements amplio.Searched for one question: `scope` is its process as queries, [] for all."""

    side: "Side"
    scope: list[Query]

    def best(self, tree: Tree, limit: int, habeas: bool = False) -> Scored:
        """The best documents by their words alone."""
        only = [in_values(self.side.opened.schema, facet_name("proceso"), [_MEANT])] if habeas else []
        return _best(self.side, tree, [*self.scope, *only], limit)

    def best_rulings(self, tree: Tree, limit: int) -> Scored:
        """The best rulings by their words."""
        return _best(self.side.rulings or self.side, tree, self.scope, limit)

    def present(self, uniques: Sequence[int]) -> Collection[int]:
        """Those that are in the index and of the question's process."""
        return ranking.all_keys(self.side.opened.searcher, narrowed(self.side.only(uniques), self.scope)) if uniques else ()

    def pieces(self, uniques: Sequence[int]) -> Mapping[int, Piece]:
        """What the fundamentos say."""
        wholes = {clave: self.side.stored.cut(clave).cut for clave in {split_key(unique)[0] for unique in uniques}}
        return {unique: self._piece(unique, wholes[split_key(unique)[0]]) for unique in uniques}

    def _piece(self, unique: int, whole: Cut) -> Piece:
        clave, place = split_key(unique)
        line = self.side.stored.line(clave)
        first, end = (int(at) for at in whole.numbered[place])
        return Piece(
            line.fundamentos[place].numero, Cut(whole.vocabulary, whole.ids[first:end], {}, (), (), (), whole.lexicon), line.citada_por
        )


def _best(side: "Side", tree: Tree, scope: list[Query], limit: int) -> Scored:
    searcher = side.opened.searcher
    return ranking.best(searcher, narrowed(side.compiled(tree, [])[0], scope), min(limit, max(1, searcher.num_docs)))[0]


class Chosen:
    """An answer whose order is known: those of `order` that are in the set, nothing else."""

    def __init__(self, order: Sequence[int], members: Collection[int]) -> None:
        kept = set(members)
        self._order = [unique for unique in order if unique in kept]

    @property
    def total(self) -> int:
        """Exact number of documents."""
        return len(self._order)

    def ranked(self, offset: int, limit: int) -> list[int]:
        """The documents `offset` to `offset + limit`."""
        return self._order[offset : offset + limit]
