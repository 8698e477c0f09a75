"""The question set stands on the plans, and its checks find what would make a measurement lie."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.errors import QuestionError
from eval.question_checks.check import (
    HALVES,
    TYPES,
    citation_problems,
    fact_problems,
    half_of,
    id_problems,
    read_set,
    set_problems,
    shape_problems,
    split_problems,
    summary,
)
from eval.question_checks.evidence import Evidence, RowEvidence, read_evidence
from eval.question_checks.recount import Recount, amount, matching_rows, read_recounts, recount_problems
from eval.questions import Form, Question, WantedCitation
from ingest.model import HEADER

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "eval" / "questions"

FIRST = WantedCitation("p", "1", "II", "1")
SECOND = WantedCitation("p", "1", "II", "2")
THIRD = WantedCitation("p", "1", "II", "3")
EVIDENCE = Evidence(
    rows={
        ("p", "1", "II", "1"): RowEvidence(
            {"content": "Số hóa hồ sơ", "lead_unit": "Văn phòng Sở", "budget": "3.500.000.000", "note": ""},
            {"2025": "Tháng 9", "2026": "X"},
        ),
        ("p", "1", "II", "2"): RowEvidence(
            {"content": "Cấp chữ ký số", "lead_unit": "Văn phòng Sở", "budget": "16.000.000.000", "note": "gấp"},
            {"2025": "X"},
        ),
        ("p", "1", "II", "3"): RowEvidence(
            {"content": "Tập huấn", "lead_unit": "Phòng Nghiệp vụ", "budget": "chưa rõ", "note": ""}
        ),
    },
    sections={("p", HEADER): "Sở Y tế tỉnh Cà Mau", ("p", "I"): "Báo cáo trước ngày 10/12."},
)


def question(**parts: object) -> Question:
    """A sound question about the first row, with the parts given in place of its own."""
    sound = Question(
        id="q001-1",
        question="Ai chủ trì số hóa hồ sơ?",
        form=Form.ACCENTED,
        type="lookup",
        answerable=True,
        plans=("p",),
        facts=(("Văn phòng Sở", "VP Sở"),),
        citations=(FIRST,),
    )
    return replace(sound, **parts)  # type: ignore[arg-type]


def recount(**parts: object) -> Recount:
    """A recount of the tasks that the office leads, with the parts given in place of its own."""
    sound = {"id": "q001-1", "plan": "p", "where": [{"field": "lead_unit", "has": ["văn phòng"]}], "measure": "count"}
    return Recount.model_validate_json(json.dumps(sound | parts))


class TestTheSetOfThisProject:
    def test_stands_on_the_plans(self) -> None:
        evidence = read_evidence(ROOT / "eval" / "plans", ROOT / "tests" / "labels")
        assert set_problems(read_set(FOLDER), evidence) == []

    def test_is_large_enough_to_tell_builds_apart(self) -> None:
        questions = read_set(FOLDER).questions
        assert len(questions) >= 300
        assert sum(not question.answerable for question in questions) >= 60
        assert sum(question.type == "followup" for question in questions) >= 40

    @pytest.mark.parametrize("half", HALVES)
    def test_has_every_type_and_form_in_each_half(self, half: str) -> None:
        questions = read_set(FOLDER).halves[half]
        assert {question.type for question in questions} == set(TYPES)
        assert {question.form for question in questions} == set(Form)

    def test_is_counted_in_the_readme_as_it_is(self) -> None:
        assert summary(read_set(FOLDER)) in (FOLDER / "README.md").read_text(encoding="utf-8")


class TestShape:
    def test_a_sound_question_has_no_problem(self) -> None:
        assert shape_problems(question()) == []

    def test_an_id_given_twice_is_told(self) -> None:
        assert id_problems([question(), question()]) == ["q001-1: given 2 times"]

    @pytest.mark.parametrize(
        ("parts", "told"),
        [
            ({"facts": ()}, "answerable, but without facts"),
            ({"answerable": False}, "unanswerable, but with facts"),
            ({"type": "unanswerable"}, "of type unanswerable, but answerable"),
            ({"type": "followup"}, "a follow-up without earlier questions"),
            ({"type": "riddle"}, "of an unknown type"),
            ({"facts": (("hồ sơ",),)}, "an echo would pass"),
        ],
    )
    def test_parts_that_do_not_go_together_are_told(self, parts: dict[str, object], told: str) -> None:
        assert told in " ".join(shape_problems(question(**parts)))


class TestCitationsAndFacts:
    def test_a_row_and_a_section_that_exist_are_accepted(self) -> None:
        assert citation_problems(question(citations=(FIRST, WantedCitation("p", section="I"))), EVIDENCE) == []

    @pytest.mark.parametrize(
        "citation", [WantedCitation("p", "1", "II", "9"), WantedCitation("p", section="I.9"), WantedCitation("x", "1")]
    )
    def test_a_place_that_the_plans_do_not_have_is_told(self, citation: WantedCitation) -> None:
        assert "the plans have no" in citation_problems(question(citations=(citation,)), EVIDENCE)[0]

    def test_a_plan_cited_but_not_named_is_told(self) -> None:
        assert "not among its plans" in citation_problems(question(plans=()), EVIDENCE)[0]

    def test_one_spelling_in_the_row_is_enough_whatever_its_accents(self) -> None:
        assert fact_problems(question(facts=(("VP", "van phong so"), ("tháng 9",))), EVIDENCE, computed=False) == []

    def test_a_fact_that_stands_elsewhere_is_told_by_its_number(self) -> None:
        problems = fact_problems(question(facts=(("Văn phòng Sở",), ("Phòng Nghiệp vụ",))), EVIDENCE, computed=False)
        assert problems == ["q001-1: fact 2 stands nowhere in what is cited"]

    def test_a_number_inside_another_is_not_the_fact(self) -> None:
        assert fact_problems(question(facts=(("500",),)), EVIDENCE, computed=False)

    def test_a_question_across_plans_may_have_a_plan_for_its_fact(self) -> None:
        named = question(type="crossplan", facts=(("Cà Mau",),))
        assert fact_problems(named, EVIDENCE, computed=False) == []
        assert fact_problems(replace(named, type="lookup"), EVIDENCE, computed=False)

    def test_a_blank_cell_is_asked_of_a_row_that_has_one(self) -> None:
        blank = question(answerable=False, facts=())
        assert fact_problems(blank, EVIDENCE, computed=False) == []
        assert "has none" in fact_problems(replace(blank, citations=(SECOND,)), EVIDENCE, computed=False)[0]


class TestRecount:
    def test_a_right_count_with_its_rows_or_without_any_is_accepted(self) -> None:
        right = question(facts=(("2",),), citations=(FIRST, SECOND))
        assert recount_problems(right, recount(), EVIDENCE) == []
        assert recount_problems(replace(right, citations=()), recount(), EVIDENCE) == []

    def test_a_wrong_count_is_told(self) -> None:
        wrong = question(facts=(("3",),), citations=())
        assert recount_problems(wrong, recount(), EVIDENCE) == ["q001-1: the rows give 2, which is none of its facts"]

    def test_a_list_that_leaves_out_a_row_or_cites_another_is_told(self) -> None:
        for citations in ((FIRST,), (FIRST, THIRD), ()):
            problems = recount_problems(question(citations=citations), recount(measure="list"), EVIDENCE)
            assert "where 2 are meant" in problems[0]

    def test_a_sum_passes_over_cells_that_are_no_amount(self) -> None:
        total = question(facts=(("19.500.000.000", "19,5 tỷ"),), citations=(FIRST, SECOND))
        assert recount_problems(total, recount(where=[], measure="sum", of="budget"), EVIDENCE) == []

    @pytest.mark.parametrize(
        ("measure", "row", "fact"), [("max", SECOND, "16.000.000.000"), ("min", FIRST, "3.500.000.000")]
    )
    def test_the_extreme_is_the_row_cited(self, measure: str, row: WantedCitation, fact: str) -> None:
        extreme = recount(where=[], measure=measure, of="budget")
        assert recount_problems(question(facts=((fact,),), citations=(row,)), extreme, EVIDENCE) == []
        assert recount_problems(question(facts=((fact,),), citations=(THIRD,)), extreme, EVIDENCE)

    def test_who_has_most_is_told_with_how_many(self) -> None:
        most = recount(where=[], measure="most", of="lead_unit")
        assert recount_problems(question(facts=(("Văn phòng Sở",), ("2",)), citations=()), most, EVIDENCE) == []
        assert recount_problems(question(facts=(("Phòng Nghiệp vụ",),), citations=()), most, EVIDENCE)

    @pytest.mark.parametrize(
        ("condition", "rows"),
        [
            ({"field": "lead_unit", "is": "Phòng Nghiệp vụ"}, ["3"]),
            ({"field": "note", "blank": True}, ["1", "3"]),
            ({"field": "budget", "over": 3500000000}, ["2"]),
            ({"field": "budget", "under": 5000000000}, ["1"]),
            ({"field": "budget", "at_least": 3500000000}, ["1", "2"]),
            ({"years": ["2025"]}, ["2"]),
            ({"in_year": "2025"}, ["1", "2"]),
            ({"mark": ["2025", "tháng 9"]}, ["1"]),
            ({"field": "area", "blank": True}, []),
        ],
    )
    def test_a_condition_picks_its_rows(self, condition: dict[str, object], rows: list[str]) -> None:
        assert [key[3] for key in matching_rows(EVIDENCE, recount(where=[condition]))] == rows

    def test_a_recount_that_no_row_meets_is_told(self) -> None:
        problems = recount_problems(question(facts=(("0",),), citations=()), recount(group="IX"), EVIDENCE)
        assert "no row meets" in problems[0]

    @pytest.mark.parametrize(
        ("cell", "value"), [("14,900,000,000", 14900000000), ("90.000.000", 90000000), ("0", 0), ("30 triệu", None)]
    )
    def test_only_a_cell_that_is_one_number_is_an_amount(self, cell: str, value: int | None) -> None:
        assert amount(cell) == value

    @pytest.mark.parametrize("line", ["{", '{"id": "q001-1"}', '{"id": "q001-1", "plan": "p", "extra": 1}'])
    def test_a_line_that_is_no_recount_is_named_with_its_file(self, line: str, tmp_path: Path) -> None:
        file = tmp_path / "open.jsonl"
        file.write_text(recount().model_dump_json(by_alias=True) + "\n" + line + "\n", encoding="utf-8")
        with pytest.raises(QuestionError, match=r"open\.jsonl, dòng 2"):
            read_recounts(file)


class TestSplit:
    def test_questions_of_one_family_stand_in_one_half(self) -> None:
        assert half_of("q001-1") == half_of("q001-27")

    def test_a_question_in_the_wrong_half_is_told(self) -> None:
        right = half_of("q001-1")
        wrong = next(half for half in HALVES if half != right)
        assert split_problems({right: [question()], wrong: []}) == []
        assert split_problems({right: [], wrong: [question()]}) == [f"q001-1: stands in {wrong}, belongs in {right}"]

    def test_twins_in_both_halves_are_told(self) -> None:
        names = {half_of(f"q{number:03d}-1"): f"q{number:03d}-1" for number in range(40)}
        twins = {
            "open": [question(id=names["open"])],
            "kept": [question(id=names["kept"], question="ai chu tri so hoa ho so")],
        }
        assert "nearly the same question" in split_problems(twins)[0]
        twins["kept"] = [question(id=names["kept"], question="Hạn báo cáo hằng năm là ngày nào?")]
        assert split_problems(twins) == []
