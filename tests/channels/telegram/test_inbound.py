"""What Telegram sends, as what a person did."""

import copy
import json
import random
from typing import Any

import pytest

from bot.channels.telegram.inbound import inbound
from bot.channels.telegram.parsing import bare, parsed
from bot.channels.telegram.requests import UpdatesRequest
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
from tests.channels.telegram.payloads import (
    ANA,
    CONTACT,
    DOCUMENT,
    FORWARD,
    FROM,
    GROUP,
    LOCATION,
    PHOTO,
    POLL,
    PRIVATE,
    SCREENSHOT,
    STICKER,
    VENUE,
    VIDEO,
    VOICE,
    edited,
    message,
    tap,
)
from tests.fakes import NOON


def read(raw: Any) -> Inbound | None:
    update = parsed(json.loads(json.dumps(raw)))
    return None if update is None else inbound(update, NOON)


def content(raw: Any) -> Content | None:
    event = read(raw)
    return None if event is None else event.content


def test_a_text_carries_its_ids_the_chat_and_the_language_of_the_app() -> None:
    assert read(message(text="hello")) == Inbound(
        PersonRef("telegram", str(ANA)), "501", Text("hello"), NOON, message="42", language_hint="th"
    )


def test_a_tap_is_a_choice_and_does_not_claim_our_message_as_the_persons() -> None:
    assert read(tap("help.safe:yes")) == Inbound(
        PersonRef("telegram", str(ANA)), "503", Chosen("help.safe:yes"), NOON, message=None, language_hint="th"
    )


def test_a_tap_under_a_message_that_telegram_no_longer_shows_still_counts() -> None:
    assert content(tap("hide", message={"message_id": 43, "chat": PRIVATE, "date": 0})) == Chosen("hide")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (message(text="ตกลง"), Text("ตกลง")),
        (edited(text="second thoughts"), Text("second thoughts", edited=True)),
        (message(text="Urgent hiring", forward_origin=FORWARD), Text("Urgent hiring", forwarded=True)),
        (message(text="x", forward_origin={"type": "of_a_kind_to_come"}), Text("x", forwarded=True)),
        (message(video=VIDEO, caption="look"), Text("look")),
        (message(document=DOCUMENT, caption="my contract"), Pictured("d", "file", "my contract")),
        (edited(photo=PHOTO, caption="now with words"), Text("now with words", edited=True)),
        (message(photo=[*PHOTO, PHOTO[0] | {"file_id": "large", "width": 720, "height": 1280}]), Pictured("large")),
        (message(photo=PHOTO, caption="real?", forward_origin=FORWARD), Pictured("p", "picture", "real?", True)),
        (message(document=SCREENSHOT), Pictured("d")),
        (message(animation=VIDEO, document=SCREENSHOT), Unreadable("video")),
        (message(document=DOCUMENT), Pictured("d", "file")),
        (message(document=DOCUMENT | {"mime_type": "application/zip"}), Unreadable("file")),
        (message(video=VIDEO), Unreadable("video")),
        (message(video_note={"length": 9, "duration": 4, "file_id": "v", "file_unique_id": "u"}), Unreadable("video")),
        (message(animation=VIDEO, document=DOCUMENT), Unreadable("video")),
        (message(voice=VOICE), Unreadable("voice")),
        (message(audio=VOICE), Unreadable("voice")),
        (message(sticker=STICKER), Unreadable("sticker")),
        (message(dice={"value": 3, "emoji": "🎲"}), Unreadable("other")),
        (message(poll=POLL), Unreadable("other")),
        (message(location=LOCATION), Located(13.0827, 103.2022)),
        (message(location=LOCATION, venue=VENUE), Located(13.0827, 103.2022)),
        (message(contact=CONTACT), SharedPhone("+63917000000")),
    ],
)  # fmt: skip
def test_what_a_person_sends(raw: Any, expected: Content) -> None:
    assert content(raw) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", Command("start")),
        ("/start@WaypostBot", Command("start")),
        ("/start ref_from-poster", Command("start")),
        ("/Start", Command("start")),
        ("/stop now", Command("stop")),
        ("/help", Command("help")),
        ("/check", Command("check")),
        ("/check Al Noor Manpower", Text("Al Noor Manpower", to_check=True)),
        ("/check@WaypostBot\nWe hire\ncooks", Text("We hire\ncooks", to_check=True)),
        ("/language", Command("language")),
        ("/delete\n", Command("delete")),
        # Whoever goes on writing after a command is listened to.
        ("/help they took my passport", Text("help they took my passport")),
        ("/help trapped", Text("help trapped")),
        ("/start I cannot leave", Text("start I cannot leave")),
        ("/trapped", Text("trapped")),
        ("/hide", Text("hide")),
        ("/", Text("/")),
        ("//", Text("//")),
        ("/ช่วย", Text("/ช่วย")),
        ("and / or", Text("and / or")),
    ],
)
def test_commands_and_what_only_looks_like_one(text: str, expected: Content) -> None:
    assert content(message(text=text)) == expected


def test_a_forwarded_or_edited_command_commands_nothing() -> None:
    assert content(message(text="/delete", forward_origin=FORWARD)) == Text("/delete", forwarded=True)
    assert content(edited(text="/delete")) == Text("/delete", edited=True)


