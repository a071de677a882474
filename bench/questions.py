"""The questions that are timed: what lawyers and citizens type, five kinds and the faceted page."""

from dataclasses import dataclass

from indexer.index.analysis import exact, stems

WORDS = (
    "copias", "planillas", "pensión", "expediente", "municipalidad", "costos", "intimidad", "remuneraciones", "certificado", "licencia", "obra",
    "contrato", "historia", "video", "correo", "examen", "notaría", "universidad", "deuda", "acta", "reproducción", "silencio", "boletas", "aportes",
)  # fmt: skip
PHRASES = (
    "acceso a la información", "documento de fecha cierta", "autodeterminación informativa", "recurso de agravio constitucional",
    "información pública", "costo de reproducción", "Ministerio de Trabajo", "copia certificada", "datos personales", "vía previa",
    "derecho de petición", "seguridad nacional", "expediente administrativo", "intimidad personal", "principio de publicidad",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """One question in both languages: the product's, and FTS5's (stems for words, unstemmed for phrases and wildcards); `filters` for both."""

    q: str
    match: str
    filters: tuple[tuple[str, str], ...] = ()


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
        "página con facetas": [Question(one.q, one.match, (("resultado", "fundada"),) if n % 2 else ()) for n, one in enumerate(words)],
    }


def _all(text: str) -> str:
    return "body : (" + " AND ".join(f'"{stem}"' for stem in stems(text)) + ")"


def _phrase(text: str) -> str:
    return 'words : "' + " ".join(exact(text)) + '"'


def _prefix(text: str) -> str:
    return f'words : "{exact(text)[0]}" *'
