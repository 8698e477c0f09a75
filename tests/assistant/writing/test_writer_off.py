"""With no model set nothing of one is imported; with one that cannot be opened the mend is told."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant import Assistant
from assistant.settings import AssistantSettings
from assistant.writing.errors import WriterError
from assistant.writing.opening import open_model
from assistant.writing.prompting import prompt
from tests.assistant.writing.asking import BUILT_IN, WHO, library, settings

ASKING = """
import sys
from pathlib import Path
from tempfile import mkdtemp
from tests.assistant.sample import assistant_in
answer = assistant_in(Path(mkdtemp())).ask("Ai chủ trì mua xe cứu thương?")
assert answer.answerable and answer.writer == "built-in", answer
roots = {"langchain", "langchain_openai", "langgraph", "openai", "tiktoken", "pybreaker"}
print([name for name in sys.modules if name.split(".")[0] in roots or name.startswith("assistant.writ")])
"""


def test_with_no_model_set_nothing_of_one_is_imported() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", ASKING],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        env={},
        check=False,
    )
    assert (ran.stdout.strip(), ran.returncode) == ("[]", 0), ran.stderr


def test_without_a_writer_a_stream_is_the_answer_alone() -> None:
    (answer,) = Assistant(library(), AssistantSettings(llm_model="")).stream(WHO)
    assert not isinstance(answer, str)
    assert (answer.answer, answer.writer, answer.to_json()["writer"]) == (BUILT_IN, "built-in", "built-in")


@pytest.mark.parametrize(
    ("told", "reason"),
    [({"llm_model": "nobody:x"}, "nobody"), ({"llm_model": "x-1"}, "x-1"), ({"llm_model": "cohere:x"}, "cohere")],
)
def test_a_model_that_cannot_be_opened_is_named_with_the_mend(told: dict[str, str], reason: str) -> None:
    with pytest.raises(WriterError) as raised:
        open_model(settings(**told))
    assert reason in raised.value.vietnamese
    assert "LLM_BASE_URL" in raised.value.english


def test_a_missing_package_is_named_with_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "assistant.writer", raising=False)
    monkeypatch.setitem(sys.modules, "pybreaker", None)
    for name in [name for name in sys.modules if name.startswith("assistant.writing.")]:
        if name != "assistant.writing.errors":
            monkeypatch.delitem(sys.modules, name)
    with pytest.raises(WriterError, match="pybreaker") as raised:
        import_module("assistant.writing.available").writer_of(settings())
    assert "plan-assistant[llm]" in raised.value.vietnamese


def test_a_name_without_a_provider_speaks_the_openai_api_to_a_server_of_ones_own(socket_enabled: None) -> None:
    # the provider's package asks for a socket's options when a model is made; nothing is connected to
    for name in ("qwen3", "qwen3:8b", "openai:qwen3"):
        model = open_model(settings(llm_model=name, llm_base_url="http://127.0.0.1:9/v1"))
        assert type(model).__name__ == "ChatOpenAI"


def test_the_key_is_shown_masked() -> None:
    assert "s3cret" not in repr(settings(llm_api_key="s3cret"))


@pytest.mark.parametrize("wrong", [{"llm_seconds": 0}, {"llm_retries": -1}, {"llm_max_tokens": 1}, {"llm_calls": 0}])
def test_limits_that_make_no_sense_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        settings(**wrong)


def test_the_readme_names_every_setting_of_the_model() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
    names = [name.upper() for name in AssistantSettings.model_fields if name.startswith("llm_")]
    assert len(names) >= 15
    assert [name for name in names if f"`{name}`" not in readme] == []


@pytest.mark.parametrize("name", ["write", "plan"])
def test_prompts_have_just_the_gaps_that_their_headers_name(name: str) -> None:
    asked = prompt(name)
    text = (Path(__file__).parents[3] / "prompts" / f"{name}.toml").read_text("utf-8")
    assert "# Inputs:" in text
    assert "# Output:" in text
    for language in ("vi", "en"):
        inputs = {gap: f"<{gap}>" for gap in asked.inputs}
        said = "\n".join(message.text for message in asked.messages(language, **inputs))
        assert all(value in said for value in inputs.values())
        for gap in asked.inputs:
            with pytest.raises(KeyError):
                asked.messages(language, **{other: "" for other in asked.inputs if other != gap})
