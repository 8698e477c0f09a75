"""Version 4: PostgreSQL searches words and keeps the files that plans were read from in tables of its own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0004"
down_revision = "0003"

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
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
