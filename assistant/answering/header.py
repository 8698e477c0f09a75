"""Answers from what a plan says of itself: number, date, signer, recipients, basis, replaced plan, title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_texts
from assistant.lexicon.header import header_lexicon
from assistant.lexicon.spelling import any_spelled, lowered
from assistant.phrasing.expected import FIGURES, expected_of
from assistant.phrasing.wishes import asks_plans
from assistant.plans.shelf import PlanView
from assistant.telling.outcome import Outcome, Task
from assistant.text.matching import Part, Topic, coverage, indexed, tokens
from assistant.understanding.question import Question
from assistant.understanding.topic import SLIGHT
from ingest.lexicon.signing import own_office
from ingest.model import HEADER, Field, Header, Reference
from ingest.structure.references import find_references
from ingest.vietnamese import fold

_MOST_PLANS = 8
_ALSO_ASKED_OF_ROWS = {"number", "date", "replaces", "issuer"}
"""Parts whose cues are said of other things too: "số mấy", "ngày nào", "thay thế", "issued by"."""
_RECEIVING = re.compile(
    r"\b(?:receives?|gets?|sent|given)\b (?:a copy of )?(?:the |this )?(?:\w+ ){0,3}plan\b"
    r"|\bto (?:whom|which bodies|which agencies)\b.*\bplan\b.*\b(?:sent|addressed|distributed|copied|circulated)\b"
    r"|\bwhere\b.*\bplan\b.*\b(?:sent|distributed|circulated)\b"
    r"|\bwho\b.*\bplan\b.*\b(?:sent|addressed|distributed|copied|circulated) to\b"
)
"""Who gets a plan, whatever its name between."""
_PLAN_RESTS = re.compile(
    r"\b(?:plan|document|kế hoạch|ke hoach)\b[^,;?]*\b(?:based|built|rests?|relies|draws|căn cứ|can cu|dựa|dua|theo)\b"
)
"""That the plan itself rests on a document, whatever else is said of that."""
_FEWEST_WORDS = 2
_IN_TITLE, _SAYS = 0.9, 0.5
"""The share of a topic's part that a title must say to name the plan, and of the rest that a passage must say."""
_IS_IT = 0.85
"""The share of the topic that a row says to be what is asked about."""
_IN_ROW = 0.6
"""The share of the topic that a row with a document in its note must say for the question to be about that row."""
_MOST_REFERENCES = 20


def answer_header(task: Task) -> Outcome | None:
    """The part of the header that is asked for, of each plan asked about."""
    asked = task.question
    if told := _told_head(task):
        return told
    if _asks_signing_day(task):
        asked = replace(asked, header=("date",), parts=())
    if set(asked.header) <= {"recipients"} and _is_sent(task):
        asked = replace(asked, header=("recipients",), fields=(), parts=())
    if not asked.header and _RECEIVING.search(asked.text.casefold()):
        asked = replace(asked, header=("recipients",), fields=(), parts=())
    asked = replace(asked, header=_with_others(asked), parts=_without_frame(asked))
    figures = any(kind.name in FIGURES for kind in expected_of(asked.likely, asked.text))
    if figures and asked.header and "date" not in asked.header:  # "so may ban hanh ngay nao" asks for no "số máy bàn"
        return None  # "số điện thoại … là số mấy" asks for no number of a plan
    if asked.header == ("replaces",) and asks_plans(asked.likely):
        asked = replace(asked, parts=())  # "kế hoạch nào thay kế hoạch cũ"
    if not asked.header or (asked.parts and not asked.mentions and not asked.plans):
        return None
    if set(asked.header) <= _ALSO_ASKED_OF_ROWS and _says_it(task):
        return None
    if asked.header == ("basis",) and (Field.NOTE in asked.fields or _is_of_row(task)):
        return None
    wanted = [task.shelf.plans[plan] for plan in asked.plans] or list(task.shelf.plans.values())
    if len(wanted) > _MOST_PLANS:
        return None
    said = [(plan, part, header_value(plan, part)) for plan in wanted for part in asked.header]
    if asked.header == ("replaces",) and not asked.plans:
        said = [one for one in said if one[2]] or said[:1]
    lines = [state_header(task, plan, part) for plan, part, _ in said]
    answerable = any(value for *_, value in said)
    text = lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
    return Outcome(text, answerable, Kind.HEADER, 1.0)


