"""What the environment or a `.env` file can set for answering."""

from __future__ import annotations

from pydantic import Field, SecretStr

from ingest.settings import EnvironmentSettings


class AssistantSettings(EnvironmentSettings):
    """The settings of `assistant`, each from the variable of the same name in capitals."""

    public_url: str = ""
    """The address before `/sources/…` in citations; "" gives addresses relative to the site."""

    llm_model: str = ""
    """The chat model that words answers, as LangChain names it ("openai:NAME", "ollama:NAME"); "": none."""

    llm_base_url: str = ""
    """The address of a server of one's own; with it, a model without a provider's name speaks the OpenAI API."""

    llm_api_key: SecretStr = SecretStr("")
    """The key; "": what the provider's own variable says, or none for a server of one's own."""

    llm_temperature: float | None = Field(default=None, ge=0, le=2)
    """None: what the provider takes where nothing is said; some models refuse anything else."""

    llm_seconds: float = Field(default=20, gt=0, le=600)
    """How long the model may take over one question, all calls together; then the built-in answer is given."""

    llm_stall_seconds: float = Field(default=10, gt=0, le=600)
    """How long the model may be silent, before its first word and between any two."""

    llm_retries: int = Field(default=2, ge=0, le=10)
    """How often a call that failed in passing (429, 5xx, no connection) is made again, with growing pauses."""

    llm_max_tokens: int = Field(default=900, ge=50, le=32_000)
    """The longest reply."""

    llm_question_tokens: int = Field(default=20_000, ge=500)
    """The most tokens, in and out, that one question may take."""

    llm_daily_tokens: int = Field(default=0, ge=0)
    """The most tokens a day (UTC) of one process; 0: no limit."""

    llm_daily_cost: float = Field(default=0, ge=0)
    """The most that a day may cost, in the currency of the two prices; 0: no limit."""

    llm_price_in: float = Field(default=0, ge=0)
    """The price of a million tokens read."""

    llm_price_out: float = Field(default=0, ge=0)
    """The price of a million tokens written."""

    llm_failures: int = Field(default=3, ge=1)
    """After so many failures in a row the model is left alone …"""

    llm_pause_seconds: float = Field(default=60, gt=0)
    """… for so long."""

    llm_calls: int = Field(default=4, ge=1, le=64)
    """How many calls may be under way at once; a question beyond them gets the built-in answer."""
