"""The sample court against its author's labels: who, against whom, about what, by which law – one test a ruling and field.

What no general rule reaches stands in KNOWN with its reason; a test fails as soon as such a difference is gone, or another one comes.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crawler.pages.sedetc import listing_page
from indexer.extract.fresh import fresh
from models.document import Formato, RawDocument
from models.ruling_json import to_dict
from sample.make import COURT

FORMATS: Mapping[str, Formato] = {"ruling.pdf": "pdf", "ruling.htm": "html"}
SAMPLES = sorted((path.parent.name, path.name) for path in COURT.glob("*/ruling.*"))


def _sorted(value: Any) -> Any:
    return sorted(value)


def _cited(value: Any) -> Any:
    """`estado` is only known to the collection."""
    return sorted((one["sentencia"], one["fundamentos"], one["donde"], one["veces"]) for one in value)


def _codes(value: Any) -> Any:
    """The respondent's: the author labelled no grounds of the courts."""
    return sorted(one["codigo"] for one in value if one["quien"] == "entidad")


def _same(value: Any) -> Any:
    return value


FIELDS: Mapping[str, Callable[[Any], Any]] = {
    "demandantes": _same,
    "representante": _same,
    "demandados": _same,
    "entidades": _same,
    "categoria_entidad": _same,
    "derechos": _sorted,
    "fecha_demanda": _same,
    "primera_instancia": _same,
    "segunda_instancia": _same,
    "normas": _sorted,
    "precedentes": _sorted,
    "citas": _cited,
    "excepciones_invocadas": _sorted,
    "defensas": _codes,
    "temas": _sorted,
    "pretension": _sorted,
}
_TOLD_ELSEWHERE = "the resolution does not tell the request; its author knew it from the sentence"
_SILENCE = "silence is told as a fact; readers of real rulings count it, the sample's author does not"
_COSTS_TOO = "what was sued for stands beside the costs, as readers of real rulings label it; the author names the costs alone"
_OTHER_WORDS = "the request says it in words of no topic, or in another topic's; a reader knows which one is meant"
_NOT_MADE = "“no existe” is said of a document yet to be made: two defences in one clause"
_TO_OTHERS = "“fue entregado” is said of a delivery to somebody who did not ask"
_BARE = "an article or an inciso named without its law"
_RAZON = "the razón's law counts where the decision is made of votes, as readers of real rulings label it"
_LISTED = "the text names no respondent; the record has the listing's words"

KNOWN: Mapping[tuple[str, str], str] = {
    ("90004-2006-HD", "pretension"): _SILENCE,
    ("90007-2012-HD", "normas"): _BARE,
    ("90008-2014-HD", "pretension"): _COSTS_TOO,
    ("90009-2015-HD", "pretension"): "the search is ordered by the Court, not asked for",
    ("90010-2016-HD", "temas"): _OTHER_WORDS,
    ("90010-2016-HD Nulidad", "demandados"): _LISTED,
    ("90010-2016-HD Nulidad", "temas"): _TOLD_ELSEWHERE,
    ("90011-2017-HD", "normas"): _RAZON,
    ("90011-2017-HD", "temas"): _OTHER_WORDS,
    ("90013-2019-HD", "normas"): _RAZON,
    ("90013-2019-HD", "temas"): _OTHER_WORDS,
    ("90014-2020-HD", "excepciones_invocadas"): _NOT_MADE,
    ("90014-2020-HD", "defensas"): _NOT_MADE,
    ("90014-2020-HD", "temas"): _OTHER_WORDS,
    ("90014-2020-HD", "pretension"): "a constancia is asked for, which the table counts as something to be made",
    ("90015-2021-HD", "excepciones_invocadas"): _TO_OTHERS,
    ("90015-2021-HD", "defensas"): _TO_OTHERS,
    ("90015-2021-HD", "temas"): _OTHER_WORDS,
    ("90015-2021-HD Aclaracion", "temas"): _TOLD_ELSEWHERE,
    ("90016-2021-HD", "pretension"): _SILENCE,
    ("90018-2022-HD", "temas"): _OTHER_WORDS,
    ("90018-2022-HD", "pretension"): "“se le entregue un cuadro” asks for a document too, by its words",
    ("90019-2023-HD", "temas"): "“Caja Municipal” is the topic of state enterprises; here it only collected the fees",
    ("90021-2013-HD", "pretension"): _SILENCE,
    ("90024-2018-HD", "normas"): _BARE,
    ("90024-2018-HD Aclaracion", "temas"): _TOLD_ELSEWHERE,
    ("90025-2011-HD Reposicion", "demandados"): _LISTED,
    ("90025-2011-HD Reposicion", "temas"): _TOLD_ELSEWHERE,
    ("90026-2017-HD Interlocutoria", "derechos"): "the Court only says which right it is not",
    ("90026-2017-HD Interlocutoria", "pretension"): "“le explique por escrito” counts as a document asked for, too",
    ("90028-2015-HD Desistimiento", "categoria_entidad"): "that the company is the State's is said in passing",
    ("90028-2015-HD Desistimiento", "temas"): _OTHER_WORDS,
    ("90031-2019-HD Resolucion", "derechos"): "in execution the Court names no right; the label is the sentence's",
    ("90031-2019-HD Resolucion", "temas"): _TOLD_ELSEWHERE,
    ("90033-2022-HD Resolucion", "temas"): _OTHER_WORDS,
    ("90034-2021-HD", "pretension"): _COSTS_TOO,
    ("90035-2020-HD", "pretension"): "the label's second aim, a correction, is the Court's, not asked for",
}
"""(ruling, field) → why the record differs from the label."""


@cache
def _record(name: str, file: str) -> dict[str, Any]:
    folder = COURT / name
    row = json.loads((folder / "listing.json").read_text(encoding="utf-8"))
    listings = listing_page(json.dumps({"data": [{"_id": str(row["id"]), "_source": row}], "total": 1}).encode(), "sample").rows
    raw = RawDocument(row["url_archivo"], name, (folder / file).read_bytes(), FORMATS[file], "sample", datetime(2024, 1, 1, tzinfo=UTC))
    return to_dict(fresh(raw, listings))


def _expected(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((COURT / name / "expected.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(("name", "file"), SAMPLES, ids=[f"{name}-{Path(file).suffix[1:]}" for name, file in SAMPLES])
def test_the_record_is_what_a_careful_person_wrote(name: str, file: str, field: str) -> None:
    seen = FIELDS[field]
    wanted, found = seen(_expected(name)[field]), seen(_record(name, file)[field])
    if (name, field) in KNOWN:
        assert found != wanted, f"no longer different: take {(name, field)} out of KNOWN"
    else:
        assert found == wanted


def test_known_differences_are_of_rulings_and_fields_that_exist() -> None:
    assert {name for name, _ in KNOWN} <= {name for name, _ in SAMPLES}
    assert {field for _, field in KNOWN} <= set(FIELDS)
