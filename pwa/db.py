"""The database: the base of all tables, and the session of a request.

The same code runs on SQLite (one file) and PostgreSQL. A request that may write
takes SQLite's write lock at once: a read that turns into a write would fail when
another writer came between (SQLITE_BUSY_SNAPSHOT).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
import sqlalchemy.dialects.postgresql as pg
import sqlalchemy.dialects.sqlite as lite
from flask import Flask, Response, current_app, g, has_request_context, request
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
BUSY_SECONDS = 10


class Moment(TypeDecorator[datetime]):
    """An aware datetime in UTC, on databases that keep no zone as well."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of all tables."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: Moment, UUID: sa.Uuid(), bytes: sa.LargeBinary, dict[str, Any]: sa.JSON}


def make_engine(url: str) -> Engine:
    """An engine for either database, set up to be safe rather than quick."""
    if url.startswith("sqlite"):
        engine = sa.create_engine(
            url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, hide_parameters=True
        )
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
        return engine
    return sa.create_engine(url, pool_size=8, pool_pre_ping=True, hide_parameters=True)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """What will write takes the lock at once; what only reads needs no transaction."""
    if not connection.get_execution_options().get("reads_only", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def connect(app: Flask, url: str) -> None:
    """Give the app its database."""
    use_engine(app, make_engine(url))
    app.after_request(_commit)
    app.teardown_appcontext(_close)


def use_engine(app: Flask, engine: Engine) -> None:
    """Have the app use this engine, as it is and for reading only."""
    app.extensions["engine"] = engine
    app.extensions["reader"] = engine.execution_options(reads_only=True)


def engine() -> Engine:
    """The engine of the running app."""
    found: Engine = current_app.extensions["engine"]
    return found


def session() -> Session:
    """The session of this request (or command), opened when first asked for."""
    if "session" not in g:
        bind = current_app.extensions["reader"] if _only_reads() else engine()
        g.session = Session(bind, expire_on_commit=False)
    opened: Session = g.session
    return opened


def reading() -> Connection:
    """A connection for the plain queries that every page asks, opened once a request.
    It skips the ORM, whose session costs more than these queries do."""
    if "reader" not in g:
        g.reader = current_app.extensions["reader"].connect()
    opened: Connection = g.reader
    return opened


@contextmanager
def writing() -> Iterator[Session]:
    """A session that may write, also while a page is only read: this request's own, or
    one beside it that is kept at once."""
    if not _only_reads():
        yield session()
        return
    with Session(engine(), expire_on_commit=False) as beside, beside.begin():
        yield beside


def _only_reads() -> bool:
    return has_request_context() and request.method in SAFE_METHODS


def insert_if_missing(session: Session, table: type["Base"]) -> Any:
    """An INSERT that leaves an existing row as it is, on either database."""
    dialect = pg if session.get_bind().dialect.name == "postgresql" else lite
    return dialect.insert(table).on_conflict_do_nothing()


def roll_back() -> None:
    """Forget what this request has written so far."""
    if "session" in g:
        g.session.rollback()


def _commit(response: Response) -> Response:
    """What a request wrote is kept before its answer leaves; an error has rolled it back."""
    if "session" in g and not _only_reads():
        g.session.commit()
    return response


def _close(_error: BaseException | None) -> None:
    for name in ("session", "reader"):
        opened = g.pop(name, None)
        if opened is not None:
            opened.close()
