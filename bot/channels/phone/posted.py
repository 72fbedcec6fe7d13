"""What the page posts, and what it means."""

import json
from typing import Annotated, Any, Literal

import msgspec

from bot.channels.slash import COMMANDS, to_check
from bot.domain.inbound import Chosen, Command, Content, Located, SharedPhone, Text, Unreadable

# 128 random bits that the page made: nobody can guess another person's.
SESSION = r"\A[0-9a-f]{32}\Z"

Kind = Literal["text", "choice", "location", "contact", "picture", "voice", "sticker", "video", "file"]


class Posted(msgspec.Struct):
    """One thing that the person did. `id` is the page's own; the same id again is the same message."""

    session: Annotated[str, msgspec.Meta(pattern=SESSION)]
    id: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
    kind: Kind
    text: str = ""
    forwarded: bool = False
    choice: Annotated[str, msgspec.Meta(max_length=64)] = ""
    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)] = 0.0
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)] = 0.0
    phone: Annotated[str, msgspec.Meta(max_length=40)] = ""


_decode = msgspec.json.Decoder(Posted).decode


def read(body: bytes) -> Posted:
    """What was posted. Raises ValueError (msgspec's errors are such) when it is nothing that the page would send."""
    try:
        return _decode(body)
    except msgspec.ValidationError:
        raise
    except msgspec.MsgspecError:
        # Half a surrogate pair, as a cut-off emoji leaves it, is valid JSON but no text; the rest of it can be read.
        return msgspec.convert(_whole(json.loads(body)), Posted)


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return {key: _whole(item) for key, item in value.items()} if isinstance(value, dict) else value


def content_of(posted: Posted) -> Content:
    """What the person did, in the house's terms."""
    match posted.kind:
        case "text":
            word = posted.text.strip()
            if not posted.forwarded and word.startswith("/") and word[1:] in COMMANDS:
                return Command(word[1:])
            checked = None if posted.forwarded else to_check(posted.text)
            return checked or Text(posted.text, forwarded=posted.forwarded)
        case "choice":
            return Chosen(posted.choice)
        case "location":
            return Located(posted.latitude, posted.longitude)
        case "contact":
            return SharedPhone(posted.phone)
        case wordless:
            return Unreadable(wordless)


def own_drawing(posted: Posted) -> dict[str, Any]:
    """The bubble that shows what the person did."""
    match posted.kind:
        case "text":
            return {"kind": "text", "text": posted.text, "forwarded": posted.forwarded}
        case "location":
            return {"kind": "location", "latitude": posted.latitude, "longitude": posted.longitude}
        case "contact":
            return {"kind": "contact", "phone": posted.phone}
        case kind:
            return {"kind": kind}
