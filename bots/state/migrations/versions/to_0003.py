"""The message ids by which the Telegram bot finds out whether an answer arrived."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the columns; of updates that were received before, nothing is known."""
    for name in ("counter", "message", "sent_after", "reply"):
        op.add_column("bot_telegram_updates", sa.Column(name, sa.BigInteger(), nullable=True))
