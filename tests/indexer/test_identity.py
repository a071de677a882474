"""Which resolution a document is: copies of one are told from other resolutions of the case by how many words they share."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexer.derived import Derived, TextKey, pack_text
from indexer.identity import assign_ids
from indexer.likeness import SHORTEST, likeness, shingles
from indexer.reading import words_sha256
from models.document import Calidad, DocumentText, Formato, RawDocument
from models.ids import RulingId
from models.store import RawStore

WORDS = [f"{a}{b}" for a in ("arch", "con", "dem", "fund", "inf", "plan", "res") for b in ("ado", "ar", "encia", "ista", "ivo", "oria")]


def ruling(seed: int, words: int = 400) -> str:
    """An invented text; another seed, other words in another order."""
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(words))


def misread(text: str, share: float = 0.01, seed: int = 0) -> str:
    """As OCR reads it: a letter in so many is another one."""
    chance = random.Random(seed)
    return "".join(chance.choice("xzwk") if letter.isalpha() and chance.random() < share else letter for letter in text)


@dataclass(slots=True)
class Home:
    store: RawStore
    derived: Derived

    def add(self, url: str, text: str, *, source: str = "sedetc", formato: Formato = "pdf", date: str = "2020") -> None:
        """A document whose text was read; without text it could not be."""
        raw = RawDocument(url, "90501-2019-HD", f"{url} {text}".encode(), formato, source, datetime.now(UTC), fecha_publicacion=date)
        with self.store.transaction(bulk=True):
            added = self.store.add(raw)
        sha = next(one.sha256 for one in self.store.versions() if one.document == added.document and one.version == added.version)
        if text:
            document = DocumentText(text, text, (0,), (), "pdf", Calidad("alta", 1.0))
            self.derived.put_text(TextKey(sha, formato), "s", words_sha256(text), pack_text(document))
            self.store.mark(added.document, added.version, lectura="leido", words_sha256=words_sha256(text))
        else:
            self.store.mark(added.document, added.version, lectura="sin_leer")

    def decide(self) -> dict[str, tuple[str | None, str]]:
        """Address → (id, estado) after the stage."""
        assign_ids(self.store, self.derived)
        return {one.url: (one.ruling_id, one.estado) for one in self.store.versions()}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with RawStore.open(tmp_path) as store, Derived.open(tmp_path) as derived:
        yield Home(store, derived)


ALEX = "https://tc.gob.pe/jurisprudencia/2020/90501-2019-HD.pdf"
COPY = "file:mis/90501-2019-HD.pdf"
COURT = "https://tc.gob.pe/jurisprudencia/2021/90501-2019-HD.pdf"


def test_a_pdf_of_a_folder_is_another_format_of_the_ruling_whose_words_it_shares(home: Home) -> None:
    home.add(ALEX, misread(ruling(1), seed=1), source="alex", formato="texto")
    assert home.decide()[ALEX] == ("90501-2019-HD", "vigente")
    home.add(COPY, misread(ruling(1), seed=2), source="carpeta")
    assert home.decide()[COPY] == ("90501-2019-HD", "vigente")


def test_in_one_import_a_copy_joins_its_ruling_whichever_comes_first(home: Home) -> None:
    home.add(COPY, ruling(1), source="carpeta", date="2022")
    home.add(ALEX, misread(ruling(1)), source="alex", formato="texto")
    assert {found for found, _ in home.decide().values()} == {"90501-2019-HD"}


def test_a_copy_of_other_words_is_a_second_resolution(home: Home) -> None:
    home.add(ALEX, ruling(1), source="alex", formato="texto")
    home.add(COPY, ruling(2), source="carpeta", date="2022")
    assert home.decide()[COPY] == ("90501-2019-HD-2", "vigente")


def test_a_copy_goes_to_the_one_of_several_that_it_is_most_like(home: Home) -> None:
    home.add(ALEX, ruling(1), source="alex", formato="texto")
    home.add(COURT, ruling(2), date="2021")
    assert home.decide()[COURT][0] == "90501-2019-HD-2"
    home.add(COPY, misread(ruling(2)), source="carpeta", formato="html", date="2023")
    assert home.decide()[COPY] == ("90501-2019-HD-2", "vigente")


def test_a_copy_in_a_format_that_is_here_is_a_duplicate(home: Home) -> None:
    home.add(COURT, ruling(1))
    home.decide()
    home.add(COPY, misread(ruling(1)), source="carpeta")
    assert home.decide() == {COURT: ("90501-2019-HD", "vigente"), COPY: ("90501-2019-HD", "duplicado")}


def test_the_courts_own_file_stands_and_the_copy_that_was_here_before_becomes_the_duplicate(home: Home) -> None:
    home.add(COPY, misread(ruling(1)), source="carpeta")
    home.decide()
    home.add(COURT, ruling(1))
    assert home.decide() == {COURT: ("90501-2019-HD", "vigente"), COPY: ("90501-2019-HD", "duplicado")}


def test_two_of_the_courts_pdfs_are_one_resolution_only_by_their_very_words(home: Home) -> None:
    later = "https://tc.gob.pe/jurisprudencia/2022/90501-2019-HD.pdf"
    same = "https://tc.gob.pe/jurisprudencia/2023/90501-2019-HD.pdf"
    home.add(COURT, ruling(1), date="2021")
    home.decide()
    home.add(later, f"{ruling(1)} corregida", date="2022")
    home.add(same, ruling(1).upper(), date="2023")
    found = home.decide()
    assert found[later] == ("90501-2019-HD-2", "vigente")
    assert found[same] == ("90501-2019-HD", "duplicado")


def test_the_courts_pdf_and_html_under_two_addresses_are_one_where_nearly_all_words_agree(home: Home) -> None:
    page, other = "https://tc.gob.pe/jurisprudencia/2022/90501-2019-HD.html", "https://tc.gob.pe/jurisprudencia/2023/90501-2019-HD.html"
    home.add(COURT, ruling(1), date="2021")
    home.decide()
    home.add(page, f"folio {ruling(1)} 12", formato="html", date="2022")
    home.add(other, misread(ruling(1), 0.02), formato="html", date="2023")
    found = home.decide()
    assert found[page] == ("90501-2019-HD", "vigente")
    assert found[other][0] == "90501-2019-HD-2"


def test_two_texts_of_one_corpus_that_differ_by_a_word_are_two_resolutions(home: Home) -> None:
    home.add(ALEX, ruling(1), source="alex", formato="texto")
    home.add(COURT, f"{ruling(1)} corregida", source="alex", formato="texto", date="2021")
    assert home.decide()[COURT] == ("90501-2019-HD-2", "vigente")


def test_a_copy_of_a_case_with_a_withdrawn_ruling_waits_without_an_id(home: Home) -> None:
    home.add(COURT, ruling(1))
    home.decide()
    home.store.withdraw(RulingId("90501-2019-HD"), "retirado", "pedido")
    home.add(COPY, misread(ruling(1)), source="carpeta")
    assert home.decide()[COPY][0] is None
    home.store.withdraw(RulingId("90501-2019-HD"), "restaurado", "error")
    assert home.decide()[COPY] == ("90501-2019-HD", "duplicado")


def test_likeness_does_not_mind_letters_misread_nor_pages_missing_and_tells_nothing_of_scraps() -> None:
    text = ruling(3)
    assert likeness(shingles(text), shingles(text)) == 1.0
    assert likeness(shingles(text), shingles(misread(text, 0.01))) > 0.7
    assert likeness(shingles(text), shingles(text[: len(text) // 2])) > 0.95
    assert likeness(shingles(text), shingles(text[: len(text) // 5])) == 0.0
    assert likeness(shingles(text), shingles(ruling(4))) < 0.3
    scrap = " ".join(WORDS[: SHORTEST // 2])
    assert likeness(shingles(scrap), shingles(scrap)) == 0.0
