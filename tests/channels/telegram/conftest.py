"""The stand-in of the Bot API, and a channel that speaks to it."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import TelegramChannel
from tests.channels.telegram.bot_api import TOKEN, BotApi, serving


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with serving() as api:
        yield api


@pytest.fixture
async def channel(api: BotApi) -> AsyncIterator[TelegramChannel]:
    channel = TelegramChannel(TOKEN, api.url, pauses=(0.0, 0.0))
    await channel.open()
    yield channel
    await channel.close()
