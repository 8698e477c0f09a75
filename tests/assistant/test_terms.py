"""The field's terms in a question, in both languages and however they are typed."""

from __future__ import annotations

import itertools
import time
import tomllib
import unicodedata
from collections import defaultdict
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.lexicon.terms import Concept, expand_shorthand, find_concepts, in_vietnamese, terms
from ingest.lexicon.names import words_of
from ingest.vietnamese import fold, words

FORMS = [(concept, form) for concept in terms() for form in concept.forms]


def ids(text: str) -> list[str]:
    return [found.concept.id for found in find_concepts(text)]


def ambiguous() -> dict[str, list[str]]:
    data = tomllib.loads(files("assistant.lexicon").joinpath("terms.toml").read_text("utf-8"))
    found: dict[str, list[str]] = data["ambiguous"]
    return found


def covering(text: str) -> set[str]:
    """The concepts found over the whole of a text."""
    return {found.concept.id for found in find_concepts(text) if (found.start, found.end) == (0, len(words(text)))}


# --- The data ---------------------------------------------------------------------------------------------------------


def test_the_lexicon_is_broad() -> None:
    assert len(terms()) >= 250
    assert {"health", "digital", "finance", "education", "agriculture", "transport", "emergency"} <= {
        concept.area for concept in terms()
    }


def test_every_concept_has_its_own_id() -> None:
    assert len({concept.id for concept in terms()}) == len(terms())


@pytest.mark.parametrize("concept", terms(), ids=lambda concept: concept.id)
def test_every_form_is_found_as_its_concept(concept: Concept) -> None:
    english = [f"which {form}" for form in concept.en]
    missed = [form for form in concept.forms if form not in concept.en and concept.id not in covering(form)]
    missed += [form for form in english if concept.id not in ids(form)]
    assert missed == []


def test_every_vietnamese_phrase_is_found_without_its_accents() -> None:
    phrases = [(concept.id, form) for concept in terms() for form in concept.vi if len(words(form)) > 1]
    assert [form for wanted, form in phrases if wanted not in covering(fold(form))] == []


def test_every_form_is_found_in_decomposed_letters_and_in_capitals() -> None:
    for concept in terms():
        assert concept.id in covering(unicodedata.normalize("NFD", concept.name)), concept.name
        assert concept.id in covering(concept.name.upper()), concept.name


def test_no_form_belongs_to_two_concepts_unless_it_is_listed_as_ambiguous() -> None:
    owners: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for concept, form in FORMS:
        owners[tuple(unicodedata.normalize("NFC", form).casefold().replace("-", " ").split())].add(concept.id)
    shared = {" ".join(form): found for form, found in owners.items() if len(found) > 1}
    assert shared == {form.casefold(): set(found) for form, found in ambiguous().items()}


def test_no_concept_lists_a_form_twice() -> None:
    for concept in terms():
        for kind in (concept.vi, concept.en, concept.short + concept.cased):
            spelt = [tuple(unicodedata.normalize("NFC", form).casefold().replace("-", " ").split()) for form in kind]
            assert len(set(spelt)) == len(spelt), concept.id


def test_ambiguous_forms_name_known_concepts() -> None:
    known = {concept.id for concept in terms()}
    assert all(set(found) <= known and len(found) > 1 for found in ambiguous().values())


def test_related_phrases_are_not_equivalents() -> None:
    assert [concept.id for concept in terms() if set(concept.related) & set(concept.forms)] == []


def test_an_abbreviation_that_is_a_word_in_small_letters_counts_only_as_it_stands() -> None:
    for concept in terms():
        for form in concept.cased:
            assert concept.id in covering(form)
            assert concept.id not in covering(form.lower()), form


def test_no_single_vietnamese_word_is_taken_for_an_abbreviation() -> None:
    everyday = (
        "ai ba bo ca co con cho chi da di do em gi ha ho khi la lo ma mai me mua nam nay no nha o ra sao so ta tai the "
        "thi to tu va ve vi xa y"
    )
    assert [word for word in everyday.split() if ids(word)] == []
    assert [word for word in ("đa", "tư", "thà", "ít", "bé", "đo", "sợ", "cờ") if ids(word)] == []


# --- Finding ----------------------------------------------------------------------------------------------------------


def test_the_place_is_counted_in_words() -> None:
    (lead, prescription, rollout) = find_concepts("Who leads the e-prescription rollout?")
    assert (lead.concept.id, lead.start, lead.end, lead.language) == ("lead", 1, 2, "en")
    assert (prescription.concept.id, prescription.start, prescription.end) == ("e-prescription", 3, 5)
    assert rollout.concept.name == "triển khai"


def test_the_longest_form_counts() -> None:
    assert ids("hồ sơ bệnh án điện tử") == ["electronic-medical-record"]
    assert ids("hồ sơ bệnh án") == ["medical-record"]
    assert ids("hồ sơ sức khỏe điện tử") == ["electronic-health-record"]
    assert ids("hồ sơ của bệnh viện") == ["dossier", "hospital"]


def test_a_longer_form_further_right_wins_over_a_shorter_one_that_begins_before() -> None:
    assert ids("tuyên truyền an toàn giao thông vận tải hành khách công cộng") == [
        "communication",
        "traffic-safety",
        "public-transport",
    ]
    assert ids("quản lý dự án đầu tư xây dựng") == ["manage", "investment-project"]


