"""Alembic's entry: it runs the scripts on the connection that it was given."""

from alembic import context

context.config.attributes["migrations"].configure(context)
