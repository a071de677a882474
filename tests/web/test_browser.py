"""The pages in a real Chromium: with and without JavaScript, on a phone, in the dark, from the keyboard, without anything serious to axe."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from models.settings import Settings
from web.app import create_app

pytestmark = pytest.mark.browser

RULING = "/sentencia/90001-2022-HD"
PAGES = [
    "/", "/buscar?q=planillas", "/buscar?q=nadadenada&anio=1999", "/buscar?facetas=entidad&max=0", f"{RULING}?q=licencias", f"{RULING}/citas", "/entidades",
    "/entidad/municipalidad-distrital-de-ejemplo", "/estado", "/acerca", "/privacidad", "/api", "/exp/90001-2022-PHD%2FTC", "/nada",
]  # fmt: skip
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    """A server on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of the machine."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium here: install it or set CHROMIUM")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield made
        made.close()


def opened(browser: Browser, url: str, *, width: int = 1280, dark: bool = False, script: bool = True) -> tuple[Page, list[str]]:
    """The page, and what the console complained of (a 404 page's own status is no complaint)."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light", locale="es-PE", java_script_enabled=script
    )
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(f"foreign: {request.url}") if not request.url.startswith(url[:20]) else None)
    page.goto(url)
    return page, [one for one in complaints if "status of 404" not in one and "status of 300" not in one]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, address: str, path: str, dark: bool) -> None:
    page, complaints = opened(browser, address + path, dark=dark)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found if one["impact"] in ("serious", "critical")] == []
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 360, 768])
def test_nothing_scrolls_sideways(browser: Browser, address: str, path: str, width: int) -> None:
    page, complaints = opened(browser, address + path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_complete_without_javascript(browser: Browser, address: str, path: str) -> None:
    page, complaints = opened(browser, address + path, script=False)
    assert page.locator("h1").count() == 1
    assert page.locator("main").inner_text().strip()
    assert complaints == []
    page.context.close()


def test_a_search_works_without_javascript(browser: Browser, address: str) -> None:
    page, _ = opened(browser, f"{address}/", script=False)
    page.get_by_label("Buscar en las sentencias").fill("planillas")
    page.get_by_role("button", name="Buscar").click()
    assert "44 resoluciones" in page.locator("#cuantas").inner_text()
    page.locator(".facet", has_text="Entidad").first.get_by_role("link", name="Aguas Claras de Ejemplo S.A.", exact=True).click()
    assert "Aguas Claras" in page.locator(".understood").inner_text()
    page.get_by_role("link", name="Quitar Aguas Claras de Ejemplo S.A.").click()
    assert "44 resoluciones" in page.locator("#cuantas").inner_text()
    page.context.close()


def test_a_long_list_narrows_while_one_types_and_by_the_button_without_javascript(browser: Browser, address: str) -> None:
    page, complaints = opened(browser, f"{address}/buscar?facetas=entidad&max=0")
    page.get_by_label("Mostrar solo lo que contiene:").type("AGUAS cláras")
    expect(page.locator(".whole li:visible")).to_have_count(1)
    assert complaints == []
    page.context.close()
    page, _ = opened(browser, f"{address}/buscar?facetas=entidad&max=0", script=False)
    page.get_by_label("Mostrar solo lo que contiene:").fill("aguas")
    page.get_by_role("button", name="Filtrar").click()
    assert page.locator(".whole li").count() == 1
    page.context.close()


def test_a_mark_of_evidence_leads_to_its_passage(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address + RULING)
    page.locator(".verdict a.src").click()
    assert page.locator(":target").inner_text() == "Declarar FUNDADA EN PARTE la demanda de hábeas data"
    assert page.locator(":target").bounding_box() is not None
    page.context.close()


def test_the_first_tab_stop_skips_to_the_content(browser: Browser, address: str) -> None:
    page, _ = opened(browser, f"{address}/buscar")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Ir al contenido"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenido"
    page.context.close()


def test_keys_go_from_hit_to_hit_and_to_the_box(browser: Browser, address: str) -> None:
    page, complaints = opened(browser, f"{address}{RULING}?q=licencias")
    page.keyboard.press("n")
    expect(page.locator("#hit-1")).to_be_in_viewport()
    page.goto(f"{address}/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    assert complaints == []
    page.context.close()


def test_print_leaves_the_shell_out(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address + RULING)
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert page.locator("#texto").is_visible()
    page.context.close()
