"""docs/buscar.png: the search page over the sample court, in Spanish, for the README. Run: .venv/bin/python scripts/picture.py

Collects and builds the sample court in a home of its own, serves it on a free port and photographs it with the Chromium of the machine (its path
may be given in CHROMIUM). Only fiction is ever in the picture.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parents[1] / "docs" / "buscar.png"
PAGE = "/buscar?q=informaci%C3%B3n+p%C3%BAblica"
WIDTH, HEIGHT = 1280, 1100


@contextmanager
def sample_court() -> Iterator[str]:
    """The address of a server over a fresh sample court; it is gone at the end. Raises CalledProcessError when it does not come up."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "habeas", "--home", home, "up", "--port", str(port)]
        address = f"http://127.0.0.1:{port}"
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                if not any(address in line for line in server.stdout or ()):
                    raise subprocess.CalledProcessError(server.wait(), command)
                yield address
            finally:
                server.terminate()


def main() -> None:
    """Writes the picture. Raises FileNotFoundError where there is no Chromium."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise FileNotFoundError("no Chromium here: install it or set CHROMIUM")
    PICTURE.parent.mkdir(exist_ok=True)
    with sample_court() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="es-PE", color_scheme="light")
        page.goto(address + PAGE)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
