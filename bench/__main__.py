"""`python -m bench [--home DIR] [--whole]`: prints every figure of one run. Ratios within the run are the result; times depend on the machine."""

import platform
import sys
import time
from pathlib import Path

import click

from bench import indexing, latency, pdf, rates
from crawler.platforms.files import documents_in
from indexer.index.generations import current_generation
from indexer.pipeline import build
from models.document import RawDocument
from models.settings import Settings
from models.store import RawStore

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
BATCH = 500


@click.command(help="Prints the benchmarks. Homes are kept under --home, so that a second run times only what it measures.")
@click.option("--home", type=click.Path(path_type=Path), default=ROOT / "data" / "bench", show_default=True)
@click.option("--limit", default=843, show_default=True, help="Documents for the rates of the stages.")
@click.option("--whole/--small", default=True, help="Also the whole corpus (42,359 rulings): its first build takes a quarter of an hour.")
def main(home: Path, limit: int, whole: bool) -> None:
    """Rates, then latencies on each size of the corpus that is here."""
    click.echo(f"Python {platform.python_version()}, {platform.machine()}, {time.strftime('%Y-%m-%d')}")
    court = ROOT / "sample" / "court"
    click.echo("\nRitmo, un núcleo (leer y extraer: tiempo de procesador)")
    printed = rates.sample(court, "pdf")
    click.echo(rates.show(rates.rates("muestra, PDF", printed)))
    click.echo(pdf.show(pdf.against_pdfminer(printed)))
    click.echo(rates.show(rates.rates("muestra, HTML", rates.sample(court, "html"))))
    tar = CORPUS / "habeas-data.tar.xz"
    if not tar.exists():
        click.echo("No hay corpus junto al repositorio (../shared/corpus): quedan fuera las latencias.")
        sys.exit(0)
    click.echo(rates.show(rates.rates("OCR abierto", rates.corpus(tar, limit))))
    sizes = {"habeas": [tar], **({"todo": [tar, CORPUS / "other-processes.tar.xz"]} if whole else {})}
    for name, tars in sizes.items():
        _prepare(home / name, tars)
        generation = current_generation(home / name)
        assert generation is not None
        click.echo(f"\nRitmo de indexar {generation.documents} sentencias, todos los núcleos")
        click.echo(indexing.show(indexing.indexing(home / name)))
        click.echo(f"\nLatencia con {generation.documents} sentencias")
        for line in latency.show("", latency.latencies(home / name)):
            click.echo(line)


def _prepare(home: Path, tars: list[Path]) -> None:
    """Imports and builds what is not there yet, and says how long that took."""
    settings = Settings(home=home)
    if current_generation(home) is None:
        began = time.perf_counter()
        with RawStore.open(home) as store:
            for tar in tars:
                _import(store, tar)
            store.settle()
        imported = time.perf_counter()
        built = build(settings)
        documents = built.generation.documents if built.generation else 0
        click.echo(
            f"\n{home.name}: importar {imported - began:.0f} s, construir {documents} sentencias {time.perf_counter() - imported:.0f} s"
        )


def _import(store: RawStore, tar: Path) -> None:
    batch: list[RawDocument] = []
    for item in documents_in(tar):
        if isinstance(item, RawDocument):
            batch.append(item)
        if len(batch) == BATCH:
            _add(store, batch)
    _add(store, batch)


def _add(store: RawStore, batch: list[RawDocument]) -> None:
    with store.transaction(bulk=True):
        for raw in batch:
            store.add(raw)
    batch.clear()


if __name__ == "__main__":
    main()
