"""Log lines: readable on a terminal, or one JSON object a line, by the setting LOG_FORMAT; always on stderr.

Modules log by `logging.getLogger(__name__)`, with what belongs to a line in `extra`; structlog only writes the lines,
those of the libraries too. What is bound by `bound` (a request's id) stands in every line of that context. No line
holds a local variable or a question; LOG_QUESTIONS of the bots adds questions, masked.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from structlog.typing import Processor

_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}", re.ASCII)
_CHATTY = ("httpx", "httpx2", "httpcore", "apscheduler", "telegram.ext", "chromadb", "asyncio", "filelock", "urllib3")
_HANDLED = ("telegram.ext.AIORateLimiter", "telegram.ext.Updater")


class LogFormat(StrEnum):
    """How log lines are written."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """From which level on lines are written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def set_up_logging(form: LogFormat, level: LogLevel, service: str) -> None:
    """Has this process write its log to stderr in one form; `service` names it in each JSON line."""
    import structlog

    def name_service(_logger: Any, _method: str, event: Any) -> Any:
        event["service"] = service
        event.pop("color_message", None)  # uvicorn says its lines twice, once in colours
        return event

    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]
    if form is LogFormat.JSON:
        own: list[Processor] = [
            name_service,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ]
    else:
        own = [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                timestamp_key="time",
                pad_event_to=0,
                exception_formatter=structlog.dev.plain_traceback,  # the others show what variables hold
            )
        ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *own],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _HANDLED:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def bound(**values: str) -> AbstractContextManager[None]:
    """Has these values stand in every line of this context until the block ends."""
    import structlog

    return structlog.contextvars.bound_contextvars(**values)


def request_id() -> str:
    """The id of the request that this context works on, "" where it works on none."""
    import structlog

    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def new_id() -> str:
    """An id for a request or a run: 16 hexadecimal digits."""
    return secrets.token_hex(8)


def accepted_id(given: str) -> str:
    """The id that a client or proxy gave its request where it is fit for a log line and a header, else a new one."""
    return given if _REQUEST_ID.fullmatch(given) else new_id()
