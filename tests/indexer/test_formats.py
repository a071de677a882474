"""PDF and HTML of one ruling: the better text speaks, and what the other says otherwise is told. The sample court's rulings, and damage done to them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indexer.derived import Derived
from indexer.extract.extract import extract
from indexer.extracting import extract_rulings
from indexer.formats import Candidate, differences, ranked, withdrawn
from indexer.identity import assign_ids
from indexer.progress import Quiet
from indexer.read import read_text
from indexer.reading import read_documents
from models.document import Calidad, DocumentText, Formato, Lector, RawDocument
from models.ids import ExpedienteNumber, Identity, RulingId
from models.looks import Looks
from models.ruling import AT_SOURCE, Advertencia, Fuente, Ruling
from models.store import RawStore
from models.stored import StoredVersion

COURT = Path(__file__).parents[2] / "sample" / "court" / "90015-2021-HD"
URL = "https://tc.gob.pe/jurisprudencia/2022/90015-2021-HD"


def candidate(formato: Formato, words: int, known: float, *, lector: Lector | None = None, confidence: float | None = None) -> Candidate:
    text = "palabra " * (words - 1) + "fin\n"
    quality = Calidad("alta", known, confidence)
    document = DocumentText(text, text, (), (), lector or ("html" if formato == "html" else "pdf"), quality)
    version = StoredVersion(
        1, f"{URL}.{formato}", "90015-2021-HD", formato, "sedetc", 1, "0" * 64, 1, "", datetime(2026, 1, 1, tzinfo=UTC), "vigente", "leido", None,
        ExpedienteNumber("90015-2021-HD"), "", "2022", False, f"{words}{known}",
    )  # fmt: skip
    return Candidate(version, document)


@pytest.mark.parametrize(
    ("pdf", "html", "first", "why"),
    [
        (candidate("pdf", 1000, 0.98), candidate("html", 1000, 0.98), "pdf", "as good as each other: the printed one"),
        (candidate("pdf", 1000, 0.90), candidate("html", 1000, 0.98), "html", "more words of it are words"),
        (candidate("pdf", 1000, 0.98, lector="ocr", confidence=0.85), candidate("html", 1000, 0.98), "html", "a scan is a guess"),
        (candidate("pdf", 1000, 0.97), candidate("html", 600, 0.99), "pdf", "the page lacks the votes"),
        (candidate("pdf", 400, 0.99), candidate("html", 1000, 0.95), "html", "the PDF lacks pages"),
        (candidate("pdf", 980, 0.98), candidate("html", 1000, 0.98), "pdf", "a head or a note more is no sign"),
    ],
)
def test_the_better_text_speaks(pdf: Candidate, html: Candidate, first: str, why: str) -> None:
    assert ranked([html, pdf])[0].version.formato == first, why


def test_restored_accents_count_against_a_text() -> None:
    pdf, html = candidate("pdf", 1000, 0.98), candidate("html", 1000, 0.98)
    assert ranked([Candidate(pdf.version, replace(pdf.document, restaurado=True)), html])[0] == html


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Callable[[bytes, bytes], Ruling]]:
    with RawStore.open(tmp_path) as store, Derived.open(tmp_path) as derived:

        def build(pdf: bytes, html: bytes) -> Ruling:
            for formato, body in (("pdf", pdf), ("html", html)):
                url = f"{URL}.{formato}"
                store.add(RawDocument(url, "90015-2021-HD", body, formato, "sedetc", datetime(2026, 1, 1, tzinfo=UTC)))  # type: ignore[arg-type]
            read_documents(store, derived, Quiet())
            assign_ids(store, derived)
            extract_rulings(store, derived, Quiet())
            ((ruling, _),) = derived.rulings()
            return ruling

        yield build


def files() -> tuple[bytes, str]:
    return (COURT / "ruling.pdf").read_bytes(), (COURT / "ruling.htm").read_bytes().decode("cp1252")


def read(formato: Formato, body: bytes) -> Candidate:
    empty = candidate(formato, 2, 1.0)
    return replace(
        empty, document=read_text(RawDocument(empty.version.url, "90015-2021-HD", body, formato, "sedetc", empty.version.obtained))
    )


def record(one: Candidate) -> Ruling:
    name = "90015-2021-HD"
    version = one.version
    fuente = Fuente("sedetc", version.url, version.sha256, "2026-01-01T00:00:00Z", one.document.lector)
    return extract(one.document, Identity(ExpedienteNumber(name), ""), RulingId(name), (), fuente, name)


def told(html: str) -> dict[str, str]:
    """Field → warning, for the sample court's PDF beside a page."""
    pdf, page = read("pdf", files()[0]), read("html", html.encode("cp1252"))
    return {one.campo: one.mensaje for one in differences(pdf, record(pdf), page, record(page))}


def test_two_formats_of_the_same_words_are_told_of_nothing() -> None:
    assert told(files()[1]) == {}


def test_another_date_and_another_decision_are_told() -> None:
    html = files()[1]
    assert set(told(html.replace("mayo de 2023", "julio de 2023"))) == {"fecha"}
    assert set(told(html.replace("Declarar <b>FUNDADA</b>", "Declarar <b>INFUNDADA</b>"))) == {"resultado"}


