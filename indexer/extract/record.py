"""The finished record: what follows from other fields, and the dataclass that is the public JSON."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from indexer.extract.contradictions import contradictions
from indexer.extract.draft import Draft
from indexer.extract.per_respondent import respondent_of
from indexer.extract.plain import plain
from indexer.extract.source import by_listing, by_name, derived
from indexer.extract.stamp import stamp
from models.names import shown
from models.ruling import Advertencia, Found, NotaPie, PuntoFallo, Ruling
from models.urls import year_of

VERSION = 3


def derive(draft: Draft) -> None:
    """proceso, titulo, fecha_publicacion, dias_demanda_a_tc."""
    _proceso(draft)
    _fecha_publicacion(draft)
    _dias(draft)
    _by_respondent(draft)
    draft.warnings += contradictions(draft.source, draft.clauses, draft.values.get("demandantes", ()))
    demandantes: Sequence[str] = draft.values.get("demandantes", ())
    against = _sued(draft)
    claimants = [shown(name) for name in demandantes]
    title = f"{_several(claimants)} contra {_several(against)}" if claimants and against else str(draft.values["expediente"])
    draft.one("titulo", Found(title, (derived("demandantes,entidades" if claimants and against else "expediente", "titulo"),)))


def _by_respondent(draft: Draft) -> None:
    """The points of the decision that are about one respondent among several name him."""
    known = (*draft.values.get("demandados", ()), *draft.values.get("entidades", ()))
    told: Sequence[PuntoFallo] = draft.values.get("fallo", ())
    named = [respondent_of(draft.source.text, clause, known, draft.values.get("demandantes", ())) for clause in draft.clauses]
    draft.values["fallo"] = tuple(replace(point, demandado=name) for point, name in zip(told, named, strict=True))


def _sued(draft: Draft) -> list[str]:
    """Institutions whole, whatever their name looks like: their category tells them from persons; persons by initials (privacy.md 1)."""
    bodies: Sequence[str] = draft.values.get("entidades", ())
    kinds: Sequence[str] = draft.values.get("categoria_entidad", ())
    if bodies:
        return [shown(name) if kind == "persona_natural" else name for name, kind in zip(bodies, kinds, strict=True)]
    return [shown(name) for name in draft.values.get("demandados", ())]


def _several(names: Sequence[str]) -> str:
    """ "R. M. Q.", "A y B", "A, B y otros"."""
    return f"{', '.join(names[:2])} y otros" if len(names) > 2 else " y ".join(names)


def _proceso(draft: Draft) -> None:
    code = draft.source.identity.expediente.code
    if code == "Q" and "habeas data" in plain(draft.source.text):
        place = plain(draft.source.text).index("habeas data")
        draft.one(
            "proceso",
            Found("HD", (draft.source.quote(place, place + 11, "queja.habeas_data", 0.85), by_name(draft.source.name, "nombre.proceso"))),
        )
    else:
        draft.one("proceso", Found(code, (by_name(draft.source.name, "nombre.proceso"),)))


def _fecha_publicacion(draft: Draft) -> None:
    """The listing's date, else the year of the URL's folder, which is the year of publication (domain.md §0.13)."""
    for listing in draft.source.listings:
        if listing.fecha_publicacion:
            draft.one(
                "fecha_publicacion",
                Found(listing.fecha_publicacion[:10], (by_listing(listing, "fecha_publicacion", "listado.fecha_publicacion"),)),
            )
            return
    if year := year_of(draft.fuente.url):
        draft.one("fecha_publicacion", Found(year, (by_name(draft.fuente.url, "url.carpeta", 0.95),)))


def _dias(draft: Draft) -> None:
    """Days from the demanda to the decision; None unless both are known to the day and in order."""
    begun, given = draft.values.get("fecha_demanda"), draft.values.get("fecha")
    if begun and given and len(begun) == 10:
        days = (date.fromisoformat(given) - date.fromisoformat(begun)).days
        if days > 0:
            draft.one("dias_demanda_a_tc", Found(days, (derived("fecha_demanda,fecha", "dias"),)))
        else:
            draft.warn("fecha_demanda", "La demanda lleva una fecha posterior a la decisión.", begun, given)


def finish(draft: Draft) -> Ruling:
    """The record. Fields nobody found are null; every value that is not has evidence."""
    document = draft.source.document
    values = dict(draft.values)
    warnings = [*draft.warnings, *(Advertencia("texto", notice) for notice in document.avisos)]
    return Ruling(
        id=draft.ruling_id,
        **values,
        secciones=draft.source.zonas,
        fundamentos=draft.source.fundamentos,
        notas=tuple(NotaPie(nota.llamada, nota.inicio, nota.fin, nota.posicion) for nota in document.notas),
        texto_restaurado=document.restaurado,
        texto_sha256=hashlib.sha256(document.text.encode()).hexdigest(),
        calidad=document.calidad,
        fuente=draft.fuente,
        evidencia=draft.evidence,
        advertencias=tuple(dict.fromkeys(warnings)),
        sello=stamp(),
    )