def _told_head(task: Task) -> Outcome | None:
    """The head of the department that issued the one plan asked about, where a question asks for nothing but the name
    of its director and that is who signed it: "Giám đốc Sở Y tế … tên gì"; None where a deputy did."""
    asked = task.question
    others = asked.header or asked.fields or asked.kinds or asked.filters
    if others or len(asked.plans) != 1 or any(part.weight > SLIGHT for part in asked.parts):
        return None
    plan = task.shelf.plans[asked.plans[0]]
    if not _head().search(lowered(asked.likely)) or not fold(plan.header.office).startswith(
        header_lexicon().head_office
    ):
        return None
    return Outcome(state_header(task, plan, "signer"), True, Kind.HEADER, 1.0) if plan.header.signer else None


@cache
def _head() -> re.Pattern[str]:
    head, named = (any_spelled(condition_texts(name)) for name in ("head", "head_named"))
    return re.compile(
        rf"(?<!phó )(?<!pho )(?<!deputy )(?<!vice )\b{head}\b.*\b{named}|\b{named}\b.*(?<!phó )\b{head}\b"
    )


def _asks_signing_day(task: Task) -> bool:
    """Whether a question asks when its plan was signed, by whom it was: "Ông … ký kế hoạch … ngày nào"."""
    asked = task.question
    signing = header_lexicon().signing
    if asked.header or set(asked.fields) != {Field.DEADLINE} or not asked.plans or not signing & set(asked.words):
        return False
    known = indexed(" ".join(task.shelf.plans[plan].header.signer for plan in asked.plans)).words | signing
    return known.issuperset(asked.words)


def _without_frame(asked: Question) -> tuple[Part, ...]:
    """What a question is about, without words that only say of which plans: "cả 5 bản", "từng cái", "tên"."""
    frame = {token.plain for text in condition_texts("of_plans") for token in tokens(text)}
    return tuple(
        part
        for part in asked.parts
        if not all(token.plain in frame or token.plain.isdigit() for token in part.typed or part.phrases[0])
    )


def _is_sent(task: Task) -> bool:
    """Whether a question asks to whom its plan is sent: "kế hoạch An Giang gửi báo cáo những cơ quan nào". Others
    send reports: "kế hoạch yêu cầu các đơn vị gửi báo cáo về đâu"."""
    asked, lexicon = task.question, header_lexicon()
    said = [token.plain for token in asked.said]
    sent = next((at for at, word in enumerate(said) if word in lexicon.sent), None)
    if not asked.plans or sent is None or not lexicon.to_whom & set(said):
        return False
    titles = (indexed(task.shelf.plans[plan].header.title).words for plan in asked.plans)
    named = {token.plain for mention in asked.mentions for token in tokens(mention.text)}.union(
        lexicon.only_plan, *titles
    )
    named |= {token.plain for plan in asked.plans for token in tokens(task.shelf.plans[plan].header.issuer)}
    before = said[:sent]
    return any(before[at : at + 2] == ["ke", "hoach"] for at in range(len(before))) and set(before) <= named


def _with_others(asked: Question) -> tuple[str, ...]:
    """The parts asked for, with others that stand beside them as bare nouns: "số mấy, ngày nào, ai ký",
    "number and date … and who signed it"."""
    beside = header_lexicon().beside
    if not set(beside) & set(asked.header):
        return asked.header
    said = [token.plain for token in asked.said]
    after = [*said[1:], ""]
    found = {
        part
        for word, behind in zip(said, after, strict=True)
        for part, asks in beside.items()
        if word in asks.nouns and behind in asks.behind
    }
    if "signer" in asked.header and Field.DEADLINE in asked.fields:  # "who signed it and when"
        found.add("date")
    return tuple(dict.fromkeys((*asked.header, *(part for part in beside if part in found))))


