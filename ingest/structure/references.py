"""Other documents that a plan names: what it rests on, what it replaces.

A document is named by kind, number, date, issuer and what it is about, the last four each left out at times: "Nghị
quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển khoa học, công nghệ". Laws carry their name
before the number: "Luật Khám bệnh, chữa bệnh số 15/2023/QH15".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from ingest.lexicon.documents import document_kind
from ingest.lexicon.issuers import find_bodies, issuers
from ingest.lexicon.names import any_of
from ingest.model import Reference
from ingest.vietnamese import fold

_SYMBOLS = r"[A-ZĐ][\w.&]*(?:[-/&]\s?[A-ZĐ][\w&]*)*"
NUMBER = rf"\d{{1,5}}[a-zđ]?(?:\s?/\d{{4}})?\s?[-/]\s?{_SYMBOLS}"
"""A document's number: "57/KH-SYT", "102/2025/NĐ-CP", "20-NQ/TW"; a line break may leave a space after its hyphen."""

BLANK_NUMBER = rf"[-/]\s?{_SYMBOLS}"
"""A number whose digits are still to be written: "/KH-SYT"."""

_DATE = r"\d{0,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{0,2}\s*tháng\s*\d{0,2}\s*năm\s*\d{4}"
_SENTENCE_END = re.compile(r";|\.(?=\s+[A-ZĐÀ-Ỹ“\"])|\.\s*/?\.?\s*$")
_LONGEST_ISSUER = 110


def own_number(cover: Sequence[str], notes: Sequence[str]) -> str:
    """The number on the cover; where its digits are blank, those of a note that was written with the plan."""
    label = r"(?:^|\s)số\s*[:.]?[\s.…_]*"
    number = _first_match(rf"{label}((?-i:{NUMBER}|{BLANK_NUMBER}))", cover)
    if not number or not number[0].isdigit():
        number = _first_match(rf"{label}((?-i:{NUMBER}))", notes) or number
    return number


def _first_match(pattern: str, texts: Iterable[str]) -> str:
    for text in texts:
        if found := re.search(pattern, re.sub(r"\s+", " ", text), re.IGNORECASE):
            return re.sub(r"\s+", "", found[1])
    return ""


def find_references(text: str) -> Iterator[Reference]:
    """The documents that a text names, in order; one without a kind ("…, số 12/KH-UBND") has that of the last."""
    kind = ""
    for found in _mention().finditer(text):
        printed_kind = found["named"] or found["kind"]
        known = document_kind(printed_kind) if printed_kind else None
        kind = known.name if known else kind
        number = found["number"] or found["law_number"] or found["blank"] or ""
        issuer, _ = _issuer(text, found.end())
        yield Reference(
            kind=kind,
            number=re.sub(r"\s+", "", number),
            date=_squeezed(found["date"] or found["law_date"] or ""),
            issuer=issuer,
            text=text[found.start() : _end_of_mention(text, found.start(), found.end())].strip(" ,"),
        )


def basis_references(paragraphs: Iterable[str]) -> tuple[Reference, ...]:
    """The documents named in the paragraphs, in the order of their first mention, each once."""
    seen: dict[str, Reference] = {}
    for reference in (reference for text in paragraphs for reference in find_references(text)):
        seen.setdefault(fold(reference.number or reference.text), reference)
    return tuple(seen.values())


def replaced_document(paragraphs: Iterable[str]) -> Reference | None:
    """The document that this one sets aside: "Kế hoạch này thay thế Kế hoạch số 752/KH-SYT …"; None where none is.

    A clause behind what it rests on counts by itself: "Thực hiện Thông báo số …, Bộ Y tế ban hành Kế hoạch …".
    Only a sentence that speaks of this document counts, or one that issues it "… và thay thế Kế hoạch số …", of its own
    kind; that a decree in the basis replaced another does not.
    """
    cover = issuers().cover
    verbs = any_of(cover.replacing_verbs)
    kinds = any_of(kind.name for kind in issuers().document)
    joins_verb = re.compile(rf"\b{any_of(cover.before_replacing)}\s+{verbs}\b", re.IGNORECASE)
    follows = re.compile(rf"(?:,\s+|\(\s*|\s[-–]\s+){verbs}\b", re.IGNORECASE)
    rests_on = re.compile(rf"\W*{any_of(cover.rests_on)}\b", re.IGNORECASE)
    issues = re.compile(rf"\b(?:xây dựng|ban hành)\s+(?P<kind>{kinds})\b", re.IGNORECASE)
    own_clause = re.compile(rf",\s+(?=[A-ZĐ][^,;:]{{2,60}}?\s(?:xây dựng|ban hành)\s+(?i:{kinds})\b)")
    speaks_of_itself = re.compile(rf"{kinds}\s+này\b|^\W*(?:{kinds}\s+)?{verbs}\b", re.IGNORECASE)
    for text in paragraphs:
        sentences = re.split(r"(?<=[.;])\s+(?=[A-ZĐÀ-Ỹ])", text)
        clauses = [sentence[found.end() :] for sentence in sentences for found in own_clause.finditer(sentence)]
        for sentence in (*sentences, *clauses):
            own = joins_verb.search(sentence) or (follows.search(sentence) and not rests_on.match(sentence))
            issued = issues.search(sentence) if own else None
            if not speaks_of_itself.search(sentence) and not issued:
                continue
            for verb in re.finditer(rf"\b{verbs}\b(?:\s+{any_of(cover.replaced_parts)})*\s*", sentence, re.IGNORECASE):
                after = sentence[verb.end() :]
                reference = next(find_references(after), None)
                same = not issued or reference is None or fold(reference.text).startswith(fold(issued["kind"]))
                if reference and after.startswith(reference.text) and same:
                    told = _announced().sub("", _with_others(after, reference.text))
                    return replace(reference, text=told if "(" in told else told.rstrip(")"))
    return None


