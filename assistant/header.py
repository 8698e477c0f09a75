"""Answers from what a plan says of itself: number, date, signer, recipients, basis, replaced plan, title."""

from __future__ import annotations

from assistant.answer import Kind
from assistant.outcome import Outcome, Task
from assistant.shelf import PlanView
from ingest.model import HEADER, Header, Reference

_MOST_PLANS = 8
_MOST_REFERENCES = 20


def answer_header(task: Task) -> Outcome | None:
    """The part of the header that is asked for, of each plan asked about."""
    asked = task.question
    if not asked.header or (asked.parts and not asked.mentions and not asked.plans):
        return None
    wanted = [task.shelf.plans[plan] for plan in asked.plans] or list(task.shelf.plans.values())
    if len(wanted) > _MOST_PLANS:
        return None
    said = [(plan, _value(plan, asked.header, asked.language)) for plan in wanted]
    if asked.header == "replaces" and not asked.plans:
        said = [(plan, value) for plan, value in said if value] or said[:1]
    lines = [_line(task, plan, value) for plan, value in said]
    answerable = any(value for _, value in said)
    text = lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
    return Outcome(text, answerable, Kind.HEADER, 1.0)


def _line(task: Task, plan: PlanView, value: str) -> str:
    words, name = task.words, task.words.header[task.question.header]
    mark = task.book.section(plan.id, HEADER, _quote(plan.header))
    frame = "header" if value else "header_blank"
    return words.say(frame, plan=task.shelf.names[plan.id], what=name, value=value, mark=mark)


def _value(plan: PlanView, part: str, language: str) -> str:
    header = plan.header
    if part == "number":
        return header.number if header.number[:1].isdigit() else ""
    if part == "date":
        return _date(header)
    if part == "signer":
        return ", ".join(text for text in (header.signer, header.office.capitalize()) if text)
    if part == "recipients":
        return "; ".join(header.recipients)
    if part == "basis":
        return "; ".join(_reference(reference) for reference in header.basis[:_MOST_REFERENCES])
    if part == "replaces":
        return _reference(header.replaces) if header.replaces else ""
    return header.title if part == "title" else header.issuer


def _date(header: Header) -> str:
    parts = header.date.split("-")
    if len(parts) == 3:
        return (
            f"{int(parts[2])}/{int(parts[1])}/{parts[0]} ({header.place_and_date})"
            if header.place_and_date
            else header.date
        )
    return header.place_and_date if len(parts) == 2 else ""


def _reference(reference: Reference) -> str:
    date = f" ngày {reference.date}" if reference.date else ""
    issuer = f" của {reference.issuer}" if reference.issuer else ""
    return f"{reference.kind} số {reference.number}{date}{issuer}" if reference.number else reference.kind


def _quote(header: Header) -> str:
    return "\n".join(
        text for text in (header.number, header.place_and_date, header.title, header.office, header.signer) if text
    )
