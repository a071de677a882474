"""Golden cases of the page functions: golden/<function>/<case>/{input.json or input.html, expected.json}. All rows are invented, in the shapes of
sources.md §1 and §3."""

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, is_dataclass
from pathlib import Path

import pytest

import crawler.pages
from crawler.errors import UnexpectedPage

GOLDEN = Path(__file__).parent / "golden"
PageFunction = Callable[[bytes, str], object]


def _page_functions() -> Iterator[tuple[str, PageFunction]]:
    """Every public function of crawler.pages whose first parameter is a body."""
    for module in pkgutil.iter_modules(crawler.pages.__path__, "crawler.pages."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            if (
                function.__module__ == module.name
                and not name.startswith("_")
                and next(iter(inspect.signature(function).parameters), "") == "body"
            ):
                yield name, function


PAGES = dict(_page_functions())
CASES = sorted(path.parent for path in GOLDEN.glob("*/*/input.*"))


def _said(function: PageFunction, body: bytes) -> object:
    """What the function says, as JSON; `raw` apart, which repeats the input."""
    try:
        page = function(body, "sedetc")
    except UnexpectedPage as error:
        return {"error": error.regla, "mensaje": str(error)}
    assert is_dataclass(page)
    assert not isinstance(page, type)
    return json.loads(json.dumps(asdict(page), ensure_ascii=False))


def test_every_page_function_owns_a_case() -> None:
    assert PAGES
    assert {case.parent.name for case in CASES} == PAGES.keys()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_page_says_what_its_case_expects(case: Path) -> None:
    said = _said(PAGES[case.parent.name], next(case.glob("input.*")).read_bytes())
    expected = case / "expected.json"
    if not expected.exists():
        expected.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"review me: {expected}")
    assert said == json.loads(expected.read_text(encoding="utf-8"))


def test_every_row_keeps_all_that_came() -> None:
    function = PAGES["listing_page"]
    for case in CASES:
        body = json.loads((case / "input.json").read_bytes()) if (case / "expected.json").read_text().startswith('{\n "rows"') else {}
        rows = json.loads(json.dumps(asdict(function(json.dumps(body).encode(), "x"))))["rows"] if body else []  # type: ignore[call-overload]
        assert [json.loads(row["raw"]) for row in rows] == [hit for hit in body.get("data", []) if isinstance(hit, dict)]
