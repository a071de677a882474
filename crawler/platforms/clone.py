"""An open corpus by its git address: a shallow copy made with the `git` program, imported like a folder and thrown away.

The one place where something outside the settings' hosts is asked for: the address is the user's own word on the command line.
"""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import ConfigError, NotDone

_REMOTE = re.compile(r"(https?|ssh|git|file)://\S+", re.IGNORECASE)
_LEFTOVER = 24 * 3600
"""Seconds after which a copy is one that a killed import left."""
_PATIENCE = 2 * 3600
"""Seconds for the whole copy: the corpus has 150 MB."""


def is_remote(place: str) -> bool:
    """Whether the argument of an import is an address and no path."""
    return _REMOTE.fullmatch(place) is not None


@contextmanager
def cloned(url: str, home: Path) -> Iterator[Path]:
    """A folder with the newest state of the repository, as long as the block lasts. Raises ConfigError (no git here), NotDone (not to be had)."""
    if shutil.which("git") is None:
        raise ConfigError(f"Para copiar {url} hace falta el programa git: instálelo, o descargue el corpus e importe su carpeta.")
    beside = home / "tmp"
    beside.mkdir(parents=True, exist_ok=True)
    _sweep(beside)
    with tempfile.TemporaryDirectory(prefix="clon-", dir=beside) as folder:
        target = Path(folder) / "copia"
        _run(url, target)
        yield target


def _run(url: str, target: Path) -> None:
    """No hooks, no links, no submodules, no questions: what comes is read, never run."""
    command = [
        "git", "-c", "core.hooksPath=/dev/null", "-c", "core.symlinks=false", "-c", "protocol.ext.allow=never", "clone", "--quiet", "--depth", "1",
        "--single-branch", "--no-tags", "--", url, str(target),
    ]  # fmt: skip
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_LFS_SKIP_SMUDGE": "1", "GIT_SSH_COMMAND": "ssh -o BatchMode=yes", "LC_ALL": "C"}
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_PATIENCE, env={**os.environ, **quiet})
    except subprocess.TimeoutExpired as error:
        raise NotDone(f"La copia de {url} no terminó en dos horas: descargue el corpus por otra vía e importe su carpeta.") from error
    except subprocess.CalledProcessError as error:
        said = " ".join((error.stderr or "").split())[-200:]
        raise NotDone(
            f"No se pudo copiar {url} (git: {said or error.returncode}). Revise la dirección y la red, o descargue el corpus en otra máquina e "
            "importe su carpeta."
        ) from error


def _sweep(beside: Path) -> None:
    for found in beside.glob("clon-*"):
        if time.time() - found.lstat().st_mtime > _LEFTOVER:
            shutil.rmtree(found, ignore_errors=True)
