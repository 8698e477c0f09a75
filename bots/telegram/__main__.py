"""`python -m bots.telegram`: runs the bot by polling until it is stopped (Ctrl-C, SIGTERM)."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence

from ingest.errors import PlanError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the bot; returns the exit code: 0, or 1 with one line on stderr for each thing to mend."""
    parser = argparse.ArgumentParser(
        prog="python -m bots.telegram", description="Bot Telegram của trợ lý kế hoạch; cần biến TELEGRAM_TOKEN."
    )
    parser.parse_args(arguments)
    from pydantic import ValidationError

    from bots.operation import open_log

    try:
        open_log("telegram")
        asyncio.run(_run())
    except PlanError as error:
        print(error, file=sys.stderr)
        return 1
    except ValidationError as error:
        for fault in error.errors():
            print(f"{'.'.join(map(str, fault['loc'])).upper()}: {fault['msg']}", file=sys.stderr)
        return 1
    return 0


async def _run() -> None:
    from bots.telegram.app import TelegramBot
    from bots.telegram.opening import run_bot

    def stop_on_signals(bot: TelegramBot) -> None:
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, bot.stop)

    try:
        await run_bot(begun=stop_on_signals)
    except asyncio.CancelledError:
        return  # stopped before Telegram could be reached


if __name__ == "__main__":
    sys.exit(main())
