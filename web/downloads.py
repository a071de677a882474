"""`/buscar.csv`, `/buscar.jsonl`, `/buscar.atom`: the whole answer of a search, streamed; `/datos/codigos.csv`: what the columns mean."""

from collections.abc import Callable, Iterator
from itertools import chain

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api import params
from api.codebook import codebook_lines
from api.desk import Desk
from api.exports import csv_lines, jsonl_lines
from api.feeds import atom_lines
from models.search import SearchQuery
from web.render import base_of, desk_of

_CSV = "text/csv; charset=utf-8; header=present"

Lines = Callable[[Desk, SearchQuery], Iterator[str]]


def csv_download(request: Request) -> Response:
    """`/buscar.csv`."""
    return _download(request, csv_lines, _CSV, "habeas.csv")


def jsonl_download(request: Request) -> Response:
    """`/buscar.jsonl`."""
    return _download(request, jsonl_lines, "application/x-ndjson; charset=utf-8", "habeas.jsonl")


def atom_feed(request: Request) -> Response:
    """`/buscar.atom`."""
    base = base_of(request)
    return _download(request, lambda desk, query: atom_lines(desk, query, base), "application/atom+xml; charset=utf-8")


def codebook_download(request: Request) -> Response:
    """`/datos/codigos.csv`: what the columns of `/buscar.csv` mean; it needs no index."""
    headers = {"Content-Disposition": 'attachment; filename="habeas.codigos.csv"'}
    return Response("".join(codebook_lines()), media_type=_CSV, headers=headers)


def _download(request: Request, lines_of: Lines, media: str, filename: str = "") -> Response:
    """Every ruling of the search; what is wrong with the question is known before the first byte. Raises BadQuery, BadParameter, NotDone."""
    desk = desk_of(request)
    query = params.parse(request.query_params.multi_items(), page=True)
    params.check_entities(query, desk.index.entity_name)
    lines = lines_of(desk, query)
    opening = [line for line in (next(lines, None), next(lines, None)) if line is not None]
    headers = {"X-Robots-Tag": "noindex"} | ({"Content-Disposition": f'attachment; filename="{filename}"'} if filename else {})
    return StreamingResponse(chain(opening, lines), media_type=media, headers=headers)