def test_another_term_in_the_decision_is_told() -> None:
    html = files()[1]
    start = html.index("Declarar <b>FUNDADA</b>")
    changed = html[:start] + html[start:].replace("pública.", "pública en el plazo de 45 días.", 1)
    assert changed != html
    assert set(told(changed)) == {"fallo"}


def test_many_other_words_are_told_with_their_share() -> None:
    text = told(files()[1].replace(" la ", " una ").replace(" de ", " desde "))["texto"]
    assert "de cada 100 palabras" in text


@pytest.mark.slow
def test_a_passage_that_only_one_format_has_is_told_and_the_whole_one_speaks(built: Callable[[bytes, bytes], Ruling]) -> None:
    pdf, html = files()
    more = "".join(f"<p>Además se dejó constancia de que la entidad número {n} recibió y contestó el oficio.</p>" for n in range(60))
    ruling = built(pdf, html.replace("</body>", f"{more}</body>").encode("cp1252"))
    (warning,) = (one for one in ruling.advertencias if one.campo == "texto")
    assert "un pasaje de unas" in warning.mensaje
    assert warning.valores == (f"{URL}.html", f"{URL}.pdf")
    assert ruling.fuente is not None
    assert ruling.fuente.lector == "html"


GONE = "2026-11-20T03:00:00Z"


@pytest.mark.parametrize(
    ("retirado", "told"),
    [
        (GONE, ("El Tribunal retiró este archivo de su sitio el 19 de noviembre de 2026; se conserva la copia obtenida el 31 de diciembre de 2025.",
                ("2026-11-19",))),
        (None, ("El Tribunal retiró este archivo de su sitio; se conserva la copia obtenida el 31 de diciembre de 2025.", ())),
    ],
)  # fmt: skip
def test_what_is_gone_at_its_source_is_told_with_the_day_in_lima(retirado: str | None, told: tuple[str, tuple[str, ...]]) -> None:
    version = candidate("pdf", 10, 1.0).version
    assert withdrawn(version) == ()
    assert withdrawn(replace(version, estado="retirado_en_origen", retirado=retirado)) == (Advertencia(AT_SOURCE, *told),)


def raw(formato: Formato, body: bytes) -> RawDocument:
    return RawDocument(f"{URL}.{formato}", "90015-2021-HD", body, formato, "sedetc", datetime(2026, 1, 1, tzinfo=UTC))


def days_of(store: RawStore) -> dict[str, str]:
    """Format → the day in Lima since which it is gone."""
    since = {version.formato: version.retirado for version in store.versions() if version.retirado}
    return {formato: (datetime.fromisoformat(told) - timedelta(hours=5)).date().isoformat() for formato, told in since.items()}


@pytest.mark.slow
def test_a_record_tells_while_its_file_is_gone_and_prefers_one_that_is_there(tmp_path: Path) -> None:
    pdf, html = files()
    with RawStore.open(tmp_path) as store, Derived.open(tmp_path) as derived:
        looks = Looks(store, "sedetc")
        bodies: dict[Formato, bytes] = {"pdf": pdf, "html": html.encode("cp1252")}
        documents = {formato: store.add(raw(formato, body)).document for formato, body in bodies.items()}

        def build() -> tuple[int, str, list[str]]:
            """How many records were made now, from which format, and the days they tell of."""
            read_documents(store, derived, Quiet())
            assign_ids(store, derived)
            made = extract_rulings(store, derived, Quiet())
            ((ruling, key),) = derived.rulings()
            return made, key.formato, [one.valores[0] for one in ruling.advertencias if one.campo == AT_SOURCE]

        assert build() == (1, "pdf", [])
        assert looks.gone(documents["pdf"], 1)
        assert build() == (1, "html", []), "the page is still there"
        assert looks.gone(documents["html"], 2)
        made, formato, days = build()
        assert (made, formato, len(days)) == (1, "pdf", 1)
        assert days == [days_of(store)["pdf"]]
        assert build() == (0, "pdf", days)
        looks.note(documents["html"], 3, "", "")
        looks.note(documents["pdf"], 3, "", "")
        assert build() == (1, "pdf", [])


@pytest.mark.slow
def test_a_file_that_is_there_but_is_no_ruling_leaves_the_word_to_the_one_that_is_gone(tmp_path: Path) -> None:
    pdf, _ = files()
    page = (
        b"<html><body>" + b"<p>Este archivo se encuentra en proceso de digitalizaci&oacute;n por el Tribunal.</p>" * 9 + b"</body></html>"
    )
    with RawStore.open(tmp_path) as store, Derived.open(tmp_path) as derived:
        store.add(raw("html", page))
        Looks(store, "sedetc").gone(store.add(raw("pdf", pdf)).document, 1)
        read_documents(store, derived, Quiet())
        assign_ids(store, derived)
        extract_rulings(store, derived, Quiet())
        ((ruling, key),) = derived.rulings()
    assert key.formato == "pdf"
    assert [one.campo for one in ruling.advertencias] == [AT_SOURCE]
