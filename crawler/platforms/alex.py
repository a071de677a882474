"""The open corpus aLex (sources.md §4): Markdown made by OCR of the Court's PDFs, `md/<year>/<name>.pdf.md`; each file names its original."""

import re

from models.errors import BadIdentity
from models.ids import identify, name_of

_ORIGINAL = re.compile(r"\[Documento original\]\(\s*((?:https?://)?[\w-]+(?:\.[\w-]+)+/[^\s<>\"']+(?: [^\s<>\"']+)*?)\s*\)")
_HEAD = 4096


def original_url(body: bytes, file_name: str) -> str | None:
    """The address of the PDF that an aLex file says it was made from; None for other texts, and when the address is of another case than the file."""
    found = _ORIGINAL.search(body[:_HEAD].decode("utf-8", "replace"))
    if found is None:
        return None
    url = found[1] if "://" in found[1] else f"https://{found[1]}"  # two of 42,359 files leave the scheme out
    try:
        case = identify(name_of(url)).expediente
    except BadIdentity:
        return None
    try:
        return url if identify(file_name).expediente == case else None
    except BadIdentity:
        return url
