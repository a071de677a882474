"""Whether the disk holds what the catalogue says, and nothing else."""

import sqlite3
from collections.abc import Iterator

from models.blobs import Blobs, sha256_of
from models.stored import Problem

_AGAIN = "vuelva a importar o a recolectar {url}"


def verify(db: sqlite3.Connection, blobs: Blobs) -> Iterator[Problem]:
    """Everything that is wrong, catalogue first; each with the line that mends it. Reads every file once."""
    yield from _of_catalogue(db)
    known = dict(db.execute("SELECT v.sha256, min(d.url) FROM versions v JOIN documents d USING (document) GROUP BY v.sha256"))
    seen: set[str] = set()
    for path in blobs.stored():
        url = known.get(path.name)
        if url is None or path != blobs.path(path.name):
            yield Problem("archivo huérfano: ninguna versión del catálogo lo nombra", str(path), f"rm '{path}'")
            continue
        seen.add(path.name)
        if not path.is_file() or sha256_of(path.read_bytes()) != path.name:
            yield Problem("los bytes cambiaron en el disco", str(path), f"rm '{path}' y {_AGAIN.format(url=url)}")
    for sha256 in sorted(set(known) - seen):
        yield Problem("falta el archivo de una versión", str(blobs.path(sha256)), _AGAIN.format(url=known[sha256]))
    for path in blobs.leftovers():
        yield Problem("resto de una orden interrumpida", str(path), "se borra solo en la próxima importación o recolección")


def _of_catalogue(db: sqlite3.Connection) -> Iterator[Problem]:
    mend = "recupere catalogo.sqlite de una copia"
    for row in db.execute("PRAGMA integrity_check").fetchall():
        if row[0] != "ok":
            yield Problem(f"el catálogo está dañado: {row[0]}", "catalogo.sqlite", mend)
    for row in db.execute("PRAGMA foreign_key_check").fetchall():
        yield Problem(f"fila sin su documento: {row[0]} {row[1]}", "catalogo.sqlite", mend)
    twice = """SELECT ruling_id, formato, count(*) AS n FROM documents JOIN versions USING (document)
        WHERE estado = 'vigente' AND ruling_id IS NOT NULL GROUP BY 1, 2 HAVING n > 1 ORDER BY 1, 2"""
    for row in db.execute(twice).fetchall():
        yield Problem(
            f"{row['n']} versiones vigentes de un mismo formato ({row['formato']})", row["ruling_id"], "ejecute habeas build --all"
        )
    gap = db.execute("SELECT count(*) AS n, coalesce(max(seq), 0) AS last FROM events").fetchone()
    if gap["n"] != gap["last"]:
        yield Problem(f"el registro de cambios tiene huecos: {gap['n']} de {gap['last']}", "catalogo.sqlite", mend)
