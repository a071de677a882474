"""What a source can do wrong, as types; each carries the rule under which the issue line is written."""

from models.errors import HabeasError


class UnexpectedPage(HabeasError):
    """A listing that is not what was asked for. `regla`: bloqueo, respuesta_ilegible, error_de_origen, pagina_ajena, pagina_vacia."""

    def __init__(self, regla: str, mensaje: str) -> None:
        super().__init__(mensaje)
        self.regla = regla


class UnusableUrl(HabeasError):
    """An announced address that may not be asked for. `regla`: sin_archivo, direccion, host_ajeno, ruta, formato."""

    def __init__(self, regla: str, mensaje: str) -> None:
        super().__init__(mensaje)
        self.regla = regla
