"""Characters: what may stand in the one text, and what is only a trace of typesetting. Every reader passes its lines through here."""

import re
import unicodedata

_LIGATURES = {ord(c): unicodedata.normalize("NFKC", c) for c in "ﬀﬁﬂﬃﬄﬅﬆ"}
_DROPPED = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x200E, 0x2010), *range(0x202A, 0x202F)])
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "•", 0xF0D8: "•", 0xF02D: "-", 0xF0FC: "•"}
_TABLE = {**_LIGATURES, **_DROPPED, **_SYMBOLS}
_BLANKS = re.compile(r"[\s\x00-\x20\x7f-\xa0\u2028\u2029]+")
_CID = re.compile(r"\(cid:\d+\)")
_LEADING_MARKS = re.compile(r"^[\u0300-\u036f\u20d0-\u20ff]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_MOJIBAKE = re.compile(r"[ÂÃâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_TIMES = 3
_SETTLED = re.compile(r"[\x20-\x7e¡-¬®-ɏ‐-‧‰-⁞]*")
"""Characters that no step below changes, blanks apart; nothing that could combine. Nearly every line has no others."""
_PRINTED = re.compile(r"[\x20-\u024f\u2000-\u22ff]*")


def clean_line(text: str) -> str:
    """One printed line: NFC, ligatures opened, soft hyphens, invisible characters and (cid:N) out, runs of blanks one blank, none at the ends.

    Only ligatures are opened: NFKC as a whole would turn "N.º" into "N.o" and "²" into "2".
    """
    if _SETTLED.fullmatch(text) and "(cid:" not in text:
        return " ".join(text.split())
    text = _CID.sub("", text.translate(_TABLE))
    text = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))
    return unicodedata.normalize("NFC", _LEADING_MARKS.sub("", _BLANKS.sub(" ", text).strip()).strip())


def count_cids(text: str) -> int:
    """How many glyphs the PDF could not name ("(cid:9)")."""
    return len(_CID.findall(text))


def mend_mojibake(text: str) -> str:
    """UTF-8 that was read as latin-1 or windows-1252 and saved so ("hÃ¡beas") read right; what does not round-trip stays.

    All 17 portal pages of 2025 that were seen came so (sources.md §2). Mended run by run: one right character must not keep the rest broken. What was read
    wrongly twice or three times is mended as often.
    """
    for _ in range(_TIMES):
        if not _MOJIBAKE.search(text):
            return text
        mended = _FOREIGN.sub(lambda run: _mend(run[0]), text)
        if mended == text:
            return text
        text = mended
    return text


def _mend(run: str) -> str:
    found = bytearray()
    for char in run:
        try:
            found += char.encode("cp1252")
        except UnicodeEncodeError:
            if ord(char) > 0xFF:
                return run
            found.append(ord(char))  # windows-1252 leaves five bytes undefined; latin-1 has them as controls
    try:
        mended = found.decode("utf-8")
    except UnicodeDecodeError:
        return run
    return mended if _PRINTED.fullmatch(mended) else run
