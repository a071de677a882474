"""`habeas status`: where everything stands, one object."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict, get_args

import click

from crawler.monitors import Alarm, standing
from crawler.sources import sources
from habeas import cli
from habeas.cli import App, say
from models.coverage import Tally, coverage
from models.document import Formato
from models.holdings import instant
from models.issues import Etapa, Issue
from models.store import RawStore
from models.stored import Estado, Lectura, Run

_RUNS = 10


class DocumentCounts(TypedDict):
    """File versions; every estado, lectura and formato has its number, also 0."""

    total: int
    estado: dict[str, int]
    lectura: dict[str, int]
    formato: dict[str, int]


class RunLine(TypedDict):
    """One run: instants in UTC, `fin` null while it runs or when it was killed."""

    numero: int
    orden: str
    fuente: str
    inicio: str
    fin: str | None
    estado: str
    cuentas: dict[str, int]


class AlarmLine(TypedDict):
    """One alarm that is on (crawler.monitors): `desde` null for what is only known by asking."""

    fuente: str
    regla: str
    nombre: str
    mensaje: str
    desde: str | None


class CoverageLine(TypedDict):
    """Habeas data resolutions: anunciadas = tenemos + faltan (models.coverage)."""

    anunciadas: int
    tenemos: int
    faltan: int
    sin_anuncio: int
    retiradas: int


class SourceLine(TypedDict):
    """`salud`: sin_recolectar, bien, incompleta, fallida, alarma. `ultima_mirada`: when its listing or a file was last asked for, null for never."""

    fuente: str
    viva: bool
    salud: str
    ultima: RunLine | None
    ultima_mirada: str | None
    alarmas: list[str]
    avisos: int


class MeaningLine(TypedDict):
    """Vectors (indexer.meaning.standing): `motivo` says why nothing is searched by meaning, "" where it is."""

    activo: bool
    motivo: str
    pasajes: int
    por_entender: int


class Status(TypedDict):
    """What `--json` prints. `indice` is what the pointer HOME/indice/ACTUAL holds, null without an index."""

    home: str
    documentos: DocumentCounts
    sentencias: dict[str, int]
    avisos: dict[str, int]
    alarmas: list[AlarmLine]
    cobertura: CoverageLine
    corridas: list[RunLine]
    fuentes: list[SourceLine]
    indice: object
    sentido: MeaningLine


def status(home: Path, meaning: bool = True) -> Status:
    """Counts by stage, alarms, coverage, last runs, each source, the index generation."""
    with RawStore.open(home) as store:
        versions = list(store.versions())
        issues = list(store.issues())
        runs = list(store.runs())
        alarms, covered = standing(store), coverage(store, ["HD"])
    looks = {one.fuente: one.ultima_mirada for one in covered.fuentes}
    undecided = {version.document for version in versions if version.ruling_id is None}
    return {
        "home": str(home),
        "documentos": {
            "total": len(versions),
            "estado": _counted([version.estado for version in versions], get_args(Estado)),
            "lectura": _counted([version.lectura for version in versions], get_args(Lectura)),
            "formato": _counted([version.formato for version in versions], get_args(Formato)),
        },
        "sentencias": {"con_id": len({version.ruling_id for version in versions} - {None}), "documentos_sin_id": len(undecided)},
        "avisos": {"total": len(issues), **_counted([issue.etapa for issue in issues], get_args(Etapa))},
        "alarmas": [_alarm(alarm) for alarm in alarms],
        "cobertura": _covered(covered.total),
        "corridas": [_run(run) for run in runs[:_RUNS]],
        "fuentes": [_source(name, runs, issues, alarms, looks.get(name, "")) for name in sources()],
        "indice": _generation(home / "indice" / "ACTUAL"),
        "sentido": _meaning(home, meaning),
    }


def _counted(values: Sequence[str], names: Sequence[str]) -> dict[str, int]:
    counts = Counter(values)
    return {name: counts[name] for name in names}


def _run(run: Run) -> RunLine:
    return {
        "numero": run.number,
        "orden": run.command,
        "fuente": run.source,
        "inicio": instant(run.started),
        "fin": instant(run.finished) if run.finished else None,
        "estado": run.estado,
        "cuentas": dict(run.counts),
    }


def _alarm(alarm: Alarm) -> AlarmLine:
    return {
        "fuente": alarm.fuente,
        "regla": alarm.regla,
        "nombre": alarm.nombre,
        "mensaje": alarm.mensaje,
        "desde": alarm.desde or None,
    }


def _covered(total: Tally) -> CoverageLine:
    return {
        "anunciadas": total.anunciadas,
        "tenemos": total.tenemos,
        "faltan": total.faltan,
        "sin_anuncio": total.sin_anuncio,
        "retiradas": total.retiradas,
    }


def _source(name: str, runs: Sequence[Run], issues: Sequence[Issue], alarms: Sequence[Alarm], looked: str) -> SourceLine:
    own = [issue for issue in issues if issue.fuente == name and issue.etapa == "recoleccion"]
    said = [alarm.mensaje for alarm in alarms if alarm.fuente == name]
    last = next((run for run in runs if run.source == name), None)
    health = "sin_recolectar" if last is None else {"completa": "bien", "en_curso": "incompleta"}.get(last.estado, last.estado)
    return {
        "fuente": name,
        "viva": sources()[name].viva,
        "salud": "alarma" if said else health,
        "ultima": _run(last) if last else None,
        "ultima_mirada": looked or None,
        "alarmas": said,
        "avisos": len(own),
    }


def _meaning(home: Path, meaning: bool) -> MeaningLine:
    from indexer.meaning.standing import standing  # loads numpy: not for a command's help

    found = standing(home, meaning)
    return {"activo": found.activo, "motivo": found.motivo, "pasajes": found.pasajes, "por_entender": found.por_entender}


def _generation(pointer: Path) -> object:
    """The pointer's content: JSON when it is, else its text; None when there is none."""
    try:
        text = pointer.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        found: object = json.loads(text)
    except ValueError:
        return text or None
    return found


