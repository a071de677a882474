"""The questions that are timed: what lawyers and citizens type, and the faceted page."""

from dataclasses import dataclass

from indexer.index.analysis import exact, stems
from indexer.index.synonyms import empty_words

WORDS = (
    "copias", "planillas", "pensión", "expediente", "municipalidad", "costos", "intimidad", "remuneraciones", "certificado", "licencia", "obra",
    "contrato", "historia", "video", "correo", "examen", "notaría", "universidad", "deuda", "acta", "reproducción", "silencio", "boletas", "aportes",
)  # fmt: skip
PHRASES = (
    "acceso a la información", "documento de fecha cierta", "autodeterminación informativa", "recurso de agravio constitucional",
    "información pública", "costo de reproducción", "Ministerio de Trabajo", "copia certificada", "datos personales", "vía previa",
    "derecho de petición", "seguridad nacional", "expediente administrativo", "intimidad personal", "principio de publicidad",
)  # fmt: skip


TOGETHER = (
    ("informe", "psicológico"), ("copias", "certificadas"), ("pensión", "jubilación"), ("datos", "personales"), ("costo", "reproducción"),
    ("planillas", "aportes"), ("expediente", "administrativo"), ("examen", "médico"), ("historia", "clínica"), ("despido", "arbitrario"),
    ("municipalidad", "licencia"), ("secreto", "bancario"), ("correo", "electrónico"), ("silencio", "administrativo"), ("deuda", "tributaria"),
    ("remuneración", "mínima"), ("notaría", "escritura"), ("intimidad", "personal"), ("información", "pública"), ("contrato", "trabajo"),
)  # fmt: skip
STORIES = (
    "me piden pagar por las copias de mi expediente en la municipalidad", "mi antiguo empleador no me da mis boletas de pago",
    "quiero saber cuánto ganan los trabajadores de la universidad", "sigo en la central de riesgo aunque ya pagué la deuda",
    "el hospital no entrega la historia clínica de mi madre", "la empresa de agua no contesta mi carta notarial",
    "piden el video de las cámaras de la comisaría", "la oficina dice que perdió mis aportes", "qué pasa si responden fuera de plazo",
    "quién paga los costos del proceso si gano", "puede un sindicato pedir las planillas", "la información que pedí está clasificada como secreta",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """One question in both languages: the product's, and FTS5's (stems for words, unstemmed for phrases and wildcards); `filters` for both.

    `together`: the words must stand in one sentence; `open`: an amplio question, whose sets are no others'.
    """

    q: str
    match: str
    filters: tuple[tuple[str, str], ...] = ()
    together: str = ""
    open: bool = False


def kinds() -> dict[str, list[Question]]:
    """Kind → its questions, in a fixed order."""
    words = [Question(word, _all(word)) for word in WORDS]
    triples = [" ".join((WORDS[i], WORDS[(i * 7 + 3) % len(WORDS)], WORDS[(i * 5 + 11) % len(WORDS)])) for i in range(len(WORDS))]
    phrases = [Question(f'"{phrase}"', _phrase(phrase)) for phrase in PHRASES]
    filtered = [Question(one.q, one.match, (("resultado", "infundada"),)) for one in phrases]
    prefixes = [Question(word[:5] + "*", _prefix(word[:5])) for word in WORDS if len(word) > 6]
    return {
        "palabra": words,
        "tres palabras": [Question(" Y ".join(triple.split()), _all(triple)) for triple in triples],
        "frase": phrases,
        "frase y filtro": filtered,
        "comodín": prefixes,
        "misma frase (/s)": [Question(f"{a} /s {b}", _all(f"{a} {b}"), together=_words(f"{a} {b}")) for a, b in TOGETHER],
        "pregunta (amplio)": [Question(story, _any(story), open=True) for story in STORIES],
        "página con facetas": [Question(one.q, one.match, (("resultado", "fundada"),) if n % 2 else ()) for n, one in enumerate(words)],
    }


def _all(text: str) -> str:
    return f"body : ({_words(text)})"


def _words(text: str) -> str:
    return " AND ".join(f'"{stem}"' for stem in stems(text))


def _any(text: str) -> str:
    telling = [word for word in text.split() if word not in empty_words()]
    return "body : (" + " OR ".join(f'"{stem}"' for stem in stems(" ".join(telling))) + ")"


def _phrase(text: str) -> str:
    return 'words : "' + " ".join(exact(text)) + '"'


def _prefix(text: str) -> str:
    return f'words : "{exact(text)[0]}" *'
