"""One step of hearing: what the registers say about the names in a message."""

import logging

from bot.domain.heard import Heard
from bot.domain.inbound import Content, PictureRead, Text
from bot.errors import Unavailable
from bot.ports import Registers

log = logging.getLogger(__name__)

# In doubt a name is looked up: that it is in no register is said only where the meaning is clearer.
ASKS = 0.3


async def with_registers(heard: Heard, content: Content, registers: Registers | None) -> Heard:
    """The message with what the registers say. An alarm does not wait for them, and without them all goes on."""
    if registers is None or not isinstance(content, Text | PictureRead) or heard.danger.urgent:
        return heard
    asked = heard.share("ask_verify_agency") >= ASKS
    is_name = isinstance(content, Text) and content.to_check
    try:
        return heard.with_registers(await registers.look_up(heard.text, asked=asked, is_name=is_name))
    except Unavailable as problem:
        log.warning("nothing was looked up: %s", problem)
        return heard
