"""Secrets come from the environment or from files, and stand in nothing that is read: repr, errors, logs, pages."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings

from assistant.settings import AssistantSettings
from bots.settings import BotSettings
from bots.telegram.settings import TelegramSettings
from bots.web.app import create_app
from ingest.errors import PlanError
from ingest.settings import Settings
from tests.bots.web.serving import services_in

ALL: tuple[type[BaseSettings], ...] = (Settings, AssistantSettings, BotSettings, TelegramSettings)
SECRETS = {
    "ADMIN_TOKEN": "admin-9f8e7d6c5b4a39281706",
    "INTERNAL_TOKENS": "first-1a2b3c4d5e6f708192 second-2b3c4d5e6f708192a3",
    "TELEGRAM_TOKEN": "123456:AA-secret-of-the-bot",
    "TELEGRAM_WEBHOOK_SECRET": "webhook-0a1b2c3d4e5f",
    "TELEGRAM_INVITATION": "invite-6f5e4d3c",
    "ASSISTANT_TOKEN": "assistant-7a6b5c4d3e2f",
    "LLM_API_KEY": "sk-0123456789abcdef",
    "DATABASE_URL": "postgresql+psycopg://plans:pass-5d4c3b2a@db/plans",
    "CHROMA_URL": "http://chroma:pass-8c7b6a5d@chroma:8000",
}
TEXTS = [part for value in SECRETS.values() for part in value.replace("@", " ").replace("plans:pass", "pass").split()]
WORDS = [text.rpartition(":")[2] if "://" in text else text for text in TEXTS]


@pytest.fixture(autouse=True)
def _nothing_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (*SECRETS, "SECRETS_DIR"):
        monkeypatch.delenv(name, raising=False)


def told(*texts: object) -> list[str]:
    """The secrets that stand in some texts."""
    whole = " ".join(map(str, texts))
    return [word for word in WORDS if word in whole]


def test_what_is_named_like_a_secret_is_kept_as_one() -> None:
    named = ("token", "secret", "api_key", "password", "invitation")
    for kind in ALL:
        for name, field in kind.model_fields.items():
            if any(word in name for word in named) and name not in ("llm_max_tokens", "llm_question_tokens"):
                assert "SecretStr" in str(field.annotation) or "tokens" in name.removeprefix("internal_"), name
            if name.endswith("_url") and name in ("database_url", "chroma_url"):
                assert not field.repr, name


def test_settings_show_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    made = [kind() for kind in ALL]
    assert told(*map(repr, made), *map(str, made)) == []
    assert BotSettings().internal_tokens == tuple(map(SecretStr, SECRETS["INTERNAL_TOKENS"].split()))


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("TELEGRAM_WEBHOOK_SECRET", "sai cách viết-9f8e7d", TelegramSettings),
        ("TELEGRAM_INVITATION", "ngắn9f8e7d", TelegramSettings),
        ("INTERNAL_TOKENS", "ngan-9f8e7d", BotSettings),
    ],
)
def test_a_secret_that_is_refused_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, kind: type[BaseSettings]
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as refused:
        kind()
    assert "9f8e7d" not in str(refused.value)
    assert name.lower() in str(refused.value)


def test_secrets_are_read_from_the_files_of_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As Docker, Podman and Kubernetes give them; a variable of the environment goes before a file."""
    folder = tmp_path / "secrets"
    folder.mkdir()
    for name, value in SECRETS.items():
        (folder / name.lower()).write_text(f"{value}\n", "utf-8")
    monkeypatch.setenv("SECRETS_DIR", str(folder))
    monkeypatch.setenv("ADMIN_TOKEN", "from-the-environment")
    bots, telegram = BotSettings(), TelegramSettings()
    assert bots.admin_token == SecretStr("from-the-environment")
    assert len(bots.internal_tokens) == 2
    assert telegram.telegram_token == SecretStr(SECRETS["TELEGRAM_TOKEN"])
    assert Settings().database_url == SECRETS["DATABASE_URL"]
    assert AssistantSettings().llm_api_key == SecretStr(SECRETS["LLM_API_KEY"])


def test_a_folder_of_secrets_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path / "khong-co"))
    with pytest.raises(PlanError, match="không có thư mục này"):
        BotSettings()


def test_a_server_writes_no_secret_into_its_log_or_its_errors(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    tokens = SECRETS["INTERNAL_TOKENS"]
    services = services_in(tmp_path / "index", internal_tokens=tokens, admin_token=SECRETS["ADMIN_TOKEN"])
    assert services.internal is not None

    def broken(*_: object) -> None:
        raise ZeroDivisionError("hỏng")

    said = []
    with TestClient(create_app(services), raise_server_exceptions=False) as client:
        for sent in (tokens.split()[0], f"{tokens.split()[0]}x", SECRETS["ADMIN_TOKEN"]):
            headers = {"authorization": f"Bearer {sent}"}
            for address in ("/", "/api/plans", "/api/admin/unanswered", "/evaluator", "/nowhere"):
                said.append(client.get(address, headers=headers).text)
            said.append(client.post("/api/ask", json={"question": 1}, headers=headers).text)
        monkeypatch.setattr(services.internal.desk, "hear", broken)
        answer = client.post("/api/ask", json={"question": "Ai?"}, headers={"authorization": f"Bearer {sent}"})
        assert answer.status_code == 500
        said.append(answer.text)
    assert told(caplog.text, *said) == []
    assert "fault" in caplog.text
