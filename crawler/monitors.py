"""Is what a source told believable? What is not is an alarm: an issue line that stays open until a later run is better, a row of `habeas status`.

After a run (`watch`): the listing as a whole, each year against the sources' table, each month that was read against what the months before it had and
against what it had itself, rows for each page asked for, files that could not be had. Whenever one asks (`standing`): the open lines of these, and what
depends on the hour or on the reading: nothing new for long, no collecting for long, too many documents that can't be read. The numbers are a table
(crawler.alarm_table), the ranges are reckoned from the catalogue (crawler.history).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from crawler import history
from crawler.alarm_table import alarm_table, expected
from crawler.ledger import Ledger
from crawler.plan import LIMA
from crawler.sources import Source, sources
from models.issues import Issue
from models.settings import DEFAULT_SEDETC, DEFAULT_TC, Settings
from models.store import RawStore


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm that is on: `nombre` is what the rule is called, `desde` the instant (ISO, UTC) it was last found, "" where it is found by asking."""

    fuente: str
    regla: str
    nombre: str
    mensaje: str
    desde: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Finding:
    """What was looked at: it is an alarm where there is a sentence, and all is well where there is none."""

    regla: str
    place: str
    mensaje: str | None


def alarms(source: Source, site: str, rows: int, years: Mapping[str, int]) -> Iterator[Issue]:
    """What is wrong with the numbers of a whole run at `site`: `rows` of any process, `years` = year of publication → files of ours announced.

    listado_vacio: a listing without a row is a broken source, not a Court without rulings. fuera_de_rango: fewer or more in a year than the table
    believes; only where the table's numbers were counted, not at a replica.
    """
    if not rows:
        yield Issue(
            "recoleccion", "listado_vacio", "El listado entero vino sin una sola resolución: algo cambió en el origen.", source.name, site
        )
    if site != source.sitio:
        return
    for year, (low, high) in source.esperado.items():
        if not low <= years.get(year, 0) <= high:
            mensaje = f"El origen anuncia {years.get(year, 0)} resoluciones publicadas en {year}; se esperan entre {low} y {high}. Revise el listado."
            yield Issue("recoleccion", "fuera_de_rango", mensaje, source.name, f"{site}#{year}")


def watch(ledger: Ledger, settings: Settings) -> None:
    """Looks at what a run brought, before it is closed: alarms become its issue lines, and those that are over are closed. Nothing on a dry run, nor after
    a crash: its numbers say nothing."""
    if ledger.store is None or not ledger.writes or ledger.crash is not None:
        return
    source, site = ledger.source, site_of(ledger.source, settings)
    whole = ledger.plan.whole and ledger.plan.processes is None and not (ledger.stop or ledger.lost_pages)
    for issue in alarms(source, site, ledger.counts["filas"], ledger.years) if whole else ():
        ledger.issue(issue)
    now = datetime.now(UTC)
    findings = (*_months(ledger.store, source, ledger.run, now), *_yield(ledger), *_files(ledger), *_standing(ledger.store, source, now))
    for found in findings:
        url = f"{site}#{found.place}"
        if found.mensaje is not None:
            ledger.issue(Issue("recoleccion", found.regla, found.mensaje, source.name, url))
        else:
            ledger.store.close_issues("recoleccion", url, found.regla)


def site_of(source: Source, settings: Settings) -> str:
    """The source's address under these settings; that of the table where they are the Court's own."""
    base = source.sitio or settings.sedetc_url
    return base.replace(DEFAULT_SEDETC, settings.sedetc_url).replace(DEFAULT_TC, settings.tc_url)


def standing(store: RawStore, now: datetime | None = None) -> tuple[Alarm, ...]:
    """Every alarm that is on, by source and rule. Reads only."""
    table, now, found = alarm_table(), now or datetime.now(UTC), list[Alarm]()
    for issue in store.issues():
        if issue.etapa == "recoleccion" and issue.regla in table.reglas and issue.regla not in table.al_preguntar:
            found.append(Alarm(issue.fuente, issue.regla, table.reglas[issue.regla], issue.mensaje, issue.fecha, issue.url))
    for source in sources().values():
        live = (*_standing(store, source, now), *_uncollected(store, source, now))
        found.extend(Alarm(source.name, one.regla, table.reglas[one.regla], one.mensaje) for one in live if one.mensaje)
    return tuple(sorted(found, key=lambda one: (one.fuente, one.regla, one.url)))


def month_ranges(store: RawStore, source: str) -> Mapping[str, tuple[int, int]]:
    """Month → the fewest and most rows (of any process) that it is believed to have, from the months before it; months that can't be told are left out."""
    known = history.months(store, source)
    names, rows = list(known), [one.rows for one in known.values()]
    deep = alarm_table().meses_de_historia
    ranges = ((name, expected(rows[max(0, place - deep) : place])) for place, name in enumerate(names))
    return {name: span for name, span in ranges if span is not None}


