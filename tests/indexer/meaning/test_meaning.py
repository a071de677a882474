"""Vectors and digests: kept by content, followed while a build goes on, purged with what they were made from. A fake model, no wheel needed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.index.base import Indexed
from indexer.index.fields import key, unique_key
from indexer.index.generations import build_generation
from indexer.meaning import sense
from indexer.meaning.bm25 import WordIndex
from indexer.meaning.digest import OPENING, digest, opening, plain
from indexer.meaning.embedding import Batch, Encoder, follow
from indexer.meaning.kept import FILE, Kept, packed_vectors, unpacked
from indexer.meaning.model import DIMENSIONS, Vectors, installed, model
from indexer.meaning.sense import Sense
from indexer.meaning.standing import standing
from indexer.progress import Quiet
from indexer.workers import Crash
from models.ruling import Cita, Evidencia, Fundamento, Ruling
from models.settings import Settings


def _ruling(number: int, fundamentos: Sequence[str], **fields: object) -> Indexed:
    text, numbered = "", []
    for at, said in enumerate(fundamentos, 1):
        numbered.append(Fundamento(str(at), len(text), len(text) + len(said)))
        text += said + "\n"
    name = f"{number:05d}-2015-HD"
    made = Ruling(id=name, proceso="HD", expediente=name, titulo=f"R. contra {number}", fundamentos=tuple(numbered))
    return Indexed(replace(made, **fields), text, text, (0,))  # type: ignore[arg-type]


class _Fake:
    """A model whose vectors count letters: texts of the same letters are alike. Tells how many it made."""

    def __init__(self, name: str = "letras 1") -> None:
        self.name, self.made = name, 0

    def query(self, text: str) -> Vectors:
        found = np.zeros(DIMENSIONS, np.float32)
        for letter in plain(text):
            found[ord(letter) % DIMENSIONS] += 1
        return np.asarray(found / max(1.0, float(np.linalg.norm(found))), np.float32)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.made += len(texts)
        return np.stack([self.query(text) for text in texts])

    def encoder(self) -> Encoder:
        return Encoder(self.name, self._work)

    def _work(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, Vectors | Crash]]:
        return ((batch, self.passages([one.text for one in batch])) for batch in batches)


def _publish(home: Path, documents: Sequence[Indexed], fingerprint: str) -> Settings:
    settings = Settings(home=home)
    build_generation(settings, iter(documents), fingerprint)
    return settings


TWO = ("Las planillas de pago son públicas.", "El correo institucional no es privado.")


def test_everything_of_a_generation_gets_a_vector_once(tmp_path: Path) -> None:
    fake = _Fake()
    settings = _publish(tmp_path, [_ruling(1, TWO), _ruling(2, TWO)], "a")
    assert follow(settings, Quiet(), fake.encoder()).made == 3, "two texts that both share, and one request"
    assert follow(settings, Quiet(), fake.encoder()).made == 0
    settings = _publish(tmp_path, [_ruling(1, TWO), _ruling(2, TWO), _ruling(3, ["Otra cosa."])], "b")
    assert follow(settings, Quiet(), fake.encoder()).made == 2, "only what is new"
    assert fake.made == 5


def test_vectors_of_what_is_withdrawn_are_gone_with_their_bytes(tmp_path: Path) -> None:
    fake = _Fake()
    follow(_publish(tmp_path, [_ruling(1, TWO), _ruling(2, ["Un secreto inventado."])], "a"), Quiet(), fake.encoder())
    secret = packed_vectors(fake.query(plain("Un secreto inventado."))).tobytes()
    assert secret in (tmp_path / FILE).read_bytes()
    follow(_publish(tmp_path, [_ruling(1, TWO)], "b"), Quiet(), fake.encoder())
    with Kept.open(tmp_path) as kept:
        assert kept.counts() == (3, 0)
    assert secret not in (tmp_path / FILE).read_bytes()


def test_a_build_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    fake = _Fake()
    settings = _publish(tmp_path, [_ruling(n, [f"Fundamento {n} de {n}."]) for n in range(1, 31)], "a")

    def killed(batches: Iterable[Batch]) -> Iterator[tuple[Batch, Vectors | Crash]]:
        for at, (batch, vectors) in enumerate(fake._work(batches)):
            if at == 2:
                raise KeyboardInterrupt
            yield batch, vectors

    with pytest.raises(KeyboardInterrupt):
        follow(settings, Quiet(), Encoder(fake.name, killed))
    with Kept.open(tmp_path) as kept:
        assert kept.counts()[1] == 60 - 32
    assert follow(settings, Quiet(), fake.encoder()).waiting == 0


def test_a_batch_that_fails_waits_for_the_next_build(tmp_path: Path) -> None:
    fake = _Fake()
    settings = _publish(tmp_path, [_ruling(1, TWO)], "a")
    broken = Encoder(fake.name, lambda batches: ((batch, Crash("roto")) for batch in batches))
    assert follow(settings, Quiet(), broken).waiting == 3
    assert follow(settings, Quiet(), fake.encoder()).waiting == 0


def test_another_model_makes_its_own_vectors(tmp_path: Path) -> None:
    settings = _publish(tmp_path, [_ruling(1, TWO)], "a")
    follow(settings, Quiet(), _Fake("uno").encoder())
    assert follow(settings, Quiet(), _Fake("dos").encoder()).made == 3


def test_only_habeas_data_rulings_get_vectors(tmp_path: Path) -> None:
    other = _ruling(2, TWO, id="00002-2015-AA", expediente="00002-2015-AA", proceso="AA")
    assert follow(_publish(tmp_path, [_ruling(1, TWO), other], "a"), Quiet(), _Fake().encoder()).made == 3


def test_without_a_model_digests_are_still_listed(tmp_path: Path) -> None:
    settings = replace(_publish(tmp_path, [_ruling(1, TWO, temas=("A06",))], "a"), meaning=False)
    assert follow(settings, Quiet()).waiting == 0
    known = Sense(tmp_path, lambda: None).known()
    assert known.about.tolist() == [key("00001-2015-HD")]
    assert known.themes == [("A06",)]
    assert not len(known.rulings.keys)


def test_serving_sees_vectors_that_came_while_it_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sense, "AGAIN", 0.0)
    fake = _Fake()
    served = Sense(tmp_path, lambda: fake)
    assert not len(served.known().rulings.keys)
    assert served.avisos(), "told that only words were used"
    assert served.vector("planillas") is None
    settings = _publish(tmp_path, [_ruling(1, TWO)], "a")
    follow(settings, Quiet(), fake.encoder())
    assert served.known().rulings.keys.tolist() == [unique_key(key("00001-2015-HD"))]
    assert served.avisos() == ()
    follow(_publish(tmp_path, [_ruling(1, TWO), _ruling(2, TWO)], "b"), Quiet(), fake.encoder())
    assert len(served.known().rulings.keys) == 2


def test_between_two_looks_nothing_is_read_again(tmp_path: Path) -> None:
    fake = _Fake()
    follow(_publish(tmp_path, [_ruling(1, TWO)], "a"), Quiet(), fake.encoder())
    served = Sense(tmp_path, lambda: fake)
    before = served.known()
    follow(_publish(tmp_path, [_ruling(1, TWO), _ruling(2, TWO)], "b"), Quiet(), fake.encoder())
    assert served.known() is before


def test_a_file_that_is_no_database_is_made_again(tmp_path: Path) -> None:
    settings = _publish(tmp_path, [_ruling(1, TWO)], "a")
    (tmp_path / FILE).write_bytes(b"no es una base de datos, ni lo fue nunca; sobran letras" * 20)
    assert len(Sense(tmp_path, lambda: None).known().about) == 0
    assert follow(settings, Quiet(), _Fake().encoder()).made == 3


def test_what_a_fundamento_cites_and_who_names_it_is_kept(tmp_path: Path) -> None:
    said = "Como dice la STC 00001-2015-HD, fundamento 2, así es."
    cites = {"citas": (Cita("00001-2015-HD", (2,), estado="resuelta"),), "evidencia": {"citas[0]": (Evidencia("texto", "x", 1.0, 16, 29),)}}
    follow(_publish(tmp_path, [_ruling(1, TWO), _ruling(2, [said], **cites)], "a"), Quiet(), _Fake().encoder())
    known = Sense(tmp_path, lambda: None).known()
    cited = key("00001-2015-HD")
    assert known.pinned == {(cited, "2"): 1}
    assert known.echoes == {unique_key(key("00002-2015-HD"), 0): ((cited, ""), (cited, "2"))}


def test_status_tells_how_many_passages_wait_and_why_there_is_no_meaning(tmp_path: Path) -> None:
    assert standing(tmp_path, meaning=False).motivo.endswith("(HABEAS_MEANING=off).")
    settings = _publish(tmp_path, [_ruling(1, TWO)], "a")
    follow(settings, Quiet(), Encoder("roto", lambda batches: ((batch, Crash("roto")) for batch in batches)))
    found = standing(tmp_path, meaning=True)
    assert (found.pasajes, found.por_entender) == (3, 3)
    follow(settings, Quiet(), _Fake().encoder())
    assert standing(tmp_path, meaning=True).por_entender == 0


def test_marks_and_capitals_make_no_other_vector() -> None:
    assert plain("SEÑOR Pérez") == plain("senor perez")


def test_a_fundamento_is_known_by_its_first_words() -> None:
    text = " ".join(f"palabra{n}" for n in range(OPENING + 20))
    assert opening(text, Fundamento("1", 0, len(text))).split()[-1] == f"palabra{OPENING - 1}"


def test_a_digest_tells_the_request_the_bodies_and_the_themes() -> None:
    text = "Preámbulo. Se le entregue la relación de viáticos del alcalde de Villa Inventada."
    told = {"informacion_solicitada": (Evidencia("texto", "x", 1.0, 11, 40),)}
    whole = _ruling(
        1, ["x"], informacion_solicitada="la relación de viáticos", evidencia=told, entidades=("Villa Inventada",), temas=("A17",)
    )
    made = digest(whole.ruling, text)
    assert made.meant == "la relacion de viaticos. villa inventada"
    assert "Viajes, autos y celulares oficiales" in made.said
    assert "Preámbulo" not in made.said


def test_int8_keeps_directions() -> None:
    vectors = np.random.default_rng(7).normal(size=(50, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert np.abs(unpacked(packed_vectors(vectors)) @ vectors.T - vectors @ vectors.T).max() < 0.02


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    index = WordIndex([["copia", "licencia"], ["copia", "viaje"], ["copia", "copia"]])
    scores = index.scores(["copia", "licencia"])
    assert scores.argmax() == 0
    assert index.scores(["nadie"]).tolist() == [0.0, 0.0, 0.0]


@pytest.mark.skipif(not installed(), reason="the wheel of the model is not for this platform")
def test_the_real_model_is_deterministic_and_knows_what_is_alike() -> None:
    loaded = model()
    assert loaded is not None
    passages = loaded.passages(["sueldo del alcalde y de los funcionarios", "historia clinica de una paciente"])
    assert passages.shape == (2, DIMENSIONS)
    asked = loaded.query("cuanto gana el alcalde")
    assert np.array_equal(asked, loaded.query("cuanto gana el alcalde"))
    assert passages[0] @ asked > passages[1] @ asked
