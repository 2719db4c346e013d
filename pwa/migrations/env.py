"""Alembic's environment: run the migrations on the connection it is handed."""

from alembic import context

from pwa.audit import models as audit  # noqa: F401 – the tables must be known
from pwa.contact import models as contact  # noqa: F401
from pwa.db import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
