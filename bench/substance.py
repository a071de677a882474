"""`python -m bench.substance LABELS.jsonl FOUND.jsonl [--misses FIELD]`: precision and recall of themes, claims and defences against readers' labels.

FOUND is what `habeas extract` prints.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from indexer.scoring import key
from indexer.scoring_substance import FIELDS, misses_substance, score_substance

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(help="Prints precision and recall of themes, claims and defences.")
@click.argument("labels", type=_FILE)
@click.argument("found", type=_FILE)
@click.option("--misses", "field", type=click.Choice(FIELDS), help="Also what is wrong in one field, a line a ruling.")
def main(labels: Path, found: Path, field: str | None) -> None:
    """One line a field."""
    gold, records = _records(labels), _records(found)
    for name, one in score_substance(gold, records).items():
        figures = (
            f"accuracy {one.accuracy:.3f}" if one.accuracy is not None else f"P {one.precision:.3f}  R {one.recall:.3f}  F1 {one.f1:.3f}"
        )
        click.echo(f"{name:28} {figures}  ({one.n})")
    if field:
        click.echo("\n".join(misses_substance(gold, records, field)))


def _records(path: Path) -> Mapping[str, dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {key(record): record for line in lines if line.strip() for record in [json.loads(line)]}


if __name__ == "__main__":
    main()
