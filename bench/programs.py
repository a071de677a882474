"""Rulings of the sample court printed by programs that lay out pages themselves: Chromium, and LibreOffice with its own notes, heads and hyphens."""

import html
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench.prints import caption
from sample.source import Block, RulingSource

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
OFFICE = shutil.which("soffice")


def printed_by_chromium(source: RulingSource, css: str = "") -> bytes:
    """The ruling through Chromium: a repeated head, notes at the end, signatures as `css` wants them."""
    assert CHROMIUM is not None
    head = "".join(f"<div class=head>{html.escape(line)}</div>" for line in caption(source))
    body = "".join(_tag(block) for block in source.blocks if block.kind != "pagina")
    notes = "".join(f"<p class=note><sup>{mark}</sup> {html.escape(text)}</p>" for mark, text in source.notes.items())
    page = (
        "<meta charset=utf-8><style>@page{size:A4;margin:25mm 35mm}body{font:12pt 'Liberation Serif',serif}p{text-align:justify}"
        ".head{font-size:10pt;margin-left:75mm}.titulo,.resuelve{text-align:center}.punto,.inciso{padding-left:10mm;text-indent:-8mm}"
        f".cita{{margin:0 12mm;font-size:10pt}}.note{{font-size:9pt;margin:0}}sup{{font-size:7pt}}{css}</style>"
        f"<table><thead><tr><td>{head}<br></td></tr></thead><tbody><tr><td>{body}<hr width=30% align=left>{notes}</td></tr></tbody></table>"
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.html").write_text(page, encoding="utf-8")
        command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/profile"]
        subprocess.run([*command, f"--print-to-pdf={folder}/page.pdf", f"{folder}/page.html"], check=True, capture_output=True, timeout=120)
        return (Path(folder) / "page.pdf").read_bytes()


def _tag(block: Block) -> str:
    inner = "".join(
        {"b": "<b>%s</b>", "i": "<i>%s</i>", "note": "<sup>%s</sup>"}.get(r.style, "%s") % html.escape(r.text) for r in block.runs
    )
    return f"<p class={block.kind}>{block.mark} {inner}</p>" if block.mark else f"<p class={block.kind}>{inner}</p>"


def printed_by_office(source: RulingSource, hyphens: bool = False) -> bytes:
    """The ruling through LibreOffice Writer: its own footnotes, heads and hyphens."""
    assert OFFICE is not None
    head = "".join(f'<text:p text:style-name="head">{html.escape(line)}</text:p>' for line in caption(source))
    body = "".join(_office(block, source.notes) for block in source.blocks if block.kind != "pagina")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.fodt"
        page.write_text(
            _FODT.replace("HEAD", head).replace("BODY", body).replace("HYPHENS", "true" if hyphens else "false"), encoding="utf-8"
        )
        command = [
            OFFICE,
            "--headless",
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(page),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return page.with_suffix(".pdf").read_bytes()


def _office(block: Block, notes: Mapping[str, str]) -> str:
    inner = ""
    for run in block.runs:
        text = html.escape(run.text)
        if run.style == "note":
            inner += f'<text:note text:note-class="footnote"><text:note-citation>{text}</text:note-citation><text:note-body>'
            inner += f'<text:p text:style-name="note">{html.escape(notes[run.text])}</text:p></text:note-body></text:note>'
        else:
            inner += f'<text:span text:style-name="{run.style or "n"}">{text}</text:span>'
    mark = f"{block.mark}<text:tab/>" if block.mark else ""
    return f'<text:p text:style-name="{block.kind}">{mark}{inner}</text:p>'


def _style(name: str, paragraph: str, text: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {paragraph}/>'
        f'<style:text-properties style:font-name="Liberation Serif" fo:font-size="12pt" fo:language="es" fo:country="PE" '
        f'fo:hyphenate="HYPHENS" {text}/></style:style>'
    ).replace('fo:font-size="12pt" fo:lang', "fo:lang" if "font-size" in text else 'fo:font-size="12pt" fo:lang')


_SPACE = 'fo:margin-top="0.3cm" fo:margin-bottom="0.2cm"'
_FODT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:font-face-decls>'
    '<style:font-face style:name="Liberation Serif" svg:font-family="Liberation Serif"/></office:font-face-decls><office:styles>'
    + "".join(
        [
            _style("head", 'fo:margin-left="8cm"', 'fo:font-size="10pt"'),
            _style("titulo", f'fo:text-align="center" {_SPACE}', 'fo:font-weight="bold"'),
            _style("resuelve", f'fo:text-align="center" {_SPACE}', 'fo:font-weight="bold"'),
            _style("titular", _SPACE, 'fo:font-weight="bold"'),
            _style("subtitular", _SPACE, 'fo:font-weight="bold"'),
            _style("parrafo", f'fo:text-align="justify" fo:text-indent="1cm" {_SPACE}'),
            _style("punto", f'fo:text-align="justify" fo:margin-left="1cm" fo:text-indent="-1cm" {_SPACE}'),
            _style("inciso", f'fo:text-align="justify" fo:margin-left="1.7cm" fo:text-indent="-0.7cm" {_SPACE}'),
            _style("cita", f'fo:text-align="justify" fo:margin-left="1.5cm" fo:margin-right="1cm" {_SPACE}', 'fo:font-size="10.5pt"'),
            _style("linea", _SPACE),
            _style("firma", "", 'fo:font-weight="bold"'),
            _style("ponente", _SPACE, 'fo:font-size="9pt" fo:font-weight="bold"'),
            _style("note", "", 'fo:font-size="10pt"'),
        ]
    )
    + '</office:styles><office:automatic-styles><style:style style:name="b" style:family="text"><style:text-properties fo:font-weight="bold"/>'
    '</style:style><style:style style:name="i" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>'
    '<style:page-layout style:name="a4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2.5cm" '
    'fo:margin-bottom="3cm" fo:margin-left="3.5cm" fo:margin-right="3.5cm"/><style:header-style><style:header-footer-properties '
    'fo:margin-bottom="1cm" fo:min-height="2.5cm"/></style:header-style></style:page-layout></office:automatic-styles><office:master-styles>'
    '<style:master-page style:name="Standard" style:page-layout-name="a4"><style:header>HEAD</style:header></style:master-page>'
    "</office:master-styles><office:body><office:text>BODY</office:text></office:body></office:document>"
)