@pytest.mark.parametrize(
    "text",
    [
        "chữ ký số",
        "chu ky so",
        "CHỮ KÝ SỐ",
        "chữ kí số",
        "ký số",
        "digital signatures",
        "e-signature",
        "E signature",
        "CKS",
        "cks",
    ],
)
def test_a_term_is_found_however_it_is_typed(text: str) -> None:
    assert ids(text) == ["digital-signature"]


@pytest.mark.parametrize("text", ["số hoá hồ sơ", "số hóa hồ sơ", "so hoa ho so", "digitisation of dossiers"])
def test_tone_marks_and_english_spelling_may_stand_in_either_way(text: str) -> None:
    assert ids(text) == ["dossier-digitization"]


def test_accents_that_were_typed_must_be_those_of_the_term() -> None:
    assert ids("số y tế") == ["health"]
    assert ids("Sở Y tế") == ["department-of-health"]
    assert ids("được") == []
    assert ids("dược") == ["pharmaceutical-sector"]
    assert ids("dân sở") == []


def test_some_of_the_accents_are_enough() -> None:
    assert ids("bệnh an điện tử") == ["electronic-medical-record"]
    assert ids("chuyển đôi sô") == ["digital-transformation"]


def test_a_bare_phrase_in_an_accented_text_is_no_accented_one() -> None:
    assert "reporting" not in ids("đơn vị nào nhận bao cao ở tỉnh này")
    assert "reporting" in ids("don vi nao nhan bao cao o tinh nay")
    assert ids("cấp phát bao cao su") == ["condom"]
    assert ids("cap phat bao cao su") == ["condom"]


def test_one_bare_word_is_no_accented_term() -> None:
    assert ids("thuoc") == []
    assert ids("viec nay do ai lam") == []


def test_who_is_not_artificial_intelligence() -> None:
    assert "artificial-intelligence" not in ids("ai chủ trì việc này")
    assert "artificial-intelligence" not in ids("AI CHỦ TRÌ VIỆC NÀY?")
    assert "artificial-intelligence" in ids("AI được dùng ở đâu")
    assert "artificial-intelligence" in ids("who applies ai in hospitals")
    assert "world-health-organization" not in ids("who leads this")
    assert "world-health-organization" in ids("a report to WHO")


def test_an_ambiguous_form_gives_each_of_its_concepts_the_likeliest_first() -> None:
    assert ids("GDP") == ["gross-domestic-product", "good-distribution-practice"]
    assert ids("tỷ lệ DVC")[1:] == ["online-public-service", "public-service"]


def test_the_number_of_a_document_names_no_concept() -> None:
    assert ids("57/KH-SYT") == []
    assert ids("433-KH/TU") == []
    assert ids("KH-CN") == ["science-and-technology"]
    assert ids("CNTT/CĐS") == ["information-technology", "digital-transformation"]


@pytest.mark.parametrize("text", ["", "   ", "?!", "2026", "100%", "xyzzy", "\u0301", "日本語", "🙂"])
def test_a_text_without_terms_gives_none(text: str) -> None:
    assert find_concepts(text) == ()
    assert in_vietnamese(text).strip("\u0301") == text.strip("\u0301")


LETTERS = "aàảãáạăâbcdđeéêghiíklmnoóôơpqrstuúưvxyAĐSỐ 0123456789-/&.,?'\u0301\u0302\u031b\u0309\u0323\u200b"
typed = st.text(alphabet=LETTERS, max_size=60)
said = st.lists(st.sampled_from([form for _, form in FORMS]), min_size=1, max_size=4).map(" ".join)


@given(typed | said)
def test_whatever_is_typed_places_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    spans = sorted({(found.start, found.end) for found in find_concepts(text)})
    assert all(0 <= start < end <= len(words(text)) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


@given(said)
def test_what_is_found_in_a_text_is_found_alone(text: str) -> None:
    places = words_of(text)
    for found in find_concepts(text):
        here = text[places[found.start].start : places[found.end - 1].end]
        assert found.concept.id in ids(f"which {here}")


@given(typed | said)
def test_shorthand_and_translation_never_fail(text: str) -> None:
    assert isinstance(in_vietnamese(expand_shorthand(text)), str)


def test_a_question_costs_less_than_a_millisecond() -> None:
    question = "Which department leads the digitisation of dossiers and e-prescriptions, and by when in 2026?"
    find_concepts(question)
    best = min(_seconds(question) for _ in range(20))
    assert best < 0.001


def _seconds(question: str) -> float:
    begun = time.perf_counter()
    find_concepts(question)
    return time.perf_counter() - begun


# --- English into Vietnamese ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("who leads e-prescription rollout?", "who chủ trì đơn thuốc điện tử triển khai?"),
        ("EMR deadline", "bệnh án điện tử thời gian hoàn thành"),
        ("cashless payments, by 2026", "thanh toán không dùng tiền mặt, by 2026"),
        ("what does Phòng Nghiệp vụ lead", "what does Phòng Nghiệp vụ chủ trì"),
    ],
)
def test_english_phrases_become_the_usual_vietnamese_names(english: str, vietnamese: str) -> None:
    assert in_vietnamese(english) == vietnamese


def test_vietnamese_words_stay_as_typed() -> None:
    assert in_vietnamese("bao giờ có hồ sơ bệnh án điện tử") == "bao giờ có hồ sơ bệnh án điện tử"
    assert in_vietnamese("chu ky so lam den dau") == "chu ky so lam den dau"


def test_an_ambiguous_abbreviation_becomes_its_likeliest_name_once() -> None:
    assert in_vietnamese("what is the DVC target") == "what is the dịch vụ công trực tuyến chỉ tiêu"
