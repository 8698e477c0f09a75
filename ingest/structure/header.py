"""What a plan says of itself: issuer, number, date, title, basis, recipients, signer.

The prose is first cut into cover, title, opening, numbered body and closing; each fact is then looked for where print
puts it, and where that place is blank or missing, where else it is told: an issuer without letterhead stands in "Sở Y
tế xây dựng Kế hoạch …", a number left blank on the cover may stand in an appendix's note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ingest.lexicon.documents import document_head_end, heads
from ingest.lexicon.issuers import body_of_symbol, find_bodies, issuers
from ingest.lexicon.names import any_of
from ingest.lexicon.places import begins_with_place, full_name
from ingest.lexicon.provinces import Province, find_provinces
from ingest.lexicon.signing import is_closing, looks_like_person, office_end, without_signed_note
from ingest.model import Header, Place, Reference
from ingest.readers.document import Block, TextBlock
from ingest.structure.references import (
    BLANK_NUMBER,
    NUMBER,
    basis_paragraphs,
    basis_references,
    own_number,
    replaced_document,
)
from ingest.vietnamese import fold

ISSUED_WITH = re.compile(r"\(?\s*(?:Ban hành\s+)?(?:Kèm|đính kèm)\s+theo\b|\(\s*Ban hành", re.IGNORECASE)
"""A note that ties a part to the document it was issued with: "(Kèm theo Kế hoạch số …)"."""

_FIRST_NUMBER = re.compile(
    r"(?:\(1\)|(?:I|A|0?1|1\.1)\s*[.)/:])\s*\S|I\s+[A-ZĐ]{2}|(?:phần|chương|mục|điều)\s+(?:thứ\s+)?(?:I|1|nhất)\b",
    re.IGNORECASE,
)
_BLANK = r"[\s.…_]*"
_DATE = re.compile(
    rf"ngày{_BLANK}(?:(?P<day>\d{{1,2}})?{_BLANK}tháng{_BLANK}(?P<month>\d{{1,2}})?{_BLANK}năm{_BLANK}(?P<year>\d{{4}})?"
    rf"|(?P<d>\d{{0,2}})\s*[/.-]\s*(?P<m>\d{{1,2}})\s*[/.-]\s*(?P<y>\d{{4}}))",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?:[A-ZĐÀ-Ỹ][\w.]*\s*){1,5},\s*(?=ngày)")
_SIGNED_ON = re.compile(r"(?:thời gian|giờ|ngày) ký\s*:?\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.IGNORECASE)
_PERIOD = re.compile(
    r"\b(?P<first>20\d\d)(?:(?:(?P<through>\s*[-–]\s*|\s+đến\s+)|,\s*|\s+và\s+)(?:năm\s+)?(?P<last>20\d\d))?\b"
)


@dataclass(frozen=True, slots=True)
class Prose:
    """The prose of a plan cut into its parts, each in print order. A part that the plan lacks is ()."""

    cover: tuple[TextBlock, ...] = ()
    """Letterhead, number, dateline, and the note that the plan was issued with a decision."""
    title: tuple[TextBlock, ...] = ()
    opening: tuple[TextBlock, ...] = ()
    body: tuple[TextBlock, ...] = ()
    closing: tuple[TextBlock, ...] = ()
    """Recipients and signature."""


def read_prose(front: Sequence[Block]) -> Prose:
    """The parts of a plan's prose, from the blocks before its appendices (as `split_appendices` gives them).

    A plan that is bound behind the decision that issues it keeps the decision's cover, opening and articles before its
    own, and its own title.
    """
    blocks = [block for block in front if isinstance(block, TextBlock) and re.search(r"\w", block.text)]
    number = next((index for index, block in enumerate(blocks) if _FIRST_NUMBER.match(block.text)), len(blocks))
    start, title, notes, end = _find_title(blocks, number)
    numbered = range(number if number < len(blocks) else end, len(blocks))
    closing = next((index for index in numbered if is_closing(blocks[index].text)), len(blocks))
    prose = Prose(
        tuple(blocks[:start] + notes),
        tuple(title),
        tuple(blocks[end : min(number, closing)]),
        tuple(blocks[number:closing]),
        tuple(blocks[closing:]),
    )
    enclosed = next((index for index in range(closing + 1, len(blocks)) if document_head_end(blocks[index].text)), None)
    return prose if enclosed is None else _with_enclosed(prose, read_prose(blocks[enclosed:]), enclosed - closing)


def _with_enclosed(decision: Prose, plan: Prose, closing_length: int) -> Prose:
    return Prose(
        decision.cover + plan.cover,
        plan.title,
        decision.title + decision.opening + plan.opening,
        decision.body + plan.body,
        decision.closing[:closing_length] + plan.closing,
    )


def _is_mixed_title(block: TextBlock) -> bool:
    begins = heads().match(block.text) or block.text.lower().startswith("v/v")
    return bool(begins) and block.text[-1] not in ".;:" and len(block.text) < 400


def _find_title(blocks: Sequence[TextBlock], number: int) -> tuple[int, list[TextBlock], list[TextBlock], int]:
    """Where the title begins, its lines, the notes that stand among them, and where the opening begins."""
    before = range(number)
    start = next((index for index in before if document_head_end(blocks[index].text)), None)
    if start is None:
        start = next((index for index in before if _is_mixed_title(blocks[index])), None)
    if start is None:
        opening = next((index for index in before if _opening().match(blocks[index].text)), number)
        return opening, [], [], opening
    found = heads().match(blocks[start].text)
    rest = replace(blocks[start], text=blocks[start].text[found.end() if found else 0 :])
    title: list[TextBlock] = []
    notes: list[TextBlock] = []
    for index, block in enumerate([rest, *blocks[start + 1 : number]], start):
        if ISSUED_WITH.match(block.text):
            notes.append(block)
        elif title and index == start + 1 and _says_kind(title[-1]) and not _opening().match(block.text):
            title.append(block)
        elif _continues(title[-1], block) if title else not fold(block.text).startswith("can cu"):
            title += [block] if block.text else []
        else:
            return start, title, notes, index
    return start, title, notes, number


def _says_kind(rest: TextBlock) -> bool:
    """Whether what stands behind "KẾ HOẠCH" on its line only says what kind of plan it is: "PHỐI HỢP", "LIÊN NGÀNH"."""
    return rest.text.isupper() and len(rest.text.split()) <= _KIND


_KIND = 3  # words


def _continues(line: TextBlock, following: TextBlock) -> bool:
    """Whether a title goes on in the next block."""
    if line.text[-1] in ".;:" or fold(following.text).startswith("can cu") or following.text[0] in "-–+•*":
        return False
    alike = (line.text.isupper() and following.text.isupper()) or (line.emphasised and following.emphasised)
    return alike or following.text[0].islower()


def parse_header(front: Sequence[Block], appendices_text: Sequence[str] = ()) -> Header:
    """What a plan says of itself, from the blocks before its appendices (as `split_appendices` gives them).

    `appendices_text` are the titles and notes of its appendices: "(Kèm theo Kế hoạch số 57/KH-SYT ngày …)" tells number
    and date where the cover leaves them blank. What the plan leaves out is "" or ().
    """
    prose = read_prose(front)
    cover = [block.text for block in prose.cover]
    opening = [block.text for block in prose.opening]
    body = [block.text for block in prose.body]
    title = _title_text(prose)
    recipients, office, signer = _closing(prose.closing)
    notes = [text for text in (*cover, *appendices_text) if ISSUED_WITH.search(text)]
    number = own_number([text for text in cover if text not in notes], notes)
    place_and_date, date = _dateline(cover, [block.text for block in prose.closing], notes)
    province = _province([*cover, place_and_date, *opening, title, *body, *appendices_text])
    basis = basis_references(basis_paragraphs(opening, body))
    issuer = _issuer(cover, opening + body, number, province)
    return Header(
        title=title,
        issuer=issuer,
        province=province.name if province and not _is_central(issuer) else "",
        number=number,
        place_and_date=place_and_date,
        date=date,
        years=_years(title) or _years(f"năm {date[:4]}") or _latest_year(basis),
        signer=signer or _electronic_signer(cover),
        office=office,
        recipients=recipients,
        basis=basis,
        replaces=replaced_document([*opening, *body]),
        place=span([*prose.cover, *prose.title, *prose.opening]),
    )


def _latest_year(basis: Sequence[Reference]) -> tuple[int, ...]:
    """The year of the latest document that a plan rests on: it was issued in that year, or early in the next."""
    found = [int(year) for reference in basis for year in re.findall(r"\b20\d\d\b", reference.date)]
    return (max(found),) if found else ()


def span(blocks: Sequence[TextBlock]) -> Place:
    """The place from the first of some blocks to the last, in whatever order they are given."""
    places = sorted((block.place for block in blocks), key=lambda place: (place.page or 0, place.line or 0))
    return places[0].through(places[-1]) if places else Place()


def _title_text(prose: Prose) -> str:
    lines = [block.text.strip() for block in prose.title]
    while len(lines) > 1 and _is_body(lines[-1]):  # "CHÍNH PHỦ" between the title and the basis of a resolution
        lines.pop()
    title = " ".join(lines)
    return re.sub(r"^V/v:?\s*", "", title, flags=re.IGNORECASE)


def _is_body(text: str) -> bool:
    """Whether a line is the name of an issuing body and nothing else."""
    found = next(iter(find_bodies(text)), None)
    return found is not None and not (text[: found.start] + text[found.end :]).strip(" .,;")


def _dateline(cover: Sequence[str], closing: Sequence[str], notes: Sequence[str]) -> tuple[str, str]:
    """The dateline as printed, and the date in ISO form as far as dateline, signing time and notes tell it."""
    printed, dates = "", []
    label = re.compile(rf"số\s*:.{{0,20}}?(?-i:{NUMBER}|{BLANK_NUMBER})", re.IGNORECASE)
    for text in (*(label.sub(" ", _without_motto(text)) for text in cover), *closing):
        found = _DATE.search(text)
        place = found and next((place for place in _PLACE.finditer(text) if place.end() == found.start()), None)
        if found and place and not printed:
            printed = text[place.start() : found.end()].strip()
            dates.append(_iso(found))
    dates += [f"{y}-{int(m):02}-{int(d):02}" for text in cover for d, m, y in _SIGNED_ON.findall(text)]
    dates += [_iso(found) for text in notes if (found := _DATE.search(text))]
    agreeing = [date for date in dates if date.startswith(dates[0])]
    return printed, max(agreeing, key=len, default="")


def _iso(found: re.Match[str]) -> str:
    """The date in ISO form, as far as its year, then its month, then its day are filled in."""
    parts = (found["year"] or found["y"], found["month"] or found["m"], found["day"] or found["d"])
    known: list[str] = []
    for part, highest in zip(parts, (9999, 12, 31), strict=True):
        if not part or not 1 <= int(part) <= highest:
            break
        known.append(f"{int(part):02}")
    return "-".join(known)


def _without_motto(text: str) -> str:
    motto = any_of(issuers().cover.motto)
    return re.sub(motto, " ", re.sub("[–—]", "-", text), flags=re.IGNORECASE).strip()


def _province(texts: Iterable[str]) -> Province | None:
    return next((named.item for text in texts for named in find_provinces(text)), None)


def _is_central(issuer: str) -> bool:
    """Whether an issuer is one of the whole country, whose dateline "Hà Nội" says nothing of its plan."""
    body = next(iter(find_bodies(issuer)), None)
    return body is not None and body.start == 0 and body.item.level == "central" and not any(find_provinces(issuer))


def _issuer(cover: Sequence[str], prose: Sequence[str], number: str, province: Province | None) -> str:
    """The issuer: the last body of the letterhead, else who "xây dựng Kế hoạch", else whose symbol the number bears."""
    letterhead = [_without_motto(text) for text in cover if not ISSUED_WITH.search(text)]
    letterhead = [text for text in letterhead if text]
    for text, below in zip(reversed(letterhead), ["", *reversed(letterhead[1:])], strict=False):
        bodies = [body for body in find_bodies(text) if text[body.start - 1 : body.start] not in ("-", "/", "&")]
        if bodies and not re.match(r"V/v|Kính gửi", text, re.IGNORECASE):
            rest = re.split(r"\s+[Ss]ố\s*:|,\s*ngày|\s{3,}", text[bodies[-1].end :])[0]
            if not rest.strip() and begins_with_place(below):
                rest = re.split(r",\s*ngày|\s{3,}", below)[0]  # "ỦY BAN NHÂN DÂN" over "HUYỆN CÁI NƯỚC"
            elif text.isupper() and _is_rest_of_name(below):
                rest = f"{rest} {below}"  # "TRUNG TÂM Y TẾ KHU VỰC" over "ĐẠI TỪ"
            return full_name(bodies[-1].item, rest, province)
    verbs = any_of(issuers().cover.issuing_verbs)
    issues = re.compile(rf"([^.;,:]{{0,60}}?)\s+{verbs}\s+(?:\w+\s+){{0,2}}?{heads().pattern}(?!số)", re.IGNORECASE)
    about = re.compile(rf"(?:^|\s){any_of(issuers().cover.about)}(?:\s|$)", re.IGNORECASE)
    for text in prose:
        for body in find_bodies(text):
            found = issues.match(text, body.end)
            if found and not about.search(found[1]) and not text[: body.start].rstrip().endswith("của"):
                return full_name(body.item, found[1], province)
    by_symbol = next(filter(None, map(body_of_symbol, reversed(re.split(r"[-/&]", number)))), None)
    return full_name(by_symbol, "", province) if by_symbol else ""


def _is_rest_of_name(text: str) -> bool:
    """Whether a line below an issuer's can be the rest of its name: a few words in capitals, none of the motto."""
    mottoes = " ".join(map(fold, issuers().cover.motto))
    return (
        text.isupper()
        and len(text.split()) <= _LONGEST_REST
        and bool(re.fullmatch(r"[^\W\d_]+(?:[ -]+[^\W\d_]+)*", text))
        and fold(text) not in mottoes
        and not any(find_bodies(text))
    )


