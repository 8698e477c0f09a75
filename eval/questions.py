"""Questions with what a right answer must hold, read from JSON lines.

    {"id": "q1", "question": "…", "history": [], "form": "accented", "type": "lookup", "plans": [],
     "facts": [["Văn phòng", "VP"]], "citations": [{"plan": "p", "appendix": "1", "group": "", "stt": "3"}],
     "answerable": true}

`facts` is a list of facts, each the list of its spellings. A citation names a row, or a section
(`{"plan": "p", "section": "III.6.c"}`). A question that the plans do not answer needs no facts; where a blank cell is
why, its row is listed.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path

from pydantic import ConfigDict, StrictBool, TypeAdapter, ValidationError

from eval.errors import EvalError, QuestionError
from eval.facts import tokens
from ingest.model import Anchor

log = logging.getLogger(__name__)


class Form(StrEnum):
    """How a question is typed."""

    ACCENTED = "accented"
    UNACCENTED = "unaccented"
    ENGLISH = "english"
    INFORMAL = "informal"


@dataclass(frozen=True, slots=True)
class WantedCitation:
    """A row (`appendix`, `group`, `stt`) or a `section` that a right answer cites."""

    __pydantic_config__ = ConfigDict(coerce_numbers_to_str=True)

    plan: str
    appendix: str | None = None
    group: str | None = None
    stt: str | None = None
    section: str | None = None

    @property
    def address(self) -> str:
        """What it is compared by; see `address`."""
        return address(self.plan, self.appendix, self.group, self.stt, self.section)


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what a right answer to it must hold."""

    __pydantic_config__ = ConfigDict(coerce_numbers_to_str=True)

    id: str
    question: str
    form: Form
    type: str
    """What it asks for, in the words of the question set: "lookup", "count", "unanswerable"."""
    answerable: StrictBool
    history: tuple[str, ...] = ()
    """The questions asked before it, the earliest first."""
    plans: tuple[str, ...] = ()
    """The plans that it is about, whether its words say so or not."""
    facts: tuple[tuple[str, ...], ...] = ()
    citations: tuple[WantedCitation, ...] = ()

    @property
    def wanted(self) -> frozenset[str]:
        """The addresses that a right answer cites."""
        return frozenset(citation.address for citation in self.citations)

    @property
    def about(self) -> tuple[str, ...]:
        """The plans that it counts for: its own and those of its citations, sorted."""
        return tuple(sorted({citation.plan for citation in self.citations} | set(self.plans)))


def address(plan: str, appendix: str | None, group: str | None, stt: str | None, section: str | None) -> str:
    """The anchor of a row or a section, without case, so that two citations of one place are equal.

    The number of a row goes without dots and leading zeros. Two rows printed under one number have one address.
    """
    if section:
        return str(Anchor(plan, section=section.strip())).casefold()
    number = (stt or "").replace(".", "").strip()
    number = number.lstrip("0") or number
    row = Anchor(plan, appendix=(appendix or "").strip(), group=(group or "").strip(), stt=number)
    return str(row).casefold()


def read_questions(paths: Sequence[Path]) -> tuple[Question, ...]:
    """The questions of the files, in their order; blank lines are passed over.

    Raises QuestionError for a line that is no question or repeats an id, EvalError for a file that cannot be read or
    when there is no question in any.
    """
    found: list[Question] = []
    first_seen: dict[str, str] = {}
    for path in paths:
        for number, line in enumerate(_lines(path), start=1):
            if not line.strip():
                continue
            question = _question(line, str(path), number)
            if question.id in first_seen:
                before = first_seen[question.id]
                raise QuestionError(
                    str(path),
                    number,
                    f'id "{question.id}" đã dùng ở {before}; hãy đặt id khác',
                    f'the id "{question.id}" was used at {before}; give it another',
                )
            first_seen[question.id] = f"{path}:{number}"
            found.append(question)
    if not found:
        names = ", ".join(map(str, paths)) or "eval/questions/*.jsonl"
        raise EvalError(
            f"{names}: không có câu hỏi nào; hãy chọn tệp câu hỏi bằng --questions",
            f"{names}: no questions; name a file of questions with --questions",
        )
    return tuple(found)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        why = error.strerror or str(error)
        raise EvalError(
            f"{path}: không đọc được tệp câu hỏi ({why}); hãy kiểm tra đường dẫn và quyền đọc",
            f"{path}: the file of questions cannot be read ({why}); check its path and the right to read it",
        ) from error
    except UnicodeDecodeError as error:
        raise EvalError(
            f"{path}: không phải văn bản UTF-8 (byte {error.start}); hãy lưu lại tệp với mã UTF-8",
            f"{path}: not UTF-8 text (byte {error.start}); save the file as UTF-8",
        ) from error


