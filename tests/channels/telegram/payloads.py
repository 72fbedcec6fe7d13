"""Updates as Telegram's Bot API sends them, and how a test changes one."""

from typing import Any

ANA = 4_815_162
FROM = {"id": ANA, "is_bot": False, "first_name": "Ana", "username": "ana_b", "language_code": "th", "is_premium": True}
PRIVATE = {"id": ANA, "first_name": "Ana", "username": "ana_b", "type": "private"}
GROUP = {"id": -1001234, "title": "Jobs abroad", "type": "supergroup"}
FORWARD = {
    "type": "user",
    "sender_user": {"id": 7, "is_bot": False, "first_name": "HR"},
    "date": 1764000000,
}
PHOTO = [{"file_id": "p", "file_unique_id": "u", "file_size": 1034, "width": 90, "height": 51}]
DOCUMENT = {"file_name": "offer.pdf", "mime_type": "application/pdf", "file_id": "d", "file_unique_id": "u", "file_size": 99}
SCREENSHOT = {"file_name": "a.png", "mime_type": "image/png", "file_id": "d", "file_unique_id": "u"}
VIDEO = {"duration": 9, "width": 640, "height": 360, "file_id": "v", "file_unique_id": "u", "mime_type": "video/mp4"}
VOICE = {"duration": 4, "mime_type": "audio/ogg", "file_id": "v", "file_unique_id": "u", "file_size": 17}
STICKER = {
    "width": 512,
    "height": 512,
    "emoji": "🙏",
    "is_animated": False,
    "is_video": False,
    "type": "regular",
    "file_id": "s",
    "file_unique_id": "u",
}
POLL = {
    "id": "1",
    "question": "Go?",
    "options": [{"text": "Yes", "voter_count": 0, "persistent_id": "a"}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "members_only": False,
    "allows_revoting": False,
}
LOCATION = {"latitude": 13.0827, "longitude": 103.2022}
VENUE = {"location": LOCATION, "title": "Gate", "address": "Road 5"}
CONTACT = {"phone_number": "+63917000000", "first_name": "Boss", "user_id": 8}


def message(number: int = 501, /, **fields: Any) -> dict[str, Any]:
    """A message from Ana in her private chat; `fields` are added or replace what is there."""
    return {
        "update_id": number,
        "message": {"message_id": 42, "from": FROM, "chat": PRIVATE, "date": 1764000000} | fields,
    }


def edited(number: int = 502, /, **fields: Any) -> dict[str, Any]:
    """An edit of that message."""
    return {"update_id": number, "edited_message": message(**fields)["message"] | {"edit_date": 1764000060}}


def tap(data: str, number: int = 503, /, **fields: Any) -> dict[str, Any]:
    """A tapped button under one of our messages."""
    under = {
        "message_id": 43,
        "from": {"id": 1, "is_bot": True, "first_name": "W"},
        "chat": PRIVATE,
        "date": 1764000000,
        "text": "?",
    }
    query = {"id": "77", "from": FROM, "message": under, "chat_instance": "-55", "data": data}
    return {"update_id": number, "callback_query": query | fields}
