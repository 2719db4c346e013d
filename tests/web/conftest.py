"""An app of one's own, for tests that add a page or take something away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from pwa import create_app
from tests.conftest import Postgresql, Sqlite, settings


@pytest.fixture
def own_app(house: tuple[Flask, str], engine_kind: Sqlite | Postgresql, tmp_path: Path) -> Iterator[Flask]:
    """A new app on a copy of the database with the cast."""
    _, url = house
    app = create_app(settings(engine_kind.copy(url, "own"), tmp_path / "queue.sqlite3"))
    yield app
    app.extensions["engine"].dispose()
