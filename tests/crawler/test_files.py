"""Archives, folders and files: every file is a document or an issue, whatever is in them."""

import io
import os
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler import intake
from crawler.platforms import archive
from crawler.platforms.files import Entry, documents_in, entries_in, size_of
from models.document import RawDocument
from models.errors import ConfigError
from models.issues import Issue

PDF = b"%PDF-1.7\nuno\n%%EOF\n"
HTML = b"<html><body><p>EXP. N. 90003-2022-PHD/TC</p></body></html>"
CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "habeas-data.tar.xz"


def alex(number: int, year: int = 2015, host: str = "https://tc.gob.pe") -> tuple[str, bytes]:
    name = f"{number}-2013-HD.pdf"
    text = (
        f"\n{name}\n=====\n  \n[Documento original]({host}/jurisprudencia/{year}/{name})  \n---  \nEXP. N.° {number}-2013-PHD/TC  \nLIMA\n"
    )
    return f"md/{year}/{name}.md", text.encode()


def tar(path: Path, files: dict[str, bytes], mode: str = "w:xz", special: Callable[[tarfile.TarFile], None] | None = None) -> Path:
    with tarfile.open(path, mode) as made:  # type: ignore[call-overload]  # the mode is a parameter
        for name, body in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = len(body), 1_721_952_000
            made.addfile(entry, io.BytesIO(body))
        if special:
            special(made)
    return path


def said(path: Path) -> dict[str, str]:
    """Path of each file → format, or the rule of its issue."""
    return {entry.file: told(entry) for entry in entries_in(path)}


def told(entry: Entry) -> str:
    return entry.found.regla if isinstance(entry.found, Issue) else entry.found.formato


@pytest.mark.parametrize(("name", "mode"), [("a.tar", "w"), ("a.tar.xz", "w:xz"), ("a.tgz", "w:gz"), ("a.tar.bz2", "w:bz2")])
def test_the_open_corpus_gives_texts_with_the_address_of_their_original(tmp_path: Path, name: str, mode: str) -> None:
    path = tar(tmp_path / name, dict([alex(90001), alex(90002, 1999)]), mode)
    first, second = documents_in(path)
    assert isinstance(first, RawDocument)
    assert isinstance(second, RawDocument)
    assert (first.url, first.name, first.formato, first.source) == (
        "https://tc.gob.pe/jurisprudencia/2015/90001-2013-HD.pdf",
        "90001-2013-HD",
        "texto",
        "alex",
    )
    assert (first.fecha_publicacion, second.fecha_publicacion) == ("2015", "1999")
    assert first.obtained == datetime(2024, 7, 26, tzinfo=UTC)
    assert first.body == alex(90001)[1]


