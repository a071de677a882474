"""When a file that is held is asked for again.

A run over a source that did not change reads its listings and asks for no file. A held file is asked for again, with the validators of its last
answer (If-None-Match, If-Modified-Since), when

* its row says something else than when it was last looked at (`fila`),
* its month does: rows more, rows less, another total (`mes`),
* it was not looked at for `dias_entre_miradas` of the sources' table, 30 days (`antigua`): so every file is looked at monthly, whatever the listing says,
* its source said that it was gone, and still announces it (`retirada`),
* its bytes are missing on the disk (`danada`; then without validators),
* the command says so: --refresh (`pedida`).

Besides, when anything at all changed in the listing, the source is not taken to have told everything: up to `repaso_por_corrida` files, the longest not
looked at, are asked for again at the end of the run (`repaso`); and a row that its month does not announce any more has its file asked for (`no_anunciada`).

What the answers mean: other bytes are a new version, the old one stays as `reemplazado`; 404 or 410, confirmed by a second try, make the file
`retirado_en_origen` since that day, its bytes kept; a file that is there again is `vigente` again. A row that announces another address than before makes
the file at the old one `retirado_en_origen`, too, once the new one is here and no other row of any source announces the old (Ledger.finish).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from models.looks import Held

Reason = Literal["nueva", "fila", "mes", "antigua", "retirada", "danada", "pedida", "repaso", "no_anunciada"]


def reason_to_look(held: Held | None, *, month_changed: int, refresh: bool, days: int, now: datetime) -> Reason | None:
    """Why an announced file is asked for; None when it is not. `month_changed`: the run in which its month was last found otherwise, 0 when never."""
    if held is None:
        return "nueva"
    reasons: Mapping[Reason, bool] = {
        "danada": not held.whole,
        "retirada": held.retirado,
        "fila": held.run < held.changed,
        "mes": held.run < month_changed,
        "pedida": refresh,
        "antigua": now - datetime.fromisoformat(held.looked) > timedelta(days=days),
    }
    return next((reason for reason, so in reasons.items() if so), None)


def validators(held: Held | None) -> dict[str, str]:
    """The headers that let a server answer 304 instead of sending what is here."""
    if held is None or not held.whole:
        return {}
    said = {"If-None-Match": held.etag, "If-Modified-Since": held.modified}
    return {name: value for name, value in said.items() if value}
