"""The hand labels of a run: which are for tuning, which for reporting, and what no model may be trained on."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from indexer.scoring import Record, key


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels by `scoring.key`. `tune` chooses thresholds and epochs; `other` are halves of files that rules were tuned on too; `untouched` decides;
    `kept_out` are all rulings that somebody reads or has read: none of them is trained on."""

    tune: Mapping[str, Record]
    other: Mapping[str, Record]
    untouched: Mapping[str, Record]
    kept_out: frozenset[str] = field(default=frozenset())


def labels(halved: Iterable[Path], tune: Iterable[Path], untouched: Iterable[Path], lists: Iterable[Path]) -> Labels:
    """From label files and lists of files being labelled. A halved file goes by crc32 of `file`: even to tune, odd to other. Where two files label
    one ruling the first file counts, field by field."""
    halves: tuple[dict[str, Record], dict[str, Record]] = ({}, {})
    for record in _records(halved):
        _join(halves[crc32(str(record["file"]).encode()) % 2], record)
    for record in _records(tune):
        _join(halves[0], record)
    final: dict[str, Record] = {}
    for record in _records(untouched):
        _join(final, record)
    listed = {key({"file": line.strip()}) for path in lists for line in path.read_text(encoding="utf-8").splitlines() if line.strip()}
    inside = [{name: one for name, one in half.items() if name not in final} for half in halves]
    return Labels(inside[0], inside[1], final, frozenset(listed.union(*halves, final)))


def _records(paths: Iterable[Path]) -> Iterator[Record]:
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def _join(into: dict[str, Record], record: Record) -> None:
    name = key(record)
    into[name] = {**record, **into.get(name, {})}
