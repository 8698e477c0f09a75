"""The tables of version 3, the first that is upgraded: what a catalogue of that version has stays as it is."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables that are missing."""

    op.create_table(
        "form_counts",
        sa.Column("form", NAME, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("form"),
        if_not_exists=True,
    )
    op.create_table(
        "pair_counts",
        sa.Column("first", NAME, nullable=False),
        sa.Column("second", NAME, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("first", "second"),
        if_not_exists=True,
    )
    op.create_table(
        "plans",
        sa.Column("id", NAME, nullable=False),
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("abbreviations", sa.Text(), nullable=False),
        sa.Column("source_name", NAME, nullable=False),
        sa.Column("source_sha256", NAME, nullable=False),
        sa.Column("source_format", NAME, nullable=False),
        sa.Column("source_pages", sa.Integer(), nullable=True),
        sa.Column("reader_version", NAME, nullable=False),
        sa.Column("added_at", NAME, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        if_not_exists=True,
    )
    op.create_index("ix_plans_source_sha256", "plans", ["source_sha256"], unique=False, if_not_exists=True)
    op.create_table(
        "state",
        sa.Column("name", NAME, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        if_not_exists=True,
    )
    op.create_table(
        "vector_state",
        sa.Column("model", NAME, nullable=False),
        sa.Column("collection", NAME, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("begun", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("model"),
        if_not_exists=True,
    )
    op.create_table(
        "word_counts",
        sa.Column("word", NAME, nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word"),
        if_not_exists=True,
    )
    op.create_table(
        "appendices",
        sa.Column("plan", NAME, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("label", NAME, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan", "position"),
        if_not_exists=True,
    )
    op.create_table(
        "passages",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("plan", NAME, nullable=False),
        sa.Column("id", NAME, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("section", NAME, nullable=True),
        sa.Column("appendix", NAME, nullable=True),
        sa.Column("group_number", NAME, nullable=False),
        sa.Column("stt", NAME, nullable=False),
        sa.Column("repeat", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("vector", NAME, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("id"),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    op.create_index("ix_passages_plan", "passages", ["plan"], unique=False, if_not_exists=True)
    op.create_index("ix_passages_vector", "passages", ["vector"], unique=False, if_not_exists=True)
    op.create_table(
        "plan_names",
        sa.Column("plan", NAME, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan", "kind", "position"),
        if_not_exists=True,
    )
    op.create_table(
        "plan_vectors",
        sa.Column("plan", NAME, nullable=False),
        sa.Column("collection", NAME, nullable=False),
        sa.Column("ids", sa.Text(), nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan", "collection"),
        if_not_exists=True,
    )
    op.create_table(
        "sections",
        sa.Column("plan", NAME, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("path", NAME, nullable=False),
        sa.Column("number", NAME, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan", "position"),
        if_not_exists=True,
    )
    op.create_table(
        "groups",
        sa.Column("plan", NAME, nullable=False),
        sa.Column("in_appendix", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", NAME, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan", "in_appendix"], ["appendices.plan", "appendices.position"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("plan", "in_appendix", "position"),
        if_not_exists=True,
    )
    op.create_table(
        "paragraphs",
        sa.Column("plan", NAME, nullable=False),
        sa.Column("section", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("marker", NAME, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "section"], ["sections.plan", "sections.position"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan", "section", "position"),
        if_not_exists=True,
    )
    op.create_table(
        "rows",
        sa.Column("plan", NAME, nullable=False),
        sa.Column("in_appendix", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("anchor", NAME, nullable=False),
        sa.Column("section", NAME, nullable=True),
        sa.Column("appendix", NAME, nullable=True),
        sa.Column("group_number", NAME, nullable=False),
        sa.Column("stt", NAME, nullable=False),
        sa.Column("repeat", sa.Integer(), nullable=False),
        sa.Column("group_title", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan", "in_appendix"], ["appendices.plan", "appendices.position"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("plan", "in_appendix", "position"),
        sa.UniqueConstraint("anchor"),
        if_not_exists=True,
    )
