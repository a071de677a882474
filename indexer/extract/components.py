"""The extraction as a spaCy pipeline: a blank Spanish one whose components are ours, in the order in which they need each other.

A Doc carries the draft of a record; the text itself is never tokenized (17 ms a ruling): phrases of tables are matched where they matter, by
spaCy's PhraseMatcher over the decision alone (indexer.extract.phrases).
"""

from collections.abc import Callable
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from indexer.extract import (
    caption,
    citations,
    defences,
    entities,
    instances,
    listing,
    norms,
    orders,
    panel,
    parties,
    record,
    request,
    respondents,
    rights,
    topics,
)
from indexer.extract.costs import against_law, against_reasons, costas, costos
from indexer.extract.deciding_votes import deciding_votes
from indexer.extract.decision import assembled
from indexer.extract.draft import Draft
from indexer.extract.fallo import decision, points
from indexer.extract.magistrates import Named
from indexer.extract.rac import objeto_del_rac
from indexer.extract.source import derived
from indexer.extract.trajectory import out_of_order
from indexer.extract.votation import votacion
from indexer.extract.votes import Decided, votos
from models.errors import NotARuling
from models.ruling import Found, Instancia

KEY = "draft"
"""Where a Doc keeps its draft."""


def _caption(draft: Draft) -> None:
    source = draft.source
    found, warnings = caption.expediente(source)
    day, dates_differ = caption.fecha(source)
    if day is None and not caption.header_seen(source) and not any(one.fecha_sentencia or one.expediente for one in source.listings):
        raise NotARuling("sin_identidad", "El texto no muestra el expediente que su nombre anuncia ni la fecha de una decisión.")
    draft.one("expediente", found)
    draft.one("fecha", day)
    draft.warnings += [*warnings, *dates_differ]
    draft.one("tipo_resolucion", caption.tipo(source))
    draft.one("numero_sentencia", caption.numero_sentencia(source))
    draft.one("sala", caption.sala(source))
    draft.one("distrito", caption.distrito(source))
    draft.one("ponente", panel.ponente(source))


def _parties(draft: Draft) -> None:
    draft.many("demandantes", parties.demandantes(draft.source))
    draft.one("representante", parties.representante(draft.source))
    sued = respondents.demandados(draft.source)
    draft.many("demandados", sued)
    found = entities.entidades(draft.source, sued)
    draft.values["entidades"] = tuple(one.value.nombre for one in found)
    draft.values["entidades_slug"] = tuple(one.value.slug for one in found)
    draft.values["categoria_entidad"] = tuple(one.value.categoria for one in found)
    for place, one in enumerate(found):
        for name in ("entidades", "entidades_slug", "categoria_entidad"):
            draft.evidence[f"{name}[{place}]"] = one.evidence


def _instances(draft: Draft) -> None:
    begun = draft.one("fecha_demanda", instances.fecha_demanda(draft.source))
    first = _instance(draft, "primera_instancia", instances.primera_instancia(draft.source))
    second = _instance(draft, "segunda_instancia", instances.segunda_instancia(draft.source))
    draft.warnings += out_of_order(begun, first, second, draft.values.get("fecha"))
    if differ := instances.segunda_discordante(draft.source):
        draft.warn("segunda_instancia", "El asunto y los antecedentes dan resultados distintos de la segunda instancia.", *differ)


def _instance(draft: Draft, name: str, found: Found[Instancia] | None) -> Instancia | None:
    """Keeps an instance, each of its parts with the evidence that says it besides all of it under the whole's path."""
    value = draft.one(name, found)
    for part in ("organo", "resultado", "fecha") if found else ():
        proofs = tuple(one for one in draft.evidence[name] if instances.part_of(one.regla) == part)
        if proofs and getattr(value, part) is not None:
            draft.evidence[f"{name}.{part}"] = proofs
    return value


def _decision(draft: Draft) -> None:
    source = draft.source
    rac = draft.one("objeto_del_rac", objeto_del_rac(source))
    second = draft.values.get("segunda_instancia")
    made = decision(source, rac, second.resultado if second else None)
    draft.clauses = made.clauses
    draft.warnings += made.warnings
    resultado = draft.one("resultado", made.outcome.resultado)
    ambito = draft.one("ambito", made.outcome.ambito)
    draft.one("sentido_para_demandante", made.outcome.sentido)
    draft.one("causal_improcedencia", made.outcome.causal)
    draft.many("fallo", points(source, made.clauses))
    if made.clauses:
        costs = draft.one("costos", costos(source, made.clauses, resultado, ambito))
        fees = draft.one("costas", costas(source, made.clauses))
        kinds, day = draft.values.get("categoria_entidad", ()), draft.values.get("fecha")
        draft.warnings += against_reasons(source, costs, kinds, day)
        draft.warnings += against_law(costs, fees, resultado == "fundada" and ambito == "demanda", kinds, day)


