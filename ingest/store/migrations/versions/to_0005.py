"""Version 5: former versions of plans, and plans that another replaces; a seal of the vectors' files; the unit of money
that a line over a table gives."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the new columns and tables; what stands in the columns is written by `versions.settle_all`."""
    op.add_column("rows", sa.Column("amounts_in", sa.Text(), nullable=False, server_default=""))
    op.add_column("vector_state", sa.Column("seal", sa.Text(), nullable=False, server_default=""))
    op.add_column("plans", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("plans", sa.Column("number", NAME, nullable=False, server_default=""))
    op.add_column("plans", sa.Column("replaces", NAME, nullable=False, server_default=""))
    op.add_column("plans", sa.Column("replaced_by", NAME, nullable=True))
    op.add_column("plans", sa.Column("restored", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in ("number", "replaces", "replaced_by"):
        op.create_index(f"ix_plans_{name}", "plans", [name])
    op.create_table(
        "versions",
        sa.Column("plan", NAME, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("source_sha256", NAME, nullable=False),
        sa.Column("reader_version", NAME, nullable=False),
        sa.Column("added_at", NAME, nullable=False),
        sa.Column("replaced_at", NAME, nullable=False),
        sa.PrimaryKeyConstraint("plan", "version"),
    )
