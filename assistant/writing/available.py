"""The writer of the settings, or what has to be installed for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.settings import AssistantSettings
from assistant.writing.errors import WriterError

if TYPE_CHECKING:
    from assistant.writer import Report, Writer


def writer_of(settings: AssistantSettings, report: Callable[[Report], None] | None = None) -> Writer:
    """The writer with the model of the settings; `report` is told what becomes of each question.

    Raises WriterError where a package is missing or the settings do not fit.
    """
    try:
        from assistant.writer import open_writer
    except ImportError as error:
        raise WriterError(
            f"LLM_MODEL={settings.llm_model}: thiếu gói {error.name}; hãy chạy pip install 'plan-assistant[llm]', "
            "hoặc bỏ LLM_MODEL để dùng câu trả lời có sẵn",
            f"LLM_MODEL={settings.llm_model}: the package {error.name} is missing; run pip install "
            "'plan-assistant[llm]', or unset LLM_MODEL for the built-in answers",
        ) from error
    return open_writer(settings, report)
