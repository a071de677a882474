"""A line of results as a page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from api.links import ruling_path
from api.quoting import anchor
from api.schemas import hidden
from models import vocabulary
from models.search import Fragmento, Hit
from models.vocabulary import Term


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage with its marks, the place it comes from in words, and the link into it."""

    html: Markup
    fundamento: str | None
    zona: str
    href: str


@dataclass(frozen=True, slots=True)
class HitView:
    """A ruling in a list. `sentido` gives mark and word; dates are ISO; `href` carries the question along."""

    id: str
    href: str
    titulo: str
    expediente: str
    fecha: str | None
    sala: str | None
    resultado: Term
    sentido: Term
    pedido: str | None
    passages: tuple[PassageView, ...]
    iguales: tuple[str, ...]
    citas: int
    citada_por: int
    explicacion: tuple[str, ...]


def hit_views(hits: Iterable[Hit], q: str) -> tuple[HitView, ...]:
    """The lines of a page, links carrying `q`."""
    return tuple(_view(hit, q) for hit in hits)


def _view(hit: Hit, q: str) -> HitView:
    path = ruling_path(hit.id) + (f"?{urlencode({'q': q})}" if q else "")
    return HitView(
        hit.id, path, hit.titulo, hit.expediente, hit.fecha, hit.sala, vocabulary.term("resultado", hit.resultado),
        vocabulary.term("sentido", hit.sentido_para_demandante), whole_words(hit.informacion_solicitada),
        tuple(_passage(one, path) for one in hit.fragmentos), hit.iguales, hit.citas, hit.citada_por, hit.explicacion,
    )  # fmt: skip


def whole_words(excerpt: str | None) -> str | None:
    """A stretch of a ruling's sentence, with "…" where it stops before the sentence does."""
    return f"{excerpt.rstrip(' ,;:')}…" if excerpt and excerpt.rstrip()[-1:] not in (".", "…", "?", "!", '"', "”", "»") else excerpt


def _passage(passage: Fragmento, path: str) -> PassageView:
    """The engine escapes its passages and adds only <mark>: the one place where a string of others is taken as HTML."""
    place = (
        anchor(passage.fundamento) if passage.fundamento else f"s-{passage.zona}" if passage.zona and passage.zona != "voto" else "texto"
    )
    return PassageView(Markup(hidden(passage.texto)), passage.fundamento, vocabulary.label("zona", passage.zona or ""), f"{path}#{place}")
