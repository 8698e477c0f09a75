"""How many cores there are to work on, and whether one is free."""

from __future__ import annotations

import os


def available_cores() -> int:
    """The cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def has_free_core() -> bool:
    """Whether the machine has fewer tasks to run than cores, on the last minute's average."""
    return not hasattr(os, "getloadavg") or os.getloadavg()[0] < (os.cpu_count() or 1)
