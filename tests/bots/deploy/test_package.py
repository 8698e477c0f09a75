"""The wheel holds all that runs, and runs as in the image: another user, read-only code, no home, two folders to write.

The packages it depends on are those of this environment; `deploy/rehearse` does the same with one of its own. The user
can be another where the tests are run by root and the system has this Python; else it is the one that runs them.
"""

from __future__ import annotations

import compileall
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest

from ingest.embedding import default_model_cache, load_embedder
from ingest.embedding.source import model_source
from ingest.settings import Settings
from tests.servers import environment_for

ROOT = Path(__file__).parents[3]
PACKAGES = ("ingest", "assistant", "bots", "eval", "prompts")
NOBODY = 65534
NOT_SHIPPED = (
    "eval/README.md",
    "eval/questions/README.md",
    "eval/questions/recounts/",
    "eval/other/",
    "eval/further/",
    "eval/fresh/",
    "eval/more/",
    "eval/new/",
    "eval/makes/",
    "eval/content/",
    "eval/content-2/",
    "eval/content-3/",
    "eval/content-4/",
    "eval/content-5/",
    "eval/content-6/",
    "eval/set/",
    "eval/near/",
    "eval/layouts/",
    "eval/layouts-2/",
    "eval/layouts-3/",
    "eval/layouts-4/",
    "eval/layouts-5/",
    "eval/layouts-6/",
    "eval/unseen/",
)
"""Texts about measuring, and plans and questions that are measured with from a checkout."""


pytestmark = pytest.mark.once(reason="is about what the wheel holds and which rights it needs")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the packages without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(source)], check=True)
    (built,) = folder.glob("*.whl")
    return built


def test_every_file_that_is_read_while_running_is_in_the_wheel(wheel: Path) -> None:
    shipped = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for name in PACKAGES
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    missing = {name for name in wanted - shipped if not name.startswith(NOT_SHIPPED)}
    assert not missing
    assert not {name for name in shipped if name.startswith("tests")}


class Installed:
    """The wheel in a folder that cannot be written, run as a user of no rights."""

    def __init__(self, wheel: Path, folder: Path) -> None:
        self._code, self.data, self._tmp, models = (folder / name for name in ("code", "data", "tmp", "models"))
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(self._code)
        compileall.compile_dir(self._code, quiet=2)  # as pip does
        settings = Settings.model_construct()
        load_embedder(settings)  # converts it where this machine has not yet
        entry = model_source(settings.embedding_model).entry_name
        shutil.copytree(default_model_cache() / entry, models / entry)
        for path in (self.data, self._tmp):
            path.mkdir()
            if os.getuid() == 0:
                os.chown(path, NOBODY, NOBODY)
        for path in (*self._code.rglob("*"), self._code, *models.rglob("*"), models):
            path.chmod(0o555 if path.is_dir() else 0o444)
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join((str(self._code), sysconfig.get_path("purelib"))),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(self._tmp),
            "MODEL_CACHE": str(models),
            **environment_for(self.data / "index"),
            "LOG_FORMAT": "json",
        }

    def command(self, *arguments: str | Path) -> dict[str, Any]:
        """How a module is run, for `subprocess`."""
        drop = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs"]
        everybodys = shutil.which(f"python{sys.version_info.major}.{sys.version_info.minor}", path="/usr/bin")
        is_other = everybodys and os.getuid() == 0 and shutil.which("setpriv")
        prefix = [*drop, everybodys] if is_other else [sys.executable]
        whole = [*prefix, "-m", *map(str, arguments)]
        return {"args": whole, "env": self._environment, "cwd": self.data}

    def run(self, *arguments: str | Path) -> str:
        """What a module prints; its failure fails the test."""
        done: subprocess.CompletedProcess[str] = subprocess.run(
            **self.command(*arguments), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def served(self) -> Iterator[str]:
        """The address of a server that is ready."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with (self._tmp.parent / "web.log").open("w+") as log:
            server = subprocess.Popen(**self.command("bots.web", "--port", str(port)), stdout=log, stderr=log)
            try:
                url = f"http://127.0.0.1:{port}"
                _wait_ready(url, server, Path(log.name))
                yield url
            finally:
                server.terminate()
                assert server.wait(30) in (0, -signal.SIGTERM), Path(log.name).read_text()  # asked to, it ended


def _wait_ready(url: str, server: subprocess.Popen[Any], log: Path) -> None:
    ends_at = time.monotonic() + 60
    while time.monotonic() < ends_at:
        assert server.poll() is None, log.read_text()
        try:
            if httpx.get(f"{url}/readyz", trust_env=False, timeout=10).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise AssertionError(log.read_text())


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user can enter, as pytest's own cannot be."""
    with TemporaryDirectory(prefix="plan-image-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        for path in Path(folder).rglob("*"):
            path.chmod(path.stat().st_mode | 0o700)  # so that its owner can remove it


@pytest.mark.usefixtures("socket_enabled")
def test_plans_are_added_asked_about_and_served_as_in_the_image(wheel: Path, open_folder: Path) -> None:
    installed = Installed(wheel, open_folder)
    plan = ROOT / "eval" / "plans" / "ninh-thuan-2025.txt"
    assert "33 hàng" in installed.run("ingest", "add", plan, "--language", "vi")
    question = "Ninh Thuận: ai chủ trì kết nối Hệ thống đơn thuốc quốc gia?"
    asked = json.loads(installed.run("assistant", "ask", question, "--json"))
    assert asked["citations"]
    examined = json.loads(installed.run("bots.doctor", "--json", "--only", "index", "--only", "writing"))
    assert examined["ok"], examined
    with installed.served() as url, httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        answer = client.post("/api/ask", json={"question": question}).json()
        page = client.get("/sources/ninh-thuan-2025/pl-1/IV/4")
        home, widget = client.get("/"), client.get("/widget.js")
    assert answer["answer"] == asked["answer"]
    assert "telemetry" not in (open_folder / "web.log").read_text()  # onnxruntime complains where it cannot keep its id
    assert [one.status_code for one in (page, home, widget)] == [200, 200, 200]
    found = list(open_folder.rglob("*"))
    written = {path.relative_to(open_folder).parts[0] for path in found if path.stat().st_uid == NOBODY}
    assert written <= {"data", "tmp"}
