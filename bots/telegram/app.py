"""The bot put together: its parts, the application of python-telegram-bot around them, and its life."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from telegram import BotCommand, Update
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import ApplicationBuilder, ExtBot, JobQueue
from telegram.request import HTTPXRequest

from bots.observing import Observer
from bots.settings import BotSettings
from bots.state import State
from bots.telegram.access import Access
from bots.telegram.admin import Admin
from bots.telegram.commands import Commands
from bots.telegram.dispatch import ChatProcessor, KeptQueue, UpdatesRequest
from bots.telegram.doubts import Doubts
from bots.telegram.errors import BotTokenError, SecondBotError, WebhookError
from bots.telegram.handlers import ALLOWED_UPDATES, App, Handlers
from bots.telegram.inbox import Inbox
from bots.telegram.library import PlanLibraries
from bots.telegram.limiter import ChatLimiter, Claim, pause
from bots.telegram.memory import Memory
from bots.telegram.outbox import Outbox
from bots.telegram.settings import TelegramSettings
from bots.telegram.talk import Talk
from bots.telegram.texts import LANGUAGES, texts
from bots.telegram.watch import Watch
from ingest.errors import PlanError

WEBHOOK_PATH = "/telegram/webhook"

_THREADS = 4
_CONNECTIONS = 64
_PULL_SECONDS = 0.5
_TIDY_SECONDS = 10.0
_NEWCOMER = 3  # a bot that has polled fewer times than that is the newcomer of two
_PATIENCE = 20  # conflicts that a bot bears
_RETRY_SECONDS = (1.0, 30.0)
_STOP_SECONDS = 20.0
_SILENT_SECONDS = 120.0
"""How long polling may go without a word of Telegram, which answers each poll within some ten seconds."""

log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class TelegramBot:
    """One bot, from its first request to its last, by polling (`run`) or by webhook (`begin`, `nudge`, `end`)."""

    def __init__(
        self,
        settings: TelegramSettings,
        general: BotSettings,
        libraries: PlanLibraries,
        state: State,
        folder: Path,
        now: Callable[[], datetime] = _utc_now,
        by_webhook: bool = False,
        observer: Observer | None = None,
    ) -> None:
        """`folder` is that of the index, where a lock keeps a second bot of this machine away. Libraries and state
        are closed by the caller. Raises BotTokenError where there is no token."""
        if settings.telegram_token is None:
            raise BotTokenError.missing()
        self._settings = settings
        self._general = general
        self._token = settings.telegram_token.get_secret_value()
        self._observer = observer
        self._libraries = libraries
        self._state = state
        self._now = now
        self._secret = settings.telegram_webhook_secret if by_webhook else None
        self._closing = asyncio.Event()
        self._fault: Exception | None = None
        self._conflicts = 0
        self._polls = UpdatesRequest(connection_pool_size=1)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="telegram")
        name = hashlib.sha256(self._token.encode()).hexdigest()[:12]
        self._folder, self._lock = folder, FileLock(folder / f"telegram-{name}.lock")
        self.inbox = Inbox(state.database, now)
        self.memory = Memory(state, settings.telegram_chat_days, general.conversation_hours, now)
        self.queue = KeptQueue(self.inbox)
        self._processor = ChatProcessor(self.queue, self.inbox, self._closing, self._tell_unsure)
        self._app: App = self._build()
        self._handlers: Handlers | None = None
        self._watch: Watch | None = None

    async def run(self) -> None:
        """Polls until `stop` is called. Raises BotTokenError for a token that Telegram does not know, SecondBotError
        where another process serves the same bot."""
        try:
            await self.begin()
            await self._poll()
            await self._closing.wait()
        finally:
            await self.end()
        if self._fault is not None:
            raise self._fault

    def stop(self) -> None:
        """Asks the bot to finish what it is sending and end; what it has not begun stays written down."""
        self._closing.set()

    async def begin(self) -> None:
        """Starts answering what is written down. Raises as `run` does."""
        logging.getLogger("httpx").setLevel(logging.WARNING)  # below that it logs addresses, which hold the token
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise SecondBotError.here(Path(self._lock.lock_file)) from error
        try:
            await self._reach(self._app.initialize)
        except InvalidToken as error:
            raise BotTokenError.unknown() from error
        self._assemble()
        await self._reach(self._register)
        await asyncio.to_thread(self._libraries.warm)
        await self.queue.take_open(self._app.bot)
        await self._app.start()
        jobs = self._app.job_queue
        assert jobs is not None
        assert self._watch is not None
        jobs.run_repeating(self._watch.tick, self._settings.telegram_tick_seconds, first=0.1)
        jobs.run_repeating(self._tidy, _TIDY_SECONDS, first=_TIDY_SECONDS)
        if self._secret is not None:
            jobs.run_repeating(self._pull, _PULL_SECONDS, first=_PULL_SECONDS)

    async def end(self) -> None:
        """Stops, in the order in which nothing is lost."""
        self._closing.set()
        try:
            if self._app.updater is not None and self._app.updater.running:
                await self._app.updater.stop()
            if self._watch is not None:
                await self._watch.close()
            if self._app.running:
                await asyncio.wait_for(self._app.stop(), _STOP_SECONDS)
            await self._app.shutdown()
        except TimeoutError:
            log.warning("answers were broken off; they are taken up again at the next start")
        finally:
            self._threads.shutdown(wait=True, cancel_futures=True)
            self._lock.release()

    def why_not_ready(self) -> str:
        """Why the bot cannot answer just now, in English; "" where it can."""
        if not self._app.running:
            return "the bot has not begun"
        if self._secret is None and self._polls.seconds_silent() > _SILENT_SECONDS:
            return f"Telegram has not been reached for {self._polls.seconds_silent():.0f} s"
        return ""

    async def nudge(self) -> None:
        """Takes up at once what was written down of a webhook call, where this process answers."""
        if self._app.running:
            await self._pull(None)

    def _build(self) -> App:
        api = self._settings.telegram_api_url
        return (
            ApplicationBuilder()
            .bot(
                ExtBot(
                    self._token,
                    base_url=f"{api}/bot",
                    base_file_url=f"{api}/file/bot",
                    request=HTTPXRequest(connection_pool_size=_CONNECTIONS, pool_timeout=30.0, read_timeout=15.0),
                    get_updates_request=self._polls,
                    rate_limiter=ChatLimiter(self._settings.telegram_messages_per_second, self._closing),
                )
            )
            .update_queue(self.queue)
            .concurrent_updates(self._processor)
            .job_queue(JobQueue())
            .build()
        )

    def _assemble(self) -> None:
        """Makes the parts that need to know the bot's name, and adds the handlers."""
        bot: ExtBot[Claim] = self._app.bot
        settings, memory = self._settings, self.memory
        access = Access(settings, memory.chats)
        outbox = Outbox(bot, self._closing, memory.erase)
        admin = Admin(settings.telegram_admin_chat, self._state, memory, outbox, self._now)
        talk = Talk(self._libraries, self._state, memory, self._observer)
        commands = Commands(talk, access, bot.username, self._now)
        doubts = Doubts(self.inbox, outbox, self._closing, self.queue.unsure, self._caught_up)
        self._handlers = Handlers(
            talk,
            commands,
            access,
            self.inbox,
            outbox,
            doubts,
            admin,
            self._threads,
            settings.telegram_typing_seconds,
        )
        self._handlers.install(self._app)
        self._watch = Watch(
            self._libraries, self._state, memory, self.inbox, outbox, admin, self._processor.lock, self._now
        )

    async def _register(self) -> None:
        """Tells Telegram the commands in both languages and, for a webhook, where to call."""
        bot: ExtBot[Claim] = self._app.bot
        for language in LANGUAGES:
            said = [BotCommand(name, what) for name, what in texts(language).commands.items()]
            code = None if language == LANGUAGES[0] else language
            await bot.set_my_commands(said, language_code=code)
        if self._secret is not None:
            address = self._general.public_url.rstrip("/") + WEBHOOK_PATH
            secret = self._secret.get_secret_value()
            try:
                await bot.set_webhook(address, secret_token=secret, allowed_updates=list(ALLOWED_UPDATES))
            except BadRequest as error:
                raise WebhookError.refused(address, error.message) from error

    async def _poll(self) -> None:
        updater = self._app.updater
        assert updater is not None
        await updater.start_polling(
            allowed_updates=list(ALLOWED_UPDATES), bootstrap_retries=-1, error_callback=self._on_polling_error
        )

    def _on_polling_error(self, error: TelegramError) -> None:
        """The newcomer of two bots gives way; so does one that another keeps out for long."""
        if not isinstance(error, Conflict):
            log.warning("no updates from Telegram (%s); trying again", type(error.__cause__ or error).__name__)
            return
        self._conflicts += 1
        log.error("another process takes the updates of this bot")
        if self._polls.succeeded < _NEWCOMER or self._conflicts >= _PATIENCE:
            self._fault = SecondBotError.elsewhere()
            self._closing.set()

    async def _reach(self, request: Callable[[], object]) -> None:
        """Does a request of the start until the network lets it through. Raises TelegramError where it is refused."""
        wait, longest = _RETRY_SECONDS
        while True:
            try:
                await request()  # type: ignore[misc]
                return
            except BadRequest:
                raise
            except NetworkError as error:
                log.warning("Telegram cannot be reached (%s); trying again", type(error.__cause__ or error).__name__)
            await pause(wait, self._closing)
            wait = min(longest, wait * 2)

    async def _tidy(self, _context: object) -> None:
        """Gives memory back after a change of the plans."""
        try:
            await asyncio.to_thread(self._libraries.tidy)
        except PlanError as error:
            log.warning("%s", error.english)

    async def _pull(self, _context: object) -> None:
        """Takes up what other processes of the web server have written down."""
        await self.queue.take_open(self._app.bot)

    def _caught_up(self) -> bool:
        """Whether what came in while nobody polled has been read; calls of a webhook do not wait to be asked for."""
        return self._secret is not None or self._polls.caught_up()

    async def _tell_unsure(self, update: Update) -> None:
        assert self._handlers is not None
        await self._handlers.tell_unsure(update)
