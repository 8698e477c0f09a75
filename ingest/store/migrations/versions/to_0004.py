"""Version 4: former versions of plans, and plans that another replaces; a seal of the vectors' files.

PostgreSQL searches words and keeps the files that plans were read from in tables of its own.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0004"
down_revision = "0003"

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the new columns and tables; what stands in the columns is written by `versions.settle_all`."""
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
    _on_postgresql()


def _on_postgresql() -> None:
    """Make PostgreSQL's own tables; in a folder they are files."""
    if op.get_bind().dialect.name == "postgresql":
        op.create_table(
            "source_files",
            sa.Column("sha256", NAME, nullable=False),
            sa.Column("content", sa.LargeBinary(), nullable=False),
            sa.PrimaryKeyConstraint("sha256"),
        )
        op.create_table(
            "term_counts",
            sa.Column("term", NAME, nullable=False),
            sa.Column("passages", sa.Integer(), nullable=False),
            sa.PrimaryKeyConstraint("term"),
        )
        op.create_table(
            "passage_words",
            sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("plan", NAME, nullable=False),
            sa.Column("kind", NAME, nullable=False),
            sa.Column("lengths", sa.ARRAY(sa.Integer()), nullable=False),
            sa.Column("terms", TSVECTOR(), nullable=False),
            sa.ForeignKeyConstraint(["key"], ["passages.key"], ondelete="CASCADE"),
            sa.PrimaryKeyConstraint("key"),
        )
        op.create_index("ix_passage_words_plan", "passage_words", ["plan"], unique=False)
        op.create_index("ix_passage_words_terms", "passage_words", ["terms"], unique=False, postgresql_using="gin")
        op.execute("ALTER TABLE passage_words SET (toast_tuple_target = 8160)")
        op.execute("ALTER TABLE passage_words ALTER COLUMN terms SET STORAGE EXTERNAL")
