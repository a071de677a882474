"""Everything that can go wrong, as types: constructors take facts and build the sentence (Spanish: users read it).

No error here knows HTTP or exit codes: `api` and `habeas` keep one table each from type to status or code.
"""


class HabeasError(Exception):
    """Root of all errors of the project; `str(error)` is a Spanish sentence that says what to do where something can be done."""


class BadQuery(HabeasError):
    """A search that can't be understood: where (`posicion`, code points from 0, or None) and a query that would work (or None)."""

    def __init__(self, mensaje: str, posicion: int | None = None, sugerencia: str | None = None) -> None:
        super().__init__(mensaje)
        self.mensaje, self.posicion, self.sugerencia = mensaje, posicion, sugerencia


class BadParameter(HabeasError):
    """A URL parameter or filter that does not exist or has a value that it can't have."""

    def __init__(self, nombre: str, valor: str, espera: str, sugerencia: str | None = None) -> None:
        super().__init__(f"El parámetro «{nombre[:60]}» no acepta «{valor[:60]}»: {espera}.")
        self.nombre, self.valor, self.sugerencia = nombre, valor, sugerencia


class NotFound(HabeasError):
    """Nothing has that name; `cercanos` holds the nearest ids that exist, best first."""

    def __init__(self, que: str, cercanos: tuple[str, ...] = ()) -> None:
        super().__init__(f"No tenemos «{que[:80]}»." + (f" Lo más parecido: {', '.join(cercanos)}." if cercanos else ""))
        self.que, self.cercanos = que, cercanos


class Ambiguous(HabeasError):
    """Several resolutions answer to one spelling; `opciones` holds their ids in order of date."""

    def __init__(self, que: str, opciones: tuple[str, ...]) -> None:
        super().__init__(f"«{que[:80]}» tiene varias resoluciones: {', '.join(opciones)}.")
        self.que, self.opciones = que, opciones


class Withdrawn(HabeasError):
    """The ruling was withdrawn for privacy (../domain/privacy.md 6): it existed, and it is not shown."""

    def __init__(self, que: str) -> None:
        super().__init__(f"«{que[:80]}» fue retirada de esta colección para proteger a las personas que nombra.")
        self.que = que


class BadIdentity(HabeasError):
    """A name that is neither an expediente of the Court nor an id of ours."""

    def __init__(self, name: str) -> None:
        super().__init__(f"«{name[:80]}» no es un número de expediente del Tribunal Constitucional (ejemplo: 01797-2002-HD).")
        self.name = name


class RefusedDocument(HabeasError):
    """Bytes that may not enter the raw store. `regla` is a stable code: vacio, bloqueo, tipo_falso, truncado, demasiado_grande, ruta."""

    def __init__(self, regla: str, mensaje: str) -> None:
        super().__init__(mensaje)
        self.regla = regla


class UnreadableDocument(HabeasError):
    """Bytes in the store that give no text. `regla`: cifrado, danado, sin_texto, formato, demasiado_grande."""

    def __init__(self, regla: str, mensaje: str) -> None:
        super().__init__(mensaje)
        self.regla = regla


class NotARuling(HabeasError):
    """A text from which neither an expediente nor a date could be taken, or whose process is not known."""

    def __init__(self, regla: str, mensaje: str) -> None:
        super().__init__(mensaje)
        self.regla = regla


class ConfigError(HabeasError):
    """A setting or an argument that can't work; the sentence says what to write instead (exit code 2)."""


class NotDone(HabeasError):
    """The work was not done and the last committed state stands: disk full, another builder, an engine that is down (exit code 3)."""


class CorruptStore(HabeasError):
    """What is on disk is not what the catalogue says; `habeas verify` lists it, the sentence says how to mend it."""
