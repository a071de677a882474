"""No page is read by OCR twice, none that is kept can be wrong, and nothing kept outlives a withdrawal. The programs are invented and count."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from habeas.__main__ import habeas
from indexer.derived import Derived
from indexer.kept_pages import FOLDER, KeptPages, forget, used
from indexer.progress import Quiet
from indexer.read import read_text
from indexer.reading import read_documents
from models.ids import RulingId
from models.store import RawStore
from tests.indexer.ocr_programs import WORDS, Programs, install, ruling, scan


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    return install(tmp_path / "bin", monkeypatch)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "casa"


@pytest.fixture
def store(home: Path) -> Iterator[RawStore]:
    with RawStore.open(home) as opened:
        yield opened


def read_all(store: RawStore, *, everything: bool = False) -> int:
    with Derived.open(store.home) as derived:
        return read_documents(store, derived, Quiet(), everything)


def entries(folder: Path) -> list[Path]:
    return sorted((folder / "paginas").glob("*/*.tsv"))


def holders(home: Path) -> list[str]:
    """Files of a home in which the words of a page stand, but for what came from the source."""
    files = [path for path in home.rglob("*") if path.is_file() and "archivos" not in path.relative_to(home).parts[:1]]
    return [str(path.relative_to(home)) for path in files if WORDS[0].encode() in path.read_bytes()]


def test_a_home_reads_a_page_once_whatever_becomes_of_its_text(programs: Programs, store: RawStore) -> None:
    store.add(ruling(90001, scan(1)))
    store.add(ruling(90002, scan(2)))
    assert read_all(store) == 2
    assert programs.read == 4
    assert read_all(store) == 0
    assert read_all(store, everything=True) == 2
    (store.home / "derivado.sqlite").unlink()
    assert read_all(store) == 2
    assert programs.read == 4


def test_a_version_with_other_bytes_and_the_same_pages_reads_none_again(programs: Programs, store: RawStore) -> None:
    store.add(ruling(90001, scan(1)))
    read_all(store)
    store.add(ruling(90001, scan(1, remark="saved again")))
    assert read_all(store) == 1
    assert programs.read == 2


def test_equal_files_under_two_addresses_are_one_reading(programs: Programs, store: RawStore) -> None:
    store.add(ruling(90001, scan(1)))
    store.add(ruling(90002, scan(1)))
    assert read_all(store) == 1
    assert programs.read == 2
    assert {version.lectura for version in store.versions()} == {"leido"}


def test_the_pages_kept_give_the_same_text(programs: Programs, tmp_path: Path) -> None:
    raw = ruling(90001, scan())
    fresh = read_text(raw)
    assert [read_text(raw, tmp_path / "ocr") for _ in range(2)] == [fresh, fresh]
    assert programs.read == 4
    assert WORDS[0] in fresh.text


@pytest.mark.parametrize(
    ("why", "damage"),
    [
        ("cut by a full disk", lambda body: body[: len(body) // 2]),
        ("emptied by a power failure", lambda body: b""),
        ("a bit turned", lambda body: body[:-3] + bytes([body[-3] ^ 1]) + body[-2:]),
        ("no text at all", lambda body: b"\xff" * 200),
        ("of an older make, without its checksum", lambda body: body.partition(b"\n")[2]),
    ],
)
def test_a_damaged_page_is_thrown_away_and_read_again(
    programs: Programs, tmp_path: Path, why: str, damage: Callable[[bytes], bytes]
) -> None:
    raw = ruling(90001, scan(pages=1))
    first = read_text(raw, tmp_path / "ocr")
    (entry,) = entries(tmp_path / "ocr")
    whole = entry.read_bytes()
    entry.write_bytes(damage(whole))
    assert read_text(raw, tmp_path / "ocr") == first, why
    assert programs.read == 2
    assert entry.read_bytes() == whole


def test_another_program_or_other_language_data_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, kept = ruling(90001, scan(pages=1)), tmp_path / "ocr"
    made = [
        install(tmp_path / "one", monkeypatch),
        install(tmp_path / "same", monkeypatch),
        install(tmp_path / "newer", monkeypatch, version="tesseract 5.4.0"),
        install(tmp_path / "best", monkeypatch, spanish=b"spa, the best"),
    ]
    counts = []
    for programs in made:
        monkeypatch.setenv("PATH", f"{programs.folder}:/usr/bin:/bin")
        read_text(raw, kept)
        counts.append(programs.read)
    assert counts == [1, 0, 1, 1]


def test_a_page_at_another_resolution_is_another_page(programs: Programs, tmp_path: Path) -> None:
    import numpy as np

    from indexer.read.scan_words import read_page

    kept = KeptPages(tmp_path / "ocr", "a" * 64)
    for dpi in (300, 300, 200):
        read_page(np.full((4, 8), 255, np.uint8), dpi, kept)
    read_page(np.full((8, 4), 255, np.uint8), 300, kept)
    assert programs.read == 3


def test_a_folder_that_cannot_be_written_costs_the_keeping_and_not_the_text(programs: Programs, tmp_path: Path) -> None:
    (tmp_path / "ocr").write_text("a file where the folder should be")
    assert WORDS[0] in read_text(ruling(90001, scan()), tmp_path / "ocr").text


def test_forgetting_takes_what_a_file_used_and_what_no_file_is_known_to_use(tmp_path: Path) -> None:
    one, two = (KeptPages(tmp_path, hashlib.sha256(name).hexdigest()) for name in (b"1", b"2"))
    for kept, key in ((one, "aa1"), (one, "bb2"), (two, "cc3")):
        kept.put(key, "text")
    (tmp_path / "paginas" / "dd").mkdir()
    (tmp_path / "paginas" / "dd" / "dd4.tsv").write_text("its list was lost")
    (tmp_path / "paginas" / "cc" / "cc3.777").write_text("its writer was killed")
    assert forget(tmp_path, [one.file_sha256]) == 3
    assert [path.stem for path in entries(tmp_path)] == ["cc3"]
    assert used(tmp_path) == {two.file_sha256}
    assert two.get("cc3") == "text"
    assert forget(tmp_path, [one.file_sha256]) == 0


def test_a_page_shared_by_two_files_goes_with_either(tmp_path: Path) -> None:
    one, two = KeptPages(tmp_path, "a" * 64), KeptPages(tmp_path, "b" * 64)
    one.put("aa1", "text")
    assert two.get("aa1") == "text"
    forget(tmp_path, [two.file_sha256])
    assert one.get("aa1") is None


def test_withdrawing_removes_the_pages_of_every_version_at_once(programs: Programs, store: RawStore) -> None:
    for body in (scan(1), scan(2)):
        store.add(ruling(90001, body))
        read_all(store)
    store.add(ruling(90002, scan(3, pages=1)))
    read_all(store)
    assert len(holders(store.home)) == 5
    done = CliRunner().invoke(habeas, ["--home", str(store.home), "withdraw", "90001-2019-HD", "--reason", "prueba"])
    assert done.exit_code == 0, done.output
    assert holders(store.home) == [str(entries(store.home / FOLDER)[0].relative_to(store.home))]
    CliRunner().invoke(habeas, ["--home", str(store.home), "withdraw", "90002-2019-HD", "--reason", "prueba"])
    assert holders(store.home) == []
    assert used(store.home / FOLDER) == frozenset()


def test_what_a_reader_at_work_left_after_the_withdrawal_goes_with_the_next_reading(programs: Programs, store: RawStore) -> None:
    store.add(ruling(90001, scan(1)))
    read_all(store)
    store.withdraw(RulingId("90001-2019-HD"), "retirado", "prueba")
    assert holders(store.home)
    read_all(store)
    assert holders(store.home) == []


def test_extract_keeps_its_pages_where_there_is_a_home_and_none_of_a_withdrawn_file(programs: Programs, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "90001-2019-HD.pdf"
    file.write_bytes(scan(1))

    def extract() -> int:
        result = CliRunner().invoke(habeas, ["--home", str(home), "extract", "--text", str(file)])
        assert WORDS[0] in result.output
        return programs.read

    assert [extract(), extract()] == [2, 4], "no home, nothing kept"
    assert not home.exists()
    with RawStore.open(home) as store:
        store.add(ruling(90001, file.read_bytes()))
    assert [extract(), extract()] == [6, 6]
    CliRunner().invoke(habeas, ["--home", str(home), "withdraw", "90001-2019-HD", "--reason", "prueba"])
    assert [extract(), extract()] == [8, 10]
    assert holders(home) == []