def _months(store: RawStore, source: Source, run: int, now: datetime) -> Iterator[_Finding]:
    """The months that this run has read: the one that goes on, and the last that has any rows, can have too many, not yet too few; that a source has
    ended altogether is told by `sin_novedades`. What a month has said for long is what the Court
    has: the first walk finds months that were odd (a batch, a pandemic), and they are no alarm for ever."""
    table, current = alarm_table(), f"{now.astimezone(LIMA):%Y-%m}"
    ranges, lost = month_ranges(store, source.name), history.losses(store, source.name)
    months = history.months(store, source.name)
    last = max((name for name, month in months.items() if month.rows), default="")
    for name, month in months.items():
        if month.run != run:
            continue
        since = history.says_so_since(store, source.name, month.changed)
        fresh = since is None or (now - since).days < table.dias_que_confirman
        low, high = ranges.get(name, (0, month.rows))
        wrong = fresh and (month.rows > high or (month.rows < low and name < min(last, current[: len(name)])))
        said = f"El listado de {name} trae {month.rows} resoluciones de todo proceso; por los meses anteriores se esperan entre {low} y {high}."
        yield _Finding("mes_fuera_de_rango", name, f"{said} Se volverá a contar." if wrong else None)
        loss = lost.get(name, history.Loss(0, 0))
        gone = fresh and loss.had >= table.filas_para_perder and loss.lost >= loss.had * table.parte_perdida
        said = f"El listado de {name} ya no anuncia {loss.lost} de {loss.had} resoluciones que anunciaba."
        yield _Finding("mes_encogido", name, f"{said} Lo guardado sigue guardado; se volverá a mirar." if gone else None)


def _yield(ledger: Ledger) -> Iterator[_Finding]:
    """Rows for each listing page asked for, against earlier runs that asked for as many: a page that lost its rows answers 200 all the same."""
    table, pages = alarm_table(), ledger.counts["paginas"]
    assert ledger.store is not None  # `watch` has asked
    before = history.yields(ledger.store, ledger.source.name, ledger.run, pages // 2) if pages >= table.paginas_minimas else []
    if not before:
        return
    usual, found = median(before), ledger.counts["filas"] / pages
    said = f"Cada página del listado dio {found:.2f} filas; en corridas anteriores, {usual:.2f}. Revise si el listado cambió."
    yield _Finding("bajo_rendimiento", "filas-por-pagina", said if found < usual * table.parte_del_rendimiento else None)


def _files(ledger: Ledger) -> Iterator[_Finding]:
    """Files that were asked for in vain. A run that asked for few says nothing, and leaves an alarm as it is."""
    table, counts = alarm_table(), ledger.counts
    had = sum(counts[name] for name in ("nuevos", "versiones", "iguales", "retirados"))
    failed = max(0, counts["anunciados"] - counts["ya_estaban"] - counts["por_pedir"] - had)
    if had + failed < table.archivos_minimos:
        if not failed:
            yield _Finding("archivos_fallidos", "archivos", None)
        return
    wrong = failed > (had + failed) * table.parte_fallida
    said = f"{failed} de {had + failed} archivos no se pudieron traer: habeas issues dice cuáles. Se volverán a pedir en la próxima recolección."
    yield _Finding("archivos_fallidos", "archivos", said if wrong else None)


def _standing(store: RawStore, source: Source, now: datetime) -> Iterator[_Finding]:
    """What depends on the hour and on the reading."""
    table = alarm_table()
    tried, failed = history.readings(store, source.name)
    wrong = tried >= table.documentos_minimos and failed > tried * table.parte_sin_leer
    said = f"{failed} de {tried} documentos vigentes de la fuente no se pudieron leer: habeas issues dice cuáles y por qué."
    yield _Finding("sin_leer", "lectura", said if wrong else None)
    news = history.last_news(store, source.name) if source.viva else None
    days = (now - news).days if news else 0
    limit = _patience(history.longest_pause(store, source.name)) if days > table.dias_sin_novedades else days
    said = (
        f"Hace {days} días que la fuente no trae ni cambia una resolución; por su historia, a lo más {limit}. Revise si sigue publicando."
    )
    yield _Finding("sin_novedades", "novedades", said if days > limit else None)


def _patience(pause: int) -> int:
    table = alarm_table()
    return int(min(max(table.dias_sin_novedades, pause * table.veces_la_pausa), table.dias_sin_novedades_maximo))


def _uncollected(store: RawStore, source: Source, now: datetime) -> Iterator[_Finding]:
    """A source that was collected once and is not any more: a timer that died is seen by nobody else."""
    ended = history.last_end(store, source.name) if source.viva else None
    if ended is not None:
        days = (now - ended).days
        said = (
            f"Hace {days} días que ninguna recolección de la fuente llega a su fin: habeas collect {source.name}, y revise el temporizador."
        )
        yield _Finding("sin_recolectar", "corridas", said if days > alarm_table().dias_sin_recolectar else None)
