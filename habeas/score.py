"""`habeas score`: a fresh extraction of the store's documents against hand-made labels."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from habeas import cli
from habeas.cli import App, say
from indexer.calibration import Calibration, calibration, judge
from indexer.kept_pages import FOLDER
from indexer.measured import Measured, keep
from indexer.misses import changes, worst
from indexer.scoring import FIELDS, Record, Score, key, score
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
    kept: Path | None = None


WORST = 10
"""Misses of a field that the report shows; --misses shows all."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was extracted now, by `scoring.key`: records, and the texts that their evidence points into."""

    records: Mapping[str, Record]
    texts: Mapping[str, str]


@cli.command(
    help="Mide una extracción hecha ahora contra etiquetas puestas a mano (JSONL): los mismos números que gold/score.py, y de cada campo los diez"
    " fallos peores con el pasaje que engañó. Lo medido queda en HOME/medidas.json, de donde lo toma la página /calidad.",
    epilog="Ejemplo: habeas score gold/dev.jsonl --misses resultado",
)
@click.argument("gold", metavar="GOLD.jsonl", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--misses", "field", metavar="FIELD", help="Muestra todo lo que falla en un campo.")
@click.option(
    "--against",
    "old",
    metavar="OLD.jsonl",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Compara con una extracción anterior: qué sentencias gana y qué sentencias pierde cada campo.",
)
@click.option("--json", "as_json", is_flag=True, help="Un objeto JSON.")
@click.pass_obj
def command(app: App, gold: Path, field: str | None, old: Path | None, as_json: bool) -> None:
    """Prints a table with n and the worst misses, the misses of a field, or JSON. Raises ConfigError for a field that is not scored or a file that
    is not JSONL."""
    if field is not None and field not in FIELDS:
        raise ConfigError(f"«{field}» no se mide: use uno de {', '.join(FIELDS)}.")
    labels = _load(gold)
    found = extracted(app.settings.home, labels)
    now = score(labels, found.records)
    _keep(app.settings.home, gold, labels, found)
    if field is not None:
        click.echo("\n".join(_missed(labels, found, field, None)))
        return
    earlier = _load(old) if old else None
    before = score(labels, earlier) if earlier is not None else {}
    if as_json:
        click.echo(_json(now, before))
        return
    click.echo(_table(labels, found.records, now, before))
    click.echo(_sure(labels, found.records))
    for name in now:
        lines = _changed(labels, earlier, found.records, name) if earlier is not None else _missed(labels, found, name, WORST)
        if lines:
            click.echo("\n" + "\n".join([name, *lines]))


def _keep(home: Path, gold: Path, labels: Mapping[str, Record], found: Extracted) -> None:
    """Leaves the numbers for /calidad; a home that can't be written (another machine's, mounted) measures all the same."""
    sello = next((str(record["sello"]) for record in found.records.values() if record.get("sello")), "")
    held = len(set(labels) & set(found.records))
    day = datetime.now(UTC).date().isoformat()
    measured = Measured(day, gold.name, sello, len(labels), held, score(labels, found.records), _calibration(labels, found.records))
    try:
        keep(home, measured)
    except OSError as error:
        click.echo(say("No se guardó la medida en {home} ({error}).").format(home=home, error=error.strerror), err=True)


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


def extracted(home: Path, labels: Mapping[str, Record]) -> Extracted:
    """The store's documents that the labels name, read and extracted now; what can't be read or is not a ruling is left out."""
    records: dict[str, Record] = {}
    texts: dict[str, str] = {}
    with RawStore.open(home) as store:
        chosen = _chosen(store, labels)
        for job, result in ordered(record_of, _jobs(store, chosen)):
            if isinstance(result, tuple):
                records[job.raw.name], texts[job.raw.name] = result
    return Extracted(records, texts)


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
        yield Job(store.raw(version), store.listings(version.url), store.home / FOLDER)


def record_of(job: Job) -> tuple[dict[str, Any], str] | Crash:
    """The public record of a stored document and its text; a Crash with the reason when there is none."""
    from indexer.extract.fresh import fresh_with_text  # here: only the processes that extract need spaCy

    try:
        made = fresh_with_text(job.raw, job.listings, kept=job.kept)
        return to_dict(made.ruling), made.text
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


def _calibration(labels: Mapping[str, Record], records: Mapping[str, Record]) -> Calibration:
    return calibration(one for name, label in labels.items() if name in records for one in judge(label, records[name]))


def _sure(labels: Mapping[str, Record], records: Mapping[str, Record]) -> str:
    """The line on stated confidences: of the judged values how many state 0.9 or more, and how many of those are right."""
    found = _calibration(labels, records)
    if not found.sure:
        return say("confianza: ningún valor medido declara 0,9 o más")
    told = say("confianza: {share:.3f} de {n} valores declaran 0,9 o más; de ellos aciertan {right:.3f}")
    return told.format(share=found.sure / found.n, n=found.n, right=found.right / found.sure)


def _missed(labels: Mapping[str, Record], found: Extracted, field: str, limit: int | None) -> list[str]:
    """The misses of a field, worst first: what the label holds (−), what was found (+), the passage (»)."""
    lines: list[str] = []
    for miss in worst(labels, found.records, found.texts, field)[:limit]:
        sure = "" if miss.confidence is None else f"  ({miss.confidence:.2f})"
        lines.append(f"  {miss.ruling}{sure}")
        lines += [f"    − {one}" for one in miss.lost]
        lines += [f"    + {one}" for one in miss.extra]
        lines += [f"    » {one}" for one in miss.passages[:3]]
    return lines


def _changed(labels: Mapping[str, Record], earlier: Mapping[str, Record], now: Mapping[str, Record], field: str) -> list[str]:
    between = changes(labels, earlier, now, field)
    told = ((say("ganadas"), between.gained), (say("perdidas"), between.lost))
    return [f"  {name} {len(some)}: {', '.join(some)}" for name, some in told if some]
