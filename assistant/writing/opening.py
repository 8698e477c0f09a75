"""Opens the chat model of the settings, whoever provides it."""

from __future__ import annotations

from typing import Any, cast

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel

from assistant.settings import AssistantSettings
from assistant.writing.errors import WriterError

_NO_KEY = "none"
"""What is sent to a server of one's own that asks for no key."""


def open_model(settings: AssistantSettings) -> BaseChatModel:
    """The chat model of the settings. Raises WriterError where its package is missing or its settings do not fit."""
    own_server = bool(settings.llm_base_url)
    try:
        try:
            provider = settings.llm_model.partition(":")[0]
            return cast(BaseChatModel, init_chat_model(settings.llm_model, **_arguments(settings, provider)))
        except ValueError:
            if not own_server:
                raise
            told = _arguments(settings, "openai")
            return cast(BaseChatModel, init_chat_model(settings.llm_model, model_provider="openai", **told))
    except Exception as error:
        missing = isinstance(error, ImportError)
        mend = ("cài gói của nhà cung cấp", "install the provider's package") if missing else ("kiểm tra", "check")
        raise WriterError(
            f"LLM_MODEL={settings.llm_model}: không mở được mô hình ({error}); hãy {mend[0]} và xem lại LLM_MODEL, "
            "LLM_BASE_URL, LLM_API_KEY",
            f"LLM_MODEL={settings.llm_model}: the model cannot be opened ({error}); {mend[1]}, and see LLM_MODEL, "
            "LLM_BASE_URL, LLM_API_KEY",
        ) from error


def _arguments(settings: AssistantSettings, provider: str) -> dict[str, Any]:
    """What a provider's class is told; tries are made here, not there."""
    seconds = min(settings.llm_stall_seconds, settings.llm_seconds)
    told: dict[str, Any] = {}
    if settings.llm_temperature is not None:
        told["temperature"] = settings.llm_temperature
    if settings.llm_base_url:
        told["base_url"] = settings.llm_base_url
    if provider == "ollama":
        return {**told, "num_predict": settings.llm_max_tokens, "client_kwargs": {"timeout": seconds}}
    key = settings.llm_api_key.get_secret_value() or (_NO_KEY if settings.llm_base_url else "")
    if key:
        told["api_key"] = key
    told |= {"timeout": seconds, "max_tokens": settings.llm_max_tokens}
    return {**told, "max_retries": 1 if provider == "google_genai" else 0}
