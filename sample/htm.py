"""A ruling of the sample court as the Word "save as web page" HTML that the Court's site holds (sources.md §2).

windows-1252, mso markup, an empty paragraph between any two, lines broken at 80 columns inside sentences, smart tags around ordinary words,
list numbers and footnotes in conditional comments.
"""

import html
import re
import textwrap

from sample.pdf import MARK
from sample.source import Block, RulingSource, Run

_SMART = re.compile(r"\b(la Sala|la Constitución|la Municipalidad|la Ley)\b")
_EMPTY = "<p class=MsoNormal style='text-align:justify'><span lang=ES><o:p>&nbsp;</o:p></span></p>"
_HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns:st1="urn:schemas-microsoft-com:office:smarttags"
xmlns="http://www.w3.org/TR/REC-html40">

<head>
<meta http-equiv=Content-Type content="text/html; charset=windows-1252">
<meta name=ProgId content=Word.Document>
<meta name=Generator content="Microsoft Word 15">
<title>{title}</title>
<!--[if gte mso 9]><xml>
 <w:WordDocument>
  <w:HyphenationZone>21</w:HyphenationZone>
  <w:ValidateAgainstSchemas/>
 </w:WordDocument>
</xml><![endif]-->
<style>
<!--
 /* Style Definitions */
 p.MsoNormal, li.MsoNormal, div.MsoNormal
	{{margin:0cm;
	font-size:12.0pt;
	font-family:"Times New Roman",serif;
	mso-ansi-language:ES;}}
p.MsoFootnoteText
	{{margin:0cm;
	font-size:10.0pt;}}
@page WordSection1
	{{size:595.3pt 841.9pt;
	margin:70.85pt 3.0cm 70.85pt 3.0cm;}}
div.WordSection1
	{{page:WordSection1;}}
-->
</style>
</head>

<body lang=ES-PE style='tab-interval:35.4pt'>

<div class=WordSection1>
"""
_STYLE = {
    "titulo": "text-align:center",
    "resuelve": "text-align:center",
    "punto": "margin-left:18.0pt;text-align:justify;text-indent:-18.0pt;mso-list:l0 level1 lfo1",
    "inciso": "margin-left:36.0pt;text-align:justify;text-indent:-18.0pt;mso-list:l0 level2 lfo1",
    "cita": "margin-left:35.4pt;text-align:justify",
    "linea": "",
    "firma": "",
    "ponente": "",
}


def to_htm(source: RulingSource) -> bytes:
    """The document's bytes in windows-1252. Raises UnicodeEncodeError for a character that Word of that time could not have written there."""
    ficha = source.ficha
    caption = [MARK, *([ficha.cabeza] if ficha.cabeza else []), ficha.exp, *ficha.caratula]
    body = [*(_plain(words) for words in caption), *(_paragraph(block) for block in source.blocks if block.kind != "pagina"), _plain(MARK)]
    return (
        _HEAD.format(title=html.escape(f"{source.name} - {MARK}"))
        + f"\n\n{_EMPTY}\n\n".join(body)
        + "\n\n</div>\n\n"
        + _footnotes(source)
        + "</body>\n\n</html>\n"
    ).encode("windows-1252")


def _plain(words: str) -> str:
    return _wrapped(f"<p class=MsoNormal><span lang=ES>{html.escape(words, quote=False)}<o:p></o:p></span></p>")


def _paragraph(block: Block) -> str:
    style = _STYLE.get(block.kind, "text-align:justify")
    bold = block.kind in ("titulo", "titular", "subtitular", "resuelve", "firma", "ponente")
    words = "".join(_run(run) for run in block.runs)
    if bold:
        words = f"<b>{words}</b>"
    number = ""
    if block.mark:
        pad = "&nbsp;" * 5
        number = (
            f"<![if !supportLists]><span lang=ES><span style='mso-list:Ignore'>{block.mark}"
            f"<span style='font:7.0pt \"Times New Roman\"'>{pad} </span></span></span><![endif]>"
        )
    return _wrapped(f"<p class=MsoNormal style='{style}'>{number}<span lang=ES>{words}<o:p></o:p></span></p>")


def _run(run: Run) -> str:
    if run.style == "note":
        return _call("ftn", "ftnref", run.text)
    words = html.escape(run.text, quote=False)
    words = _SMART.sub(r'<st1:PersonName ProductID="\1" w:st="on">\1</st1:PersonName>', words)
    return f"<{run.style}>{words}</{run.style}>" if run.style in ("b", "i") else words


def _call(target: str, name: str, mark: str) -> str:
    return (
        f'<a style=\'mso-footnote-id:ftn{mark}\' href="#_{target}{mark}" name="_{name}{mark}" title="">'
        "<span class=MsoFootnoteReference><span style='mso-special-character:footnote'>"
        f"<![if !supportFootnotes]>[{mark}]<![endif]></span></span></a>"
    )


def _footnotes(source: RulingSource) -> str:
    if not source.notes:
        return ""
    notes = "".join(
        f"<div style='mso-element:footnote' id=ftn{mark}>\n\n"
        + _wrapped(
            f"<p class=MsoFootnoteText>{_call('ftnref', 'ftn', mark)}<span lang=ES> {html.escape(words, quote=False)}<o:p></o:p></span></p>"
        )
        + "\n\n</div>\n\n"
        for mark, words in source.notes.items()
    )
    rule = '<![if !supportFootnotes]><br clear=all>\n\n<hr align=left size=1 width="33%">\n\n<![endif]>'
    return f"<div style='mso-element:footnote-list'>{rule}\n\n{notes}</div>\n\n"


def _wrapped(markup: str) -> str:
    """Broken at 80 columns as Word does: only at spaces, inside tags too."""
    return textwrap.fill(markup, 80, break_long_words=False, break_on_hyphens=False)
