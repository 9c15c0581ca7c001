"""The history of the tables, as alembic revisions."""
