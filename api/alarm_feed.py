"""The alarms as an Atom feed (RFC 4287), so that whoever keeps a server hears of a source that can't be believed without asking."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from xml.sax.saxutils import escape, quoteattr

from crawler.monitors import Alarm


def alarm_lines(alarms: Iterable[Alarm], base: str, asked: datetime) -> Iterator[str]:
    """The feed piece by piece, newest alarm first; `base` is the server's address, `asked` dates what is only known by asking. Empty when all is well."""
    found = sorted(alarms, key=lambda one: one.desde or asked.isoformat(), reverse=True)
    this, page, moment = f"{base}/estado.atom", f"{base}/estado", asked.isoformat(timespec="seconds")
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es">\n'
        f"<id>{escape(this)}</id>\n<title>Hábeas: alarmas de la recolección</title>\n<updated>{found[0].desde or moment if found else moment}</updated>\n"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(this)}/>\n<link rel="alternate" type="text/html" href={quoteattr(page)}/>\n'
        "<author><name>Hábeas</name></author>\n<generator>Hábeas</generator>\n"
    )
    for one in found:
        yield (
            f"<entry><id>{escape(f'{page}#{_name(one)}')}</id><title>{escape(f'{one.nombre} ({one.fuente})')}</title>"
            f"<updated>{one.desde or moment}</updated>"
            f'<link rel="alternate" type="text/html" href={quoteattr(page)}/><summary>{escape(_clean(one.mensaje))}</summary></entry>\n'
        )
    yield "</feed>\n"


def _name(alarm: Alarm) -> str:
    """The same for the same alarm, whenever it is asked for."""
    return f"{alarm.fuente}-{alarm.regla}-{sha256(alarm.url.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _clean(words: str) -> str:
    return "".join(letter for letter in words if letter.isprintable())
