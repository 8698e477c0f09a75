"""The whole examination: settings first, since all else hangs on them, then each thing they name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings

from assistant.settings import AssistantSettings
from bots.doctor.findings import Finding, fault, fine, warning
from bots.doctor.places import check_index, check_model, check_programs, check_writing
from bots.doctor.services import (
    check_assistant,
    check_chroma,
    check_database,
    check_language_model,
    check_telegram,
)
from bots.settings import BotSettings
from bots.telegram.settings import TelegramSettings
from ingest.settings import Settings

_SHORT_SECRET = 16

S = TypeVar("S", bound=BaseSettings)


def examine(only: Collection[str] = ()) -> Iterator[Finding]:
    """Everything that the environment names, one after another, or the settings and some of it; nothing is changed."""
    faults: list[Finding] = []
    index = _read(Settings, faults)
    answering = _read(AssistantSettings, faults)
    general = _read(BotSettings, faults)
    telegram = _read(TelegramSettings, faults)
    yield from faults
    if general is not None:
        yield from _secrets(general)
    if not faults:
        yield fine("settings", "đọc được cả bốn nhóm", "all four groups can be read")
    checks: list[tuple[str, Callable[[], Iterator[Finding]]]] = [("programs", check_programs)]
    if index is not None:
        checks += (
            ("model", lambda: check_model(index)),
            ("index", lambda: check_index(index)),
            ("writing", lambda: check_writing(index)),
            ("database", lambda: check_database(index)),
            ("chroma", lambda: check_chroma(index)),
        )
    if telegram is not None:
        checks += (("telegram", lambda: check_telegram(telegram)), ("assistant", lambda: check_assistant(telegram)))
    if answering is not None:
        checks.append(("language model", lambda: check_language_model(answering)))
    for name, check in checks:
        if not only or name in only:
            yield from check()


def _read(kind: type[S], faults: list[Finding]) -> S | None:
    """The settings of one package, None where they cannot be read."""
    try:
        return kind()
    except ValidationError as error:
        for one in error.errors(include_input=False):
            name = ".".join(map(str, one["loc"])).upper() or kind.__name__
            message = one["msg"].removeprefix("Value error, ")
            vietnamese, _, english = message.partition(" / ")
            told = f"{name}: {vietnamese}; hãy sửa trong môi trường hoặc .env"
            faults.append(fault("settings", told, f"{name}: {english or message}; mend it in the environment or .env"))
        return None


def _secrets(settings: BotSettings) -> Iterator[Finding]:
    for name in ("admin_token", "metrics_token"):
        secret = getattr(settings, name)
        if secret is not None and len(secret.get_secret_value()) < _SHORT_SECRET:
            said = name.upper()
            yield warning(
                "settings",
                f"{said}: ngắn hơn {_SHORT_SECRET} ký tự, dễ đoán; hãy tạo bằng: openssl rand -hex 24",
                f"{said}: shorter than {_SHORT_SECRET} characters, easy to guess; make one: openssl rand -hex 24",
            )
