"""What all tests share: the mind is built once, since it never changes."""

import pytest

from bot.app import Mind, build_mind
from bot.settings import Settings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write what the conversations say now into their files")


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data=tmp_path_factory.mktemp("data"), database_url="sqlite://", key="00" * 32)


@pytest.fixture(scope="session")
def mind(settings: Settings) -> Mind:
    return build_mind(settings)
