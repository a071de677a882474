"""One ruling under any of its names: found, refused or redirected the same way for the API and the pages."""

import re
from dataclasses import dataclass, replace

from api.desk import Desk
from api.quoting import citation, first_mention, paragraph_at
from api.schemas import CitationsBody, CitedBody, CitingBody, QuoteBody
from indexer.index.base import Indexed
from indexer.index.masking import mask
from models.errors import Ambiguous, BadIdentity, NotFound, Withdrawn
from models.ids import RulingId, spellings
from models.persons import people_in
from models.privacy import has_private_claimant, mask_numbers, private_names, public, shown_text
from models.search import Filter, Hit, SearchQuery

EVERY_PROCESS = Filter("proceso", ("todos",))


def locate(desk: Desk, spelling: str) -> RulingId:
    """The id that a spelling of a case, an id or a sentencia number means. Raises NotFound (with the nearest), Ambiguous, Withdrawn."""
    spelling = re.sub(r"\s+", " ", spelling.replace("\0", " ")).strip()[:200]
    gone = desk.withdrawn()
    exact = _as_id(spelling)
    if exact is not None and exact in gone:
        raise Withdrawn(exact)
    if exact is not None and desk.index.get(exact) is not None:
        return exact
    found = desk.index.resolve(spelling)
    shown = tuple(one for one in found if one not in gone)
    if len(shown) == 1:
        return shown[0]
    if shown:
        raise Ambiguous(spelling, shown)
    if found or any(one.matches(ruling) for one in spellings(spelling) for ruling in gone):
        raise Withdrawn(spelling)
    raise NotFound(spelling, tuple(one for one in desk.index.nearest(spelling) if one not in gone))


def _as_id(spelling: str) -> RulingId | None:
    try:
        return RulingId(spelling)
    except BadIdentity:
        return None


def fetch(desk: Desk, ruling_id: RulingId) -> Indexed:
    """The whole ruling as it may be shown: the record by initials, both texts masked at equal length. Raises NotFound."""
    found = desk.index.get(ruling_id)
    if found is None:
        raise NotFound(ruling_id)
    ruling = found.ruling
    return replace(found, ruling=public(ruling), text=shown_text(found.text, ruling), original=shown_text(found.original, ruling))


def robots_headers(desk: Desk, ruling_id: RulingId) -> dict[str, str]:
    """Headers that keep search engines away where the claimant is a private person; asked of the record with its names, since initials
    like "S. A. C." look like a company's."""
    found = desk.index.get(ruling_id)
    return {"X-Robots-Tag": "noindex"} if found is None or has_private_claimant(found.ruling) else {}


def quote(desk: Desk, ruling_id: RulingId, numero: str) -> QuoteBody:
    """A numbered paragraph with its citation. Raises NotFound when the ruling has no such number, or has it twice."""
    found = fetch(desk, ruling_id)
    spans = [one for one in found.ruling.fundamentos if one.numero == numero]
    if len(spans) != 1:
        raise NotFound(f"fundamento {numero[:20]} de {ruling_id}")
    text = found.text[spans[0].inicio : spans[0].fin].strip()
    return QuoteBody(ruling_id, numero, text, citation(found.ruling, numero, copied=True), found.ruling.texto_restaurado)


def citations(desk: Desk, ruling_id: RulingId) -> CitationsBody:
    """What the ruling cites and which rulings here cite it, each with the citing sentence (persons by initials). Raises NotFound."""
    whole = desk.index.get(ruling_id)
    if whole is None:
        raise NotFound(ruling_id)
    cited = []
    for one in whole.ruling.citas:
        place = _place(whole, one.sentencia)
        cited.append(CitedBody(one.sentencia, one.estado, one.fundamentos, one.veces, one.donde, place.contexto, place.en))
    gone = desk.withdrawn()
    lines = (_citing_line(desk, hit, ruling_id) for hit in desk.index.scan(citing(ruling_id)) if hit.id not in gone)
    return CitationsBody(tuple(cited), tuple(lines))


def _citing_line(desk: Desk, hit: Hit, cited: RulingId) -> CitingBody:
    whole = desk.index.get(RulingId(hit.id))
    numbers = [n for one in (whole.ruling.citas if whole else ()) if one.sentencia == cited for n in one.fundamentos]
    place = _place(whole, cited) if whole else _Place(None, None)
    return CitingBody(hit.id, hit.titulo, hit.fecha, hit.resultado, tuple(sorted(set(numbers))), place.contexto, place.en)


@dataclass(frozen=True, slots=True)
class _Place:
    contexto: str | None
    en: str | None


def _place(whole: Indexed, cited: str) -> _Place:
    """The sentence that names a ruling as it may be shown, and its fundamento."""
    found = first_mention(whole.text, cited)
    if found is None:
        return _Place(None, None)
    return _Place(
        mask_numbers(mask(found.sentence, private_names(whole.ruling), people_in(whole.text))), paragraph_at(whole.ruling, found.place)
    )


def citing(ruling_id: str) -> SearchQuery:
    """The search of the rulings here, of any process, that cite one anywhere in their text; newest first."""
    return SearchQuery(q=f"cita:{ruling_id}", modo="exacto", filters=(EVERY_PROCESS,), orden="-fecha")
