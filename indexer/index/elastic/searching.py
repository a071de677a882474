"""One index under questions: totals, pages of keys in an order, whole lists, counts of facets. Exact at every size, no window."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from elasticsearch import Elasticsearch

from indexer.index.elastic.connection import failed
from indexer.index.elastic.mapping import CITADA_POR, POR_CITAS, POR_FECHA, POR_FECHA_DESC, UNICO, Json
from indexer.index.fields import facet_name
from indexer.index.schema import CITED_WEIGHT
from models.search import Orden

WINDOW = 10_000
"""Hits of one request: what the server allows in one page; deeper ones go from mark to mark (search_after)."""
KEPT = "2m"
"""How long the server keeps a snapshot between two requests of one list."""

_BY_SCORE: list[Json] = [{"_score": "desc"}, {POR_FECHA_DESC: "asc"}, {UNICO: "asc"}]
_RANK: Mapping[Orden, str] = {"fecha": POR_FECHA, "-fecha": POR_FECHA_DESC, "citas": POR_CITAS}


@dataclass(frozen=True, slots=True)
class Searcher:
    """`index` is a physical name: an answer never mixes two generations."""

    elastic: Elasticsearch
    index: str

    def count(self, query: Json) -> int:
        """Exact number of documents."""
        return cast(int, self.elastic.count(index=self.index, query=query)["count"])

    def ranked(self, query: Json, orden: Orden, offset: int, limit: int) -> list[int]:
        """Unique keys `offset` to `offset + limit` of the query's documents in that order; ties of scores by date, then by key."""
        if limit <= 0:
            return []
        asked, sort = _ordered(query, orden)
        if offset + limit > WINDOW:
            return self._deep(asked, sort, offset, limit)
        hits = self._hits(query=asked, sort=sort, from_=offset, size=limit)
        return [hit["sort"][-1] for hit in hits]

    def all_keys(self, query: Json, orden: Orden | None = None) -> Iterator[int]:
        """The unique keys of every document, in that order; None: in the order of keys."""
        by_key: list[Json] = [{UNICO: "asc"}]
        asked, sort = _ordered(query, orden) if orden else (unweighed(query), by_key)
        for hit in self._walk(asked, sort):
            yield hit["sort"][-1]

    def scored(self, query: Json, limit: int) -> list[tuple[int, float]]:
        """The best documents by their words alone, with their scores; ties by date, then by key."""
        hits = self._hits(query=query, sort=_BY_SCORE, size=min(limit, WINDOW))
        return [(hit["sort"][-1], float(hit["sort"][0])) for hit in hits]

    def counted(
        self, query: Json, shared: Sequence[str], own: Mapping[str, Json], cardinality: Callable[[str], int]
    ) -> tuple[int, dict[str, Mapping[str, int]]]:
        """The query's exact total, and facet → value → documents: `shared` facets in the query, those of `own` in theirs. One request for all.

        Sizes above the number of values, in each shard too, make the counts exact.
        """
        searches: list[Json] = []
        for asked, facets in ((query, shared), *((other, (facet,)) for facet, other in own.items())):
            sizes = {facet: cardinality(facet) + 1 for facet in facets}
            aggs: Json = {facet: {"terms": {"field": facet_name(facet), "size": size, "shard_size": size}} for facet, size in sizes.items()}
            searches += [{"index": self.index}, {"size": 0, "track_total_hits": True, "query": unweighed(asked), "aggs": aggs}]
        found: dict[str, Mapping[str, int]] = {}
        answers = cast(list[dict[str, Any]], self.elastic.msearch(searches=searches)["responses"])
        for answer in answers:
            if "error" in answer:
                raise failed(answer)
            for facet, about in answer.get("aggregations", {}).items():
                found[facet] = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in about["buckets"]}
        return int(answers[0]["hits"]["total"]["value"]), found

    def _hits(self, **more: Any) -> list[dict[str, Any]]:
        return cast(
            list[dict[str, Any]],
            self.elastic.search(index=self.index, track_total_hits=False, stored_fields="_none_", **more)["hits"]["hits"],
        )

    def _walk(self, query: Json, sort: list[Json]) -> Iterator[dict[str, Any]]:
        """Every hit, from a snapshot, WINDOW at a time."""
        first = self._hits(query=query, sort=sort, size=WINDOW)  # most lists end here: no snapshot for them
        yield from first if len(first) < WINDOW else ()
        if len(first) < WINDOW:
            return
        snapshot = self.elastic.open_point_in_time(index=self.index, keep_alive=KEPT)["id"]
        try:
            more: dict[str, Any] = {}
            while True:
                answer = self.elastic.search(
                    pit={"id": snapshot, "keep_alive": KEPT},
                    query=query,
                    sort=sort,
                    size=WINDOW,
                    track_total_hits=False,
                    stored_fields="_none_",
                    **more,
                )
                hits = answer["hits"]["hits"]
                # the snapshot adds its own tie-breaker behind the key
                yield from ({"sort": hit["sort"][: len(sort)]} for hit in hits)
                if len(hits) < WINDOW:
                    return
                snapshot, more = answer["pit_id"], {"search_after": hits[-1]["sort"]}
        finally:
            self.elastic.options(ignore_status=404).close_point_in_time(id=snapshot)

    def _deep(self, query: Json, sort: list[Json], offset: int, limit: int) -> list[int]:
        found = []
        for place, hit in enumerate(self._walk(query, sort)):
            if place >= offset + limit:
                break
            if place >= offset:
                found.append(hit["sort"][-1])
        return found


def _ordered(query: Json, orden: Orden) -> tuple[Json, list[Json]]:
    """The query and what to sort by, the key last: the score multiplied by 1 + CITED_WEIGHT · ln(1 + citations), or a rank and no scores."""
    if orden != "relevancia":
        return unweighed(query), [{_RANK[orden]: "asc"}, {UNICO: "asc"}]
    cited: Json = {"field_value_factor": {"field": CITADA_POR, "modifier": "ln1p", "missing": 0}, "weight": CITED_WEIGHT}
    weighed: Json = {"query": query, "functions": [{"weight": 1}, cited], "score_mode": "sum", "boost_mode": "multiply"}
    return {"function_score": weighed}, _BY_SCORE


def unweighed(query: Json) -> Json:
    """The same set where no score is asked for: the server then skips all that only scores, and keeps the set for the next question."""
    return {"bool": {"filter": [query]}}
