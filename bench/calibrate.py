"""`python -m bench.calibrate GOLD.jsonl... [--check OTHER.jsonl...] [--write]`: measures how often each rule is right, on labels.

Prints what the table of the first files is worth on rulings it was not made from: 5 folds over them, and the files of --check whole. With --write the
table models/tables/confianza.csv is made again from the first files.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import click

from crawler.platforms.files import documents_in
from indexer.calibration import Calibration, Judged, Reliability, calibration, judge, reliabilities
from indexer.extract.fresh import fresh_with_text
from indexer.scoring import Record, key
from models.document import RawDocument
from models.errors import HabeasError
from models.ruling_json import to_dict

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "models" / "tables" / "confianza.csv"
CORPUS = ROOT.parent / "shared" / "corpus" / "habeas-data.tar.xz"
FOLDS = 5
_Rows = Mapping[tuple[str, str, float], float]


@click.command(help="Measures how often each rule is right on labels, and makes the table of confidences from that.")
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--check", multiple=True, type=click.Path(path_type=Path, exists=True), help="Labels that the table is only tried on.")
@click.option("--corpus", type=click.Path(path_type=Path, exists=True), default=CORPUS, show_default=True)
@click.option("--write", is_flag=True, help=f"Write {TABLE.name}.")
def main(gold: tuple[Path, ...], check: tuple[Path, ...], corpus: Path, write: bool) -> None:
    """Folds first, then the check, then the least reliable grades."""
    labels, others = list(_labels(gold)), list(_labels(check))
    records = _extracted(corpus, {key(label) for label in (*labels, *others)})
    judged = {place: list(judge(label, records[key(label)])) for place, label in enumerate(labels) if key(label) in records}
    folds: list[Judged] = []
    for fold in range(FOLDS):
        inside = {place for place in judged if crc32(key(labels[place]).encode()) % FOLDS == fold}
        table = _table(reliabilities(one for place in judged if place not in inside for one in judged[place]))
        folds += _restated((one for place in inside for one in judged[place]), table)
    whole = reliabilities(one for some in judged.values() for one in some)
    click.echo(f"{FOLDS} folds: {_shown(calibration(folds))}")
    tried = _restated((one for label in others if key(label) in records for one in judge(label, records[key(label)])), _table(whole))
    if others:
        click.echo(f"check: {_shown(calibration(tried))}")
    for row in sorted(whole, key=lambda row: row.confidence)[:25]:
        click.echo(f"  {row.field:28} {row.rule:40} {row.grade:.2f}  {row.right}/{row.n}  {row.confidence:.3f}")
    if write:
        _write(whole)


def _labels(paths: Iterable[Path]) -> Iterator[Record]:
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def _extracted(corpus: Path, names: set[str]) -> dict[str, Record]:
    """Records with the rules' own grades, by key."""
    records: dict[str, Record] = {}
    for raw in documents_in(corpus):
        if isinstance(raw, RawDocument) and (name := key({"file": raw.name})) in names:
            try:
                records[name] = to_dict(fresh_with_text(raw, graded=True).ruling)
            except HabeasError as error:
                click.echo(f"{raw.name}: {error}", err=True)
    return records


def _table(rows: Iterable[Reliability]) -> _Rows:
    return {(row.field, row.rule, row.grade): row.confidence for row in rows}


def _restated(judged: Iterable[Judged], table: _Rows) -> list[Judged]:
    """With the confidences that the table states."""
    return [
        replace(
            one,
            rules=tuple(
                sorted(((rule, table.get((one.field, rule, grade), grade)) for rule, grade in one.rules), key=lambda pair: -pair[1])
            ),
        )
        for one in judged
    ]


def _shown(one: Calibration) -> str:
    numbers = one.as_dict()
    return f"n {one.n}, at or above .9: {numbers['seguros'] or 0:.3f}, of these right: {numbers['aciertos'] or 0:.3f}"


def _write(rows: Iterable[Reliability]) -> None:
    """What was counted by eye in fields that no label holds stays."""
    measured = list(rows)
    fields = {row.field for row in measured}
    with TABLE.open(encoding="utf-8", newline="") as file:
        by_eye = [
            Reliability(row["campo"], row["regla"], float(row["grado"]), int(row["n"]), int(row["aciertos"]))
            for row in csv.DictReader(file)
            if row["campo"] not in fields
        ]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["campo", "regla", "grado", "n", "aciertos", "confianza"])
        out.writerows([row.field, row.rule, row.grade, row.n, row.right, row.confidence] for row in (*measured, *by_eye))


if __name__ == "__main__":
    main()