def test_a_folder_is_read_in_order_of_name_like_its_archive(tmp_path: Path) -> None:
    for name, body in (alex(90002, 1999), alex(90001)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(body)
    assert [entry.file for entry in entries_in(tmp_path)] == ["md/1999/90002-2013-HD.pdf.md", "md/2015/90001-2013-HD.pdf.md"]
    (single,) = documents_in(tmp_path / "md" / "2015" / "90001-2013-HD.pdf.md")
    assert isinstance(single, RawDocument)
    assert single.url == "https://tc.gob.pe/jurisprudencia/2015/90001-2013-HD.pdf"


def test_an_address_without_scheme_is_one_and_an_address_of_another_case_is_not(tmp_path: Path) -> None:
    bare = alex(90001, host="tc.gob.pe")
    foreign = ("md/2015/90009-2013-HD.pdf.md", alex(90002)[1])
    first, second = documents_in(tar(tmp_path / "a.tar", dict([bare, foreign])))
    assert isinstance(first, RawDocument)
    assert isinstance(second, RawDocument)
    assert first.url == "https://tc.gob.pe/jurisprudencia/2015/90001-2013-HD.pdf"
    assert (second.url, second.name) == ("file:md/2015/90009-2013-HD.pdf.md", "90009-2013-HD")


def test_every_file_of_a_folder_is_a_document_or_an_issue(tmp_path: Path) -> None:
    files = {
        "2015/90001-2013-HD.pdf": (PDF, "pdf"),
        "2015/90002-2013-HD Resolucion.PDF": (PDF, "pdf"),
        "2015/90003-2013-HD.htm": (HTML, "html"),
        "2015/90004-2013-HD.pdf": (HTML, "tipo_falso"),  # a page in a PDF's place is most often an error that somebody saved
        "2015/90005-2013-HD.html": (b"EXP. N. 90005 sin etiquetas", "texto"),
        "2015/90006-2013-HD": (PDF, "pdf"),  # no extension: the bytes tell
        "2015/90007-2013-HD.pdf": (b"404: not found", "tipo_falso"),
        "2015/90008-2013-HD.pdf": (b"", "vacio"),
        "2015/90009-2013-HD.pdf": (PDF[:-4], "truncado"),
        "2015/90010-2013-HD.html": (b"<html><title>Access Denied</title><body>Reference #18</body></html>", "bloqueo"),
        "2015/90011-2013-HD.docx": (b"PK\x03\x04", "formato"),
        "2015/90012-2013-HD.pdf.bak": (PDF, "formato"),
        "2015/comunicado.pdf": (PDF, "nombre"),
        "leame.json": (b"{}", "formato"),
    }
    for name, (body, _) in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(body)
    assert said(tmp_path) == {name: result for name, (_, result) in files.items()}


def test_only_what_systems_leave_behind_is_passed_over_in_silence(tmp_path: Path) -> None:
    files = {
        ".DS_Store": b"x",
        "__MACOSX/2015/._90001-2013-HD.pdf": b"x",
        "2015/Thumbs.db": b"x",
        ".oculto": b"x",
        "2015/90001-2013-HD.pdf": PDF,
    }
    assert said(tar(tmp_path / "a.tar.gz", files, "w:gz")) == {".oculto": "formato", "2015/90001-2013-HD.pdf": "pdf"}


def test_paths_that_leave_their_archive_links_and_devices_are_issues(tmp_path: Path) -> None:
    def special(made: tarfile.TarFile) -> None:
        for kind, name in (
            (tarfile.SYMTYPE, "90001-2013-HD.pdf"),
            (tarfile.LNKTYPE, "90002-2013-HD.pdf"),
            (tarfile.CHRTYPE, "90003-2013-HD.pdf"),
        ):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/hostname"
            made.addfile(entry)

    files = {
        "../90004-2013-HD.pdf": PDF,
        "/tmp/90005-2013-HD.pdf": PDF,
        "a/../../90006-2013-HD.pdf": PDF,
        "C:\\90007-2013-HD.pdf": PDF,
        "b/90008-2013-HD.pdf": PDF,
    }
    found = said(tar(tmp_path / "a.tar", files, "w", special))
    assert Counter(found.values()) == {"ruta": 7, "pdf": 1}
    assert found["b/90008-2013-HD.pdf"] == "pdf"


def test_links_and_devices_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "fuera.pdf").write_bytes(PDF)
    folder = tmp_path / "dentro"
    folder.mkdir()
    (folder / "90001-2013-HD.pdf").symlink_to(tmp_path / "fuera.pdf")
    (folder / "vuelta").symlink_to(tmp_path)
    os.mkfifo(folder / "90002-2013-HD.pdf")
    os.mkfifo(folder / "paquete.tar")
    assert set(said(folder).values()) == {"ruta"}
    assert len(said(folder)) == 4


def test_files_above_the_limit_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LIMIT", 1000)
    monkeypatch.setattr(intake, "LIMIT", 1000)
    big = {"90001-2013-HD.pdf": PDF + b"x" * 2000, "90002-2013-HD.pdf": PDF}
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in big.items():
            made.writestr(name, body)
            (tmp_path / name).write_bytes(body)
    tar(tmp_path / "a.tar.xz", big)
    assert said(tmp_path / "a.tar.xz") == {"90001-2013-HD.pdf": "demasiado_grande", "90002-2013-HD.pdf": "pdf"}
    assert said(tmp_path) == {
        "90001-2013-HD.pdf": "demasiado_grande",
        "90002-2013-HD.pdf": "pdf",
        "a.tar.xz/90001-2013-HD.pdf": "demasiado_grande",
        "a.tar.xz/90002-2013-HD.pdf": "pdf",
        "a.zip/90001-2013-HD.pdf": "demasiado_grande",
        "a.zip/90002-2013-HD.pdf": "pdf",
    }


