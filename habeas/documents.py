"""`habeas documents`: the raw store, one line a file version."""

import json

import click

from habeas import cli
from habeas.cli import App, say
from models.holdings import instant
from models.store import RawStore
from models.stored import StoredVersion


@cli.command(
    help="Lista lo guardado, una línea por versión de archivo: id, formato, versión, estado, lectura y dirección. "
    "Un documento que todavía no tiene id espera a que se comparen sus palabras (habeas build).",
    epilog='Ejemplo: habeas documents --json | grep \'"estado": "duplicado"\'',
)
@click.option("--json", "as_json", is_flag=True, help="Un objeto JSON por línea.")
@click.pass_obj
def command(app: App, as_json: bool) -> None:
    """Prints every version in order of expediente, kind, date and address."""
    with RawStore.open(app.settings.home) as store:
        before: StoredVersion | None = None
        for version in store.versions():
            change = _change(before, version)
            click.echo(json.dumps(_fields(version, change), ensure_ascii=False) if as_json else _line(version, change))
            before = version


def _change(before: StoredVersion | None, version: StoredVersion) -> str | None:
    """What a later version changed: `texto` (other words) or `bytes` (the same words); None for a first version and while one was not read."""
    if before is None or before.document != version.document or not (before.words_sha256 and version.words_sha256):
        return None
    return "bytes" if before.words_sha256 == version.words_sha256 else "texto"


def _fields(version: StoredVersion, change: str | None) -> dict[str, str | int | None]:
    """contracts.md §2; `retirado`, the instant since which its source says that it is gone, only where that is so;
    `cambio` only where a later version changed the text or the bytes alone."""
    fields: dict[str, str | int | None] = {
        "id": version.ruling_id,
        "url": version.url,
        "sha256": version.sha256,
        "expediente": version.expediente,
        "formato": version.formato,
        "version": version.version,
        "estado": version.estado,
        "lectura": version.lectura,
        "obtenido": instant(version.obtained),
    }
    more = {"retirado": version.retirado, "cambio": change}
    return fields | {name: value for name, value in more.items() if value}


def _line(version: StoredVersion, change: str | None) -> str:
    name = version.ruling_id or f"({version.expediente})"
    more = [f"{say('desde')} {version.retirado}" if version.retirado else "", f"{say('cambio')}: {change}" if change else ""]
    told = "".join(f" ({one})" for one in more if one)
    return f"{name:28} {version.formato:6} v{version.version:<3} {version.estado:24} {version.lectura:10} {version.url}{told}"
