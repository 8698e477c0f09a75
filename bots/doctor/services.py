"""What is reached over a network, where it is set: database, Chroma, Telegram, the assistant's server, a model server.

Each is asked once, for a few seconds, by the cheapest request that shows that it would answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import httpx
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from assistant.settings import AssistantSettings
from bots.doctor.findings import Finding, fault, fault_of, fine, warning
from bots.settings import BotSettings
from bots.state import open_state
from bots.state.database import Database
from bots.telegram.errors import BotTokenError
from bots.telegram.settings import TelegramSettings
from ingest.errors import PlanError
from ingest.settings import Settings

_SECONDS = 8.0
_PROVIDERS = {"openai": "langchain_openai", "ollama": "langchain_ollama", "anthropic": "langchain_anthropic"}


def check_database(index: Settings) -> Iterator[Finding]:
    """The database of DATABASE_URL, or the SQLite files of the index."""
    if index.database_url:
        try:
            state = open_state(index, BotSettings())
        except PlanError as error:
            yield fault_of("database", error)
            return
        kept = state.unanswered.count()
        is_fixed = _is_read_only(state.database)
        state.close()
        shown = re.sub(r"//[^@/]*@", "//…@", index.database_url)
        if is_fixed:
            yield fault(
                "database",
                f"{shown}: máy chủ chỉ cho đọc (có thể là bản sao dự phòng); hãy trỏ DATABASE_URL tới máy chủ chính",
                f"{shown}: the server lets nobody write (a standby, perhaps); have DATABASE_URL name the primary one",
            )
            return
        yield fine("database", f"{shown}: trả lời, {kept} câu chưa đáp được", f"{shown}: answers, {kept} unanswered")
        return
    files = sorted(Path(index.plan_index).glob("*.sqlite3"))
    damaged = [file for file in files if (_sqlite_fault(file))]
    for file in damaged:
        yield fault(
            "database",
            f"{file}: tệp bị hỏng ({_sqlite_fault(file)}); hãy phục hồi từ bản sao lưu",
            f"{file}: the file is damaged ({_sqlite_fault(file)}); restore it from a backup",
        )
    if files and not damaged:
        names = ", ".join(file.name for file in files)
        yield fine("database", f"SQLite nguyên vẹn: {names}", f"SQLite, sound: {names}")


def _is_read_only(database: Database) -> bool:
    """Whether a server of databases takes no changes."""
    if not database.is_server:
        return False
    with database.transaction() as connection:
        return bool(connection.execute(text("SHOW transaction_read_only")).scalar() == "on")


def _sqlite_fault(file: Path) -> str:
    """What SQLite complains of in a file, "" where it is sound."""
    engine = create_engine(f"sqlite:///file:{file}?mode=ro&uri=true")
    try:
        with engine.connect() as connection:
            found = str(connection.execute(text("PRAGMA quick_check(1)")).scalar_one())
    except SQLAlchemyError as error:
        return str(getattr(error, "orig", error))
    finally:
        engine.dispose()
    return "" if found == "ok" else found


def check_chroma(index: Settings) -> Iterator[Finding]:
    """The server of CHROMA_URL."""
    if not index.chroma_url:
        return
    url = index.chroma_url.rstrip("/")
    try:
        token = index.chroma_token.get_secret_value()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        httpx.get(f"{url}/api/v2/heartbeat", headers=headers, timeout=_SECONDS, trust_env=False).raise_for_status()
        yield fine("chroma", f"{url}: trả lời", f"{url}: answers")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        yield fault(
            "chroma",
            f"CHROMA_URL={url}: không hỏi được ({_kind(error)}); hãy kiểm tra địa chỉ và máy chủ (chroma run)",
            f"CHROMA_URL={url}: cannot be asked ({_kind(error)}); check the address and the server (chroma run)",
        )


def check_telegram(settings: TelegramSettings) -> Iterator[Finding]:
    """The bot's token, by getMe, which changes nothing."""
    if settings.telegram_token is None:
        yield fine("telegram", "TELEGRAM_TOKEN chưa đặt: không có bot", "TELEGRAM_TOKEN is not set: no bot")
        return
    api, token = settings.telegram_api_url.rstrip("/"), settings.telegram_token.get_secret_value()
    try:
        reply = httpx.post(f"{api}/bot{token}/getMe", timeout=_SECONDS)
        told = reply.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        yield fault(
            "telegram",
            f"{api}: không hỏi được ({_kind(error)}); hãy kiểm tra mạng, hoặc TELEGRAM_API_URL",
            f"{api}: cannot be asked ({_kind(error)}); check the network, or TELEGRAM_API_URL",
        )
        return
    if not isinstance(told, dict) or not told.get("ok"):
        yield fault_of("telegram", BotTokenError.unknown())
        return
    name = told["result"].get("username", "")
    yield fine("telegram", f"bot @{name}", f"bot @{name}")


