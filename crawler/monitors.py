"""After a run over a whole listing: is what it told believable? What is not becomes an issue line that stays open until a later run is better."""

from collections.abc import Iterator, Mapping

from crawler.sources import Source
from models.issues import Issue


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
