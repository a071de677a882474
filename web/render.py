"""Templates → responses: the environment of each language, and what every page knows (Shell)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.desk import Desk
from web.language import Language, choose, translations

_HERE = Path(__file__).parent
_LIMA = ZoneInfo("America/Lima")


@dataclass(frozen=True, slots=True)
class Shell:
    """What every page knows. `lang` was asked for in the URL when `chosen`, and then every link carries it on; `mirror` is this page in the other
    language; `sample`: the rulings are fictional; `canonical`: the page's address without language and marks, a bare path without a public URL."""

    lang: Language
    chosen: bool
    mirror: str
    sample: bool
    canonical: str
    path: str


def desk_of(request: Request) -> Desk:
    """The desk that the composition root put on the application."""
    found: Desk = request.app.state.desk
    return found


def base_of(request: Request) -> str:
    """The server's address without a slash at its end: the public one where it is configured, else the one that was asked."""
    return desk_of(request).settings.public_url or str(request.base_url).rstrip("/")


def page(request: Request, template: str, context: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """A page: the template with one frozen context `page` and the shell."""
    shell = _shell(request)
    html = environment(shell.lang).get_template(template).render(page=context, shell=shell)
    return HTMLResponse(html, status, headers={"Content-Language": shell.lang, **(headers or {})})


def _shell(request: Request) -> Shell:
    asked = request.query_params.get("lang")
    lang = choose(asked, request.headers.get("accept-language", ""))
    desk = desk_of(request)
    public = desk.settings.public_url or ""
    path = request.url.path
    here = f"{path}?{request.url.query}" if request.url.query else path
    return Shell(lang, asked == lang, with_lang(here, "es" if lang == "en" else "en"), desk.is_sample, f"{public}{path}", path)


def localizer(request: Request) -> Callable[[str], str]:
    """What carries the language that the URL asked for into links that no template writes."""
    shell = _shell(request)
    return lambda href: with_lang(href, shell.lang) if shell.chosen else href


def translator(request: Request) -> Callable[[str], str]:
    """What says a sentence or label of ours in the language of this page; names and whatever else the catalogue does not know stay."""
    return partial(_said, _shell(request).lang)


def _said(lang: Language, words: str) -> str:
    return translations(lang).gettext(words) if words else ""


@pass_context
def _label(context: Context, words: str) -> str:
    """A label of a table or a value of the data: unlike `_`, it takes signs of percent and empty words as they are."""
    shell: Shell = context["shell"]
    return _said(shell.lang, words)


def with_lang(href: str, lang: str) -> str:
    """A link of ours with ?lang= set; fragments and other parameters stay."""
    parts = urlsplit(href)
    pairs = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "lang"]
    return parts._replace(query=urlencode([*pairs, ("lang", lang)])).geturl()


@pass_context
def _localized(context: Context, href: str) -> str:
    shell: Shell = context["shell"]
    return with_lang(href, shell.lang) if shell.chosen else href


@pass_context
def _day(context: Context, value: str | None) -> str:
    """An ISO date, month or year as people write it; "" when unknown."""
    if not value:
        return ""
    if len(value) < 8:
        return value
    shell: Shell = context["shell"]
    return format_date(date.fromisoformat(value[:10]), "long", locale=shell.lang)


@pass_context
def _moment(context: Context, value: str | datetime | None) -> str:
    """An instant in Lima's time; "" when unknown, the words themselves when they are no instant."""
    shell: Shell = context["shell"]
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return str(value)
    return format_datetime(moment, "d MMM y, HH:mm", tzinfo=_LIMA, locale=shell.lang) if moment else ""


@pass_context
def _number(context: Context, value: float) -> str:
    """12345 → "12 345" or "12,345"."""
    shell: Shell = context["shell"]
    return format_decimal(value, locale="es_PE" if shell.lang == "es" else "en")


@pass_context
def _percent(context: Context, value: float) -> str:
    return f"{_number(context, round(value * 100))} %"


@cache
def asset(name: str) -> str:
    """Address of a file of web/static with a stamp of its bytes, so that browsers may keep it for ever."""
    stamp = sha256((_HERE / "static" / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={stamp}"


@cache
def environment(language: Language) -> Environment:
    """The templates in one language."""
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # a server answers with the templates it started with, whatever an upgrade does to the files meanwhile
        extensions=["jinja2.ext.i18n"],
    )
    known = translations(language)
    made.install_gettext_callables(known.gettext, known.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(u=_localized, t=_label, day=_day, moment=_moment, number=_number, percent=_percent)
    made.globals["asset"] = asset
    return made
