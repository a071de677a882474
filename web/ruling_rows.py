"""The table of a ruling: every value with the quiet mark that leads to its passage, or says where it comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from api.links import ruling_path
from models import vocabulary
from models.ruling import Evidencia, Instancia, Ruling, Voto
from web.hits import whole_words
from web.marked_text import passage_id


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """Where a value comes from: a link to its passage, or only words ("del listado del Tribunal"); the page of the file where it is known."""

    href: str
    text: str
    pagina: int | None = None


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value of a row: a name or a label, and what is said of it. `iso` and `days` are set for dates and delays, which the template writes out;
    `href` leads to the same value elsewhere."""

    text: str
    href: str = ""
    evidence: EvidenceView | None = None
    iso: str = ""
    days: int | None = None
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowView:
    """A row: its title and values; rows without values are not shown."""

    titulo: str
    values: tuple[ValueView, ...]
    quoted: bool = False
    """Whether the values are the ruling's own sentences."""

    @property
    def many(self) -> bool:
        """Whether the values stand in one paragraph: a column of them would push the text away."""
        return len(self.values) > 3


@dataclass(frozen=True, slots=True)
class StepView:
    """A station of the case on its way up."""

    titulo: str
    organo: str
    resultado: str
    fecha: str | None
    evidence: EvidenceView | None


def evidence(ruling: Ruling, *paths: str) -> EvidenceView | None:
    """The evidence of the first of these paths that has any; None when none has."""
    for path in paths:
        for one in ruling.evidencia.get(path, ()):
            return _evidence(one)
    return None


def _evidence(one: Evidencia) -> EvidenceView:
    where = vocabulary.term("origen_evidencia", one.origen)
    if one.inicio is not None and one.fin is not None:
        return EvidenceView(f"#{passage_id(one.inicio, one.fin)}", where.etiqueta, one.pagina)
    return EvidenceView("", where.etiqueta)


def _search(facet: str, value: str) -> str:
    return f"/buscar?{urlencode({facet: value})}"


def _one(ruling: Ruling, field: str, value: str | None, *, facet: str = "", iso: bool = False, named: str = "") -> tuple[ValueView, ...]:
    if value is None:
        return ()
    text = vocabulary.label(named or facet, value) if named or facet else value
    return (ValueView(text, _search(facet, value) if facet else "", evidence(ruling, field), value if iso else ""),)


def _many(ruling: Ruling, field: str, values: Iterable[str], facet: str = "") -> tuple[ValueView, ...]:
    return tuple(
        ValueView(
            vocabulary.label(facet, value) if facet else value,
            _search(facet, value) if facet else "",
            evidence(ruling, f"{field}[{i}]", field),
        )
        for i, value in enumerate(values)
    )


def rows(ruling: Ruling) -> tuple[RowView, ...]:
    """The table, only rows that have something."""
    made = (
        RowView("Expediente", _one(ruling, "expediente", ruling.expediente)),
        RowView("Resultado", _one(ruling, "resultado", ruling.resultado, facet="resultado")),
        RowView("Qué se decidió", _one(ruling, "ambito", ruling.ambito, facet="ambito")),
        RowView("Número de sentencia", _one(ruling, "numero_sentencia", ruling.numero_sentencia)),
        RowView("Tipo", _one(ruling, "tipo_resolucion", ruling.tipo_resolucion, facet="tipo")),
        RowView("Sala", _one(ruling, "sala", ruling.sala, facet="sala")),
        RowView("Magistrados", _many(ruling, "magistrados", ruling.magistrados, "magistrado")),
        RowView("Ponente", _one(ruling, "ponente", ruling.ponente, facet="ponente")),
        RowView("Votación", _one(ruling, "votacion", ruling.votacion, facet="votacion")),
        RowView("Votos", _votes(ruling)),
        RowView("Fecha de la decisión", _one(ruling, "fecha", ruling.fecha, iso=True)),
        RowView("Fecha de publicación", _one(ruling, "fecha_publicacion", ruling.fecha_publicacion, iso=True)),
        RowView("Fecha de la demanda", _one(ruling, "fecha_demanda", ruling.fecha_demanda, iso=True)),
        RowView("De la demanda a la decisión", _delay(ruling)),
        RowView("Distrito judicial", _one(ruling, "distrito", ruling.distrito, facet="distrito")),
        RowView("Demandante", _many(ruling, "demandantes", ruling.demandantes)),
        RowView("Demandado", _many(ruling, "demandados", ruling.demandados)),
        RowView("Entidad", _entities(ruling)),
        RowView("Qué se pidió", _one(ruling, "informacion_solicitada", whole_words(ruling.informacion_solicitada)), quoted=True),
        RowView("Derecho", _many(ruling, "derechos", ruling.derechos, "derecho")),
        RowView("Temas", _many(ruling, "temas", ruling.temas, "tema")),
        RowView("Defensas", _defences(ruling)),
        RowView("Costos del proceso", _one(ruling, "costos", ruling.costos, facet="costos")),
        RowView("Multas", tuple(ValueView(f"{one.a}: {one.urp:g} URP" if one.urp else one.a) for one in ruling.multas)),
        RowView("Normas citadas", _many(ruling, "normas", ruling.normas, "norma")),
        RowView("Sentencias citadas", _cited(ruling)),
    )
    return tuple(row for row in made if row.values)


