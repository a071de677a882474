"""The house keeps its own rules: sizes, names, bounds, and documentation that says what the code does."""

import ast
import importlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PACKAGES = ("models", "crawler", "indexer", "api", "web", "sample", "habeas")
MODULES = sorted(path for package in (*PACKAGES, "tests", "bench") for path in (ROOT / package).rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_stays_small(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300
    long = [node.name for node in functions(path) if (node.end_lineno or 0) - node.lineno + 1 > 40]
    assert not long, f"functions over 40 lines: {long}"
    wide = [n.name for n in functions(path) if len([a for a in (*n.args.posonlyargs, *n.args.args) if a.arg not in ("self", "cls")]) > 6]
    if path.is_relative_to(ROOT / "habeas"):  # a command takes one parameter per option: the options are its interface
        wide = []
    assert not wide, f"functions over 6 parameters: {wide}"


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_name_resolves_to_this_repository(name: str) -> None:
    assert Path(str(importlib.import_module(name).__file__)).is_relative_to(ROOT)


@pytest.mark.parametrize("path", [p for p in MODULES if not p.is_relative_to(ROOT / "tests")], ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text()))


def test_every_dependency_has_a_lower_and_an_upper_bound() -> None:
    extras = PROJECT["project"]["optional-dependencies"].values()
    for line in [*PROJECT["project"]["dependencies"], *(line for extra in extras for line in extra)]:
        assert re.search(r"(?:>=[\d.]+,<[\d.]+|==[\d.]+)(?: ; .+)?$", line), line  # one exact version is both bounds


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_locks_pin_every_version_with_its_hashes_and_name_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    for block in re.split(r"\n(?=[a-z0-9])", text.strip(), flags=re.IGNORECASE):
        assert re.match(r"[\w.-]+==[\w.]+", block), block[:60]
        assert "--hash=sha256:" in block, block[:60]


def test_the_package_is_never_uploaded_by_accident() -> None:
    assert "Private :: Do Not Upload" in PROJECT["project"]["classifiers"]


def test_every_setting_is_in_the_example_file_and_no_other() -> None:
    read = set(re.findall(r'"(HABEAS_[A-Z_]+)"', (ROOT / "models" / "settings.py").read_text()))
    shown = set(re.findall(r"^(HABEAS_[A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read == shown


def test_the_readme_shows_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text()
    assert "    make up " in readme
    assert "    make test " in readme


def test_the_compose_file_has_the_app_the_collector_and_elasticsearch_as_a_profile() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert set(services) == {"app", "collector", "elastic"}
    assert services["elastic"]["profiles"] == ["elastic"]


def test_nothing_in_the_repository_holds_a_machine_path() -> None:
    suspects = re.compile(r"/(work|root|tmp/hd)/")
    for path in MODULES:
        if path != Path(__file__):
            assert not suspects.search(path.read_text()), path
