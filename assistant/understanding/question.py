"""A question, understood: what is asked, of which plans, about what. How it is read from its words: `understanding`."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.answer import Kind
from assistant.lexicon.headings import Headings
from assistant.plans.columns import Wanted, point_of
from assistant.plans.filters import Filters
from assistant.text.matching import Part, Token
from assistant.understanding.mentions import PlanMention
from ingest.units import Unit


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood."""

    text: str
    language: str
    """The language to answer in, "vi" or "en": its own, unless another is wished."""
    english: bool = False
    """Whether it was typed in English."""
    kinds: tuple[Kind, ...] = ()
    """Kinds that its words ask for, in their order; empty where none does."""
    fields: tuple[Wanted, ...] = ()
    header: tuple[str, ...] = ()
    """The parts of a plan's header that are asked for: "number", "signer", …"""
    mentions: tuple[PlanMention, ...] = ()
    plans: tuple[str, ...] = ()
    """The plans it is about, empty for all."""
    years: tuple[int, ...] = ()
    appendix: str = ""
    filters: Filters = field(default_factory=Filters)
    ranks: str = ""
    """What a question with "nhất" ranks by the number of rows: "leader", "unit", "group", or ""."""
    by_deadline: bool = False
    """Whether a question with "nhất" ranks by what ends first or last."""
    asks_number: bool = False
    """Whether it asks for a number."""
    about_money: bool = False
    """Whether it speaks of money."""
    wants_group: bool = False
    """Whether it asks for the rows of a group."""
    noun: str = ""
    """What it counts or lists, folded: "nhiem vu", "du an", "chi tieu", "muc tieu"."""
    of_tasks: bool = False
    """Whether it counts or lists tasks by that name, or goes on with one that does."""
    parts: tuple[Part, ...] = ()
    """What it is about, part by part."""
    topic: str = ""
    """What it is about, in the words typed."""
    heading: Headings = ()
    """What the heading that it names, and nothing else, may be printed as; see `named_heading`."""
    plan_parts: str = ""
    """Which parts of a plan it counts or lists: "group", "appendix", "groups" where it only lists them, or ""."""
    organising: bool = False
    """Whether it names the part of the prose that says who does what."""
    bodies: tuple[Unit, ...] = ()
    """The bodies that it names, whether as a condition or as what it is about."""
    field_alone: bool = False
    """Whether it names a field and nothing else to be about."""
    context: str = ""
    """The text of the question before, where it takes its topic from it."""
    focus: tuple[str, ...] = ()
    """The anchors of the rows that it goes on about: those from which the question before was answered."""
    before: tuple[str, ...] = ()
    """The anchors of the few rows told before, where it names something of its own that may stand in them."""
    options: tuple[str, ...] = ()
    """The anchors of what an answer before told, in its order, of which a question of the conversation chose one."""
    chosen: int = 0
    """Which of the options it chooses, from 1 on; 0 where it chooses none."""
    said: tuple[Token, ...] = field(default=())
    likely: str = ""
    """Its text with the accents that are likely meant."""
    typed: str = ""
    """Its text before accents were put on it."""
    raw: str = ""
    """Its text before short forms were written out and slips mended."""
    halves: tuple[Question, ...] = ()
    """The two questions that it asks; see `twofold`."""
    without_columns: Question | None = None
    """How it is read where the header of a column that it names is rather what it is about."""
    otherwise: Question | None = None
    """What else it may ask, where no row answers it as it is read: see `things`."""

    @property
    def unknown(self) -> tuple[str, ...]:
        """The plans it names that the index does not have."""
        return tuple(mention.text for mention in self.mentions if not mention.plans)

    @property
    def points(self) -> tuple[str, ...]:
        """The quarters and months that it names, as headers of columns say them: "Quý III", "Tháng 6"."""
        periods = [period for time in self.filters.times if not time.cycle for period in time.periods]
        return tuple(dict.fromkeys(point for period in periods if (point := point_of(period))))

    @property
    def words(self) -> tuple[str, ...]:
        """The words of what it is about, folded, as they were typed where they were."""
        return tuple(token.plain for part in self.parts for token in part.typed or part.phrases[0])

    @property
    def asks_rank(self) -> bool:
        """Whether its words ask for the largest or the smallest."""
        return Kind.MAX in self.kinds or Kind.MIN in self.kinds

    def asks(self, kind: Kind) -> bool:
        """Whether its words ask for a kind of answer."""
        return kind in self.kinds