@cli.command(
    help="Dice cómo está todo: documentos, sentencias, avisos por etapa, últimas corridas, fuentes con sus alarmas, índice en uso.",
    epilog="Ejemplo: habeas status --json | python3 -m json.tool",
)
@click.option("--json", "as_json", is_flag=True, help="Un solo objeto JSON.")
@click.option("--strict", is_flag=True, help="Termina con 1 si algo quedó fuera o hay una alarma.")
@click.pass_obj
def command(app: App, as_json: bool, strict: bool) -> None:
    """Prints the status."""
    found = status(app.settings.home, app.settings.meaning)
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(_lines(found)))
    if strict and (
        found["avisos"]["total"] or found["alarmas"] or any(source["salud"] in ("alarma", "fallida") for source in found["fuentes"])
    ):
        sys.exit(cli.LEFT_OUT)


def _lines(found: Status) -> list[str]:
    documents = found["documentos"]
    lines = [
        f"{say('carpeta de datos')}: {found['home']}",
        f"{say('documentos')}: {documents['total']}"
        + _parts(documents["estado"])
        + _parts(documents["lectura"])
        + _parts(documents["formato"]),
        f"{say('sentencias')}: {found['sentencias']['con_id']}" + _parts({"documentos_sin_id": found["sentencias"]["documentos_sin_id"]}),
        f"{say('avisos')}: {found['avisos']['total']}" + _parts({etapa: n for etapa, n in found["avisos"].items() if etapa != "total"}),
        _coverage_line(found["cobertura"]),
        f"{say('índice')}: {say('ninguno') if found['indice'] is None else found['indice']}",
        _meaning_line(found["sentido"]),
    ]
    for source in found["fuentes"]:
        last = source["ultima"]
        lines.append(f"{say('fuente')} {source['fuente']}: {say(source['salud'])}" + (f", {last['inicio']}" if last else ""))
        lines.extend(f"    {alarm['nombre']}: {alarm['mensaje']}" for alarm in found["alarmas"] if alarm["fuente"] == source["fuente"])
    for run in found["corridas"]:
        lines.append(
            f"{say('corrida')} {run['numero']}: {run['orden']} {run['fuente']} {run['inicio']} {run['estado']}" + _parts(run["cuentas"])
        )
    return lines


def _coverage_line(covered: CoverageLine) -> str:
    parts = {
        "tenemos": covered["tenemos"],
        "faltan": covered["faltan"],
        "sin anuncio": covered["sin_anuncio"],
        "retiradas": covered["retiradas"],
    }
    return f"{say('hábeas data anunciadas')}: {covered['anunciadas']}{_parts(parts)}"


def _meaning_line(found: MeaningLine) -> str:
    counted = _parts({"por entender": found["por_entender"]})
    return f"{say('sentido')}: {found['motivo'] or say('pasajes')} {found['pasajes']}{counted}"


def _parts(counts: dict[str, int]) -> str:
    said = ", ".join(f"{say(name)} {n}" for name, n in counts.items() if n)
    return f" ({said})" if said else ""
