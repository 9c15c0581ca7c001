"""What alembic runs: the connection is given by `ofworkflow.storage.migrate`, never read from a file."""

from __future__ import annotations

from alembic import context

from ofworkflow.storage import indexes  # noqa: F401 — they add themselves to the tables
from ofworkflow.storage.models import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
