"""The clock of the house: every minute what is due, every hour the purge.

What is durable is in the store (each person's next tip has a time of its own), so a restart loses nothing and the
scheduler needs no memory: APScheduler only calls.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

Job = Callable[[], Awaitable[object]]


class Clockwork:
    """Runs each of `each_minute`, and `each_hour`; a job that is still running is not started again beside itself."""

    def __init__(self, *, each_minute: Sequence[Job], each_hour: Job) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        once = {"max_instances": 1, "coalesce": True, "misfire_grace_time": 600}
        for number, job in enumerate(each_minute):
            self._scheduler.add_job(
                _guarded(job), "interval", minutes=1, next_run_time=datetime.now(UTC), id=f"minute-{number}", **once
            )
        # Soon after the start too: where it is restarted more often than hourly, nothing would ever be dropped.
        soon = datetime.now(UTC) + timedelta(minutes=1)
        self._scheduler.add_job(_guarded(each_hour), "interval", hours=1, next_run_time=soon, id="hour", **once)

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """End; what is running now is finished by the loop."""
        self._scheduler.shutdown(wait=False)


def _guarded(job: Job) -> Callable[[], Awaitable[None]]:
    """A job whose failure is told by its kind only: the text of an error may repeat what somebody wrote."""

    async def run() -> None:
        try:
            await job()
        except Exception as error:
            log.error("a scheduled job failed", extra={"error": type(error).__name__})

    return run
