"""The doctor finds each fault that is made for it, names it and says the mend; where all is well it says so."""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bots.doctor import examination, places, services
from bots.doctor.__main__ import main
from bots.doctor.findings import NAMES, Finding, Level
from ingest.embedding.source import model_source
from ingest.readers.scan.recogniser import RecogniserError
from ingest.settings import Settings
from ingest.store.plan_store import open_store
from tests.bots.telegram.bot_api import TOKEN, BotApi
from tests.faults.answers import build
from tests.faults.ingesting import model_of
from tests.servers import copy_index, settings_for, use
from tests.small_plan import PLAN

_SET = (
    *("PLAN_INDEX", "MODEL_CACHE", "EMBEDDING_MODEL", "DATABASE_URL", "CHROMA_URL", "CHROMA_TOKEN", "ADMIN_TOKEN"),
    *("METRICS_TOKEN", "TELEGRAM_TOKEN", "TELEGRAM_API_URL", "ASSISTANT_URL"),
    *("LLM_MODEL", "LLM_BASE_URL", "LLM_API_KEY", "LANG"),
)


@pytest.fixture(scope="module")
def one_plan(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An index of one plan of two rows."""
    folder = tmp_path_factory.mktemp("one")
    file = folder / "ben-tre-2027.md"
    file.write_text(PLAN.format(lead="Văn phòng Sở"), "utf-8")
    build(folder / "index", file, model_of("real"))
    return settings_for(folder / "index")


@pytest.fixture
def healthy(one_plan: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of a sound index, and its folder, in which the test may damage the files, where it has any."""
    for name in _SET:
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "index"
    if one_plan.database_url:
        use(monkeypatch, one_plan.plan_index)
        monkeypatch.setenv("PLAN_INDEX", str(folder))
        folder.mkdir()
    else:
        copy_index(one_plan, folder)
        use(monkeypatch, folder)
    monkeypatch.chdir(tmp_path)
    return folder


def examined(about: str) -> list[Finding]:
    """What is found of one thing, without what is well."""
    looked_at = {"disk": "writing", "clock": "index"}.get(about, about)
    return [one for one in examination.examine([looked_at]) if one.about == about and one.level is not Level.OK]


def the_fault(about: str, *said: str, level: Level = Level.FAULT) -> Finding:
    """The one thing that is wrong, which says all that it should."""
    (found,) = examined(about)
    assert found.level is level
    for text in said:
        assert text in found.vietnamese, found
    assert found.english
    return found


@contextmanager
def answering(replies: Mapping[str, tuple[int, str]], token: str = "") -> Iterator[str]:
    """A server with fixed replies by path, which may ask for a token; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = replies.get(self.path, (404, "{}"))
            if token and self.headers.get("Authorization") != f"Bearer {token}":
                status = 401
            self.send_response(status)
            self.send_header("content-length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_sound_installation_has_no_fault_in_either_language(
    healthy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([]) == 0
    said = capsys.readouterr().out
    assert "ỔN      chỉ mục" in said
    assert "1 kế hoạch, 2 hàng" in said
    assert said.splitlines()[-1].startswith("0 lỗi")
    assert main(["--language", "en", "--only", "index"]) == 0
    assert "1 plans, 2 rows" in capsys.readouterr().out
    assert main(["--json", "--only", "disk"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is True
    assert {one["about"] for one in told["findings"]} <= set(NAMES)


def test_a_fault_ends_with_one_and_is_told_in_json(
    healthy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, healthy / "khong-co")
    assert main(["--json", "--language", "en", "--only", "index"]) == 1
    told = json.loads(capsys.readouterr().out)
    (found,) = [one for one in told["findings"] if one["level"] == "fault"]
    assert (told["ok"], found["about"]) == (False, "index")
    assert "python -m ingest add" in found["message"]
    assert not (healthy / "khong-co").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("READ_PAGES", "rất nhiều"), ("ALLOWED_ORIGINS", "*"), ("LLM_SECONDS", "0"), ("METRICS_PORT", "-1")],
)
def test_a_setting_that_cannot_be_read_is_named(
    healthy: Path, name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    the_fault("settings", f"{name}: ", "hãy sửa trong môi trường")


def test_a_secret_that_can_be_guessed_is_warned_of_and_not_shown(
    healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADMIN_TOKEN", "mật-khẩu")
    found = the_fault("settings", "ADMIN_TOKEN", "openssl rand", level=Level.WARNING)
    assert "mật-khẩu" not in str(found)


@pytest.mark.once(reason="is about the model")
def test_a_damaged_model_is_found_by_its_digest(healthy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "models"
    monkeypatch.setenv("MODEL_CACHE", str(cache))
    the_fault("model", "chưa được chuyển đổi", level=Level.WARNING)
    damaged = cache / model_source(Settings().embedding_model).entry_name
    damaged.mkdir(parents=True)
    (damaged / "manifest.json").write_text("{}")
    the_fault("model", "bị hỏng hoặc cũ", level=Level.WARNING)
    monkeypatch.setattr(places, "_is_writable", lambda folder: folder != cache)
    the_fault("model", "MODEL_CACHE")


def test_a_model_package_that_is_not_the_known_one_is_a_fault(
    healthy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "model.bin"
    wrong.write_bytes(b"not the model")
    monkeypatch.setattr(places, "package_file", lambda: wrong)
    the_fault("model", "SHA-256", "pip install --force-reinstall")


def test_a_model_that_is_no_folder_is_a_fault(healthy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", "/khong/co/mo-hinh")
    assert "không có thư mục này" in examined("model")[0].vietnamese


def test_an_index_without_plans_is_warned_of(healthy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "empty"
    open_store(settings := settings_for(empty)).close()
    use(monkeypatch, empty)
    found = the_fault("index", "chưa có kế hoạch nào", level=Level.WARNING)
    assert ("postgresql" if settings.database_url else str(empty)) in found.vietnamese


def test_missing_vectors_are_a_fault(healthy: Path, one_plan: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    if one_plan.database_url:
        copy_index(one_plan, healthy)
        use(monkeypatch, healthy)
    store = open_store(settings_for(healthy))
    store.vectors.clear()
    store.close()
    the_fault("index", "python -m ingest rebuild")


def test_an_index_of_another_version_is_a_fault(healthy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.store import tables

    monkeypatch.setattr(tables, "SCHEMA_VERSION", 99)
    assert any("99" in one.vietnamese for one in examined("index"))


@pytest.mark.embedded(reason="a damaged file")
def test_a_damaged_database_is_a_fault(healthy: Path) -> None:
    (healthy / "state.sqlite3").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    the_fault("database", "state.sqlite3", "bản sao lưu")


def test_a_database_that_does_not_answer_is_a_fault(healthy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////khong/co/x.sqlite3")
    monkeypatch.setattr(services, "open_state", _cannot_open)
    the_fault("database", "hỏng; hãy sửa")


def _cannot_open(*_: object) -> None:
    from bots.state.database import StateError

    raise StateError("cơ sở dữ liệu hỏng; hãy sửa", "the database is broken; mend it")


def test_a_folder_that_cannot_be_written_is_a_fault(healthy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    the_fault("writing", "không ghi được", "PLAN_INDEX")


@pytest.mark.parametrize(("free", "level"), [(50, Level.FAULT), (500, Level.WARNING)])
def test_a_full_disk_is_seen_before_it_hurts(
    healthy: Path, free: int, level: Level, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(healthy)._replace(free=free * 1024 * 1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    the_fault("disk", f"{free} MB", level=level)


def test_a_clock_that_is_behind_is_a_fault(healthy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Behind(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) - timedelta(days=400)

    monkeypatch.setattr(places, "datetime", Behind)
    the_fault("clock", "timedatectl set-ntp true")


def test_programs_that_are_missing_are_warned_of(healthy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Path:
        raise RecogniserError("thiếu dữ liệu tiếng Việt; hãy cài", "data are missing; install them")

    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(places, "data_folder", missing)
    found = examined("programs")
    assert [one.level for one in found] == [Level.WARNING, Level.WARNING]
    assert "apt-get install libreoffice-writer" in found[0].vietnamese


@pytest.mark.usefixtures("socket_enabled")
def test_a_chroma_server_is_asked(healthy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "check_index", lambda _: iter(()))
    with answering({"/api/v2/heartbeat": (200, "{}")}) as url:
        monkeypatch.setenv("CHROMA_URL", url)
        assert examined("chroma") == []
    the_fault("chroma", url, "hãy kiểm tra địa chỉ")
    with answering({"/api/v2/heartbeat": (200, "{}")}, "mã-của-proxy".encode().hex()) as url:
        monkeypatch.setenv("CHROMA_URL", url)
        the_fault("chroma", url)
        monkeypatch.setenv("CHROMA_TOKEN", "mã-của-proxy".encode().hex())
        assert examined("chroma") == []


def test_telegram_is_asked_for_the_bots_name(api: BotApi, healthy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", api.url)
    monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
    (found,) = [one for one in examination.examine(["telegram"]) if one.about == "telegram"]
    assert (found.level, found.english) == (Level.OK, "bot @KeHoachBot")
    monkeypatch.setenv("TELEGRAM_TOKEN", "1:khac")
    the_fault("telegram", "@BotFather")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
    found = the_fault("telegram", "hãy kiểm tra mạng")
    assert "1:khac" not in str(found)


@pytest.mark.usefixtures("socket_enabled")
def test_the_assistants_server_is_asked_whether_it_is_ready(healthy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering({"/readyz": (503, '{"detail": "the model is being loaded"}')}) as url:
        monkeypatch.setenv("ASSISTANT_URL", url)
        the_fault("assistant", "the model is being loaded")
    with answering({"/readyz": (200, "{}")}) as url:
        monkeypatch.setenv("ASSISTANT_URL", url)
        assert examined("assistant") == []
    the_fault("assistant", "python -m bots.web")


@pytest.mark.usefixtures("socket_enabled")
def test_a_model_server_is_asked_for_its_models(healthy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_MODEL", "Qwen/Qwen3-8B")
    with answering({"/v1/models": (200, '{"data": [{"id": "Qwen/Qwen3-8B"}]}'), "/no/models": (401, "")}) as url:
        monkeypatch.setenv("LLM_BASE_URL", f"{url}/v1")
        assert examined("language model") == []
        monkeypatch.setenv("LLM_MODEL", "khac")
        the_fault("language model", "không kể tên mô hình khac", level=Level.WARNING)
        monkeypatch.setenv("LLM_BASE_URL", f"{url}/no")
        the_fault("language model", "LLM_API_KEY")
    the_fault("language model", "mẫu có sẵn", level=Level.WARNING)
    monkeypatch.setattr(services, "find_spec", lambda _: None)
    the_fault("language model", "pip install 'plan-assistant[llm]'")
