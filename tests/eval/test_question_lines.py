"""Files of questions: what is read from them, and what is said of a broken line."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from eval.errors import EvalError, QuestionError
from eval.questions import Form, address, read_questions
from tests.eval.samples import LINE, WHO, write_lines


def test_a_line_becomes_a_question(tmp_path: Path) -> None:
    assert read_questions([write_lines(tmp_path / "q.jsonl", LINE)]) == (WHO,)


def test_questions_keep_the_order_of_files_and_lines_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    first = write_lines(tmp_path / "b.jsonl", {**LINE, "id": "b1"}, "", {**LINE, "id": "b2"})
    second = write_lines(tmp_path / "a.jsonl", {**LINE, "id": "a1"})
    assert [question.id for question in read_questions([first, second])] == ["b1", "b2", "a1"]


def test_history_plans_facts_and_citations_may_be_left_out_of_an_unanswerable_question(tmp_path: Path) -> None:
    line = {"id": "q9", "question": "Giá vàng?", "form": "informal", "type": "unanswerable", "answerable": False}
    (question,) = read_questions([write_lines(tmp_path / "q.jsonl", line)])
    assert (question.form, question.history, question.facts, question.wanted) == (Form.INFORMAL, (), (), frozenset())


def test_numbers_written_as_numbers_and_absent_parts_written_as_null_are_understood(tmp_path: Path) -> None:
    line = {**LINE, "facts": [[6]], "citations": [{"plan": "p", "appendix": None, "stt": 3, "section": None}]}
    (question,) = read_questions([write_lines(tmp_path / "q.jsonl", line)])
    assert question.facts == (("6",),)
    assert question.wanted == {"p/pl/3"}


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text("\ufeff" + json.dumps(LINE), encoding="utf-8")
    assert read_questions([file]) == (WHO,)


def test_unknown_fields_are_left_out_and_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = write_lines(tmp_path / "q.jsonl", {**LINE, "histroy": ["trước"]})
    with caplog.at_level(logging.WARNING):
        assert read_questions([file]) == (WHO,)
    assert f"{file}:1" in caplog.text
    assert "histroy" in caplog.text


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{not json", "JSON"),
        ("[1, 2]", "đối tượng JSON"),
        ({key: value for key, value in LINE.items() if key != "facts"} | {"citations": []}, "facts"),
        ({key: value for key, value in LINE.items() if key != "form"}, "thiếu form"),
        ({**LINE, "form": "shouted"}, "accented | unaccented"),
        ({**LINE, "facts": ["Văn phòng"]}, 'facts[0] sai kiểu; hãy viết "facts": [["Văn phòng", "VP"]]'),
        ({**LINE, "facts": [[]]}, "facts[0] không có cách viết nào"),
        ({**LINE, "facts": [["VP", "%"]]}, "facts[0]"),
        ({**LINE, "answerable": "yes"}, "true | false"),
        ({**LINE, "history": "câu trước"}, "history"),
        ({**LINE, "question": "  "}, "để trống"),
        ({**LINE, "citations": [{"plan": "p"}]}, "citations[0]"),
        ({**LINE, "citations": [{"plan": "p", "stt": "1", "section": "I"}]}, "citations[0]"),
        ({**LINE, "citations": [{"stt": "1"}]}, "thiếu citations[0].plan"),
    ],
)
def test_a_broken_line_is_named_with_its_file_number_and_mend(
    tmp_path: Path, line: dict[str, object] | str, told: str
) -> None:
    file = write_lines(tmp_path / "q.jsonl", {**LINE, "id": "q0"}, "", line)
    with pytest.raises(QuestionError) as raised:
        read_questions([file])
    assert raised.value.vietnamese.startswith(f"{file}, dòng 3: ")
    assert raised.value.english.startswith(f"{file}, line 3: ")
    assert told in raised.value.vietnamese
    assert (raised.value.file, raised.value.line) == (str(file), 3)


def test_an_id_used_twice_is_named_with_where_it_was_used_before(tmp_path: Path) -> None:
    first, second = write_lines(tmp_path / "a.jsonl", LINE), write_lines(tmp_path / "b.jsonl", LINE)
    with pytest.raises(QuestionError, match="q1") as raised:
        read_questions([first, second])
    assert f"{first}:1" in raised.value.vietnamese


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_files_without_questions_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "q.jsonl").write_bytes(content)
    with pytest.raises(EvalError, match="không có câu hỏi nào"):
        read_questions([tmp_path / "q.jsonl"])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match=r"nowhere\.jsonl"):
        read_questions([tmp_path / "nowhere.jsonl"])


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_bytes("Ai chủ trì?".encode("utf-16"))
    with pytest.raises(EvalError, match="UTF-8"):
        read_questions([tmp_path / "q.jsonl"])


def test_addresses_of_one_place_are_equal_however_its_number_is_written() -> None:
    assert address("p", "1", "", "03.", None) == address("p", "1", None, "3", "") == "p/pl-1/3"
    assert address("p", "", "IV", "14", None) == "p/pl/iv/14"
    assert address("p", None, None, None, "III.6.c") == "p/iii.6.c"
    assert address("p", "1", "", "0", None) == "p/pl-1/0"


def test_addresses_of_different_places_differ() -> None:
    assert address("p", "1", "I", "3", None) != address("p", "1", "II", "3", None)
    assert address("p", "1", "", "3", None) != address("q", "1", "", "3", None)
    assert address("p", None, None, None, "III.6") != address("p", None, None, None, "III.6.c")
