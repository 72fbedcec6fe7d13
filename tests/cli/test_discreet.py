"""A log may say where something broke, never what somebody wrote."""

import asyncio
import io
import logging

from bot.cli.discreet import Discreet, loop_problem

MARK = "my name is Zanzibarina and I am at Marked Lane"


def _logged(fail: object) -> str:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Discreet("%(message)s"))
    logger = logging.getLogger("bot")
    logger.addHandler(handler)
    try:
        assert callable(fail)
        fail(logger)
    finally:
        logger.removeHandler(handler)
    return out.getvalue()


def test_an_exception_is_told_by_its_kind_and_place_only() -> None:
    def fail(logger: logging.Logger) -> None:
        try:
            try:
                raise KeyError(MARK)
            except KeyError as error:
                raise ValueError(MARK) from error
        except ValueError:
            logger.exception("something broke")

    said = _logged(fail)
    assert "ValueError after KeyError" in said
    assert "test_discreet.py" in said
    assert "Zanzibarina" not in said


def test_a_failed_task_is_told_by_its_kind_only() -> None:
    loop = asyncio.new_event_loop()
    said = _logged(lambda _logger: loop_problem(loop, {"message": MARK, "exception": RuntimeError(MARK)}))
    loop.close()
    assert said == "a task failed: RuntimeError\n"
