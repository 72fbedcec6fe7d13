"""Pictures are fetched from Telegram, but never more of them than is allowed."""

import pytest

from bot.channels.telegram import TelegramChannel
from bot.errors import Unavailable
from tests.channels.telegram.bot_api import LARGEST_FILE, BotApi, Refused


async def test_a_picture_is_fetched_by_its_id(api: BotApi, channel: TelegramChannel) -> None:
    api.files["p"] = b"\x89PNG of an advert"
    assert await channel.fetch("p", 100) == b"\x89PNG of an advert"


async def test_one_that_is_too_large_is_not_even_asked_for(api: BotApi, channel: TelegramChannel) -> None:
    api.files |= {"large": bytes(101), "larger than bots may": bytes(LARGEST_FILE + 1)}
    for media in api.files:
        assert await channel.fetch(media, 100) is None
    assert api.called("file") == []


@pytest.mark.parametrize("trouble", [None, Refused(500, "Internal Server Error"), Refused(401, "Unauthorized")])
async def test_what_telegram_does_not_give_is_told_without_its_words(
    api: BotApi, channel: TelegramChannel, trouble: Refused | None
) -> None:
    api.troubles = [trouble] if trouble else []
    with pytest.raises(Unavailable, match="Telegram d"):
        await channel.fetch("unknown", 100)
