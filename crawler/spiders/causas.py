"""The Court's consulta de causas: what entered, pending or decided, with its ponente and what was published of it."""

from crawler.platforms.causas import CausasSpider


class Causas(CausasSpider):
    """https://www.tc.gob.pe/consultas-de-causas/; its hosts and default processes: models/tables/fuentes.toml, its words: causas.toml."""

    name = "causas"
