"""What every command shares: its settings, its language, its exit codes.

A command is a module `habeas/<name>.py` with `command`, made by `@cli.command(help=..., epilog=...)`; help is written in Spanish and shown in
English when LANG starts with "en" and `habeas/locale/en.po` has it.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click
from babel.messages.pofile import read_po

from models.settings import Settings

DONE, LEFT_OUT, USAGE, NOT_DONE = 0, 1, 2, 3
"""Exit codes of contracts.md §2."""


@dataclass(frozen=True, slots=True)
class App:
    """What a command gets as `ctx.obj`: use with `@click.pass_obj`."""

    settings: Settings


def language(environ: Mapping[str, str]) -> str:
    """ "en" when the user's locale is English, else "es"."""
    chosen = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "en" if chosen.lower().startswith("en") else "es"


@cache
def _english() -> Mapping[str, str]:
    path = Path(__file__).with_name("locale") / "en.po"
    if not path.exists():
        return {}
    with path.open("rb") as lines:
        return {str(message.id): str(message.string) for message in read_po(lines, locale="en") if message.id and message.string}


def say(message: str) -> str:
    """The message in the user's language; Spanish when there is no translation."""
    return _english().get(message, message) if language(os.environ) == "en" else message


def translate(parameters: Iterable[click.Parameter]) -> None:
    """Puts the help of options into the user's language."""
    for parameter in parameters:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = say(parameter.help)


def example(epilog: str | None, formatter: click.HelpFormatter) -> None:
    """Writes "Ejemplo: …" as it is, on a line of its own: a command is copied, so it is never wrapped."""
    if epilog:
        formatter.write_paragraph()
        formatter.write(f"{say('Ejemplo')}:{epilog.removeprefix('Ejemplo:')}\n")


class Command(click.Command):
    """A click command whose help is translated when it is shown."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the help in the user's language."""
        self.help = say(self.help or "")
        super().format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options in the user's language."""
        translate(self.params)
        super().format_options(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the example with its label in the user's language."""
        example(self.epilog, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence in the user's language."""
        return say((self.help or "").split("\n")[0]).split(". ")[0].rstrip(".")


def command(**attributes: Any) -> Callable[[Callable[..., Any]], Command]:
    """Decorator for a command: as click.command, help translated, `\\b` paragraphs kept."""
    return click.command(cls=Command, **attributes)
