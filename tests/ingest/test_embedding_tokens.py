"""The near tokenizer gives the ids of the whole one, and leaves to it what it has no letters for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from ingest.embedding import default_model_cache
from ingest.embedding.cache import cached_model
from ingest.embedding.loader import build_in_own_process
from ingest.embedding.source import model_source
from ingest.embedding.tokens import NEAR, TOKENIZER, Tokens, write_near
from ingest.settings import Settings

_LETTERS = (
    "aeiouAEIOUđăâêôơưạảãàáếểễệựứ bcdghklmnpqrstvx 0123456789 .,;:–…()%/<>_ \n\t№²½₫≥→🙂💊éüß\u0301\u0323\u00a0\u200b"
)
EVAL = Path(__file__).parents[2] / "eval"


@pytest.fixture(scope="module")
def folder() -> Path:
    """The default model's folder of the cache."""
    source = model_source(Settings.model_fields["embedding_model"].default)
    return cached_model(source, default_model_cache(), build_in_own_process)[0]


@pytest.fixture(scope="module")
def near(folder: Path) -> Tokens:
    return Tokens(folder, 512)


@pytest.fixture(scope="module")
def whole(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.enable_truncation(512)
    return tokenizer


def test_plans_and_questions_have_the_same_ids(near: Tokens, whole: Tokenizer) -> None:
    lines = [line for plan in sorted((EVAL / "plans").glob("*.txt")) for line in plan.read_text("utf-8").splitlines()]
    file = EVAL / "questions" / "open.jsonl"
    lines += [json.loads(line)["question"] for line in file.read_text("utf-8").splitlines()]
    assert len(lines) > 1000
    for line in lines:
        text = f"query: {line}"
        assert near.ids(text).tolist() == whole.encode(text).ids, line


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from(_LETTERS), max_size=80) | st.text(max_size=40))
def test_any_text_has_the_same_ids(near: Tokens, whole: Tokenizer, text: str) -> None:
    assert near.ids(text).tolist() == whole.encode(text).ids


def test_questions_need_only_the_near_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = Tokens(folder, 512)
    monkeypatch.setattr(tokens, "load_whole", lambda: pytest.fail("the whole tokenizer was loaded"))
    assert len(tokens.ids("query: Ai chủ trì triển khai đơn thuốc điện tử của Cà Mau?")) > 10
    assert len(tokens.ids("tie\u0302\u0301ng Việt № 1… ≥ 50% 🙂")) > 5


@pytest.mark.parametrize(
    "text", ["Электронный рецепт", "đơn thuốc 电子", "ﬁn", "tie\u0302\u0301ng Việt", "½ số 💊", "\u00a0"]
)
def test_other_letters_are_left_to_the_whole_one(near: Tokens, whole: Tokenizer, text: str) -> None:
    assert near.ids(text).tolist() == whole.encode(text).ids


def test_long_texts_are_cut(folder: Path) -> None:
    assert len(Tokens(folder, 16).ids("đơn thuốc " * 50)) == 16


def test_a_tokenizer_of_another_kind_is_kept_whole(tmp_path: Path, folder: Path) -> None:
    content = json.loads((folder / TOKENIZER).read_text("utf-8"))
    content["model"] = {
        "type": "WordLevel",
        "vocab": {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3},
        "unk_token": "<unk>",
    }
    (tmp_path / TOKENIZER).write_text(json.dumps(content), "utf-8")
    assert not write_near(tmp_path)
    assert not (tmp_path / NEAR).exists()
    assert Tokens(tmp_path, 16).ids("đơn thuốc").tolist() == [0, 3, 3, 2]