def _is_of_row(task: Task) -> bool:
    """Whether a row that tells the document behind it is what a question is about: not the plan's basis is asked."""
    asked, rows = task.question, [hit for hit in task.hits if hit.row is not None] if task.question.plans else []
    if any(hit.coverage >= _IS_IT and hit.row is not None and hit.row.has(Field.APPROVAL) for hit in rows):
        return bool(asked.parts)
    own = _beyond_titles(task, asked.parts)
    if sum(len(part.phrases[0]) for part in own) < _FEWEST_WORDS or _PLAN_RESTS.search(lowered(asked.likely)):
        return False
    topic = Topic(own, task.shelf.words)
    return any(
        hit.row is not None
        and topic.coverage(indexed(hit.row.text(Field.CONTENT))) >= _IN_ROW
        and find_references(hit.row.text(Field.NOTE) or hit.row.text(Field.APPROVAL))
        for hit in rows
    )


def _beyond_titles(task: Task, parts: Iterable[Part]) -> list[Part]:
    """The parts of a topic that the titles of the plans asked about do not say."""
    titles = indexed(" ".join(task.shelf.plans[plan].header.title for plan in task.question.plans))
    return [part for part in parts if coverage([part], titles, task.shelf.words) < _IN_TITLE]


def _says_it(task: Task) -> bool:
    """Whether a row or a section says the topic, beside what the plans' own titles say of it: then not the header is
    asked ("đường dây nóng là số mấy")."""
    nouns = frozenset(noun for asks in header_lexicon().beside.values() for noun in asks.nouns)
    parts = (part for part in task.question.parts if not {token.plain for token in part.typed} <= nouns)
    if task.question.header == ("replaces",):
        parts = (part for part in parts if part.weight > SLIGHT)  # "which document does it replace"
    own = _beyond_titles(task, parts)
    words = sum(len(part.phrases[0]) for part in own)
    if words < _FEWEST_WORDS or not task.question.plans:
        return False
    hits = (hit for hit in task.hits if hit.passage.kind in ("row", "section"))
    return any(coverage(own, indexed(hit.passage.text), task.shelf.words) >= _SAYS for hit in hits)


def state_header(task: Task, plan: PlanView, part: str) -> str:
    """A part of the header of a plan, cited, or that the plan leaves it blank; `part` as `Question.header` has it."""
    words, name, value = task.words, task.words.header[part], header_value(plan, part)
    mark = header_mark(task, plan)
    frame = "header" if value else "header_blank"
    return words.say(frame, plan=task.shelf.names[plan.id], what=name, value=value, mark=mark)


def header_mark(task: Task, plan: PlanView) -> str:
    """The mark by which a plan's header is cited."""
    return task.book.section(plan.id, HEADER, _quote(plan.header))


def header_value(plan: PlanView, part: str) -> str:
    """What a plan prints for a part of its header, as `Question.header` has it; "" where it is left blank."""
    header = plan.header
    if part == "number":
        return header.number if header.number[:1].isdigit() else ""
    if part == "date":
        return _date(header)
    if part == "signer":
        return ", ".join(text for text in (header.signer, _office(header.office)) if text)
    if part == "recipients":
        return "; ".join(header.recipients)
    if part == "basis":
        return "; ".join(_reference(reference) for reference in header.basis[:_MOST_REFERENCES])
    if part == "replaces":
        return _replaced(header.replaces) if header.replaces else ""
    return header.title if part == "title" else header.issuer


def _office(printed: str) -> str:
    """The office of who signed, and for whom where that is printed: "Phó Giám đốc (KT. GIÁM ĐỐC)"."""
    own, whose = own_office(printed)
    return f"{own} ({whose})" if own and whose else own or printed.capitalize()


def _date(header: Header) -> str:
    parts = header.date.split("-")
    if len(parts) == 3:
        return (
            f"{int(parts[2])}/{int(parts[1])}/{parts[0]} ({header.place_and_date})"
            if header.place_and_date
            else header.date
        )
    return header.place_and_date if len(parts) == 2 else ""


def _replaced(reference: Reference) -> str:
    """The replaced document; as printed where several are."""
    several = len(_NUMBER.findall(reference.text)) > 1
    return reference.text if several else _reference(reference)


_NUMBER = re.compile(r"\d+/\s*[A-ZĐ]")


def _reference(reference: Reference) -> str:
    date = f" ngày {reference.date}" if reference.date else ""
    issuer = f" của {reference.issuer}" if reference.issuer else ""
    return f"{reference.kind} số {reference.number}{date}{issuer}" if reference.number else reference.kind


def _quote(header: Header) -> str:
    return "\n".join(
        text for text in (header.number, header.place_and_date, header.title, header.office, header.signer) if text
    )
