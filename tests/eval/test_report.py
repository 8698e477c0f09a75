"""What a person sees of a measurement: the terminal and the page."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from eval.charts import LEFT, RIGHT, WIDTH, bar_chart, line_chart
from eval.compare import compare
from eval.measures import measure, share
from eval.questions import Form
from eval.record import FORMAT, Conditions, Record, Run
from eval.report import page
from eval.results import Result
from eval.tables import comparison_table, group_tables, summary
from eval.terminal import MOST_MISSES, reason, show
from eval.trade_off import Point, trade_off
from eval.wording import Language, wording
from tests.eval.samples import ROW, SECTION, UNSAID, WHO, question, result, right, wrong

VIETNAMESE, ENGLISH = wording("vi"), wording("en")
CONDITIONS = Conditions("2026-01-02T03:04:05+00:00", "Linux, 2 CPU", (), "eval/plans", None, False)


def run_of(*results: Result, subject: str = "assistant", cites: bool = True) -> Run:
    return Run(subject, cites, measure(results, cites), trade_off(results), results)


def record_of(*results: Result) -> Record:
    return Record(FORMAT, CONDITIONS, (run_of(*results),))


def beside_naive(*results: Result) -> Record:
    naive = run_of(*(result(one.question, "các đoạn", cited=[]) for one in results), subject="naive", cites=False)
    return Record(FORMAT, CONDITIONS, (run_of(*results), naive))


def printed(record: Record, language: Language = "vi") -> str:
    out = io.StringIO()
    show(record, wording(language), out)
    return out.getvalue()


class _Tags(HTMLParser):
    """Keeps the open tags of a page and complains of one that closes another."""

    _VOID = frozenset({"meta", "rect", "line", "polyline", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href", "action", "xlink:href"}]
        if tag not in self._VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


def drawings(html: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(found) for found in re.findall(r"<svg.*?</svg>", html, re.DOTALL)]


MIXED = (
    right("a", form=Form.ENGLISH),
    wrong("b"),
    result(question("c", citations=(ROW, SECTION)), cited=[ROW.address, "p/x"], confidence=0.8),
    result(replace(UNSAID, id="d"), "75 triệu", confidence=0.6),
    result(replace(UNSAID, id="e"), "không nêu", answerable=False),
    result(question("f"), "không nêu", answerable=False),
    result(question("g"), "", answerable=False, failure="ValueError: hỏng"),
)


def test_the_terminal_shows_the_measures_with_interval_and_counts() -> None:
    shown = printed(record_of(right("a"), right("b"), wrong("c")))
    assert "66,7% [20,8–93,9] 2/3" in shown
    assert "nDCG" not in shown  # nothing was searched
    assert "66.7% [20.8–93.9] 2/3" in printed(record_of(right("a"), right("b"), wrong("c")), "en")


def test_the_terminal_lists_misses_with_their_reason() -> None:
    shown = printed(record_of(*MIXED))
    assert "  b: thiếu: Văn phòng" in shown
    assert f"  c: thiếu: {SECTION.address}" in shown
    assert "  d: kế hoạch không nêu" in shown
    assert "  f: đã từ chối" in shown
    assert "  g: lỗi: ValueError: hỏng" in shown
    assert "  a:" not in shown
    assert "  e:" not in shown


def test_many_misses_are_cut_short_and_counted() -> None:
    shown = printed(record_of(*(wrong(f"q{number}") for number in range(MOST_MISSES + 3))))
    assert f"q{MOST_MISSES - 1}:" in shown
    assert f"q{MOST_MISSES}:" not in shown
    assert "… 3 câu sai nữa" in shown


def test_misses_can_stay_unseen_on_the_terminal_and_the_page() -> None:
    record = record_of(*MIXED)
    out = io.StringIO()
    show(record, VIETNAMESE, out, with_misses=False)
    for shown in (out.getvalue(), page(record, VIETNAMESE, with_misses=False)):
        assert VIETNAMESE["right"] in shown
        assert VIETNAMESE["misses"] not in shown
        assert WHO.question not in shown


def test_a_baseline_stands_beside_and_it_is_said_that_it_cites_nothing() -> None:
    record = beside_naive(right("a"), wrong("b"))
    shown = printed(record, "en")
    assert "naive: cites no sources" in shown
    lines = {line[0]: line[1:] for line in summary(record, ENGLISH).lines}
    assert lines[ENGLISH["right"]][1] == "—"
    assert lines[ENGLISH["facts"]][0].endswith("1/2")
    assert lines[ENGLISH["facts"]][1].endswith("0/2")
    by_type = group_tables(record, ENGLISH)[0]
    assert by_type.header == ("By type of question", "right: assistant", "facts: assistant", "facts: naive")


def test_a_comparison_names_what_changed_with_its_p_value() -> None:
    told = compare([wrong("a"), right("b")], [right("a"), wrong("b")])
    lines = {line[0]: line[1:] for line in comparison_table(told, VIETNAMESE).lines}
    assert lines["tốt hơn"] == ("1", "a")
    assert lines["kém đi"] == ("1", "b")
    assert lines[VIETNAMESE["p_value"]] == ("1,0000", "")
    record = replace(record_of(right("a"), wrong("b")), comparison=told)
    assert "kém đi" in printed(record)
    assert "So với lần đo trước" in page(record, VIETNAMESE)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_is_well_formed_in_both_languages_and_reaches_for_nothing(language: Language) -> None:
    for record in (record_of(*MIXED), beside_naive(*MIXED), record_of(right("a")), record_of()):
        html = page(record, wording(language))
        tags = _Tags()
        tags.feed(html)
        assert tags.open == []
        assert tags.addresses == []
        assert "script" not in tags.seen
        assert "url(" not in html
        assert f'<html lang="{language}">' in html


def test_every_chart_has_a_name_and_a_description_that_it_points_at() -> None:
    html = page(record_of(*(replace(one, given=replace(one.given, confidence=0.5)) for one in MIXED)), ENGLISH)
    charts = [svg for svg in drawings(html) if svg.get("role") == "img"]
    assert len(charts) == 4
    for svg in charts:
        named = {child.get("id"): child.text for child in svg if child.tag in {"title", "desc"}}
        assert all(named[part] for part in (svg.get("aria-labelledby") or "").split())
    keys = re.findall(r'<ul class="key"[^>]*>', html)
    assert all('aria-hidden="true"' in key for key in keys)


def test_a_miss_stands_beside_its_evidence() -> None:
    html = page(record_of(result(question("b", history=("Câu trước?",)), text="Phòng Tài chính")), VIETNAMESE)
    for shown in (WHO.question, "Câu trước?", "Văn phòng hoặc VP", "Phòng Tài chính", ROW.address, "thiếu", "trích"):
        assert shown in html


def test_right_answers_are_not_among_the_misses() -> None:
    html = page(record_of(right("rightly-answered")), VIETNAMESE)
    assert "rightly-answered" not in html
    assert VIETNAMESE["no_misses"] in html


def test_text_of_answers_and_questions_cannot_become_markup() -> None:
    evil = "<script>alert(1)</script>"
    html = page(record_of(result(question("b", question=evil), text=f"{evil} & hơn")), VIETNAMESE)
    assert evil not in html
    assert html.count("&lt;script&gt;") >= 2


def test_without_confidences_the_page_says_why_there_is_no_curve() -> None:
    assert VIETNAMESE["trade_off_none"] in page(record_of(right("a")), VIETNAMESE)


def test_bars_end_where_their_share_says() -> None:
    told = run_of(right("a"), right("b"), right("c", type="count"), wrong("d", type="count"))
    chart = bar_chart([told], lambda run: run.measures.by_type, ENGLISH)
    plot = WIDTH - LEFT - RIGHT
    assert [mark.text for mark in chart.labels] == ["count", "lookup"]
    assert [bar.end for bar in chart.bars] == [LEFT + plot / 2, LEFT + plot]
    assert all(bar.low <= bar.end <= bar.high <= LEFT + plot for bar in chart.bars)
    assert chart.legend == ("right: assistant",)


def test_a_group_without_answerable_questions_has_no_bar_for_its_facts() -> None:
    chart = bar_chart(beside_naive(result(UNSAID)).runs, lambda run: run.measures.by_type, ENGLISH)
    assert [bar.series for bar in chart.bars] == [0]
    assert chart.legend == ("right: assistant", "facts: assistant", "facts: naive")


def test_the_curve_begins_where_precision_is_known() -> None:
    points = (Point(0.2, None, 0.0, 1.0), Point(0.4, 1.0, 0.5, 1.0), Point(0.6, 0.5, 1.0, 0.0))
    precision, recall, _ = line_chart(points, ENGLISH).lines
    assert len(precision.parts) == 1
    assert len(precision.parts[0].split()) == 2
    assert len(recall.parts[0].split()) == 3
    assert recall.parts[0].split()[-1] == f"{WIDTH - RIGHT:.1f},8.0"


def test_a_curve_over_one_confidence_can_be_drawn() -> None:
    points = (Point(0.5, None, 0.0, 1.0), Point(0.5000000000000001, 0.5, 1.0, 0.0))
    assert [line.parts for line in line_chart(points, ENGLISH).lines]


def test_both_languages_have_all_words() -> None:
    assert set(VIETNAMESE.words) == set(ENGLISH.words)
    assert all(VIETNAMESE.words.values())
    assert all(ENGLISH.words.values())


def test_every_word_is_used() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in _sources())
    unused = [key for key in ENGLISH.words if f'"{key}"' not in code and f"'{key}'" not in code]
    assert unused == []


def test_an_unknown_word_is_an_error() -> None:
    with pytest.raises(KeyError):
        ENGLISH["nothing of this name"]


def test_numbers_are_written_as_the_language_does() -> None:
    one = share([True, False])
    assert VIETNAMESE.share(one) == "50,0% [9,5–90,5] 1/2"
    assert ENGLISH.share(one) == "50.0% [9.5–90.5] 1/2"
    assert ENGLISH.share(share([])) == "—"
    assert VIETNAMESE.milliseconds(12.34) == "12,3 ms"


def test_a_reason_names_the_first_spelling_of_each_missing_fact() -> None:
    missing = result(question("q", facts=(("Văn phòng", "VP"), ("tháng 6", "6/2026"))), "không rõ", cited=[])
    assert reason(missing, ENGLISH) == f"missing: Văn phòng; tháng 6; {ROW.address}"


def _sources() -> list[Path]:
    package = Path(__file__).parents[2] / "eval"
    return [*package.glob("*.py"), *package.glob("templates/*.j2")]
