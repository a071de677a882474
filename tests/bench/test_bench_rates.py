"""The benchmark's own figures: every stage is counted, and PDF → ruling is set against pdfminer on the same files."""

from pathlib import Path

import pytest

from bench import pdf, rates
from models.document import RawDocument

COURT = Path(__file__).parents[2] / "sample" / "court"


@pytest.fixture(scope="module")
def printed() -> list[RawDocument]:
    return rates.sample(COURT, "pdf")[:2]


def test_every_stage_has_a_rate_and_both_together_are_slower_than_each(printed: list[RawDocument]) -> None:
    reading, extracting, both, indexing = rates.rates("muestra", printed)
    assert [one.documents for one in (reading, extracting, both, indexing)] == [2, 2, 2, 2]
    assert both.per_second < min(reading.per_second, extracting.per_second)
    assert "por segundo" in rates.show([reading])


def test_a_pdf_is_set_against_pdfminer_alone(printed: list[RawDocument]) -> None:
    against = pdf.against_pdfminer(printed[:1])
    assert against.documents == 1
    assert against.ratio == pytest.approx(against.ours / against.pdfminer)
    assert f"{against.ratio:.2f} veces" in pdf.show(against)
