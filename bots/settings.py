"""What the environment or a `.env` file can set for the ways people reach the assistant."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class BotSettings(BaseSettings):
    """The settings of `bots`, each from the variable of the same name in capitals.

    `.env` is shared with the other packages, so variables that are not named here are left to them.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    admin_token: SecretStr | None = None
    """What the administrator's routes and pages ask for; None: they are closed."""

    allowed_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """The sites whose pages may show the widget and call the API: "https://syt.example.vn https://…"; else none."""

    public_url: str = ""
    """The address at which this server is reached from outside, without a path; "" takes the request's own."""

    conversation_hours: float = Field(default=24, gt=0, le=24 * 365)
    """How long after its last question a conversation, its questions and answers are kept."""

    unanswered_days: float = Field(default=90, gt=0, le=3650)
    """How long a question that the plans did not answer is kept for the administrator."""

    log_questions: bool = False
    """Whether questions stand in the log, with personal numbers masked."""

    kept_answers: int = Field(default=1024, ge=0)
    """Answers that are held in memory, to be given again while the plans stay the same; 0: each is worked out."""
    metrics_token: SecretStr | None = None
    """What `/metrics` asks for as a bearer token; None: it is open, and a proxy keeps it from the outside."""

    metrics_port: int = Field(default=0, ge=0, le=65535)
    """The port on which the Telegram bot and `bots.mcp` tell their figures and their health; 0: none."""

    metrics_host: str = "127.0.0.1"
    """The address on which that port is open."""

    otel_exporter_otlp_endpoint: str = ""
    """The OpenTelemetry collector that traces are sent to by OTLP over HTTP; "": none are made."""

    otel_service_name: str = ""
    """What the traces name this process; "" names it after what it is."""

    body_bytes: int = Field(default=64 * 1024, ge=1024)
    """The largest body of a request, uploads of plans apart."""

    upload_bytes: int = Field(default=50 * 1024 * 1024, ge=1024)
    """The largest file that the administrator can upload."""

    request_seconds: float = Field(default=20, gt=0)
    """How long a client may take to send the body of a request, uploads of plans apart."""

    upload_seconds: float = Field(default=600, gt=0)
    """How long the administrator may take to upload a file."""

    rate_per_minute: int = Field(default=60, ge=0)
    """Questions that one address may ask in a minute; 0: as many as it likes."""

    conversation_rate_per_minute: int = Field(default=20, ge=0)
    """Questions that one conversation may ask in a minute; 0: as many as it likes."""

    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    """The addresses of the proxies whose `X-Forwarded-For` is believed."""

    @field_validator("allowed_origins", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """A list may be written with commas or blanks between its items."""
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("allowed_origins")
    @classmethod
    def _check_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        """Origins are a scheme and a host, as browsers send them. Raises ValueError for anything else, `*` too."""
        for origin in origins:
            parts = urlsplit(origin)
            if (
                parts.scheme not in ("http", "https")
                or not parts.hostname
                or origin != f"{parts.scheme}://{parts.netloc}"
            ):
                raise ValueError(
                    f"{origin}: không phải nguồn gốc trang web; hãy viết như https://syt.example.vn, không có đường dẫn"
                    f" / {origin}: not an origin; write it like https://syt.example.vn, without a path"
                )
        return tuple(origin.lower() for origin in origins)
