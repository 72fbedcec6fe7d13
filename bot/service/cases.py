"""Where cases are worked on: what people's turns mean for the helpers' team, and what the team does."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial

from bot.domain.cases import Case, Post, Step, from_person, from_staff, lost, opened, remind, translated
from bot.domain.facts import Helpers
from bot.domain.inbound import Act, FromStaff, PersonRef
from bot.domain.outgoing import Outgoing, numbered_in
from bot.domain.reply import Reply
from bot.domain.talk import TEAM_READS
from bot.domain.turn import Turn, What
from bot.errors import SendError, StoreBusy, Unavailable
from bot.ports import Cases, Clock, Kept, Queued, Record, Renderer, StaffRoom, Store, Translator
from bot.service.outbox import Outbox
from bot.service.turns import Turns, insist

log = logging.getLogger(__name__)

AT_ONCE = 100

InWords = Callable[[Sequence[Reply], PersonRef, str], tuple[Outgoing, ...]]


class CaseDesk:
    """Takes both sides' events. `in_words` renders what the person reads; `turns` are shared with the conversation.

    Nobody's turn waits for the translator.
    """

    def __init__(
        self,
        *,
        store: Store,
        cases: Cases,
        room: StaffRoom,
        renderer: Renderer,
        outbox: Outbox,
        clock: Clock,
        turns: Turns,
        in_words: InWords,
        helpers: Callable[[], Helpers | None],
        translator: Translator | None = None,
    ) -> None:
        self._store, self._cases, self._room, self._renderer = store, cases, room, renderer
        self._outbox, self._clock, self._turns = outbox, clock, turns
        self._in_words, self._helpers, self._translator = in_words, helpers, translator
        outbox.lost = self.lost
        self._translating: set[asyncio.Task[None]] = set()

    async def told(self, person: PersonRef, turn: Turn) -> tuple[Case | None, tuple[Outgoing, ...]]:
        """The person's case after a turn and what is posted in its topic; to be kept with the turn."""
        helpers, now = self._helpers(), self._clock.now()
        if turn.told is None or helpers is None:
            return None, ()
        case = await self._cases.open_case(person)
        if case is None and turn.told.what is What.OPENED:
            case = opened(person, turn.state, now)
        if case is None:
            return None, ()
        step = from_person(case, turn.told, turn.state, helpers, now)
        return step.case, self._posted(step.posts)

    async def handle(self, said: FromStaff) -> Kept | None:
        """Take one event of the team. None: it was taken before, or this topic is no case's. Raises StoreBusy."""
        case = await self._cases.case_in(said.topic)
        if case is None:
            return None
        if said.act is Act.SAY:
            said = replace(said, translation=await self._for_person(case.person, said.words))
        return await self._change(case.person, partial(self._of_staff, said))

    async def _for_person(self, person: PersonRef, words: str) -> str:
        """The words in the person's language, if they agreed that they are translated."""
        state, _ = await self._store.load(person)
        if state.talk is None or not state.talk.translate or state.hidden or state.language is None:
            return ""
        return await self._translation(state.language, words)

    async def _translation(self, language: str, words: str) -> str:
        try:
            return await self._translator.into(language, words) if self._translator is not None else ""
        except Unavailable as problem:
            log.warning("not translated: %s", problem)
            return ""

    def translate(self, person: PersonRef, delivery: str, turn: Turn) -> None:
        """Have the person's words translated for the team, after they were passed on. What rang the alarm is not."""
        talk, told = turn.state.talk, turn.told
        if talk is None or not talk.translate or told is None or told.what is not What.SAID:
            return
        task = asyncio.ensure_future(self._translate(person, delivery, told.words))
        self._translating.add(task)
        task.add_done_callback(self._translating.discard)

    async def _translate(self, person: PersonRef, delivery: str, words: str) -> None:
        english = await self._translation(TEAM_READS, words)
        if not english:
            return
        try:
            await self._change(person, partial(self._post_translation, person, delivery, english))
        except StoreBusy:
            log.warning("a translation could not be kept")

    async def _post_translation(self, person: PersonRef, delivery: str, english: str) -> Kept | None:
        case = await self._cases.open_case(person)
        if case is None:
            return None
        state, version = await self._store.load(person)
        return await self._keep(translated(case, state, english), f"{delivery}:translated", version)

    async def settle(self) -> None:
        """Wait until nothing is being translated."""
        while self._translating:
            await asyncio.gather(*self._translating, return_exceptions=True)

    async def close(self) -> None:
        """Stop translating: the team has the original words."""
        for task in self._translating:
            task.cancel()
        await self.settle()

    async def _of_staff(self, said: FromStaff) -> Kept | None:
        case, helpers = await self._cases.case_in(said.topic), self._helpers()
        if case is None or helpers is None:
            return None
        state, version = await self._store.load(case.person)
        step = from_staff(case, said, state, helpers, self._clock.now())
        return await self._keep(step, f"staff:{said.delivery}", version)

    async def lost(self, queued: Queued) -> None:
        """Tell the team that something did not reach the person of an open case."""
        try:
            await self._change(queued.person, partial(self._post_lost, queued))
        except StoreBusy:
            log.warning("that a message was lost could not be told to the team")

    async def _post_lost(self, queued: Queued) -> Kept | None:
        case = await self._cases.open_case(queued.person)
        if case is None:
            return None
        state, version = await self._store.load(queued.person)
        return await self._keep(lost(case, state), f"lost:{queued.id}", version)

    async def remind(self) -> None:
        """Remind the team of whoever waits for too long."""
        for case in await self._cases.unanswered(self._clock.now(), AT_ONCE):
            try:
                await self._change(case.person, partial(self._remind, case.person))
            except StoreBusy:
                log.warning("a reminder could not be kept now; it is tried again in the next minute")

    async def _remind(self, person: PersonRef) -> Kept | None:
        case, now = await self._cases.open_case(person), self._clock.now()
        if case is None or case.remind_at is None or case.remind_at > now:
            return None
        state, version = await self._store.load(person)
        # The time it was due makes it one delivery: however often the clock calls, it is kept once.
        return await self._keep(remind(case, state, now), f"remind:{case.number}:{case.remind_at.isoformat()}", version)

    async def tidy(self) -> None:
        """Erase cases that are past their lifetime, with their topics."""
        for topic in await self._cases.outlived(self._clock.now(), AT_ONCE):
            try:
                if topic.thread is not None:
                    await self._room.discard(topic.thread)
                await self._cases.drop(topic.number)
            except (SendError, StoreBusy) as problem:
                log.warning("a case could not be erased now; it is tried again in the next hour: %s", problem)

    async def _change(self, person: PersonRef, change: Callable[[], Awaitable[Kept | None]]) -> Kept | None:
        async with self._turns.of(person):
            kept = await insist(change)
        if kept is not None:
            self._outbox.push(kept, person)
        return kept

    async def _keep(self, step: Step, delivery: str, version: int) -> Kept | None:
        person, state = step.case.person, step.state
        words = self._in_words(step.replies, person, state.language or "en")
        if words:
            state = replace(state, numbered=numbered_in(words))
        return await self._store.keep(
            Record(
                person,
                delivery,
                self._clock.now(),
                state,
                version,
                words,
                urgent=True,
                case=step.case,
                posts=self._posted(step.posts),
            )
        )

    def _posted(self, posts: Sequence[Post]) -> tuple[Outgoing, ...]:
        return tuple(part for post in posts for part in self._renderer.post(post, surface=self._room.surface))
