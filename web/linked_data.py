"""A ruling as schema.org data (JSON-LD), from the public record: persons by initials."""

import json

from markupsafe import Markup

from api.links import ruling_path
from models import vocabulary
from models.ruling import Ruling

_HTML = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""Inside a script element nothing may look like markup."""


def linked_data(ruling: Ruling, base: str) -> Markup:
    """The object for a script element of the page; what is not known is left out. `ruling` is the public record (models.privacy.public)."""
    source = ruling.fuente
    known = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": base + ruling_path(ruling.id),
        "url": base + ruling_path(ruling.id),
        "name": f"{ruling.titulo} ({ruling.expediente})",
        "identifier": ruling.expediente,
        "genre": vocabulary.label("tipo", ruling.tipo_resolucion or ""),
        "inLanguage": "es",
        "dateCreated": ruling.fecha,
        "datePublished": ruling.fecha_publicacion,
        "author": {"@type": "GovernmentOrganization", "name": "Tribunal Constitucional del Perú"},
        "about": [vocabulary.label("tema", theme) for theme in ruling.temas],
        "citation": list(ruling.precedentes),
        "isBasedOn": source.url if source else None,
    }
    if source and source.ficticia:
        known["creativeWorkStatus"] = "Ficticia"
    return Markup(json.dumps({key: value for key, value in known.items() if value}, ensure_ascii=False).translate(_HTML))
