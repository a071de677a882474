"""The sample court: the same platform as the Court's, on loopback, fictional."""

from crawler.platforms.sedetc import SedetcSpider


class Sample(SedetcSpider):
    """A miniature of the Court's site, served by sample.serve while it is collected."""

    name = "sample"
    ficticia = True
