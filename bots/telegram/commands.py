"""What the bot says to commands, and to the buttons that change the settings of a chat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from assistant.replies import shorten
from bots.telegram import keyboards
from bots.telegram.access import Access
from bots.telegram.calendar import local, quarter_number
from bots.telegram.library import PlanName
from bots.telegram.records import Follow
from bots.telegram.reminding import dated_ahead, find_plan, follow_name, followed, near_names
from bots.telegram.talk import Asker, Pressed, Reply, Talk
from bots.telegram.texts import Texts, texts
from ingest.vietnamese import fold

_OFF = {"off", "tat", "thoi", "dung", "stop"}
_MONTH = {"", "month", "thang", "thang nay", "this month"}
_QUARTER = {"quarter", "quy", "quy nay", "this quarter"}

Command = Callable[[Asker, str], Reply]


class Commands:
    """Answers commands; threads may share it. Methods raise PlanError where the plans cannot be read."""

    def __init__(self, talk: Talk, access: Access, username: str, now: Callable[[], datetime]) -> None:
        """`username` is the bot's own, without @."""
        self._talk = talk
        self._memory = talk.memory
        self._access = access
        self._username = username
        self._now = now
        self.all: Mapping[str, Command] = {
            "start": self.start,
            "help": self.help,
            "ask": self.ask,
            "plans": self.plans,
            "plan": self.plan,
            "tasks": self.tasks,
            "due": self.due,
            "compare": self.compare,
            "remind": self.remind,
            "language": self.language,
            "clear": self.clear,
        }

    def start(self, asker: Asker, argument: str) -> Reply:
        """Greets; a code of invitation lets the chat in."""
        words = self._talk.words(asker.chat)
        if argument:
            invited = self._access.invite(asker.chat, argument)
            if not invited and not self._access.admits(asker.user, asker.chat):
                return Reply(words.say("wrong_code"))
        return Reply(words.say("start", example=words.plain("example")))

    def help(self, asker: Asker, argument: str) -> Reply:
        """Says what can be done."""
        return Reply(self._talk.words(asker.chat).say("help", bot=self._username))

    def ask(self, asker: Asker, argument: str) -> Reply:
        """Answers a question, for groups."""
        words = self._talk.words(asker.chat)
        if not argument:
            return Reply(words.say("ask_usage", example=words.plain("example")))
        return self._talk.question(asker, argument)

    def plans(self, asker: Asker, argument: str) -> Reply:
        """Lists the plans, to be chosen among."""
        words = self._talk.words(asker.chat)
        found = self._talk.libraries.of(asker.chat).plans()
        if not found:
            return Reply(words.say("plans_none"))
        return self._plan_list(asker.chat, 0)

    def plan(self, asker: Asker, argument: str) -> Reply:
        """Chooses the plan of that name, or offers the plans."""
        if not argument:
            return self.plans(asker, "")
        found = find_plan(argument, self._talk.libraries.of(asker.chat).plans())
        words = self._talk.words(asker.chat)
        if found is None:
            offered = self.plans(asker, "")
            return Reply(words.say("plan_unknown", asked=argument[:100]), offered.keyboard)
        self._memory.chats.put(replace(self._memory.chats.get(asker.chat), plans=(found.id,)))
        return Reply(words.say("plan_set", names=found.name))

    def tasks(self, asker: Asker, argument: str) -> Reply:
        """The tasks of a unit."""
        words = self._talk.words(asker.chat)
        if not argument:
            return Reply(words.say("tasks_usage", example="Văn phòng Sở"))
        return self._talk.fresh_question(asker, words.plain("tasks_question", unit=argument))

    def due(self, asker: Asker, argument: str) -> Reply:
        """What falls due in this month, this quarter, or the time that is named."""
        words, today = self._talk.words(asker.chat), local(self._now()).date()
        asked = " ".join(fold(argument).split())
        if asked in _MONTH:
            when = words.plain("month", month=today.month, year=today.year)
        elif asked in _QUARTER:
            when = words.plain("quarter", quarter=quarter_number(today), year=today.year)
        else:
            when = argument
        return self._talk.fresh_question(asker, words.plain("due_question", when=when))

    def compare(self, asker: Asker, argument: str) -> Reply:
        """Compares plans."""
        words = self._talk.words(asker.chat)
        if not argument:
            return Reply(words.say("compare_usage", example=words.plain("compare_example")))
        return self._talk.fresh_question(asker, words.plain("compare_question", what=argument))

    def remind(self, asker: Asker, argument: str) -> Reply:
        """Follows a unit or a plan, says what is followed, or stops."""
        words = self._talk.words(asker.chat)
        if fold(argument) in _OFF:
            self._memory.follows.drop(asker.chat)
            return Reply(words.say("remind_off"))
        plans = self._talk.libraries.of(asker.chat).plans()
        if not argument:
            names = [follow_name(one, plans, words) for one in self._memory.follows.of(asker.chat)]
            if names:
                return Reply(words.say("remind_list", follows="; ".join(names)))
            return Reply(words.say("remind_usage", example="Văn phòng Sở"))
        return self._follow(asker, argument, plans, words)

    def language(self, asker: Asker, argument: str) -> Reply:
        """Chooses a language, or offers them."""
        words = self._talk.words(asker.chat)
        if argument.lower() in ("vi", "en"):
            return self._set_language(asker.chat, argument.lower())
        return Reply(words.say("language"), keyboards.language_keyboard(words))

    def clear(self, asker: Asker, argument: str) -> Reply:
        """Forgets the chat; one that came in by invitation stays in."""
        words, chat = self._talk.words(asker.chat), self._memory.chats.get(asker.chat)
        self._memory.erase(asker.chat)
        if chat.admitted:
            self._memory.chats.put(replace(chat, language="", plans=()))
        return Reply(words.say("cleared"))

    def press(self, asker: Asker, data: str) -> Pressed | None:
        """What a press on a button for settings brings; None for a button of another kind."""
        press = keyboards.read_press(data)
        match press.action, press.arguments:
            case (keyboards.PLANS, (first,)):
                return Pressed(edit=self._plan_list(asker.chat, _number(first)))
            case (keyboards.PLAN, (code, first)):
                return self._choose(asker.chat, code, _number(first))
            case (keyboards.LANGUAGE, ("vi" | "en" | "" as language,)):
                return Pressed(edit=self._set_language(asker.chat, language))
        return None

    def _plan_list(self, chat_id: int, first: int) -> Reply:
        chat, found = self._memory.chats.get(chat_id), self._talk.libraries.of(chat_id).plans()
        words = texts(chat.language)
        first = first if first < len(found) else 0
        lines = [words.say("plans", count=len(found)), ""]
        lines += [
            words.say(
                "plan_line", mark="✓" if plan.id in chat.plans else "•", name=plan.name, title=shorten(plan.title, 200)
            )
            for plan in found[first : first + keyboards.PLANS_SHOWN]
        ]
        return Reply("\n".join(lines), keyboards.plans_keyboard(found, chat.plans, words, first))

    def _choose(self, chat_id: int, code: str, first: int) -> Pressed:
        """Adds a plan to those asked about, or takes it away; an empty code chooses all."""
        chat, found = self._memory.chats.get(chat_id), self._talk.libraries.of(chat_id).plans()
        chosen = {plan.id for plan in found if plan.id in chat.plans} if code else set()
        chosen ^= {plan.id for plan in found if code and keyboards.plan_code(plan.id) == code}
        self._memory.chats.put(replace(chat, plans=tuple(plan.id for plan in found if plan.id in chosen)))
        words = texts(chat.language)
        names = ", ".join(plan.name for plan in found if plan.id in chosen)
        said = words.plain("plan_set", names=names) if names else words.plain("plan_all")
        return Pressed(said[:200], edit=self._plan_list(chat_id, first))

    def _set_language(self, chat: int, language: str) -> Reply:
        self._memory.chats.put(replace(self._memory.chats.get(chat), language=language))
        words = texts(language)
        return Reply(words.say("language_set" if language else "language_auto"))

    def _follow(self, asker: Asker, asked: str, plans: tuple[PlanName, ...], words: Texts) -> Reply:
        tasks = list(self._talk.libraries.of(asker.chat).tasks().values())
        plan = find_plan(asked, plans)
        chosen = self._memory.chats.get(asker.chat).plans
        only = chosen[0] if len(chosen) == 1 else ""
        follow = Follow(asker.chat, "" if plan else asked[:200], plan.id if plan else only, self._now())
        rows = followed(follow, tasks)
        if not rows:
            names = near_names(asked, tasks, plans)
            near = words.plain("remind_near", names=", ".join(names)) if names else ""
            return Reply(words.say("remind_unknown", asked=asked[:100], near=near))
        self._memory.follows.add(asker.chat, follow.unit, follow.plan)
        dated = dated_ahead(rows, local(self._now()).date())
        name = follow_name(follow, plans, words)
        return Reply(words.say("remind_set", follow=name, count=len(rows), dated=dated))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0
