"""The migrations: from nothing to the models, back to nothing, and the triggers on the way."""

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from pwa import db
from pwa.config import ROOT
from pwa.db import Base, make_engine


@pytest.fixture
def connection(engine_kind):
    """A connection to an empty database."""
    engine = make_engine(engine_kind.empty("migrated").replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            drop_all(connection)
        yield connection
    engine.dispose()


def drop_all(connection):
    """SQLite's file outlives the test before; make it empty."""
    config = alembic_on(connection)
    if sa.inspect(connection).has_table("alembic_version"):
        command.downgrade(config, "base")


def alembic_on(connection):
    config = Config()
    config.set_main_option("script_location", str(ROOT / "pwa" / "migrations"))
    config.attributes["connection"] = connection
    return config


def tables(connection):
    return set(sa.inspect(connection).get_table_names()) - {"alembic_version"}


def test_upgraded_from_nothing_it_is_what_the_models_say(connection):
    command.upgrade(alembic_on(connection), "head")
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    assert compare_metadata(context, Base.metadata) == []
    assert tables(connection) == set(Base.metadata.tables)


def test_down_to_nothing_and_up_again(connection):
    for _ in range(2):
        command.upgrade(alembic_on(connection), "head")
        assert tables(connection) == set(Base.metadata.tables)
        command.downgrade(alembic_on(connection), "base")
        assert tables(connection) == set()


def test_upgrading_twice_is_harmless(connection):
    command.upgrade(alembic_on(connection), "head")
    command.upgrade(alembic_on(connection), "head")
    assert tables(connection) == set(Base.metadata.tables)


@pytest.mark.parametrize("statement", [
    *(f"UPDATE timeline_versions SET {column} = {column}" for column in (
        "document", "content_hash", "signed_by_id", "signed_at", "review_by", "number", "procedure", "language", "practice_id")),
    "DELETE FROM timeline_versions",
])  # fmt: skip
def test_what_was_signed_stays_as_it_was_signed(cast, statement):
    with pytest.raises(sa.exc.DBAPIError, match="what is written"):
        db.session().execute(sa.text(statement))


@pytest.mark.parametrize("column", ["title", "id"])
def test_no_other_column_of_a_signed_version_changes_either(cast, column):
    value = "'x'" if column == "title" else "'00000000-0000-0000-0000-000000000001'"
    with pytest.raises(sa.exc.DBAPIError):
        db.session().execute(sa.text(f"UPDATE timeline_versions SET {column} = {value} WHERE number = 1"))


def test_a_version_can_be_withdrawn(cast):
    changed = db.session().execute(sa.text("UPDATE timeline_versions SET withdrawn_at = signed_at"))
    assert changed.rowcount == 4