@pytest.mark.parametrize(
    "raw",
    [
        message(chat=GROUP, text="/start"),
        message(chat={"id": -5, "title": "x", "type": "group"}, text="hello"),
        message(chat={"id": -5, "title": "x", "type": "channel"}, text="hello"),
        tap("hide", message={"message_id": 1, "chat": GROUP, "date": 1764000000}),
        tap("hide", message=None, inline_message_id="AAA"),
        {"update_id": 1, "callback_query": {"id": "7", "from": FROM, "chat_instance": "1", "game_short_name": "g"}},
        message(**{"from": FROM | {"is_bot": True}}, text="I am a bot too"),
        edited(location=LOCATION),
        edited(photo=PHOTO),
        message(message_auto_delete_timer_changed={"message_auto_delete_time": 86400}),
        message(pinned_message={"message_id": 1, "chat": PRIVATE, "date": 1764000000, "text": "x"}),
        message(),
        {"update_id": 1, "my_chat_member": {"chat": PRIVATE, "from": FROM, "new_chat_member": {"status": "kicked"}}},
        {"update_id": 1, "channel_post": {"message_id": 1, "chat": GROUP, "date": 1, "text": "x"}},
        {"update_id": 1, "business_message": {"message_id": 1, "chat": PRIVATE, "date": 1, "text": "x"}},
        {"update_id": 1, "something_of_the_year_2031": {"text": "x"}},
        {"update_id": 1},
    ],
)  # fmt: skip
def test_what_nobody_said_to_us_is_passed_over(raw: Any) -> None:
    assert parsed(raw) is not None
    assert read(raw) is None


@pytest.mark.parametrize(
    "raw", [None, 5, "x", [], [message(text="x")], {}, {"update_id": None}, {"update_id": "1"}, {"update_id": True}]
)
def test_what_is_no_update_is_none(raw: Any) -> None:
    assert parsed(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 1, "message": {}},
        {"update_id": 1, "message": {"message_id": 1, "text": "MarkedText"}},
        {"update_id": 1, "message": {"message_id": 1, "chat": {}, "text": "MarkedText"}},
        {"update_id": 1, "message": {"message_id": 1, "chat": {"id": {}, "type": "private"}, "text": "MarkedText"}},
        {"update_id": 1, "callback_query": {"id": "1", "data": "MarkedText"}},
    ],
)
def test_what_cannot_be_read_keeps_its_number_and_nothing_of_it_is_logged(
    raw: Any, caplog: pytest.LogCaptureFixture
) -> None:
    update = parsed(raw)
    assert update is not None
    assert (update.update_id, inbound(update, NOON)) == (1, None)
    assert "an update could not be read" in caplog.text
    assert "MarkedText" not in caplog.text


def test_words_are_heard_even_where_the_picture_beside_them_cannot_be_read() -> None:
    assert content(message(photo=[{"of": "a kind to come"}], caption="they locked us in")) == Text("they locked us in")
    assert content(message(sticker={"of": "a kind to come"})) is None


def test_a_strange_field_that_is_not_read_does_not_make_a_call_for_help_unreadable() -> None:
    odd = message(text="they locked us in", reply_to_message="?", entities=7, quote=[], via_bot={}, date=[], photo="no")
    assert content(odd) == Text("they locked us in")


def test_a_date_from_a_server_that_counts_milliseconds_is_no_obstacle() -> None:
    assert content(message(text="hello", date=1764000000123)) == Text("hello")


def test_names_are_dropped_before_anything_sees_them() -> None:
    raw = message(text="x", forward_origin=FORWARD | {"sender_user_name": "MarkedName"}, sticker=STICKER)
    raw["message"]["from"] = FROM | {"first_name": "MarkedName", "last_name": "MarkedName", "username": "MarkedName"}
    raw["message"]["chat"] = PRIVATE | {"first_name": "MarkedName"}
    assert "MarkedName" not in json.dumps(bare(raw)) + str(parsed(raw))


def test_half_an_emoji_is_left_out_and_two_halves_are_joined() -> None:
    assert content(message(text="a\ud83db")) == Text("ab")
    assert content(message(text="\ud83d\ude4f")) == Text("🙏")
    assert content(tap("help.country:\udc00KH")) == Chosen("help.country:KH")


@pytest.mark.parametrize("text", ["", " ", "\u202e\u200b", "🙏" * 2048, "က" * 4096, "\x00", "{}", "a" * 100_000])
def test_hostile_texts_come_through_as_they_are(text: str) -> None:
    assert content(message(text=text)) == Text(text)


def test_no_damage_to_an_update_ever_raises() -> None:
    dice = random.Random(7)
    originals = [
        message(text="hello", forward_origin=FORWARD),
        edited(photo=PHOTO, caption="x"),
        tap("hide"),
        message(location=LOCATION),
        message(sticker=STICKER),
    ]
    read_well = 0
    for _ in range(3000):
        raw = copy.deepcopy(dice.choice(originals))
        spot: Any = raw
        while True:
            key = dice.choice(list(spot) if isinstance(spot, dict) else range(len(spot)))
            if isinstance(spot[key], dict | list) and spot[key] and dice.random() < 0.8:
                spot = spot[key]
                continue
            spot[key] = dice.choice([None, 0, -1, 10**30, "", "x", [], {}, [1], {"id": 1}, True, 1.5])
            break
        read_well += read(raw) is not None
    assert read_well > 500


def test_one_unreadable_update_does_not_hide_the_others_of_its_batch() -> None:
    batch = [message(7, text="first"), {"update_id": 8, "message": {"broken": 1}}, "?", message(9, text="third")]
    answer = UpdatesRequest.parse_json_payload(json.dumps({"ok": True, "result": batch}).encode())
    assert [raw["update_id"] for raw in answer["result"]] == [7, 8, 9]
    assert [content(raw) for raw in answer["result"]] == [Text("first"), None, Text("third")]
