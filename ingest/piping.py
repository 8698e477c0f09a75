"""Output whose reader may go before its end, as in `python -m ingest list | head`."""

from __future__ import annotations

import os
import sys


def reader_has_gone() -> int:
    """Say nothing more on standard output, not even what is buffered; gives the exit code of a command cut short."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return 1
