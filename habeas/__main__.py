"""`habeas`: reads the environment once, picks the command, turns errors into a sentence and an exit code."""

import errno
import gettext
import importlib
import io
import os
import sys
from pathlib import Path
from typing import Any

import click

from habeas.cli import DONE, NOT_DONE, USAGE, App, Command, example, language, say, translate
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

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command. A reader that has enough (`habeas documents | head`) ends it: that is no failure, where click would end with 1."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        return result

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the help in the user's language."""
        self.help = say(self.help or "")
        super().format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes options and commands in the user's language."""
        translate(self.params)
        super().format_options(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the example with its label in the user's language."""
        example(self.epilog, formatter)


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
    """Entry point: exit 0, or 2 for usage and configuration, 3 when the work was not done (Ctrl-C too, except where serving ends with it)."""
    try:
        _speak()
        code = habeas.main(prog_name="habeas", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as wanted:
        wanted.show()
        sys.exit(USAGE)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except (click.Abort, KeyboardInterrupt):
        _fail(say("Interrumpido: lo guardado hasta aquí sigue en pie; repita la orden para seguir."), NOT_DONE)
    except (NotDone, CorruptStore) as error:
        _fail(str(error), NOT_DONE)
    except HabeasError as error:
        _fail(str(error), USAGE)
    except OSError as error:
        wrong = error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG)
        told = say("No se pudo usar «{path}»: {why}. Lo último guardado sigue en pie.")
        _fail(told.format(path=error.filename or "-", why=error.strerror or error), USAGE if wrong else NOT_DONE)
    except MemoryError:
        _fail(say("No hay memoria suficiente. Lo último guardado sigue en pie."), NOT_DONE)
    sys.exit(code if isinstance(code, int) else DONE)


def _speak() -> None:
    """click's own words in the user's language; and no letter that a terminal or a pipe of another encoding can't take ends a command."""
    os.environ["LANGUAGE"] = language(os.environ)
    gettext.bindtextdomain("messages", str(Path(__file__).with_name("locale")))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace") if stream.isatty() else stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def _fail(sentence: str, code: int) -> None:
    click.echo(f"habeas: {sentence}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