def _with_others(sentence: str, first: str) -> str:
    """The mention of a document with those that follow it: "Kế hoạch số 71/KH-SYT … và Kế hoạch số 64/KH-SYT …"."""
    end = len(first)
    while joined := _AND.match(sentence, end):
        behind = sentence[joined.end() :]
        other = next(find_references(sentence[joined.start() :]), None)  # "…, số 402/KH-SYT": the sign tells it
        if other is None or not other.number or not behind.startswith(other.text):
            break
        end = joined.end() + len(other.text)
    return sentence[:end]


@cache
def _announced() -> re.Pattern[str]:
    """What follows and is no part of a document's name: "…, cụ thể như sau:"."""
    return re.compile(rf"\s*,?\s*{any_of(issuers().cover.announcing)}\b.*$", re.IGNORECASE | re.DOTALL)


_AND = re.compile(r"\s*(?:,\s*)?(?:và|,|;)\s+")


def basis_paragraphs(opening: Sequence[str], body: Sequence[str]) -> list[str]:
    """The paragraphs in which a plan says what it rests on: its opening, and any section headed "Căn cứ …"."""
    chosen = list(opening)
    style = ""
    for text in body:
        found = _HEADING.match(text)
        if found and style and _style(found) == style:
            style = ""
        if found and not style and _is_basis_heading(found["text"]):
            style = _style(found)
        elif style:
            chosen.append(text)
    return chosen


_HEADING = re.compile(
    r"(?P<number>\(?(?:[IVX]+|[A-ZĐ]|[a-zđ]|\d{1,2}(?:\.\d{1,2})*))(?P<sign>[.)/:]+)\s*(?P<text>\S.*)", re.DOTALL
)


def _style(found: re.Match[str]) -> str:
    number = re.sub(r"\d+", "1", found["number"])
    return re.sub(r"[IVX]+", "I", number) + found["sign"]


def _is_basis_heading(text: str) -> bool:
    words, basis = fold(text).split(), any_of(map(fold, issuers().cover.basis))
    return len(words) <= 14 and text[-1] not in ".;" and bool(re.match(rf"(?:\S+\s+){{0,4}}?{basis}\b", fold(text)))


def _issuer(text: str, start: int) -> tuple[str, int]:
    """The issuer named by "của …" at a place, without what the document is about, and where it ends."""
    found = re.compile(r"\s*,?\s*của\s+").match(text, start)
    if found is None:
        return "", start
    body = next(find_bodies(text[found.end() : found.end() + _LONGEST_ISSUER]), None)
    least = body.end if body and body.start == 0 else 1  # a name may hold a comma or "và" of its own
    end = _after_issuer().search(text, found.end() + least)
    stop = min(end.start() if end else len(text), found.end() + _LONGEST_ISSUER)
    return text[found.end() : stop].strip(), stop


def _end_of_mention(text: str, start: int, end: int) -> int:
    """Where the words about a document end: at a semicolon, the sentence's end, or the next document beside it."""
    _, end = _issuer(text, end)
    stops = [found.start() for found in (_SENTENCE_END.search(text, end), _beside().search(text, end)) if found]
    bodies = (body for body in find_bodies(text[end:]))
    issuing = re.compile(rf"[^,;.]{{0,60}}?\s{any_of(issuers().cover.issuing_verbs)}\s+(?:kế hoạch|chương trình)", re.I)
    for body in bodies:
        clause = text.rfind(",", start, end + body.start + 1)
        follows = clause >= end and not text[clause + 1 : end + body.start].strip()
        if follows and issuing.match(text, end + body.end):
            stops.append(clause)
    return min(stops, default=len(text))


@cache
def _mention() -> re.Pattern[str]:
    kinds = issuers().document
    named = any_of(kind.name for kind in kinds if kind.named)
    plain = any_of(kind.name for kind in kinds if not kind.named)
    year = r"(?-i:năm\s+\d{4})"
    return re.compile(
        rf"(?<!\w)(?P<named>{named})\s+(?-i:[A-ZĐ])[^;.:()]{{2,160}}?\s+"
        rf"(?:số\s*:?\s*(?P<law_number>(?-i:{NUMBER}))(?:,?\s*ngày\s*)?|ngày\s+(?={_DATE})|(?={year}))"
        rf"(?P<law_date>{_DATE}|{year})?"
        rf"|(?:(?<!\w)(?P<kind>{plain})\s+(?:số\s*:?\s*)?|(?<=,\s)số\s+|(?<=và\s)số\s+)"
        rf"(?:(?P<number>(?-i:{NUMBER}))|(?<=[\s:])(?P<blank>(?-i:/{_SYMBOLS})))"
        rf"(?:\s*,?\s*ngày\s*(?P<date>{_DATE}))?",
        re.IGNORECASE,
    )


@cache
def _after_issuer() -> re.Pattern[str]:
    kinds = any_of(kind.name for kind in issuers().document)
    about = any_of(issuers().cover.about)
    return re.compile(rf"\s+{about}\b|[;,.:()“\"]|\s+và\s+(?:các\s+)?{kinds}\b", re.IGNORECASE)


@cache
def _beside() -> re.Pattern[str]:
    kinds = any_of(kind.name for kind in issuers().document)
    return re.compile(rf"(?:,|\svà)\s+(?:các\s+)?(?:{kinds}\s+)?(?:số\s+)?(?-i:{NUMBER})", re.IGNORECASE)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\s*/\s*", "/", text)).strip()