def check_assistant(settings: TelegramSettings) -> Iterator[Finding]:
    """The web server that answers for the bot, where ASSISTANT_URL names one."""
    if not settings.assistant_url:
        return
    url = settings.assistant_url.rstrip("/")
    try:
        reply = httpx.get(f"{url}/readyz", timeout=_SECONDS, trust_env=False, headers={"accept-language": "en"})
        why = "" if reply.is_success else str(reply.json().get("detail", reply.status_code))
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        why = _kind(error)
    if why:
        yield fault(
            "assistant",
            f"ASSISTANT_URL={url}: chưa trả lời được ({why}); hãy kiểm tra python -m bots.web ở đó",
            f"ASSISTANT_URL={url}: not ready ({why}); check python -m bots.web there",
        )
    else:
        yield fine("assistant", f"{url}: sẵn sàng", f"{url}: ready")


def check_language_model(settings: AssistantSettings) -> Iterator[Finding]:
    """The server of a language model, where one is set; a provider is not asked, since that may cost."""
    name = settings.llm_model
    if not name:
        vietnamese = "LLM_MODEL chưa đặt: câu trả lời theo mẫu có sẵn"
        yield fine("language model", vietnamese, "LLM_MODEL is not set: answers by the built-in templates")
        return
    provider = name.partition(":")[0] if ":" in name else "openai"
    package = _PROVIDERS.get(provider, "langchain")
    if find_spec("langchain") is None or find_spec(package) is None:
        extra = provider if provider in ("ollama", "anthropic") else "llm"
        yield fault(
            "language model",
            f"LLM_MODEL={name}: thiếu gói {package}; hãy cài: pip install 'plan-assistant[{extra}]'",
            f"LLM_MODEL={name}: the package {package} is missing; install it: pip install 'plan-assistant[{extra}]'",
        )
        return
    if not settings.llm_base_url and provider != "ollama":
        yield fine("language model", f"{name}: nhà cung cấp, không hỏi thử", f"{name}: of a provider, not asked")
        return
    yield _model_server(settings, provider)


def _model_server(settings: AssistantSettings, provider: str) -> Finding:
    base = (settings.llm_base_url or "http://127.0.0.1:11434").rstrip("/")
    address = f"{base}/api/tags" if provider == "ollama" else f"{base}/models"
    key = settings.llm_api_key.get_secret_value()
    headers = {"authorization": f"Bearer {key}"} if key else {}
    try:
        reply = httpx.get(address, headers=headers, timeout=_SECONDS, trust_env=False)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return warning(
            "language model",
            f"{address}: không hỏi được ({_kind(error)}); câu trả lời theo mẫu có sẵn cho đến khi máy chủ chạy lại",
            f"{address}: cannot be asked ({_kind(error)}); answers are the built-in ones until the server runs again",
        )
    if reply.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return fault(
            "language model",
            f"{address}: máy chủ không nhận khóa; hãy sửa LLM_API_KEY",
            f"{address}: the server does not take the key; mend LLM_API_KEY",
        )
    if reply.is_success and settings.llm_model.partition(":")[2 if ":" in settings.llm_model else 0] not in reply.text:
        return warning(
            "language model",
            f"{address}: máy chủ không kể tên mô hình {settings.llm_model}; hãy kiểm tra LLM_MODEL",
            f"{address}: the server does not list the model {settings.llm_model}; check LLM_MODEL",
        )
    return fine("language model", f"{settings.llm_model} tại {base}", f"{settings.llm_model} at {base}")


def _kind(error: Exception) -> str:
    """What kind of error it is; its message may hold the address, and so a token."""
    return type(error).__name__
