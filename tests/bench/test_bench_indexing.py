"""The benchmark of indexing counts what it indexed, and leaves the home that it reads as it was."""

from pathlib import Path

from bench.indexing import indexing, show
from indexer.derived import Derived, TextKey, pack_text
from indexer.index.generations import current_generation
from models.document import Calidad, DocumentText
from models.ruling import Fundamento, Ruling, Seccion


def test_records_are_counted_and_nothing_serves_in_the_home(tmp_path: Path) -> None:
    with Derived.open(tmp_path) as derived:
        for number in range(3):
            name, text = f"{90100 + number}-2018-HD", "1. Pide información.\n2. Sin costos.\n"
            key = TextKey(name, "pdf")
            numbered = (Fundamento("1", 0, 20), Fundamento("2", 21, len(text)))
            sections = (Seccion("fundamentos", 0, len(text)),)
            ruling = Ruling(id=name, proceso="HD", expediente=name, titulo="", secciones=sections, fundamentos=numbered, texto_sha256=name)
            derived.put_text(key, "s", name, pack_text(DocumentText(text, text, (0,), (), "texto", Calidad("alta", 1.0))))
            derived.put_ruling(ruling, "i", key)
        derived.commit()
    made = indexing(tmp_path)
    assert (made.rulings, made.fundamentos) == (3, 6)
    assert current_generation(tmp_path) is None
    assert made.size > 0 < made.first
    assert made.per_second < made.rulings / made.indexing.wall
    assert "3 sentencias" in show(made)