_QUESTION = TypeAdapter(Question)
_KNOWN = {field.name for field in fields(Question)}


def _question(line: str, file: str, number: int) -> Question:
    try:
        values = json.loads(line)
    except json.JSONDecodeError as error:
        raise QuestionError(
            file,
            number,
            f"không phải JSON ({error.msg}, cột {error.colno}); hãy viết mỗi câu hỏi là một đối tượng JSON một dòng",
            f"not JSON ({error.msg}, column {error.colno}); write each question as one JSON object on one line",
        ) from error
    try:
        question = _QUESTION.validate_python(values)
    except ValidationError as error:
        raise QuestionError(file, number, *_told(error)) from error
    if isinstance(values, dict) and (unknown := sorted(set(values) - _KNOWN)):
        log.warning("%s:%d: bỏ qua trường lạ (unknown fields ignored): %s", file, number, ", ".join(unknown))
    if fault := _fault(question):
        raise QuestionError(file, number, *fault)
    return question


_SHAPES = {
    "id": '"id": "q1"',
    "question": '"question": "…"',
    "form": f'"form": "{" | ".join(Form)}"',
    "type": '"type": "lookup"',
    "answerable": '"answerable": true | false',
    "history": '"history": ["…"]',
    "plans": '"plans": ["so-y-te-2026"]',
    "facts": '"facts": [["Văn phòng", "VP"]]',
    "citations": '"citations": [{"plan", "appendix", "group", "stt"} | {"plan", "section"}]',
}


def _told(error: ValidationError) -> tuple[str, str]:
    """What is wrong with the first field that is, and how it is written."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    place = field + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"][1:])
    shape = _SHAPES.get(field, "{" + ", ".join(_SHAPES.values()) + "}")
    if first["type"] in {"missing", "missing_argument"}:
        return f"thiếu {place}; hãy viết {shape}", f"{place} is missing; write {shape}"
    if not field:
        return f"không phải đối tượng JSON; hãy viết {shape}", f"not a JSON object; write {shape}"
    return f"{place} sai kiểu; hãy viết {shape}", f"{place}: {first['msg']}; write {shape}"


def _fault(question: Question) -> tuple[str, str] | None:
    """What makes a question of the right shape one that cannot be scored, with the mend."""
    if not question.id.strip() or not question.question.strip():
        return "id hoặc question để trống; hãy điền vào", "id or question is blank; fill it in"
    for place, citation in enumerate(question.citations):
        if not citation.plan or bool(citation.section) == bool(citation.stt):
            shape = _SHAPES["citations"]
            return (
                f"citations[{place}] cần plan và hoặc stt (một hàng), hoặc section (một mục); hãy viết {shape}",
                f"citations[{place}] needs a plan and either stt (a row) or section; write {shape}",
            )
    for place, spellings in enumerate(question.facts):
        if not spellings or not all(tokens(spelling) for spelling in spellings):
            return (
                f"facts[{place}] không có cách viết nào, hoặc có cách viết không chứa chữ hay số; hãy sửa hoặc bỏ",
                f"facts[{place}] has no spelling, or one without a letter or digit; mend it or take it out",
            )
    if question.answerable and not question.facts and not question.citations:
        return (
            "answerable mà không có facts lẫn citations thì gì cũng đúng; hãy thêm, hoặc đặt answerable là false",
            "answerable without facts or citations: any answer would be right; add some or set answerable to false",
        )
    return None
