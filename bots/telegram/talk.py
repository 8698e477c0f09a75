"""What the bot says to questions and button presses. No input or output but the library and the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from assistant.answer import Kind
from bots.metrics import Metrics
from bots.observing import Observer
from bots.state import State, Verdict
from bots.telegram import keyboards
from bots.telegram.library import PlanLibraries, PlanName, PlanTask
from bots.telegram.memory import Memory
from bots.telegram.records import Chat, KeptAnswer
from bots.telegram.rendering import Page, link, render, render_source
from bots.telegram.texts import FollowUp, Texts, texts
from ingest.model import Field
from ingest.units import split_units
from ingest.vietnamese import fold
from ingest.vietnamese import words as folded_words

CHANNEL = "telegram"
LONGEST_QUESTION = 1000
"""The longest question that is read, in characters: as long as the web server takes them."""

_MOST_HISTORY = 8
_FEW_ROWS = 3
"""Follow-ups are offered where an answer is about no more rows than that."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, where, and the update that brought it."""

    update: int
    chat: int
    user: int
    is_group: bool

    @property
    def conversation(self) -> str:
        """In a group everybody has a conversation of their own."""
        return f"telegram:{self.chat}:{self.user}" if self.is_group else f"telegram:{self.chat}"


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to send. An `answer` is kept before and recorded after."""

    html: str
    keyboard: InlineKeyboardMarkup | None = None
    answer: KeptAnswer | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a press brings: a word shown for a moment, another text for the message, a new message."""

    toast: str = ""
    edit: Reply | None = None
    reply: Reply | None = None


