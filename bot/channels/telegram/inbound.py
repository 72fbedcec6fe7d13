"""From an update to what the person did. Pure: nothing is asked, sent or kept here."""

import re
from datetime import datetime

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.channels.slash import COMMANDS, to_check
from bot.domain.inbound import (
    Chosen,
    Command,
    Content,
    Inbound,
    Located,
    PersonRef,
    Pictured,
    SharedPhone,
    Text,
    Unreadable,
)

NAME = "telegram"

SLASH = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@\w{1,64})?(?:\s+(?P<rest>.*))?", re.DOTALL)
_PAYLOAD = re.compile(r"[\w-]{0,64}")


def inbound(update: Update, now: datetime) -> Inbound | None:
    """What a person did in a private chat; None for everything that is nobody's message to us."""
    delivery = str(update.update_id)
    if update.callback_query is not None:
        return _tap(update.callback_query, delivery, now)
    message = update.message or update.edited_message
    if message is None or message.chat.type != ChatType.PRIVATE or _is_bot(message):
        return None
    content = _content(message, edited=update.message is None)
    if content is None:
        return None
    hint = message.from_user.language_code if message.from_user else None
    return Inbound(_person(message.chat.id), delivery, content, now, str(message.message_id), hint)


def _tap(query: CallbackQuery, delivery: str, now: datetime) -> Inbound | None:
    # The message under the button is ours, so it is not noted again as the person's.
    if query.message is None or query.message.chat.type != ChatType.PRIVATE or not query.data:
        return None
    hint = query.from_user.language_code
    return Inbound(_person(query.message.chat.id), delivery, Chosen(query.data), now, None, hint)


def _content(message: Message, *, edited: bool) -> Content | None:
    forwarded = message.forward_origin is not None
    if message.text is not None:
        typed = not forwarded and not edited
        said = (to_check(message.text) or _command(message.text)) if typed else None
        return said or Text(message.text, forwarded, edited)
    if not edited and (readable := _to_read(message)) is not None:
        return Pictured(*readable, message.caption or "", forwarded)
    if message.caption:
        return Text(message.caption, forwarded, edited)
    if edited:
        # A live location moves every few seconds; a changed picture still has no words.
        return None
    if message.location is not None:
        return Located(message.location.latitude, message.location.longitude)
    if message.contact is not None:
        return SharedPhone(message.contact.phone_number)
    kind = _kind(message)
    return Unreadable(kind) if kind else None


def _to_read(message: Message) -> tuple[str, str] | None:
    """The id and the kind of what can be read: a photo in the largest of its sizes, or a picture or PDF sent as a file."""
    if message.photo:
        return max(message.photo, key=lambda size: size.width * size.height).file_id, "picture"
    document = message.document
    if document is None or message.animation:
        return None
    if (document.mime_type or "").startswith("image/"):
        return document.file_id, "picture"
    return (document.file_id, "file") if document.mime_type == "application/pdf" else None


def _command(text: str) -> Content | None:
    """A command, or the words behind the slash. Where somebody goes on after a command it is the words that matter:
    "/help they took my passport" is a call for help and not for the menu."""
    slash = SLASH.fullmatch(text.strip())
    if slash is None:
        return None
    name, rest = slash["name"].lower(), slash["rest"] or ""
    if name in COMMANDS and (not rest or (name != "help" and _PAYLOAD.fullmatch(rest))):
        return Command(name)
    return Text(f"{slash['name']} {rest}".strip())


def _kind(message: Message) -> str | None:
    """What came without words; None for notices such as a changed timer or a pinned message, which nobody wrote."""
    document = message.document
    # An animation also comes as a document, and screenshots are often sent as files.
    kinds = (
        ("video", message.animation or message.video or message.video_note),
        ("picture", message.photo or message.live_photo),
        ("picture", document is not None and (document.mime_type or "").startswith("image/")),
        ("file", document),
        ("voice", message.voice or message.audio),
        ("sticker", message.sticker),
        ("other", message.poll or message.dice or message.game or message.story),
        ("other", message.paid_media or message.checklist or message.giveaway),
    )
    return next((kind for kind, there in kinds if there), None)


def _is_bot(message: Message) -> bool:
    """Two bots that answer each other would never stop."""
    return message.from_user is not None and message.from_user.is_bot


def _person(chat: int) -> PersonRef:
    return PersonRef(NAME, str(chat))
