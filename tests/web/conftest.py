"""The whole server over a real embedded index of invented rulings, built once a session."""

from pathlib import Path

import pytest

from indexer.index.generations import build_generation
from models.settings import Settings
from tests.api.client import Client
from tests.api.invented import documents
from web.app import create_app


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a home that holds the invented rulings, as a user's own."""
    made = Settings(home=tmp_path_factory.mktemp("paginas"), contact="contacto@ejemplo.pe")
    build_generation(made, documents(), "prueba")
    return made


@pytest.fixture(scope="session")
def client(settings: Settings) -> Client:
    """A browser of the whole server."""
    return Client(create_app(settings))


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an empty home beside which the sample court was built."""
    home: Path = tmp_path_factory.mktemp("muestra")
    made = Settings(home=home)
    build_generation(Settings(home=made.sample_home), documents(), "muestra")
    return made
