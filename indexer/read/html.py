"""HTML files → the one text: Word's "save as web page" of 2006–2024, the newer pages, and pages without any care.

Only what a browser shows counts: list numbers it draws are written out, hidden text, scripts and comments are not. Unknown elements keep their words:
Word wraps ordinary ones in smart tags (<st1:PersonName>).
"""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from indexer.read.clean import mend_mojibake
from indexer.read.flow import Flow, compose
from indexer.read.html_loose import settle
from indexer.read.html_notes import find_notes
from indexer.read.html_paragraphs import paragraphs_of
from indexer.read.html_shown import shown
from indexer.read.html_walk import Walk
from indexer.read.html_words import decode as decode_page
from models.errors import UnreadableDocument

_UNREAD = re.compile(r"<\?xml[^>]{0,300}\?>|\x00")
_LAID_OUT = re.compile(r"<(?:p|br|div|td|li|pre|h[1-6]|tr|dd|blockquote)\b", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:font|b|i|u|em|strong|span|big|small|o:p|st1:\w+)\b[^<>]{0,2000}>", re.IGNORECASE)
_LONGEST = 30_000_000
"""Characters of a page; the longest ruling with its votes has two million."""


def read_html(body: bytes) -> Flow:
    """The text of a page. Raises UnreadableDocument: `danado` when the bytes hold no element or are nested without end, `demasiado_grande`."""
    text = _UNREAD.sub(" ", mend_mojibake(decode(body)))
    if len(text) > _LONGEST:
        raise UnreadableDocument("demasiado_grande", f"El HTML tiene más de {_LONGEST // 1_000_000} millones de caracteres.")
    if not _LAID_OUT.search(text):
        text = f"<pre>{text}</pre>"  # plain text under the name of a page: its line breaks are all the layout it has
    root = _parsed(text)
    walk = Walk(find_notes(root), shown(root))
    walk.element(root)
    return compose(*settle(paragraphs_of(walk.blocks), walk.notes()))


def decode(body: bytes) -> str:
    """The characters of a page or a text file, whatever it declares (html_words)."""
    return decode_page(body)


def _parsed(text: str) -> HtmlElement:
    """The page as a tree. Marks of type that were opened again and again and never closed are taken out when they nest deeper than the parser goes."""
    for attempt in (text, None):
        parser = HTMLParser(huge_tree=True, encoding="utf-8")
        try:
            root = document_fromstring(_INLINE.sub("", text) if attempt is None else attempt, parser=parser)
        except (etree.LxmlError, ValueError, AssertionError) as error:
            raise UnreadableDocument("danado", "El HTML está vacío o dañado; se pedirá de nuevo a la fuente.") from error
        if not any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
            return root
    raise UnreadableDocument("danado", "El HTML anida sus elementos sin fin: no se puede leer.")
