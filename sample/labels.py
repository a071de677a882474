"""What the sample court says about its own rulings: the row of the listing and the record a careful person would write.

Both come from the labels at the head of each source, written by its author, and never from the extractor: they are what it is measured with.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from urllib.parse import quote

from models.ids import identify
from models.names import shown, slug
from models.ruling import Ruling
from models.ruling_json import from_json, to_dict
from sample.source import RulingSource

UNLABELLED = frozenset(
    {
        "evidencia", "secciones", "fundamentos", "notas", "texto_restaurado", "texto_sha256", "calidad", "fuente", "sello", "advertencias",
        "litigante_frecuente", "serie", "familia",
    }
)  # fmt: skip
"""Fields of the record that no person writes: offsets, hashes, what only the machine or the collection knows."""
LABELLED = tuple(field.name for field in fields(Ruling) if field.name not in UNLABELLED)
_DERIVED = frozenset(
    {"id", "proceso", "titulo", "fecha_publicacion", "entidades_slug", "precedentes", "excepciones_invocadas", "dias_demanda_a_tc"}
)
_EMPTY: Mapping[str, object] = {field.name: [] for field in fields(Ruling) if str(field.type).startswith("tuple[")}
_SALAS = {"Sala Primera": (1, "Sala 1"), "Sala Segunda": (2, "Sala 2"), "Pleno": (3, "Pleno")}
_DISTRITOS = {
    "Cajamarca": 6, "Huánuco": 11, "Junín": 14, "La Libertad": 15, "Lambayeque": 16, "Lima Este": 18, "Lima Norte": 19, "Piura": 25,
    "San Martín": 27, "Santa": 29, "Tacna": 32, "Lima": 37, "Callao": 38, "Arequipa": 39,
}  # fmt: skip
"""Ids of the Court's API (sources.md §1.4); a district without a known id has a null there, as real rows do."""


def public_url(source: RulingSource) -> str:
    """Where the document would stand on the Court's site: folder of the publication year, the name as it is (spaces quoted)."""
    suffix = "pdf" if "pdf" in source.ficha.formatos else "htm"
    return f"https://www.tc.gob.pe/jurisprudencia/{source.ficha.publicado[:4]}/{quote(source.name)}.{suffix}"


def listing(source: RulingSource, number: int) -> dict[str, object]:
    """The SEDETC-like row of a ruling; `number` makes its id."""
    ficha, labels = source.ficha, source.registro
    told = dict(ficha.listado)
    case, numbered = str(identify(source.name).expediente), str(labels.get("numero_sentencia") or "")
    words = f" ({told.pop('parentesis')})" if "parentesis" in told else ""
    sentido = str(told.pop("sentido"))
    place = told.pop("distrito", labels.get("distrito"))
    row: dict[str, object] = {
        "id": 990000 + number,
        "numero_expediente": case + words,
        "numero_sentencia": numbered,
        "url_archivo": public_url(source),
        "slug": "-".join(filter(None, (slug(case + words), slug(numbered)))),
        "fecha_publicacion": ficha.publicado,
        "fecha_sentencia": told.pop("fecha", labels.get("fecha")),
        "nombre_demandante": told.pop("demandante", _joined(labels.get("demandantes"))),
        "nombre_demandado": told.pop("demandado", _joined(labels.get("entidades"))),
        "sentencia_sala": _sala(labels.get("sala")),
        "sentencia_distrito": _distrito(place),
        "tipo": told.pop("tipo", "Proceso de Habeas Data"),
        "sentido": {"nombre": sentido, "slug": slug(sentido)},
        "fundamentos": [],
    }
    if told:
        raise ValueError(f"{source.name}: unknown in listado: {sorted(told)}")
    return row


def _joined(names: object) -> str:
    return " y ".join(str(name) for name in names) if isinstance(names, list) else ""


def _sala(name: object) -> dict[str, object] | None:
    if not isinstance(name, str):
        return None
    number, label = _SALAS[name]
    return {"id": number, "nombre": label, "slug": slug(label)}


def _distrito(name: object) -> dict[str, object] | None:
    if not isinstance(name, str) or name not in _DISTRITOS:
        return None
    label = f"Distrito Judicial de {name}"
    return {"id": _DISTRITOS[name], "nombre": label, "slug": slug(label)}


def expected(source: RulingSource, cases: Iterable[str]) -> dict[str, object]:
    """The expected record: every field of LABELLED and `numeros_fundamentos`. `cases` are those of the sample court (they decide `estado`).
    Raises ValueError for a label outside the closed lists of models/ruling.py, or of a field that is derived here."""
    labels = source.registro
    unknown = set(labels) - set(LABELLED) | set(labels) & _DERIVED
    if unknown:
        raise ValueError(f"{source.name}: not to be labelled: {sorted(unknown)}")
    record = {name: labels.get(name, _EMPTY.get(name)) for name in LABELLED}
    identity = identify(source.name)
    record["id"] = str(identity.ruling_id())
    record["proceso"] = "HD" if identity.expediente.code == "Q" else identity.expediente.code
    record["fecha_publicacion"] = source.ficha.publicado
    names = [str(name) for name in _list(labels, "entidades")]
    record["entidades_slug"] = [slug(name) for name in names]
    record["titulo"] = f"{_some([shown(str(name)) for name in _list(labels, 'demandantes')])} contra {_some(names)}"
    record["fallo"] = [{"punto": None, **item} for item in _tables(labels, "fallo")]
    known = frozenset(cases)
    record["citas"] = [_cita(item, known) for item in _tables(labels, "citas")]
    record["precedentes"] = _unique(item["sentencia"] for item in _tables(record, "citas") if item["donde"] in ("mayoria", "antecedentes"))
    record["excepciones_invocadas"] = _unique(item["codigo"] for item in _tables(record, "defensas") if item.get("quien") == "entidad")
    record["dias_demanda_a_tc"] = _days(labels.get("fecha_demanda"), labels.get("fecha"))
    checked = to_dict(from_json(json.dumps(record)))
    return {name: checked[name] for name in LABELLED} | {"numeros_fundamentos": source.numbers()}


def _cita(item: Mapping[str, object], known: frozenset[str]) -> dict[str, object]:
    filled: dict[str, object] = {"fundamentos": [], "donde": "mayoria", "veces": 1, **item}
    return {**filled, "estado": "resuelta" if filled["sentencia"] in known else "fuera_de_la_coleccion"}


def _list(table: Mapping[str, object], key: str) -> list[object]:
    value = table.get(key, [])
    if not isinstance(value, list):
        raise ValueError(f"{key}: a list expected, found {value!r}")
    return value


def _tables(table: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    return [item for item in _list(table, key) if isinstance(item, Mapping)]


def _unique(values: Iterable[object]) -> list[object]:
    return list(dict.fromkeys(values))


def _some(names: list[str]) -> str:
    return " y ".join(names) if len(names) < 3 else f"{', '.join(names[:2])} y otros"


def _days(start: object, end: object) -> int | None:
    """Calendar days between two whole dates, else None."""
    if not (isinstance(start, str) and isinstance(end, str) and len(start) == len(end) == 10):
        return None
    return (date.fromisoformat(end) - date.fromisoformat(start)).days
