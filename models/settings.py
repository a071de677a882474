"""The settings, one frozen object: read from a mapping by the entry points, handed down as an argument (contracts.md §3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from models.errors import ConfigError

DEFAULT_SEDETC = "https://jurisbackend.sedetc.gob.pe/api/visitor"
DEFAULT_TC = "https://www.tc.gob.pe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting; `.env.example` lists them with one line each (test)."""

    home: Path = Path("data")
    engine: Literal["embedded", "elastic"] = "embedded"
    elastic_url: str | None = None
    sedetc_url: str = DEFAULT_SEDETC
    tc_url: str = DEFAULT_TC
    contact: str | None = None
    public_url: str | None = None
    crawl_delay: float = 1.2
    meaning: bool = True
    log: str = "WARNING"

    @property
    def sample_home(self) -> Path:
        """The sample court's own home; served only while `home` holds no ruling, never indexed together with it."""
        return self.home / "muestra"

    @classmethod
    def from_env(cls, environ: Mapping[str, str], home: Path | None = None) -> Self:
        """Settings from HABEAS_* variables, `home` winning over HABEAS_HOME. Raises ConfigError with what to write instead."""
        get = {key: value.strip() for key, value in environ.items() if key.startswith("HABEAS_") and value.strip()}
        engine = get.get("HABEAS_ENGINE", "embedded")
        if engine not in ("embedded", "elastic"):
            raise ConfigError(f"HABEAS_ENGINE={engine}: use «embedded» o «elastic».")
        meaning = get.get("HABEAS_MEANING", "on")
        if meaning not in ("on", "off"):
            raise ConfigError(f"HABEAS_MEANING={meaning}: use «on» u «off».")
        return cls(
            home=home or Path(get.get("HABEAS_HOME", "data")),
            engine="elastic" if engine == "elastic" else "embedded",
            elastic_url=get.get("HABEAS_ELASTIC_URL"),
            sedetc_url=get.get("HABEAS_SEDETC_URL", DEFAULT_SEDETC).rstrip("/"),
            tc_url=get.get("HABEAS_TC_URL", DEFAULT_TC).rstrip("/"),
            contact=get.get("HABEAS_CONTACT"),
            public_url=(get["HABEAS_PUBLIC_URL"].rstrip("/") if "HABEAS_PUBLIC_URL" in get else None),
            crawl_delay=_seconds(get.get("HABEAS_CRAWL_DELAY", "1.2")),
            meaning=meaning == "on",
            log=get.get("HABEAS_LOG", "WARNING").upper(),
        )


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise ConfigError(f"HABEAS_CRAWL_DELAY={value}: escriba segundos, por ejemplo 1.2.")
    return seconds
