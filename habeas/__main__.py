"""`habeas`: reads the environment once, picks the command, turns errors into a sentence and an exit code."""

import errno
import importlib
import os
import sys
from pathlib import Path

import click

from habeas.cli import NOT_DONE, USAGE, App, Command, say
from models.errors import CorruptStore, HabeasError, NotDone
from models.settings import Settings

COMMANDS = {
    "up": "up",
    "collect": "collect",
    "import": "importing",
    "extract": "extract",
    "build": "build",
    "search": "search",
    "serve": "serve",
    "documents": "documents",
    "issues": "issues",
    "status": "status",
    "verify": "verify",
    "export": "export",
    "score": "score",
    "withdraw": "withdraw",
    "restore": "restore",
}
"""Command → module of this package; in the order in which help shows them."""


class Commands(click.Group):
    """The commands, each imported when it is called: `habeas --help` must not load spaCy."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        found = importlib.import_module(f"habeas.{COMMANDS[cmd_name]}").command
        assert isinstance(found, Command)
        return found

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the help in the user's language."""
        self.help = say(self.help or "")
        super().format_help_text(ctx, formatter)


@click.group(
    cls=Commands,
    help="Jurisprudencia abierta de hábeas data: recolecta, lee, busca y publica las sentencias del Tribunal Constitucional del Perú.",
    epilog="Ejemplo: habeas import sentencias.tar.xz && habeas build && habeas serve",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), default=None, help="Carpeta de datos (si no: HABEAS_HOME, o ./data)."
)
@click.pass_context
def habeas(ctx: click.Context, home: Path | None) -> None:
    """The root: builds the settings from the environment."""
    ctx.obj = App(Settings.from_env(os.environ, home))


def main() -> None:
    """Entry point: exit 0, or 2 for usage and configuration, 3 when the work was not done."""
    try:
        habeas.main(prog_name="habeas", standalone_mode=True)
    except (NotDone, CorruptStore) as error:
        _fail(str(error), NOT_DONE)
    except HabeasError as error:
        _fail(str(error), USAGE)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
            raise
        _fail(f"No se pudo escribir: {error.strerror} ({error.filename or ''}). Lo último guardado sigue en pie.", NOT_DONE)


def _fail(sentence: str, code: int) -> None:
    click.echo(f"habeas: {sentence}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
