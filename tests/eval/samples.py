"""Questions, scripted answers and results made up for the tests of measuring."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from eval.questions import Form, Question, WantedCitation
from eval.results import GivenAnswer, GivenCitation, Result
from eval.scoring import score
from ingest.model import Anchor, Passage

ROW = WantedCitation("so-y-te-2026", appendix="1", group="II", stt="3")
SECTION = WantedCitation("so-y-te-2026", section="III.6.c")


@dataclass(frozen=True)
class ScriptedCitation:
    """A citation as the assistant gives it."""

    plan: str
    appendix: str | None = None
    group: str | None = None
    stt: str | None = None
    section: str | None = None
    label: str = "Sở Y tế 2026"
    quote: str = "Nội dung: số hóa hồ sơ"


CITED_ROW = ScriptedCitation("so-y-te-2026", "1", "II", "3")
CITED_SECTION = ScriptedCitation("so-y-te-2026", section="III.6.c")


@dataclass(frozen=True)
class ScriptedAnswer:
    """An answer as the assistant gives it."""

    answer: str
    answerable: bool = True
    kind: str = "lookup"
    language: str = "vi"
    citations: tuple[ScriptedCitation, ...] = ()
    confidence: float | None = None


NOT_SAID = ScriptedAnswer("Các kế hoạch không nêu việc này.", answerable=False, kind="abstain")


@dataclass(frozen=True)
class ScriptedHit:
    """A passage found."""

    passage: Passage


@dataclass
class ScriptedAssistant:
    """Answers by a script, question by question, and keeps what it was asked with."""

    answers: Mapping[str, ScriptedAnswer | Exception]
    found: Mapping[str, Sequence[Anchor] | Exception] = field(default_factory=dict)
    asked: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)
    searched: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def ask(self, question: str, history: Sequence[str] = (), plans: Sequence[str] = ()) -> ScriptedAnswer:
        self.asked.append((question, tuple(history), tuple(plans)))
        answer = self.answers[question]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def search(self, question: str, plans: Sequence[str] = ()) -> list[ScriptedHit]:
        self.searched.append((question, tuple(plans)))
        found = self.found.get(question, ())
        if isinstance(found, Exception):
            raise found
        return [ScriptedHit(Passage(str(anchor), anchor, "row", "", "")) for anchor in found]


WHO = Question("q1", "Ai chủ trì số hóa hồ sơ?", Form.ACCENTED, "lookup", True, (), (), (("Văn phòng", "VP"),), (ROW,))
UNSAID = Question("q2", "Giá vàng bao nhiêu?", Form.ACCENTED, "unanswerable", False)


def question(question_id: str, **changes: object) -> Question:
    """The question `WHO` under another id, with changes."""
    return replace(WHO, id=question_id, **changes)  # type: ignore[arg-type]


def result(
    asked: Question,
    text: str = "Văn phòng",
    answerable: bool = True,
    cited: Sequence[str] | None = None,
    confidence: float | None = None,
    milliseconds: float = 10.0,
    failure: str = "",
    retrieved: tuple[str, ...] | None = None,
) -> Result:
    """What came of a question; the wanted places are cited unless others are given."""
    addresses = sorted(asked.wanted) if cited is None else cited
    citations = tuple(GivenCitation(one, f"nhãn {one}", f"trích {one}") for one in addresses)
    given = GivenAnswer(text, answerable, "lookup", "vi", citations, confidence, failure)
    return Result(asked, given, score(asked, given), milliseconds, retrieved)


def right(question_id: str, **changes: object) -> Result:
    """A right answer to the question `WHO` under an id."""
    return result(question(question_id, **changes))


def wrong(question_id: str, **changes: object) -> Result:
    """An answer without its fact."""
    return result(question(question_id, **changes), text="Phòng Tài chính")


LINE: Mapping[str, object] = {
    "id": "q1",
    "question": "Ai chủ trì số hóa hồ sơ?",
    "history": [],
    "form": "accented",
    "type": "lookup",
    "plans": [],
    "facts": [["Văn phòng", "VP"]],
    "citations": [{"plan": "so-y-te-2026", "appendix": "1", "group": "II", "stt": "3"}],
    "answerable": True,
}


def write_lines(file: Path, *lines: Mapping[str, object] | str) -> Path:
    """A file of questions."""
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    file.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return file
