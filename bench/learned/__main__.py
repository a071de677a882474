"""`python -m bench.learned --halve dev.jsonl --tune A.jsonl --untouched D.jsonl --leave F.list`: trains every model anew and prints the table.

Run it with OMP_NUM_THREADS=1: the seconds are CPU seconds of one core.
"""

import platform
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from bench.learned.compare import Row, compare
from bench.learned.labels import Labels, labels
from bench.learned.measure import Count
from bench.learned.passages import examples
from bench.learned.tasks import TASKS

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "habeas-data.tar.xz"
_FILE = click.Path(path_type=Path, exists=True)


@click.command(help="Compares learned components with the rules, on hand labels.")
@click.option("--corpus", type=_FILE, default=CORPUS, show_default=True)
@click.option("--halve", multiple=True, type=_FILE, help="Labels of which one half (crc32 of file) tunes and the other is reported.")
@click.option("--tune", multiple=True, type=_FILE, help="Labels that only tune.")
@click.option("--untouched", multiple=True, type=_FILE, required=True, help="Labels that decide.")
@click.option("--leave", multiple=True, type=_FILE, help="Lists of files that no model is trained on either.")
@click.option("--task", multiple=True, type=click.Choice([task.name for task in TASKS]), help="Only these.")
@click.option("--seed", multiple=True, type=int, default=(0,), show_default=True)
def main(corpus: Path, task: tuple[str, ...], seed: tuple[int, ...], **files: tuple[Path, ...]) -> None:
    """One table a seed; `files` are the options that name labels and lists."""
    hand = labels(files["halve"], files["tune"], files["untouched"], files["leave"])
    read = list(examples(corpus))
    click.echo(_of(hand, len(read)))
    for one in seed:
        click.echo(f"\nsemilla {one}\n")
        for line in show(compare(read, hand, one, [some for some in TASKS if not task or some.name in task])):
            click.echo(line)


def _of(hand: Labels, read: int) -> str:
    parts = f"ajuste {len(hand.tune)}, otra mitad {len(hand.other)}, intacta {len(hand.untouched)}"
    made = f"Python {platform.python_version()}, {platform.machine()}, {time.strftime('%Y-%m-%d')}"
    return f"{made}: {read} sentencias leídas, {len(hand.kept_out)} apartadas del entrenamiento; etiquetas: {parts}"


def show(rows: Iterable[Row]) -> Iterator[str]:
    """The rows as Markdown: P/R/F in percent and wanted values of each part."""
    yield "| tarea | lee | quién | umbral | ajuste P/R/F (n) | otra mitad | intacta | ΔF intacta [90 %] | s/1000 | MB | entrenar s |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for row in rows:
        cells = [
            row.task, row.passage or "—", f"**{row.who}**" if row.wins else row.who, "—" if row.threshold is None else f"{row.threshold:.2f}",
            *(_percent(one) for one in row.parts.values()),
            f"{100 * row.gain:+.1f} [{100 * row.against[0]:+.1f}, {100 * row.against[1]:+.1f}]",
            f"{row.seconds:.1f}", f"{row.megabytes:.1f}", f"{row.trained:.0f}",
        ]  # fmt: skip
        yield f"| {' | '.join(cells)} |"


def _percent(one: Count) -> str:
    if not one.wanted:
        return "—"
    return f"{100 * one.precision:.1f}/{100 * one.recall:.1f}/{100 * one.f1:.1f} ({one.wanted})"


if __name__ == "__main__":
    main()
