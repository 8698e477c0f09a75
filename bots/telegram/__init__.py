"""The Telegram bot: staff ask on a phone, in private or in a group, and get who, when and where it stands."""
