"""The lock names what pyproject.toml pins, in the same versions, and no place to get it from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;]+)")


def pins(lines: list[str]) -> dict[str, str]:
    """Versions by a package's normal name (PEP 503)."""
    found = (_PIN.match(line) for line in lines)
    return {re.sub(r"[-_.]+", "-", one[1]).lower(): one[2] for one in found if one}


def test_every_pin_is_locked_in_the_same_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    optional = {name: wanted for name, wanted in extras.items() if name not in ("ollama", "anthropic", "google")}
    wanted = pins([*project["dependencies"], *(line for lines in optional.values() for line in lines)])
    locked = pins((ROOT / "requirements.lock").read_text("utf-8").splitlines())
    differing = {name: (version, locked.get(name)) for name, version in wanted.items() if locked.get(name) != version}
    assert not differing, f"run make lock and read over what changed: {differing}"


def test_the_lock_holds_versions_alone() -> None:
    lines = [line for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) > 100
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9A-Za-z.]+", line)] == []