def test_a_zip_is_read_like_a_tar_and_a_damaged_member_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("2015/", "")
        made.writestr("2015/90001-2013-HD.pdf", PDF)
        made.writestr("2015/90002-2013-HD.pdf", PDF.replace(b"uno", b"dos"))
        made.writestr("../90003-2013-HD.pdf", PDF)
        link = zipfile.ZipInfo("90004-2013-HD.pdf")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/hostname")
    path.write_bytes(path.read_bytes().replace(b"dos", b"DOS", 1))  # its checksum no longer fits
    assert said(path) == {
        "2015/90001-2013-HD.pdf": "pdf",
        "2015/90002-2013-HD.pdf": "truncado",
        "../90003-2013-HD.pdf": "ruta",
        "90004-2013-HD.pdf": "ruta",
    }


@pytest.mark.parametrize(("name", "mode"), [("a.tar", "w"), ("a.tar.xz", "w:xz"), ("a.tar.gz", "w:gz"), ("a.tar.bz2", "w:bz2")])
def test_a_broken_archive_gives_what_it_has_and_one_issue_for_the_rest(tmp_path: Path, name: str, mode: str) -> None:
    files = {f"2015/{number}-2013-HD.pdf": PDF + os.urandom(3000) + b"%%EOF" for number in range(90001, 90401)}
    path = tar(tmp_path / name, files, mode)
    whole = path.read_bytes()
    for share in (0.9, 0.5, 0.02):
        path.write_bytes(whole[: int(len(whole) * share)])
        found = list(documents_in(path))
        issues = [one for one in found if isinstance(one, Issue)]
        assert [(issue.regla, issue.url) for issue in issues] == [("truncado", f"file:{name}")]
        assert [one.body for one in found if isinstance(one, RawDocument)] == list(files.values())[: len(found) - 1]


def test_a_tar_cut_between_two_files_or_with_a_damaged_header_is_not_taken_for_whole(tmp_path: Path) -> None:
    path = tar(tmp_path / "a.tar", {f"{number}-2013-HD.pdf": PDF for number in range(90001, 90004)}, "w")
    whole = path.read_bytes()
    path.write_bytes(whole[:2048])
    assert list(said(path).values()) == ["pdf", "pdf", "truncado"]
    path.write_bytes(whole[:1024] + b"?" * 20 + whole[1044:])
    assert list(said(path).values()) == ["pdf", "truncado"]


@pytest.mark.parametrize("name", ["a.tar.xz", "a.zip", "a.tar"])
def test_what_is_no_archive_at_all_is_one_issue(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"esto no es un paquete" * 100)
    assert list(said(tmp_path / name).values()) == ["truncado"]
    (tmp_path / name).write_bytes(b"")
    assert list(said(tmp_path / name).values()) == ["truncado"]


def test_names_that_are_no_text_can_be_stored(tmp_path: Path) -> None:
    name = os.fsdecode(b"90001-2013-HD \xff.pdf")
    tar(tmp_path / "a.tar", {name: PDF}, "w")
    (entry,) = entries_in(tmp_path / "a.tar")
    assert entry.file.encode() == "90001-2013-HD \ufffd.pdf".encode()


def test_progress_adds_up_to_the_size(tmp_path: Path) -> None:
    tar(tmp_path / "a.tar.xz", dict([alex(90001)]))
    (tmp_path / "90002-2013-HD.pdf").write_bytes(PDF)
    steps: list[int] = []
    list(entries_in(tmp_path, steps.append))
    assert sum(steps) == size_of(tmp_path) == sum(path.stat().st_size for path in tmp_path.iterdir())


def test_a_path_that_does_not_exist_says_what_to_write(tmp_path: Path) -> None:
    missing = documents_in(tmp_path / "nada.tar.xz")
    with pytest.raises(ConfigError, match="ruta"):
        next(iter(missing))


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="../shared is not here")
def test_the_real_corpus_is_read_without_an_issue() -> None:
    found = list(documents_in(CORPUS))
    assert len(found) == 843
    assert {one.source for one in found if isinstance(one, RawDocument)} == {"alex"}
    assert not [one for one in found if isinstance(one, Issue)]
