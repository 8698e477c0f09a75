"""Citations: each statement's mark, its label and the address that opens the source."""

from __future__ import annotations

from assistant.answer import Citation
from assistant.plans.library import Shelf, issuer_name
from assistant.replies import replies, shorten
from ingest.model import HEADER, Anchor, Passage, Place, Row
from ingest.passages import row_text

_LONGEST_QUOTE = 600  # characters


class CitationBook:
    """The citations of one answer, numbered in the order in which they are first made."""

    def __init__(self, shelf: Shelf, language: str, public_url: str = "") -> None:
        self._shelf = shelf
        self._language = language
        self._public_url = public_url.rstrip("/")
        self._made: dict[str, Citation] = {}

    def blank(self) -> CitationBook:
        """A book like this one in which nothing is cited yet."""
        return CitationBook(self._shelf, self._language, self._public_url)

    def row(self, row: Row) -> str:
        """The mark that cites a row: "[1]"."""
        return self._mark(row.anchor, row.place, row_text(row))

    def passage(self, passage: Passage) -> str:
        """The mark that cites a section, the header or an appendix's note."""
        return self._mark(passage.anchor, passage.place, passage.text)

    def section(self, plan_id: str, path: str, quote: str) -> str:
        """The mark that cites a section or the header by its path."""
        return self._mark(Anchor(plan_id, section=path), Place(), quote)

    def citations(self) -> tuple[Citation, ...]:
        """The citations made so far, in their order."""
        return tuple(self._made.values())

    def _mark(self, anchor: Anchor, place: Place, quote: str) -> str:
        address = str(anchor)
        if address not in self._made:
            self._made[address] = self._cite(len(self._made) + 1, anchor, place, quote)
        return f"[{self._made[address].n}]"

    def _cite(self, number: int, anchor: Anchor, place: Place, quote: str) -> Citation:
        plan = self._shelf.plans[anchor.plan]
        return Citation(
            n=number,
            plan=anchor.plan,
            plan_title=plan.header.title,
            appendix=anchor.appendix,
            group=anchor.group if anchor.appendix is not None else None,
            stt=anchor.stt if anchor.appendix is not None else None,
            section=anchor.section,
            page=place.page,
            anchor=str(anchor),
            label=f"{issuer_name(plan)}, {_where(anchor, self._language)}{self._doubt(place)}{self._replaced(anchor)}",
            quote=shorten(quote, _LONGEST_QUOTE),
            url=f"{self._public_url}/sources/{anchor}",
        )

    def _doubt(self, place: Place) -> str:
        return f" {replies(self._language).say('doubtful')}" if place.is_doubtful else ""

    def _replaced(self, anchor: Anchor) -> str:
        return f" {replies(self._language).say('replaced_mark')}" if anchor.plan in self._shelf.successors else ""


def _where(anchor: Anchor, language: str) -> str:
    """The place within a plan: "Phụ lục 1, STT 13", "Phụ lục 1, IV.4", "mục III.6.c"."""
    vietnamese = language == "vi"
    if anchor.section == HEADER:
        return "phần đầu" if vietnamese else "header"
    if anchor.section is not None:
        return f"mục {anchor.section}" if vietnamese else f"section {anchor.section}"
    appendix = ("Phụ lục" if vietnamese else "Appendix") + (f" {anchor.appendix}" if anchor.appendix else "")
    if not anchor.stt:
        return appendix
    number = (
        f"{anchor.group}.{anchor.stt}" if anchor.group else f"STT {anchor.stt}" if vietnamese else f"row {anchor.stt}"
    )
    return f"{appendix}, {number}"
