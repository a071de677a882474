"""How the templates are kept while a server runs."""

import os
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader

from web.render import environment


def test_a_template_that_changes_under_a_running_server_does_not_change_its_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = tmp_path / "prueba.html"
    template.write_text("antes")
    serving = environment("es").overlay(cache_size=10)
    monkeypatch.setattr(serving, "loader", FileSystemLoader(tmp_path))
    assert serving.get_template("prueba.html").render() == "antes"
    template.write_text("después")
    os.utime(template, (0, 0))
    assert serving.get_template("prueba.html").render() == "antes"
