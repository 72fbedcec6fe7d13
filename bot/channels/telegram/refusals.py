"""Telegram's errors in our terms. Their texts may repeat what was sent, so reasons are in our own words."""

from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.errors import SendError

_NOBODY_THERE = ("chat not found", "peer_id_invalid", "user not found", "user_id_invalid")


def send_error(error: TelegramError) -> SendError:
    """What went wrong, and by its properties whether and when to try again."""
    match error:
        case RetryAfter():
            return SendError("Telegram asks to wait", retry_after=waiting_time(error))
        case Forbidden() | ChatMigrated():
            return SendError("the person blocked the bot or left Telegram", gone=True)
        case BadRequest() if any(mark in error.message.lower() for mark in _NOBODY_THERE):
            return SendError("there is no such chat", gone=True)
        case BadRequest():
            return SendError("Telegram refuses this message as it is", refused=True)
        case InvalidToken():
            return SendError("Telegram does not accept the token")
        case TimedOut():
            return SendError("Telegram did not answer in time")
        case _:
            return SendError("Telegram cannot be reached")


def waiting_time(error: RetryAfter) -> float:
    """Seconds to wait."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
