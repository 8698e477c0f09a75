"""Answers as messages: never more than Telegram takes, never broken HTML, nothing dropped."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.telegram.library import OwnLibrary
from bots.telegram.rendering import MOST_CHARACTERS, MOST_ENTITIES, Page, length, link, render, render_source
from bots.telegram.texts import texts
from tests.bots.telegram.bot_api import parse_html
from tests.bots.telegram.samples import answer, task

pytestmark = pytest.mark.once(reason="is about messages")

WORDS = texts("vi")

pieces = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["**", "**đậm**", "[1]", "[2]", "[77]", "<b>", "&", "&amp;", "\n", "\n- ", " ", "😀" * 30, "từ " * 90]
    ),
)


def check(pages: tuple[Page, ...]) -> str:
    """The text of all pages as it is shown; each page is one that Telegram takes."""
    shown = []
    for page in pages:
        text, entities = parse_html(page.html)
        assert length(text) <= MOST_CHARACTERS
        assert entities <= MOST_ENTITIES
        shown.append(text)
    return "\n".join(shown)


@given(st.lists(pieces, max_size=120).map("".join))
def test_any_text_becomes_pages_that_telegram_takes_and_keeps_its_words(text: str) -> None:
    rows = [task(f"ben-tre-2026/pl-1/{number}", "Việc") for number in (1, 2)]
    shown = check(render(answer(text, rows), {}, WORDS))
    for word in re.findall(r"\w{3,}", re.sub(r"\*|\[\d+\]|^- ", lambda found: " " * (found[0][0] == "["), text)):
        if len(text) < 600:  # longer words may be cut
            assert word in re.sub(r"[\s*]", "", shown)


def test_a_line_of_many_marks_becomes_a_line_for_each_row() -> None:
    rows = {f"ben-tre-2026/pl-1/{n}": task(f"ben-tre-2026/pl-1/{n}", f"Việc số {n}", "Văn phòng") for n in range(1, 70)}
    marks = "".join(f"[{n}]" for n in range(2, 70))
    pages = render(
        answer(f"Có **69** việc:\n- Việc số 1 [1]\n… và 68 việc khác. {marks}", list(rows.values())), rows, WORDS
    )
    shown = check(pages)
    for number in range(1, 70):
        assert f"• Bến Tre 2026: Việc số {number} (Văn phòng) [{number}]" in shown or number == 1
    assert f"Trang 1/{len(pages)}" in shown
    assert "… và 68 việc khác:" in shown
    for page in pages:
        cited = {one.n for one in page.citations}
        assert cited == {int(mark) for mark in re.findall(r"\[(\d+)\]", parse_html(page.html)[0])}


def test_links_lead_to_pages_that_telegram_opens_and_to_no_others() -> None:
    assert link("https://a.vn/x?y=1&z=2", "<x>") == '<a href="https://a.vn/x?y=1&amp;z=2">&lt;x&gt;</a>'
    assert link("/sources/x", "x") == "x"
    assert link("javascript:alert(1)", "x") == "x"
    assert link('https://a.vn/"><b>', "x") == '<a href="https://a.vn/&quot;&gt;&lt;b&gt;">x</a>'


def test_the_longest_source_is_one_message() -> None:
    row = task("ben-tre-2026/pl-1/1", "<dài> " * 2000)
    check((render_source(answer("x [1]", [row]).citations[0], WORDS),))


def test_real_answers_become_pages_that_telegram_takes(sample_plans: OwnLibrary) -> None:
    for question in (
        "Văn phòng Sở chủ trì những nhiệm vụ nào?",
        "Kế hoạch Cà Mau nói gì?",
        "tóm tắt kế hoạch Đồng Nai",
    ):
        told = sample_plans.ask(question, (), (), "")
        shown = check(render(told, sample_plans.tasks_at([one.anchor for one in told.citations]), WORDS))
        for citation in told.citations:
            assert f"[{citation.n}] {citation.label}" in shown


def test_every_text_is_there_in_both_languages_with_the_same_gaps() -> None:
    vietnamese, english = texts("vi"), texts("en")
    assert vietnamese.texts.keys() == english.texts.keys()
    assert vietnamese.buttons.keys() == english.buttons.keys()
    assert vietnamese.commands.keys() == english.commands.keys()
    assert [one.id for one in vietnamese.followups] == [one.id for one in english.followups]
    for name in vietnamese.texts:
        gaps = {frozenset(re.findall(r"\{(\w+)\}", one.texts[name])) for one in (vietnamese, english)}
        assert len(gaps) == 1 or name == "remind_more", name
