"""The pages that tests open, and a reader that fails on what is not well formed."""

from html.parser import HTMLParser

RULING = "/sentencia/90001-2022-HD"
PAGES = [
    "/", "/buscar", "/buscar?q=planillas", "/buscar?q=%22sin%20cerrar&modo=exacto", "/buscar?q=nadadenada", "/buscar?facetas=entidad&max=0",
    "/buscar?facetas=entidad&max=0&contiene=aguas", "/entidades?contiene=aguas", "/buscar?pagina=99", RULING,
    f"{RULING}?q=licencias", f"{RULING}/citas", "/sentencia/90002-2010-HD/citas", "/sentencia/90050-2015-HD", "/exp/90001-2022-PHD%2FTC", "/entidades",
    "/entidad/municipalidad-distrital-de-ejemplo", "/estado", "/acerca", "/privacidad", "/api", "/nada", "/sentencia/00001-1999-HD",
]  # fmt: skip


class Reading(HTMLParser):
    """Ids, links and headings of a page; fails on a tag that closes another."""

    VOID = frozenset(["meta", "link", "input", "br", "img", "hr"])

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag == "a":
            self.links.append(found.get("href") or "")
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)
        assert "style" not in found
        assert not [name for name in found if name.startswith("on")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
