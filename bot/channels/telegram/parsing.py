"""From what Telegram sent to the library's objects, with everything that we do not read taken out first.

Names, profiles and replies are dropped here. It also means that a new kind of thing in a field which we never look at
cannot make a call for help unreadable.
"""

import logging
from collections.abc import Mapping
from typing import Any

from telegram import Update

from bot.channels.telegram.wellformed import wellformed

log = logging.getLogger(__name__)

Raw = Mapping[str, Any]

_WORDS = ("text", "caption")
_MEDIA: dict[str, type] = {
    "animation": dict,
    "audio": dict,
    "checklist": dict,
    "contact": dict,
    "dice": dict,
    "document": dict,
    "game": dict,
    "giveaway": dict,
    "live_photo": dict,
    "location": dict,
    "paid_media": dict,
    "photo": list,
    "poll": dict,
    "sticker": dict,
    "story": dict,
    "venue": dict,
    "video": dict,
    "video_note": dict,
    "voice": dict,
}


def parsed(raw: object) -> Update | None:
    """The update; None when this is no update at all. Never raises."""
    found = readable(raw)
    return None if found is None else Update.de_json(found, None)


def readable(raw: object) -> dict[str, Any] | None:
    """As much of an update as the library can parse: all that is read, or the words without the media, or its number."""
    if not isinstance(raw, Mapping):
        return None
    number = raw.get("update_id")
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    for with_media in (True, False):
        try:
            found = bare(raw, with_media=with_media)
            Update.de_json(found, None)
            return found
        except Exception:
            # The library raises whatever its constructors raise. The text of it repeats the payload, so it stays here.
            continue
    log.warning("an update could not be read and is passed over")
    return {"update_id": number}


def bare(raw: Raw, *, with_media: bool = True) -> dict[str, Any]:
    """The update with nothing in it but what is read."""
    kept: dict[str, Any] = {"update_id": raw["update_id"]}
    for kind in ("message", "edited_message"):
        if isinstance(message := raw.get(kind), Mapping):
            kept[kind] = _message(message, with_media)
    if isinstance(query := raw.get("callback_query"), Mapping):
        kept["callback_query"] = _query(query)
    return kept


def _message(raw: Raw, with_media: bool) -> dict[str, Any]:
    # The library wants a date. Ours is the time of arrival, so any will do, but not 0: that marks a message out of reach.
    kept: dict[str, Any] = {"message_id": raw["message_id"], "date": 1, "chat": _chat(raw["chat"])}
    if isinstance(sender := raw.get("from"), Mapping):
        kept["from"] = _sender(sender)
    kept |= {word: wellformed(raw[word]) for word in _WORDS if isinstance(raw.get(word), str)}
    if with_media:
        kept |= {name: raw[name] for name, shape in _MEDIA.items() if isinstance(raw.get(name), shape)}
    if isinstance(thread := raw.get("message_thread_id"), int):
        kept["message_thread_id"] = thread
    if raw.get("forward_origin"):
        kept["forward_origin"] = {"type": "hidden_user", "date": 1, "sender_user_name": ""}
    return kept


def _query(raw: Raw) -> dict[str, Any]:
    kept: dict[str, Any] = {"id": raw["id"], "chat_instance": "", "from": _sender(raw["from"])}
    if isinstance(raw.get("data"), str):
        kept["data"] = wellformed(raw["data"])
    if isinstance(message := raw.get("message"), Mapping):
        kept["message"] = {"message_id": message["message_id"], "date": 1, "chat": _chat(message["chat"])}
    return kept


def _chat(raw: Raw) -> dict[str, Any]:
    return {"id": int(raw["id"]), "type": str(raw["type"])}


def _sender(raw: Raw) -> dict[str, Any]:
    language = raw.get("language_code")
    kept = {"id": int(raw["id"]), "is_bot": raw.get("is_bot") is True, "first_name": ""}
    return kept | ({"language_code": language} if isinstance(language, str) else {})