class Talk:
    """Answers one chat at a time; threads may share it. Methods raise PlanError where the plans cannot be read."""

    def __init__(
        self, libraries: PlanLibraries, state: State, memory: Memory, observer: Observer | None = None
    ) -> None:
        """`observer` notes each question; None: nobody looks at what is noted."""
        self._observer = observer or Observer(Metrics())
        self.libraries = libraries
        self.memory = memory
        self._state = state

    def words(self, chat: int) -> Texts:
        """The texts in the language of a chat."""
        return texts(self.memory.chats.get(chat).language)

    def question(self, asker: Asker, text: str, replied: int | None = None) -> Reply:
        """The answer to a question; `replied` is the message that it replies to, with which it goes on."""
        if len(text) > LONGEST_QUESTION:
            return Reply(self.words(asker.chat).say("too_long", longest=LONGEST_QUESTION))
        before = self.memory.answers.at(asker.chat, replied) if replied is not None else None
        before = before or self.memory.answers.last(asker.conversation)
        return self._ask(asker, text, _history(before))

    def fresh_question(self, asker: Asker, text: str) -> Reply:
        """The answer to the question that a command stands for, which goes on with nothing."""
        return self._ask(asker, text, ())

    def record(self, kept: KeptAnswer, message: int) -> None:
        """Keep what was asked and answered, once the answer was sent as a message."""
        turn = self._state.conversations.record(kept.conversation, CHANNEL, kept.question, kept.answer)
        self.memory.answers.sent(kept.id, turn, message)
        self.memory.chats.touch(kept.chat)
        if not kept.answer.answerable:
            self._state.unanswered.note(kept.question, CHANNEL, kept.answer)

    def unsure(self, asker: Asker) -> Reply:
        """The word that an answer may not have arrived, with a button to see it."""
        words = self.words(asker.chat)
        kept = self.memory.answers.get(str(asker.update), asker.chat)
        if kept is None:
            return Reply(words.say("unsure_again"))
        return Reply(words.say("unsure"), keyboards.again_keyboard(str(asker.update), words))

    def given(self, asker: Asker, pressed: bool) -> Reply | None:
        """The answer that was made for an update before; None where none is kept, or it may no longer be seen.
        `pressed` says whether a button asked."""
        kept = self.memory.answers.get(str(asker.update), asker.chat)
        if kept is None or not self._may_see(kept):
            return None
        shown = self._show(kept, 0)
        return Reply((_heading(kept.question) if pressed else "") + shown.html, shown.keyboard, kept)

    def press(self, asker: Asker, data: str) -> Pressed:
        """What a press on a button under an answer brings; `data` is what the button carries, or anything else."""
        press = keyboards.read_press(data)
        kept = self.memory.answers.get(press.arguments[0], asker.chat) if press.arguments else None
        if kept is None or not self._may_see(kept):
            return Pressed(self.words(asker.chat).plain("expired"))
        match press.action, press.arguments[1:]:
            case (keyboards.AGAIN, ()):
                return Pressed(edit=self._show(kept, 0))
            case (keyboards.PAGE, (page,)):
                return Pressed(edit=self._show(kept, _number(page)))
            case (keyboards.SOURCE, (page, mark)):
                return self._source(kept, _number(page), _number(mark))
            case (keyboards.FOLLOW_UP, (name,)):
                return self._follow_up(asker, kept, name)
            case (keyboards.ELSEWHERE, (code,)):
                return self._ask_elsewhere(asker, kept, code)
            case (keyboards.VERDICT, (page, "up" | "down" as verdict)):
                return self._rate(kept, _number(page), Verdict(verdict))
        return Pressed(self.words(asker.chat).plain("expired"))

    def _ask(
        self, asker: Asker, text: str, history: tuple[str, ...], plans: Sequence[str] = (), heading: str = ""
    ) -> Reply:
        chat = self.memory.chats.get(asker.chat)
        library = self.libraries.of(asker.chat)
        channel = CHANNEL if library is self.libraries.public else f"{CHANNEL}:internal"
        with self._observer.asking(channel, text) as note:
            answer = library.ask(text, history, plans or self._plans(chat), chat.language)
            note(answer)
        kept = KeptAnswer(str(asker.update), asker.chat, asker.conversation, text, history, answer)
        self.memory.answers.put(kept)
        shown = self._show(kept, 0)
        return Reply(heading + shown.html, shown.keyboard, kept)

    def _may_see(self, kept: KeptAnswer) -> bool:
        """Whether all that an answer cites is still there for its chat: plans are removed, or become internal."""
        cited = {one.plan for one in kept.answer.citations}
        return not cited or cited <= {plan.id for plan in self.libraries.of(kept.chat).plans()}

    def _plans(self, chat: Chat) -> tuple[str, ...]:
        """The plans that a chat asks about, without those that are no longer at hand."""
        if not chat.plans:
            return ()
        known = {plan.id for plan in self.libraries.of(chat.id).plans()}
        return tuple(plan for plan in chat.plans if plan in known)

    def _show(self, kept: KeptAnswer, page: int, verdict: Verdict | None = None) -> Reply:
        words = texts(kept.answer.language)
        tasks = self._tasks(kept)
        pages = render(kept.answer, tasks, words)
        shown = min(max(page, 0), len(pages) - 1)
        offered = self._offered(kept, list(tasks.values()), words)
        elsewhere = self._elsewhere(kept)
        keyboard = keyboards.answer_keyboard(kept.id, pages, shown, offered, elsewhere, words, verdict)
        return Reply(pages[shown].html, keyboard)

    def _offered(self, kept: KeptAnswer, rows: Sequence[PlanTask], words: Texts) -> tuple[FollowUp, ...]:
        """The follow-ups that an answer's rows can answer and that were not just asked."""
        if not kept.answer.answerable or not 0 < len(rows) <= _FEW_ROWS:
            return ()
        asked = fold(kept.question)
        return tuple(
            one
            for one in words.followups
            if any(row.text(one.field) for row in rows) and not any(said in asked for said in one.asked)
        )

    def _tasks(self, kept: KeptAnswer) -> Mapping[str, PlanTask]:
        """The rows that an answer cites, in its order."""
        return self.libraries.of(kept.chat).tasks_at([one.anchor for one in kept.answer.citations])

    def _elsewhere(self, kept: KeptAnswer) -> tuple[PlanName, ...]:
        """The plan that an answer which found nothing says to have something near, where it names one."""
        if kept.answer.kind is not Kind.ABSTAIN:
            return ()
        asked = set(folded_words(" ".join((*kept.history, kept.question))))
        named = [
            plan
            for plan in self.libraries.of(kept.chat).plans()
            if plan.name in kept.answer.answer
            and not {word for word in folded_words(plan.name) if not word.isdigit()} <= asked
        ]
        return tuple(named) if len(named) == 1 else ()

    def _ask_elsewhere(self, asker: Asker, kept: KeptAnswer, code: str) -> Pressed:
        words = texts(kept.answer.language)
        plan = next((one for one in self.libraries.of(asker.chat).plans() if keyboards.plan_code(one.id) == code), None)
        if plan is None:
            return Pressed(words.plain("expired"))
        question = words.plain("elsewhere_question", plan=plan.name)
        return Pressed(reply=self._ask(asker, question, _history(kept), (plan.id,), _heading(question)))

    def _source(self, kept: KeptAnswer, page: int, mark: int) -> Pressed:
        words = texts(kept.answer.language)
        citation = next((one for one in kept.answer.citations if one.n == mark), None)
        if citation is None:
            return Pressed(words.plain("expired"))
        shown: Page = render_source(citation, words)
        return Pressed(edit=Reply(shown.html, keyboards.source_keyboard(kept.id, page, words)))

    def _follow_up(self, asker: Asker, kept: KeptAnswer, name: str) -> Pressed:
        words = texts(kept.answer.language)
        chosen = next((one for one in words.followups if one.id == name), None)
        rows = list(self._tasks(kept).values())
        if chosen is None or not rows:
            return Pressed(words.plain("expired"))
        history, question = _history(kept), chosen.question
        plans: tuple[str, ...] = ()
        if chosen.field is Field.LEAD_UNIT:
            units = split_units(rows[0].text(Field.LEAD_UNIT))
            question = question.format(unit=units[0].text if units else rows[0].text(Field.LEAD_UNIT))
            history, plans = (), (rows[0].plan,)
        return Pressed(reply=self._ask(asker, question, history, plans, _heading(question)))

    def _rate(self, kept: KeptAnswer, page: int, verdict: Verdict) -> Pressed:
        words = texts(kept.answer.language)
        turn = self._state.conversations.turn(kept.turn)
        if turn is None:
            return Pressed(words.plain("expired"))
        self._state.feedback.give(turn, CHANNEL, verdict)
        said = words.plain("thanks_up" if verdict is Verdict.UP else "thanks_down")
        return Pressed(said, edit=self._show(kept, page, verdict))


def _heading(question: str) -> str:
    """The question that a button asked, over its answer."""
    return f"<i>{link('', question)}</i>\n"


def _history(kept: KeptAnswer | None) -> tuple[str, ...]:
    """The questions that one after this answer goes on from, the oldest first."""
    return (*kept.history, kept.question)[-_MOST_HISTORY:] if kept else ()


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0
