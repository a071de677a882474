"""Questions for the whole server: query strings cut, doubled and spliced, with the signs of the query language in them, asked of the pages and of
the API over the sample court. Every one is an answer, or a 400 that says why, where, and what would work."""

import asyncio
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote_from_bytes

import httpx
from starlette.types import ASGIApp

from indexer.extract.fresh import fresh
from indexer.index.base import Indexed
from indexer.index.generations import build_generation
from indexer.read import read_text
from models.document import RawDocument
from models.settings import Settings
from web.app import create_app

PATHS = {
    "buscar": ("/buscar",),
    "sentencias": ("/api/v1/sentencias",),
    "fundamentos": ("/api/v1/fundamentos",),
    "descargas": ("/buscar.csv", "/buscar.jsonl", "/buscar.atom"),
}
"""Target → where its questions are asked."""
SEEDS = (
    b"q=copias+O+planos&modo=exacto&resultado=fundada",
    b"q=%22acceso+a+la+informaci%C3%B3n%22+/10+entidad&series=todas&orden=citas",
    b"q=fallo:(infundada+Y+costos)+-votos:singular&anio=2015&anio=2016&no.sala=Pleno",
    b"q=certif*+p%3Fnsion+*aci%C3%B3n&modo=auto&facetas=norma,tema&max=0",
    b"q=fecha:2010..2012+norma:%22Ley+27806+art.+13%22+cita:1797-2002&proceso=todos",
    b"q=demandante:inventada+%2B3+magistrado:inventado&modo=exacto&vacio=ponente",
    b"q=quiero+las+actas+de+mi+municipalidad+y+no+responden&modo=amplio&por_pagina=100",
    b"q=costo+/s+copia+/p+entrega+NO+(a%C3%B1o+O+%C3%B1and%C3%BA)&desde=2010&hasta=2020-05&pagina=2&explicar=1",
    b"q=LEY+NO+APLICABLE+Y+COSTOS&orden=-fecha&publicado_desde=2012",
)
WORDS = (
    b"&q=", b"&modo=exacto", b"&modo=amplio", b"&modo=auto", b"&series=juntas", b"&proceso=todos", b"&resultado=fundada", b"&norma=LEY-27806",
    b"&no.norma=LEY-27806:13", b"&vacio=norma", b"&facetas=norma", b"&pagina=2", b"&orden=fecha", b"+Y+", b"+O+", b"+NO+", b"+-", b"%22", b"(", b")", b"*",
    b"%3F", b"+/5+", b"+%2B3+", b"+/s+", b"+/p+", b"/0", b"fallo:", b"votos:", b"fecha:", b"norma:", b"cita:", b"expediente:", b"tema:", b"anio:", b"..",
    b"%3E%3D", b"2012", b"2021-07-24", b"%C3%B1", b"%CC%83", b"%EF%AC%81", b"%C4%B0", b"%C2%AA", b"%E2%80%9C", b"%00", b"%ED%A0%80", b"%FF", b"%F0%9F%98%80",
    b"copias", b"COPIAS", b"art.+13+de+la+Ley+27806", b"01797-2002-HD", b"a*", b"%0A",
)  # fmt: skip
_LARGEST = 12_000
"""Bytes of a query string: servers refuse longer ones themselves."""


def ask(target: str, body: bytes) -> None:
    """Asks one query string, written as a browser writes it. Raises AssertionError when something else comes than an answer or help."""
    query = quote_from_bytes(body[:_LARGEST], safe="=&%+/:()*!.,;-_~").encode()
    for path in PATHS[target]:
        answer = _answer(path, query)
        assert answer.status_code in (200, 302, 400), f"{path} {answer.status_code}"
        if answer.status_code == 400:
            _helps(path, answer)


def _helps(path: str, answer: httpx.Response) -> None:
    """A page shows the problem; JSON names it, and what it proposes instead of a question is an answer."""
    if not path.startswith("/api/"):
        assert ('class="problem"' if path == "/buscar" else "<h1") in answer.text, f"{path} does not say what is wrong"
        return
    error = answer.json()["error"]
    assert error["mensaje"], error
    if error["codigo"] == "consulta_invalida":
        again = _answer(path, str(httpx.QueryParams({"q": error["sugerencia"], "modo": "exacto"})).encode())
        assert again.status_code == 200, error


def _answer(path: str, query: bytes) -> httpx.Response:
    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(_server(), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport) as client:
            return await client.get(httpx.URL("http://habeas.test").copy_with(path=path, query=query))

    return asyncio.run(get())


@cache
def _home() -> tempfile.TemporaryDirectory[str]:
    """A home of the sample court's HTML rulings, removed when the process ends."""
    made = tempfile.TemporaryDirectory(prefix="fuzz")
    build_generation(Settings(home=Path(made.name)), iter(_rulings()), "fuzz")
    return made


@cache
def _server() -> ASGIApp:
    return create_app(Settings(home=Path(_home().name)))


def _rulings() -> Sequence[Indexed]:
    court = Path(__file__).parents[1] / "sample" / "court"
    found = []
    for path in sorted(court.glob("*/ruling.htm")):
        raw = RawDocument(f"file:{path.name}", path.parent.name, path.read_bytes(), "html", "carpeta", datetime(2026, 1, 1, tzinfo=UTC))
        text = read_text(raw)
        found.append(Indexed(fresh(raw), text.text, text.original, (0,)))
    return found
