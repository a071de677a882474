"""Whatever is handed to the command line: a sentence that says what is wrong and what to do, the exit code of contracts.md §2, nothing lost."""

import ast
import io
import json
import subprocess
import tarfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import habeas as package

Habeas = Callable[..., "subprocess.CompletedProcess[str]"]
Folder = Callable[..., Path]

LOCALE = Path(str(package.__file__)).with_name("locale")
WHOLE = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"

REFUSED = {
    "90901-2020-HD.pdf": (b"", "vacio"),
    "90902-2020-HD.pdf": (WHOLE[:40], "truncado"),
    "90903-2020-HD.pdf": (
        b"<html><body><p>Sentencia inventada del expediente 90903-2020-HD, con sus fundamentos.</p></body></html>",
        "tipo_falso",
    ),
    "90904-2020-HD.pdf": (b"<html><head><title>404 Not Found</title></head></html>", "bloqueo"),
    "90905-2020-HD.docx": (b"PK\x03\x04", "formato"),
    "sin-numero.pdf": (WHOLE, "nombre"),
}
"""Files that may not enter, each with the rule of its issue line."""


def issues(habeas: Habeas) -> dict[str, str]:
    """The rule of each open issue by the name of its file."""
    rows = [json.loads(line) for line in habeas("issues", "--json").stdout.splitlines()]
    return {row["url"].rsplit("/", 1)[-1].removeprefix("file:"): row["regla"] for row in rows}


def test_files_that_may_not_enter_are_issue_lines_and_the_good_one_beside_them_is_kept(habeas: Habeas, tmp_path: Path) -> None:
    for name, (body, _) in REFUSED.items():
        (tmp_path / "entrada").mkdir(exist_ok=True)
        (tmp_path / "entrada" / name).write_bytes(body)
    with (tmp_path / "entrada" / "90906-2020-HD.pdf").open("wb") as huge:  # 60 MB that take no room on the disk
        huge.write(b"%PDF-1.4\n")
        huge.truncate(60 * 1024 * 1024)
    (tmp_path / "entrada" / "90907-2020-HD.pdf").write_bytes(WHOLE)
    done = habeas("import", tmp_path / "entrada")
    assert done.returncode == 0, done.stderr
    assert issues(habeas) == {**{name: rule for name, (_, rule) in REFUSED.items()}, "90906-2020-HD.pdf": "demasiado_grande"}
    stored = [json.loads(line) for line in habeas("documents", "--json").stdout.splitlines()]
    assert [row["id"] for row in stored] == ["90907-2020-HD"]
    assert habeas("import", "--strict", tmp_path / "entrada").returncode == 1
    assert habeas("verify", "--strict").returncode == 0


@pytest.mark.parametrize("path", ["../../fuera/90908-2020-HD.pdf", "/tmp/fuera-de-todo/90908-2020-HD.pdf"])
def test_a_path_that_leaves_its_archive_is_never_written(habeas: Habeas, tmp_path: Path, path: str) -> None:
    archive = tmp_path / "paquete.tar"
    with tarfile.open(archive, "w") as made:
        for name in (path, "dentro/90909-2020-HD.pdf"):
            entry = tarfile.TarInfo(name)
            entry.size = len(WHOLE)
            made.addfile(entry, io.BytesIO(WHOLE))
    assert habeas("import", archive).returncode == 0
    assert issues(habeas) == {"90908-2020-HD.pdf": "ruta"}
    assert not list(tmp_path.rglob("90908*"))
    assert not Path("/tmp/fuera-de-todo").exists()


@pytest.mark.parametrize("name", ["paquete.tar", "paquete.tar.xz", "paquete.tar.gz", "paquete.zip"])
@pytest.mark.parametrize("body", [b"", b"esto no es un paquete"])
def test_an_archive_that_is_none_is_an_issue_line(habeas: Habeas, tmp_path: Path, name: str, body: bytes) -> None:
    (tmp_path / name).write_bytes(body)
    done = habeas("import", tmp_path / name)
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
    assert issues(habeas) == {name: "truncado"}


@pytest.mark.slow
def test_a_query_that_can_not_be_is_exit_2_with_what_to_do(habeas: Habeas, alex_folder: Folder) -> None:
    habeas("import", alex_folder(2))
    assert habeas("build").returncode == 0
    wrong = [
        ("a" * 10_000,),
        ("planillas (costos",),
        ('"planillas',),
        ("p*",),
        ("x", "--filter", "nada=1"),
        ("x", "--filter", "resultado=nada"),
    ]
    for arguments in wrong:
        done = habeas("search", *arguments)
        assert done.returncode == 2, arguments
        assert done.stderr.startswith("habeas: "), done.stderr
        assert done.stdout == ""
    assert habeas("search", "planillas", "--limit", "0").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "spanish", "english"),
    [
        (["nada"], "No hay una orden «nada».", "No such command 'nada'."),
        (["import"], "Falta el argumento", "Missing argument"),
        (["build", "--nada"], "No hay una opción «--nada».", "No such option '--nada'."),
        (["up", "--port", "99999999"], "Valor que no sirve para", "Invalid value for"),
        (["import", "no-existe.tar"], "No existe «no-existe.tar»", "“no-existe.tar” does not exist"),
    ],
)
def test_wrong_usage_is_exit_2_in_the_language_of_the_user(habeas: Habeas, arguments: list[str], spanish: str, english: str) -> None:
    for language, sentence in (("es_PE.UTF-8", spanish), ("en_US.UTF-8", english)):
        done = habeas(*arguments, LANG=language)
        assert done.returncode == 2
        assert sentence in done.stderr


def test_a_home_that_can_not_be_is_a_sentence_and_no_traceback(habeas: Habeas, tmp_path: Path) -> None:
    (tmp_path / "archivo").write_text("")
    done = habeas("--home", tmp_path / "archivo" / "casa", "status")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert str(tmp_path / "archivo") in done.stderr


def sentences(path: Path) -> Iterator[str]:
    """What a module says to users: the literal of each say(…) and each help=…."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            said = node.args[:1] if getattr(node.func, "id", "") == "say" else []
            for value in [*said, *(keyword.value for keyword in node.keywords if keyword.arg == "help")]:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value


@pytest.mark.parametrize("path", sorted(LOCALE.parent.glob("*.py")), ids=lambda path: str(path.stem))
def test_everything_that_a_command_says_has_its_english(path: Path) -> None:
    with (LOCALE / "en.po").open("rb") as lines:
        known = {str(message.id) for message in read_po(lines) if message.string}
    assert [sentence for sentence in sentences(path) if sentence not in known] == []


def test_the_compiled_spanish_of_click_is_that_of_its_source() -> None:
    folder = LOCALE / "es" / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as source, (folder / "messages.mo").open("rb") as compiled:
        wanted, found = pairs(read_po(source)), pairs(read_mo(compiled))
    assert found == wanted, "run: pybabel compile -d habeas/locale -D messages -l es"


def pairs(catalogue: Catalog) -> list[tuple[list[str], list[str]]]:
    """Every message with its plural, and what they become, in order."""
    return sorted((forms(message.id), forms(message.string)) for message in catalogue if message.id)


def forms(words: str | Iterable[str] | None) -> list[str]:
    """One form or several."""
    return [words] if isinstance(words, str) else list(words or ())
