"""What several test folders share: invented rulings in the layout of the open corpus, the real command line, the real corpus where it is."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[1].parent / "shared"

_RULING = """
{name}.pdf
=================

[Documento original](https://tc.gob.pe/jurisprudencia/{published}/{name}.pdf)
---
TRIBUNAL CONSTITUCIONAL
EXP. N.o {number}-PHD/TC
LIMA
ROSA INVENTADA QUISPE
SENTENCIA DEL TRIBUNAL CONSTITUCIONAL
En Lima, a los {day} dias del mes de mayo de {published}, la Sala Primera del Tribunal
Constitucional, integrada por los magistrados Urviola Hani, Miranda Canales y Blume
Fortini, pronuncia la siguiente sentencia
ASUNTO
Recurso de agravio constitucional interpuesto por dona Rosa Inventada Quispe contra la
resolucion de la Sala Civil de la Corte Superior de Justicia de Lima, de fojas 70, su fecha 3
de abril de 2014, que declaro infundada la demanda de habeas data de autos.
ANTECEDENTES
Con fecha 8 de enero de 2013 la recurrente interpone demanda de habeas data contra la
Municipalidad Distrital de Valle Inventado, solicitando copias de las planillas {topic}.
FUNDAMENTOS
1. La demanda tiene por objeto que se entreguen copias de las planillas {topic}.
2. El articulo 2, inciso 5, de la Constitucion reconoce el derecho de acceso a la informacion
publica, conforme a la STC 01797-2002-HD/TC, fundamento 16.
Por estos fundamentos, el Tribunal Constitucional, con la autoridad que le confiere la
Constitucion Politica del Peru,
HA RESUELTO
1. Declarar {outcome} la demanda de habeas data.
Publiquese y notifiquese.
SS.
URVIOLA HANI
MIRANDA CANALES
BLUME FORTINI
"""

Habeas = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def alex_folder(tmp_path: Path) -> Callable[[int], Path]:
    """Writes n invented rulings, numbered from 90501, as `md/<year>/<name>.pdf.md`; gives the folder to import."""

    def write(n: int, topic: str = "del puente") -> Path:
        root = tmp_path / "alex"
        for i in range(n):
            published, number = 2015 + i % 5, f"{90501 + i:05d}-{2013 + i % 5}"
            name = f"{number}-HD"
            outcome = ("FUNDADA", "INFUNDADA", "IMPROCEDENTE")[i % 3]
            text = _RULING.format(name=name, published=published, number=number, day=i % 27 + 2, topic=f"{topic} {i}", outcome=outcome)
            path = root / "md" / str(published) / f"{name}.pdf.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return root

    return write


def environment(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a command: this interpreter, that home, nothing of the user's."""
    return {"PATH": os.environ["PATH"], "HABEAS_HOME": str(home), "LANG": "es_PE.UTF-8", **(more or {})}


@pytest.fixture
def habeas(tmp_path: Path) -> Habeas:
    """Runs the real command line on `tmp_path/home` and gives the finished process."""

    def run(*arguments: str | Path, home: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "habeas", *map(str, arguments)]
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            env=environment(home or tmp_path / "home", more),
            timeout=300,
            check=False,
            cwd=tmp_path,
        )

    return run


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material beside the checkout; skips where it is not."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: real rulings are read at test time only where it is")
    return SHARED
