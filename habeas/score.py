"""`habeas score`: a fresh extraction of the store's documents against hand-made labels."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from habeas import cli
from habeas.cli import App, say
from indexer.scoring import FIELDS, Record, Score, key, misses, score
from indexer.workers import Crash, ordered
from models.document import Listing, RawDocument
from models.errors import ConfigError, HabeasError
from models.ruling_json import to_dict
from models.store import RawStore
from models.stored import StoredVersion

_FORMATS = ("pdf", "html", "texto")
"""Of a document in several formats the Court's own bytes are extracted."""


@dataclass(frozen=True, slots=True)
class Job:
    raw: RawDocument
    listings: tuple[Listing, ...]


@cli.command(
    help="Mide una extracción hecha ahora contra etiquetas puestas a mano (JSONL): los mismos números que gold/score.py.",
    epilog="Ejemplo: habeas score gold/dev.jsonl --misses resultado",
)
@click.argument("gold", metavar="GOLD.jsonl", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--misses", "field", metavar="FIELD", help="Muestra lo que falla en un campo.")
@click.option(
    "--against",
    "old",
    metavar="OLD.jsonl",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Compara con una extracción anterior.",
)
@click.option("--json", "as_json", is_flag=True, help="Un objeto JSON.")
@click.pass_obj
def command(app: App, gold: Path, field: str | None, old: Path | None, as_json: bool) -> None:
    """Prints a table with n, the misses of a field, or JSON. Raises ConfigError for a field that is not scored or a file that is not JSONL."""
    if field is not None and field not in FIELDS:
        raise ConfigError(f"«{field}» no se mide: use uno de {', '.join(FIELDS)}.")
    labels = _load(gold)
    found = extracted(app.settings.home, labels)
    if field is not None:
        for line in misses(labels, found, field):
            click.echo(line)
        return
    before = score(labels, _load(old)) if old else {}
    now = score(labels, found)
    click.echo(_json(now, before) if as_json else _table(labels, found, now, before))


def _load(path: Path) -> dict[str, Record]:
    records: dict[str, Record] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    record = json.loads(line)
                except ValueError as error:
                    raise ConfigError(f"{path}, línea {number}: no es JSON ({error}).") from error
                records[key(record)] = record
    return records


def extracted(home: Path, labels: Mapping[str, Record]) -> dict[str, Record]:
    """The records of the store's documents that the labels name, by `key`; what can't be read or is not a ruling is left out."""
    found: dict[str, Record] = {}
    with RawStore.open(home) as store:
        chosen = _chosen(store, labels)
        for job, result in ordered(record_of, _jobs(store, chosen)):
            if isinstance(result, dict):
                found[job.raw.name] = result
    return found


def _chosen(store: RawStore, labels: Mapping[str, Record]) -> list[StoredVersion]:
    best: dict[str, StoredVersion] = {}
    for version in store.versions(current_only=True):
        if version.name in labels:
            known = best.get(version.name)
            if known is None or _FORMATS.index(version.formato) < _FORMATS.index(known.formato):
                best[version.name] = version
    return list(best.values())


def _jobs(store: RawStore, chosen: list[StoredVersion]) -> Iterator[Job]:
    for version in chosen:
        yield Job(store.raw(version), store.listings(version.url))


def record_of(job: Job) -> dict[str, Any] | Crash:
    """The public record of a stored document; a Crash with the reason when there is none."""
    from indexer.extract.fresh import fresh  # here: only the processes that extract need spaCy

    try:
        return to_dict(fresh(job.raw, job.listings))
    except HabeasError as error:
        return Crash(str(error))


def _json(now: Mapping[str, Score], before: Mapping[str, Score]) -> str:
    """Field → its numbers, as gold/score.py --json; with --against each has its `antes`."""
    scores = {field: {**one.as_dict(), **({"antes": before[field].as_dict()} if field in before else {})} for field, one in now.items()}
    return json.dumps(scores, indent=1, ensure_ascii=False)


def _table(labels: Mapping[str, Record], found: Mapping[str, Record], now: Mapping[str, Score], before: Mapping[str, Score]) -> str:
    head = say("{labels} sentencias etiquetadas, {found} encontradas").format(labels=len(labels), found=len(set(labels) & set(found)))
    return "\n".join([head, *(_row(field, one, before.get(field)) for field, one in now.items())])


def _row(field: str, one: Score, before: Score | None) -> str:
    main = one.accuracy if one.accuracy is not None else one.f1
    assert main is not None
    told = f"{field:28} acierto {main:.3f}" if one.f1 is None else f"{field:28} P {one.precision:.3f}  R {one.recall:.3f}  F1 {main:.3f}"
    row = f"{told:64} n {one.n}"
    if before is None:
        return row
    was = before.accuracy if before.accuracy is not None else before.f1
    assert was is not None
    return f"{row:74} antes {was:.3f}  {main - was:+.3f}"
