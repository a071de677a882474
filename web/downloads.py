"""`/buscar.csv` and `/buscar.jsonl`: the whole answer of a search, streamed."""

from itertools import chain

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api import params
from api.exports import FORMATS
from web.render import desk_of

_MEDIA = {"csv": "text/csv; charset=utf-8; header=present", "jsonl": "application/x-ndjson; charset=utf-8"}


def csv_download(request: Request) -> Response:
    """`/buscar.csv`."""
    return _download(request, "csv")


def jsonl_download(request: Request) -> Response:
    """`/buscar.jsonl`."""
    return _download(request, "jsonl")


def _download(request: Request, kind: str) -> Response:
    """Every ruling of the search; what is wrong with the question is known before the first byte. Raises BadQuery, BadParameter, NotDone."""
    desk = desk_of(request)
    query = params.parse(request.query_params.multi_items(), page=True)
    params.check_entities(query, desk.index.entity_name)
    lines = FORMATS[kind](desk, query)
    opening = [line for line in (next(lines, None), next(lines, None)) if line is not None]
    headers = {"Content-Disposition": f'attachment; filename="habeas.{kind}"', "X-Robots-Tag": "noindex"}
    return StreamingResponse(chain(opening, lines), media_type=_MEDIA[kind], headers=headers)
