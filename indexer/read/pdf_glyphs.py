"""What stands on a PDF page by its kind, and which way its text runs."""

from collections import Counter
from collections.abc import Iterable

from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTPage

_MOST = 0.6
"""Share of a page's glyphs that run one way when its text does."""
_MARGIN = 0.15
"""Share of the page's width, on both sides, where rotated words say how to verify a print, even of a page that else is a picture (real-files/README)."""


def sort(container: Iterable[object], glyphs: list[LTChar], curves: list[LTCurve], images: list[LTImage]) -> None:
    """Adds what stands on the page to these lists, from inside forms too. Glyphs: only those that run from left to right."""
    for item in container:
        if isinstance(item, LTChar):
            if item.upright and item.matrix[0] > 0 and item.size > 0.5:
                glyphs.append(item)
        elif isinstance(item, LTCurve):
            curves.append(item)
        elif isinstance(item, LTImage):
            images.append(item)
        elif isinstance(item, LTContainer):
            sort(item, glyphs, curves, images)


def turned(page: LTPage) -> int:
    """How far the page must be turned clockwise for its text to run from left to right: 0, 90, 180 or 270 degrees; 0 also where it runs no one way."""
    ways: Counter[int] = Counter()
    _count(page, page.width, ways)
    way, glyphs = ways.most_common(1)[0] if ways else (0, 0)
    return way if glyphs > _MOST * ways.total() else 0


def _count(container: Iterable[object], width: float, ways: Counter[int]) -> None:
    for item in container:
        if isinstance(item, LTChar):
            a, b = item.matrix[:2]
            way = (0 if a >= 0 else 180) if abs(a) >= abs(b) else (90 if b > 0 else 270)
            if way in (0, 180) or (item.x1 > _MARGIN * width and item.x0 < (1 - _MARGIN) * width):
                ways[way] += not item.get_text().isspace()
        elif isinstance(item, LTContainer):
            _count(item, width, ways)