def _delay(ruling: Ruling) -> tuple[ValueView, ...]:
    days = ruling.dias_demanda_a_tc
    return () if days is None else (ValueView("", evidence=evidence(ruling, "dias_demanda_a_tc"), days=days),)


def vote_titles(ruling: Ruling) -> tuple[str, ...]:
    """ "Voto singular de …" for each vote that the text prints, () when record and text count differently."""
    printed = sum(zone.zona == "voto" for zone in ruling.secciones)
    names = tuple(f"{vocabulary.label('tipo_voto', vote.tipo)} de {vote.magistrado}" for vote in ruling.votos)
    return names if len(names) == printed else ()


def _votes(ruling: Ruling) -> tuple[ValueView, ...]:
    linked = bool(vote_titles(ruling))
    return tuple(
        ValueView(
            vocabulary.label("tipo_voto", vote.tipo), f"#v{i + 1}" if linked else "", evidence(ruling, f"votos[{i}]", "votos"),
            more=(vote.magistrado, vocabulary.label("resultado", vote.sentido or ""), _scope(vote)),
        )
        for i, vote in enumerate(ruling.votos)
    )  # fmt: skip


def _scope(vote: Voto) -> str:
    return vocabulary.label("alcance", vote.alcance) if vote.alcance and vote.alcance != "todo" else ""


def _entities(ruling: Ruling) -> tuple[ValueView, ...]:
    slugs = ruling.entidades_slug if len(ruling.entidades_slug) == len(ruling.entidades) else [""] * len(ruling.entidades)
    return tuple(
        ValueView(name, f"/entidad/{slug}" if slug else "", evidence(ruling, f"entidades[{i}]", "entidades"))
        for i, (name, slug) in enumerate(zip(ruling.entidades, slugs, strict=True))
    )


def _defences(ruling: Ruling) -> tuple[ValueView, ...]:
    """Every defence with who raised it and what the Court made of it: the respondent's own first, as the record has them."""
    return tuple(
        ValueView(
            vocabulary.label("defensa", one.codigo),
            _search("defensa", one.codigo) if one.codigo in ruling.excepciones_invocadas else "",
            evidence(ruling, f"defensas[{i}]"),
            more=tuple(filter(None, (vocabulary.label("quien", one.quien or ""), vocabulary.label("aceptada", one.aceptada or "")))),
        )
        for i, one in enumerate(ruling.defensas)
    )


def _cited(ruling: Ruling) -> tuple[ValueView, ...]:
    state = {one.sentencia: one.estado for one in ruling.citas}
    return tuple(
        ValueView(
            name,
            ruling_path(name) if state.get(name) == "resuelta" else "",
            evidence(ruling, f"precedentes[{i}]", "precedentes"),
        )
        for i, name in enumerate(ruling.precedentes)
    )


def path_of(ruling: Ruling) -> tuple[StepView, ...]:
    """First instance → second instance → the Court; stations of which nothing is known are left out."""
    steps = [
        _step(ruling, "1.ª instancia", "primera_instancia", ruling.primera_instancia),
        _step(ruling, "2.ª instancia", "segunda_instancia", ruling.segunda_instancia),
    ]
    last = StepView(
        "Tribunal Constitucional",
        ruling.sala or "",
        vocabulary.label("resultado", ruling.resultado or ""),
        ruling.fecha,
        evidence(ruling, "resultado"),
    )
    return tuple(step for step in [*steps, last] if step is not None)


def _step(ruling: Ruling, titulo: str, field: str, which: Instancia | None) -> StepView | None:
    if which is None or (which.organo is None and which.resultado is None):
        return None
    where = evidence(ruling, f"{field}.resultado", field, f"{field}.organo")
    return StepView(titulo, which.organo or "", vocabulary.label("resultado_instancia", which.resultado or ""), which.fecha, where)
