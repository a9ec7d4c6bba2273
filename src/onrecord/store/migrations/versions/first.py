"""The first schema."""

from alembic import op

from onrecord.store.migrations.statements import sql

revision = "1"
down_revision: str | None = None


def upgrade() -> None:
    """Make every table, index and view."""
    for statement in sql(f"first_{op.get_bind().dialect.name}.sql"):
        op.get_bind().exec_driver_sql(statement)
