"""The API over a real embedded index of invented rulings, built once a session."""

import pytest

from api.app import create_api
from indexer.index.generations import build_generation
from indexer.index.live import LiveIndex
from models.settings import Settings
from tests.api.client import Client
from tests.api.invented import documents


@pytest.fixture(scope="session")
def api_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a home that holds the invented rulings."""
    made = Settings(home=tmp_path_factory.mktemp("api"))
    build_generation(made, documents(), "prueba")
    return made


@pytest.fixture(scope="session")
def index(api_settings: Settings) -> LiveIndex:
    """The open index."""
    return LiveIndex(api_settings)


@pytest.fixture(scope="session")
def api(index: LiveIndex, api_settings: Settings) -> Client:
    """A client of the API."""
    return Client(create_api(index, api_settings))
