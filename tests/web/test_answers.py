"""Around the pages: what is kept, what it weighs, how it is packed, who may fetch it."""

import brotli  # type: ignore[import-untyped]
import httpx
import pytest

from tests.api.client import Client
from tests.web.reading import PAGES
from web import render


def test_a_page_that_did_not_change_is_not_sent_again(client: Client) -> None:
    first = client.get("/buscar?q=planillas")
    again = client.get("/buscar?q=planillas", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/buscar?q=planillas", headers={"if-none-match": first.headers["etag"], "accept-language": "en"})
    assert other.status_code == 200
    assert first.headers["cache-control"] == "no-cache"
    assert "immutable" in client.get(render.asset("habeas.css")).headers["cache-control"]


@pytest.mark.parametrize("path", [path for path in PAGES if not path.startswith("/buscar?q=%22")])
def test_a_page_and_its_style_weigh_at_most_forty_kilobytes(client: Client, path: str) -> None:
    def weight(url: str) -> int:
        asked = httpx.Headers({"accept-encoding": "br"})
        answer = client.get(url, headers=asked)
        assert answer.headers["content-encoding"] == "br"
        return len(brotli.compress(answer.content, quality=5))

    assert weight(path) + weight(render.asset("habeas.css")) <= 40_000


@pytest.mark.parametrize(("accept", "encoding"), [("br, gzip", "br"), ("gzip", "gzip"), ("identity", None), ("br;q=0, gzip", "gzip")])
def test_answers_come_in_the_encoding_that_is_taken(client: Client, accept: str, encoding: str | None) -> None:
    for path in ("/acerca", "/api/v1/vocabularios", "/buscar.csv"):
        answer = client.get(path, headers={"accept-encoding": accept})
        assert answer.headers.get("content-encoding") == encoding
        assert answer.text


def test_head_answers_like_get_without_a_body(client: Client) -> None:
    for path in ("/acerca", "/api/v1/estado"):
        assert client.request("HEAD", path).status_code == 200


def test_nothing_under_api_is_html(client: Client) -> None:
    for path in ("/api/", "/api/nada", "/api/v1", "/api/v1/", "/api/v1/sentencias/nada"):
        assert client.get(path).headers["content-type"] == "application/json"
    assert client.get("/api").headers["content-type"].startswith("text/html")


def test_robots_may_fetch_rulings_so_that_noindex_is_seen(client: Client) -> None:
    text = client.get("/robots.txt").text
    assert "Disallow: /buscar" in text
    assert "Disallow: /sentencia" not in text
