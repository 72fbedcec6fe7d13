"""Grouped commits: callers queue operations, one thread runs all that wait in one transaction.

A commit that reaches the disk costs the same for one turn as for fifty, so under load turns share it. Each caller is
answered after the commit, never before. One thread also means that SQLite never meets a second writer in this process.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from bot.errors import StoreBusy

# Runs operations of one kind; returns one result (or exception) for each, in order.
Runner = Callable[[Connection, Sequence[Any]], Sequence[Any]]
_Result = TypeVar("_Result")
_Job = tuple[Runner, Any, asyncio.AbstractEventLoop, "asyncio.Future[Any]"]

MOST_AT_ONCE = 500
# Seconds that a transaction waits for company, while one had some a moment ago. Whoever talks alone does not wait.
COMPANY, CROWD_LASTS = 0.003, 0.1


class Batches:
    """Runs queued operations on `engine`, grouped. `close()` finishes what is queued."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: list[_Job] = []
        self._ready = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="store", daemon=True)
        self._thread.start()

    async def run(self, runner: Runner, operation: Any) -> Any:
        """Queue one operation and wait until it is committed. Raises StoreBusy when the database did not take it."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        with self._ready:
            if self._closing:
                raise StoreBusy("the store is closed")
            self._jobs.append((runner, operation, loop, future))
            self._ready.notify()
        return await future

    async def alone(self, operation: Callable[[Connection], _Result]) -> _Result:
        """Run an operation that shares its transaction with others, and nothing else. Raises StoreBusy."""
        return await self.run(_one_by_one, operation)  # type: ignore[no-any-return]

    def close(self) -> None:
        with self._ready:
            self._closing = True
            self._ready.notify()
        self._thread.join()

    def _work(self) -> None:
        crowd = -CROWD_LASTS
        while True:
            with self._ready:
                while not self._jobs and not self._closing:
                    self._ready.wait()
            if time.monotonic() - crowd < CROWD_LASTS:
                time.sleep(COMPANY)
            with self._ready:
                jobs, self._jobs = self._jobs[:MOST_AT_ONCE], self._jobs[MOST_AT_ONCE:]
            if not jobs:
                return
            if len(jobs) > 1:
                crowd = time.monotonic()
            self._answer(jobs, self._run(jobs))

    def _run(self, jobs: Sequence[_Job]) -> list[Any]:
        try:
            return self._commit(jobs)
        except Exception as error:
            # Whatever it is, this thread has to live on: everybody's memory hangs on it. Only the type is told on,
            # because the text of a database error repeats the values.
            if len(jobs) == 1:
                return [StoreBusy(f"the database refused: {type(error).__name__}")]
        # One operation that the database refuses must not take the others with it.
        return [result for job in jobs for result in self._run([job])]

    def _commit(self, jobs: Sequence[_Job]) -> list[Any]:
        results: list[Any] = [None] * len(jobs)
        by_runner: dict[Runner, list[int]] = {}
        for index, (runner, *_) in enumerate(jobs):
            by_runner.setdefault(runner, []).append(index)
        with self._engine.begin() as connection:
            for runner, indexes in by_runner.items():
                for index, result in zip(indexes, runner(connection, [jobs[i][1] for i in indexes]), strict=True):
                    results[index] = result
        return results

    @staticmethod
    def _answer(jobs: Sequence[_Job], results: Sequence[Any]) -> None:
        by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
        for (_, _, loop, future), result in zip(jobs, results, strict=True):
            by_loop.setdefault(loop, []).append((future, result))
        for loop, answers in by_loop.items():
            if not loop.is_closed():
                loop.call_soon_threadsafe(_settle, answers)


def _one_by_one(connection: Connection, operations: Sequence[Callable[[Connection], Any]]) -> list[Any]:
    return [operation(connection) for operation in operations]


def _settle(answers: Sequence[tuple["asyncio.Future[Any]", Any]]) -> None:
    for future, result in answers:
        if future.done():  # the caller was cancelled meanwhile; the commit stands
            continue
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)
