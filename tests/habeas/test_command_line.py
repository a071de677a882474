"""Every command teaches: help in Spanish and English, an example, an exit code for misuse."""

import subprocess
import sys
from pathlib import Path

import pytest

from habeas.__main__ import COMMANDS


def habeas(*arguments: str, home: Path, lang: str = "es_PE.UTF-8") -> subprocess.CompletedProcess[str]:
    """Runs the real command line in a clean environment."""
    environment = {"HABEAS_HOME": str(home), "LANG": lang, "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [sys.executable, "-m", "habeas", *arguments], capture_output=True, text=True, env=environment, timeout=120, check=False
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_help_teaches_with_an_example(name: str, tmp_path: Path) -> None:
    shown = habeas(name, "--help", home=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "Ejemplo" in shown.stdout


def test_help_lists_every_command_in_the_language_of_the_user(tmp_path: Path) -> None:
    spanish, english = habeas("--help", home=tmp_path).stdout, habeas("--help", home=tmp_path, lang="en_US.UTF-8").stdout
    for name in COMMANDS:
        assert f"\n  {name} " in spanish
        assert f"\n  {name} " in english
    assert "Jurisprudencia abierta" in spanish
    assert "Open case law" in english


def test_help_is_quick_to_come(tmp_path: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "habeas", "--help"],
        capture_output=True,
        text=True,
        env={"HABEAS_HOME": str(tmp_path)},
        check=True,
    )
    loaded = {line.rsplit("|", 1)[-1].strip() for line in shown.stderr.splitlines()}
    assert not loaded & {"spacy", "scrapy", "tantivy", "pdfminer", "fastapi"}


def test_an_unknown_command_and_a_bad_setting_end_with_two(tmp_path: Path) -> None:
    assert habeas("nada", home=tmp_path).returncode == 2
    environment = {"HABEAS_CRAWL_DELAY": "pronto", "PATH": "/usr/bin:/bin", "HABEAS_HOME": str(tmp_path)}
    shown = subprocess.run([sys.executable, "-m", "habeas", "documents"], capture_output=True, text=True, env=environment, check=False)
    assert shown.returncode == 2
    assert "HABEAS_CRAWL_DELAY" in shown.stderr