_LONGEST_REST = 4  # words


def _years(text: str) -> tuple[int, ...]:
    """The years that a title is about, those of its last period: not of dates in it, nor "tầm nhìn đến năm 2030"."""
    text = re.sub(r"\bngày[^,;()]{0,20}?(?:\d{1,2}\s*[/.-]\s*|năm\s+)\d{4}", " ", text, flags=re.IGNORECASE)
    text = re.sub(r"\d[/-][A-ZĐ]\S*|\d{1,5}/\d{4}/\S+", " ", text)
    text = re.sub(r"(?:tầm nhìn|định hướng)(?:\s+(?:đến|năm|tới))*\s*20\d\d", " ", text, flags=re.IGNORECASE)
    years: tuple[int, ...] = ()
    for found in _PERIOD.finditer(text):
        first, last = int(found["first"]), int(found["last"] or found["first"])
        if years and re.search(r"đến(?:\s+(?:hết|năm))*\s*$", text[: found.start()], re.IGNORECASE):
            continue
        years = tuple(range(first, last + 1)) if found["through"] else tuple(sorted({first, last}))
    return years


def _closing(blocks: Sequence[TextBlock]) -> tuple[tuple[str, ...], str, str]:
    """Recipients, office and signer. A reader may give columns side by side, or a whole column as one paragraph."""
    recipients: list[str] = []
    offices: list[str] = []
    signers: list[str] = []
    signed = 0  # so many of the offices have their signer
    heading = re.compile(rf"^\W*{any_of(issuers().cover.recipients)}\s*:?\s*", re.IGNORECASE)
    for text in (heading.sub("", block.text) for block in blocks):
        is_list = re.match(r"[-–—+•*]", text) is not None
        column = _signature_column(text, bool(offices)) if is_list or len(offices) > signed else 0
        if not is_list and (
            column == len(text) or not text[:column].rstrip().endswith(";")
        ):  # "gia); Nguyễn Văn A": a recipient's line goes on
            column = 0
        if is_list:
            items = re.split(r"(?:^|(?<=[;.,:]))\s*[-–—+•*]\s*", text[:column])
            recipients += [item for item in (item.strip(" ;.") for item in items) if item]
        end = column + office_end(text[column:])
        if end > column:
            offices.append(text[column:end].strip(" ,.-"))
        name = without_signed_note(text[end:])
        if len(offices) > signed and looks_like_person(name):
            signers.append(name)
            offices[signed:] = [" ".join(offices[signed:])]
            signed = len(offices)
    return tuple(recipients), "; ".join(offices), "; ".join(signers)


def _signature_column(text: str, has_office: bool) -> int:
    """Where the signature's column begins in a recipient's line beside it; the line's length where there is none."""
    for start in (gap.end() for gap in re.finditer(r"[;.,]\s+", text)):
        if office_end(text[start:]) or (has_office and looks_like_person(text[start:])):
            return start
    return len(text)


def _electronic_signer(cover: Iterable[str]) -> str:
    """The person named by the stamp of an electronic signature ("Người ký: …"), "" where that is an office."""
    for text in cover:
        found = re.search(r"Người ký\s*:\s*([^,;:\d@]+?)(?=\s*(?:Email|Cơ quan|Thời gian|[,;]|$))", text, re.IGNORECASE)
        if found and looks_like_person(found[1].strip()) and not any(body.start == 0 for body in find_bodies(found[1])):
            return found[1].strip()
    return ""


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"{any_of(issuers().cover.opening)}\b", re.IGNORECASE)
