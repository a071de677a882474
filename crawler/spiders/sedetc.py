"""The Court's systematised case law, the primary source."""

from crawler.platforms.sedetc import SedetcSpider


class Sedetc(SedetcSpider):
    """https://jurisprudencia.sedetc.gob.pe; its address, hosts and default processes: models/tables/fuentes.toml."""

    name = "sedetc"