def _orders(draft: Draft) -> None:
    bodies = draft.values.get("entidades", ())
    draft.many("ordenes", orders.ordenes(draft.source, draft.clauses, bodies))
    draft.many("multas", orders.multas(draft.source, draft.clauses, draft.values.get("demandantes", ()), bodies))


def _votes(draft: Draft) -> None:
    source = draft.source
    majority = panel.majority_of_razon(source, draft.values.get("resultado"))
    decided = Decided(draft.values.get("resultado"), frozenset(one.name for one in majority), assembled(source))
    votes = votos(source, decided, draft.values.get("ambito"))
    draft.many("votos", votes)
    dissenters = [vote.value.magistrado for vote in votes if vote.value.tipo == "voto_singular" and not vote.value.integra_mayoria]
    called = [
        Named(vote.value.magistrado, one.inicio or 0, one.fin or 0)
        for vote in votes
        for one in vote.evidence[:1]
        if vote.value.tipo == "voto_dirimente" and vote.value.integra_mayoria is not False
    ]
    sitting = draft.many("magistrados", panel.panel(source, draft.values.get("sala"), dissenters, majority, called))
    draft.one("votacion", votacion(source, [vote.value for vote in votes], sitting))
    if draft.values.get("sala") is None and len(sitting) >= 5:  # a Sala has three (domain.md §6)
        draft.one("sala", Found("Pleno", (derived("magistrados", "magistrados.cinco", 0.8),)))


def _law(draft: Draft) -> None:
    deciding = deciding_votes(draft.source, draft.values.get("votos", ()), draft.evidence)
    for place, norm in enumerate(draft.many("normas", norms.normas(draft.source, deciding))):
        for one in draft.evidence[f"normas[{place}]"]:
            if one.regla == norms.SWAPPED:
                printed = draft.source.text[one.inicio : one.fin]
                draft.warn("normas", "El texto trueca artículo e inciso: el artículo impreso no tiene incisos.", norm, printed)
    cited = citations.citas(draft.source, deciding)
    draft.many("citas", cited)
    draft.many("precedentes", citations.precedentes(cited))
    draft.many("citas_internacionales", citations.citas_internacionales(draft.source))
    draft.many("derechos", rights.derechos(draft.source))
    raised = defences.defensas(draft.source, draft.values.get("ambito"))
    draft.many("defensas", raised)
    draft.many("excepciones_invocadas", defences.excepciones_invocadas(raised))


def _request(draft: Draft) -> None:
    draft.one("informacion_solicitada", request.informacion_solicitada(draft.source))
    draft.many("temas", topics.temas(draft.source))
    draft.many("pretension", topics.pretension(draft.source))


_COMPONENTS: tuple[tuple[str, Callable[[Draft], None]], ...] = (
    ("caption", _caption),
    ("parties", _parties),
    ("instances", _instances),
    ("decision", _decision),
    ("orders", _orders),
    ("votes", _votes),
    ("law", _law),
    ("request", _request),
    ("listing", listing.fill),
    ("record", record.derive),
)
"""Name and work of each component, in order; zones and fundamentos are cut before, in the Source that the draft holds."""


def _on_doc(work: Callable[[Draft], None]) -> Callable[[Doc], Doc]:
    def component(doc: Doc) -> Doc:
        work(doc.user_data[KEY])
        return doc

    return component


@cache
def pipeline() -> Language:
    """The pipeline, built once a process."""
    nlp = spacy.blank("es")
    for name, work in _COMPONENTS:
        Language.component(f"habeas_{name}", func=_on_doc(work))
        nlp.add_pipe(f"habeas_{name}", name=name)
    return nlp


def run(draft: Draft) -> Draft:
    """The draft after every component. Raises NotARuling."""
    nlp = pipeline()
    doc = Doc(nlp.vocab)
    doc.user_data[KEY] = draft
    for _, component in nlp.pipeline:
        doc = component(doc)
    return draft
