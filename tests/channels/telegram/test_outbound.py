"""Our messages as Telegram takes them, and what its refusals mean."""

import logging

import pytest
from starlette.responses import HTMLResponse, JSONResponse
from telegram.error import ChatMigrated, RetryAfter, TelegramError

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.keyboard import keyboard
from bot.channels.telegram.refusals import send_error
from bot.domain.inbound import PersonRef
from bot.domain.outgoing import Button, Outgoing
from bot.domain.state import State
from bot.errors import SendError, Unavailable
from bot.ports import Record
from bot.service.outbox import Outbox
from bot.store.engine import connect, migrate
from bot.store.memory import SqlStore
from bot.store.sealing import Sealer
from tests.channels.telegram.bot_api import TOKEN, BotApi, Refused
from tests.fakes import NOON, SetClock

CHAT = "4815162"
FLOOD = "Too Many Requests: retry after 7"


async def test_a_message_goes_as_plain_text_without_preview(api: BotApi, channel: TelegramChannel) -> None:
    assert await channel.send(CHAT, Outgoing("See https://example.org <b>&amp;</b> *now*")) == "1001"
    (sent,) = api.called("sendMessage")
    assert sent["chat_id"] == int(CHAT)
    assert sent["text"] == "See https://example.org <b>&amp;</b> *now*"
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert {"parse_mode", "reply_markup"} & set(sent) == set()
    assert not sent.get("disable_notification")
    assert not sent.get("protect_content")


async def test_silent_and_sensitive_are_asked_of_telegram(api: BotApi, channel: TelegramChannel) -> None:
    await channel.send(CHAT, Outgoing("x", silent=True, sensitive=True))
    (sent,) = api.called("sendMessage")
    assert (sent["disable_notification"], sent["protect_content"]) == (True, True)


async def test_buttons_come_back_with_their_ids(api: BotApi, channel: TelegramChannel) -> None:
    await channel.send(CHAT, Outgoing("?", (Button("help.safe:yes", "Yes"), Button("help.safe:no", "Not now"))))
    (sent,) = api.called("sendMessage")
    assert sent["reply_markup"]["inline_keyboard"] == [
        [{"text": "Yes", "callback_data": "help.safe:yes"}, {"text": "Not now", "callback_data": "help.safe:no"}]
    ]


@pytest.mark.parametrize(
    ("titles", "rows"),
    [
        ([], []),
        (["Yes"], [["Yes"]]),
        (["Yes", "No", "I don't know"], [["Yes", "No"], ["I don't know"]]),
        (["Check a job offer", "Tips", "More help"], [["Check a job offer"], ["Tips", "More help"]]),
        (["Tips", "United Arab Emirates", "Laos"], [["Tips"], ["United Arab Emirates"], ["Laos"]]),
        # Chinese characters are twice as wide; Burmese and Thai vowel signs take no room of their own.
        (["检查一份工作机会", "提示"], [["检查一份工作机会", "提示"]]),
        (["检查一份工作机会吧", "提示"], [["检查一份工作机会吧"], ["提示"]]),
        (["ประเทศกัมพูชาที่นี่", "ไม่รู้"], [["ประเทศกัมพูชาที่นี่", "ไม่รู้"]]),
    ],
)
def test_short_titles_share_a_row_and_long_ones_do_not(titles: list[str], rows: list[list[str]]) -> None:
    made = keyboard([Button(str(number), title) for number, title in enumerate(titles)])
    assert [[button.text for button in row] for row in (made.inline_keyboard if made else ())] == rows


async def test_half_characters_are_left_out_of_text_and_titles(api: BotApi, channel: TelegramChannel) -> None:
    await channel.send(CHAT, Outgoing("a\ud83db🙏", (Button("x", "\udc00Yes"),)))
    (sent,) = api.called("sendMessage")
    assert sent["text"] == "ab🙏"
    assert sent["reply_markup"]["inline_keyboard"][0][0]["text"] == "Yes"


async def test_the_longest_message_of_any_script_is_taken(api: BotApi, channel: TelegramChannel) -> None:
    for longest in ("က" * 4096, "🙏" * 4096):
        await channel.send(CHAT, Outgoing(longest))
    assert [len(sent["text"]) for sent in api.called("sendMessage")] == [4096, 4096]


# --- refusals ---------------------------------------------------------------------------------------------------------


async def refusal(channel: TelegramChannel, message: Outgoing, chat: str = CHAT) -> tuple[float | None, bool, bool]:
    with pytest.raises(SendError) as caught:
        await channel.send(chat, message)
    assert caught.value.__cause__ is None
    return caught.value.retry_after, caught.value.gone, caught.value.refused


REFUSED, GONE, AGAIN = (None, False, True), (None, True, False), (None, False, False)


@pytest.mark.parametrize(
    "message",
    [Outgoing("x" * 4097), Outgoing(""), Outgoing("  \n"), Outgoing("?", (Button("x" * 65, "Yes"),))],
)
async def test_a_message_that_telegram_can_never_take_is_not_tried_again(
    channel: TelegramChannel, message: Outgoing
) -> None:
    assert await refusal(channel, message) == REFUSED


async def test_who_blocked_the_bot_or_is_unknown_is_gone(api: BotApi, channel: TelegramChannel) -> None:
    api.blocked.add("11")
    api.unknown.add("12")
    assert await refusal(channel, Outgoing("x"), "11") == GONE
    assert await refusal(channel, Outgoing("x"), "12") == GONE
    assert send_error(ChatMigrated(5)).gone


@pytest.mark.parametrize(
    "trouble",
    [
        Refused(403, "Forbidden: user is deactivated"),
        Refused(403, "Forbidden: bot can't initiate conversation with a user"),
        Refused(400, "Bad Request: PEER_ID_INVALID"),
    ],
)
async def test_other_ways_of_being_gone(api: BotApi, channel: TelegramChannel, trouble: Refused) -> None:
    api.troubles.append(trouble)
    assert await refusal(channel, Outgoing("x")) == GONE


async def test_a_flood_says_how_long_to_wait(api: BotApi, channel: TelegramChannel) -> None:
    api.troubles.append(Refused(429, FLOOD, retry_after=7))
    assert await refusal(channel, Outgoing("x")) == (7.0, False, False)


@pytest.mark.parametrize(
    "trouble",
    [
        Refused(500, "Internal Server Error"),
        Refused(502, "Bad Gateway"),
        Refused(409, "Conflict: terminated by other getUpdates request"),
        HTMLResponse("<h1>MarkedText: log in to this Wi-Fi</h1>"),
        HTMLResponse("<h1>MarkedText</h1>", 503),
        JSONResponse(["MarkedText"]),
    ],
)
async def test_trouble_on_the_way_is_tried_again(
    api: BotApi, channel: TelegramChannel, trouble: Refused, caplog: pytest.LogCaptureFixture
) -> None:
    api.troubles.append(trouble)
    with caplog.at_level(logging.DEBUG):
        assert await refusal(channel, Outgoing("x")) == AGAIN
    assert "MarkedText" not in caplog.text


async def test_a_wrong_token_and_a_closed_door_are_tried_again(api: BotApi) -> None:
    wrong, nobody = TelegramChannel("1:wrong", api.url), TelegramChannel(TOKEN, "http://127.0.0.1:9")
    for channel in (wrong, nobody):
        await channel.open()
        assert await refusal(channel, Outgoing("x")) == AGAIN
        await channel.close()


async def test_a_message_that_was_taken_is_not_sent_again_because_its_answer_is_odd(
    api: BotApi, channel: TelegramChannel
) -> None:
    api.troubles.append(JSONResponse({"ok": True, "result": {"message_id": 5}}))
    assert await channel.send(CHAT, Outgoing("x")) is None


def test_no_reason_repeats_what_telegram_said() -> None:
    assert "MarkedText" not in str(send_error(TelegramError("MarkedText")))


async def test_neither_token_nor_text_is_logged_at_any_level(
    api: BotApi, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    api.batches.append([{"update_id": 1, "message": {"message_id": 1, "text": "MarkedText"}}])
    with caplog.at_level(logging.DEBUG):
        await channel.open()
        await channel.send(CHAT, Outgoing("MarkedText"))
        await channel.updates(None)
        api.troubles.append(Refused(400, "Bad Request: can't parse MarkedText"))
        await refusal(channel, Outgoing("MarkedText"))
        api.troubles.append(HTMLResponse("MarkedText"))
        await refusal(channel, Outgoing("MarkedText"))
    written = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert [mark for mark in ("MarkedText", "MarkedToken", CHAT) if mark in written] == []


async def test_the_outbox_sets_a_refused_message_aside_and_sends_the_next(api: BotApi, channel: TelegramChannel) -> None:
    engine = connect("sqlite://")
    migrate(engine)
    store = SqlStore(engine, Sealer(b"k" * 32))
    outbox = Outbox(store, {channel.name: channel}, SetClock())
    person = PersonRef(channel.name, CHAT)
    kept = await store.keep(Record(person, "1", NOON, State(), 0, (Outgoing(""), Outgoing("second"))))
    assert kept is not None
    outbox.push(kept, person)
    await outbox.settle()
    assert [sent["text"] for sent in api.messages.values()] == ["second"]
    assert len(api.called("sendMessage")) == 2
    assert await store.unsent([channel.name]) == ()
    store.close()


# --- taking back ------------------------------------------------------------------------------------------------------


async def filled(api: BotApi, channel: TelegramChannel, number: int) -> list[str]:
    for n in range(number):
        await channel.send(CHAT, Outgoing(str(n)))
    return [str(message) for message in api.messages]


async def test_messages_are_taken_back_a_hundred_at_a_time(api: BotApi, channel: TelegramChannel) -> None:
    given = await filled(api, channel, 3) + [str(number) for number in range(2000, 2203)]
    await channel.unsend(CHAT, given)
    assert api.messages == {}
    assert [len(call["message_ids"]) for call in api.called("deleteMessages")] == [100, 100, 6]


async def test_one_message_that_is_too_old_does_not_keep_the_others(api: BotApi, channel: TelegramChannel) -> None:
    given = await filled(api, channel, 4)
    api.too_old.add(1002)
    await channel.unsend(CHAT, given)
    assert list(api.messages) == [1002]


async def test_a_lost_packet_or_a_flood_does_not_leave_the_chat_standing(api: BotApi, channel: TelegramChannel) -> None:
    given = await filled(api, channel, 2)
    api.troubles = [Refused(502, "Bad Gateway"), Refused(429, FLOOD, retry_after=1)]
    await channel.unsend(CHAT, given)
    assert api.messages == {}


async def test_what_can_never_be_taken_back_is_left_or_told(api: BotApi, channel: TelegramChannel) -> None:
    await channel.unsend(CHAT, [])
    await channel.unsend(CHAT, ["not a number", "-3"])
    assert api.calls == []
    api.troubles = [Refused(502, "Bad Gateway")] * 3
    with pytest.raises(SendError):
        await channel.unsend(CHAT, ["5"])
    api.troubles = [Refused(403, "Forbidden: bot was blocked by the user")]
    with pytest.raises(SendError, match="blocked"):
        await channel.unsend(CHAT, ["5"])


# --- webhook and menu -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://help.example", "https://help.example/telegram/webhook"),
        ("https://help.example/", "https://help.example/telegram/webhook"),
        ("https://help.example/bot", "https://help.example/bot/telegram/webhook"),
        ("https://help.example/telegram/webhook", "https://help.example/telegram/webhook"),
    ],
)
async def test_the_webhook_is_asked_for_with_its_secret(
    api: BotApi, channel: TelegramChannel, url: str, address: str
) -> None:
    await channel.set_webhook(url, "s3cret")
    (asked,) = api.called("setWebhook")
    assert (asked["url"], asked["secret_token"]) == (address, "s3cret")
    assert asked["allowed_updates"] == ["message", "edited_message", "callback_query"]
    assert not asked.get("drop_pending_updates")


async def test_a_webhook_that_telegram_does_not_take_is_told(api: BotApi, channel: TelegramChannel) -> None:
    api.troubles.append(Refused(400, "Bad Request: bad webhook: HTTPS url must be provided"))
    with pytest.raises(Unavailable, match="BadRequest"):
        await channel.set_webhook("https://help.example", "s3cret")


async def test_the_menu_says_nothing_about_what_this_is(api: BotApi, channel: TelegramChannel) -> None:
    await channel.begin_polling()
    (asked,) = api.called("setMyCommands")
    assert {c["command"]: c["description"] for c in asked["commands"]} == {
        "start": "Start",
        "help": "Menu",
        "language": "Language",
        "stop": "Stop tips",
        "delete": "Delete my data",
    }
    (forgotten,) = api.called("deleteWebhook")
    assert not forgotten.get("drop_pending_updates")


async def test_a_menu_that_telegram_does_not_take_keeps_nobody_from_being_answered(
    api: BotApi, channel: TelegramChannel
) -> None:
    api.troubles = [JSONResponse({"ok": True, "result": True}), Refused(400, "Bad Request: BOT_COMMAND_INVALID")]
    await channel.begin_polling()
    assert [method for method, _ in api.calls] == ["deleteWebhook", "setMyCommands"]


@pytest.mark.filterwarnings("ignore:.*deprecated.*|.*timedelta.*")
@pytest.mark.parametrize("newer", ["true", "false"])
def test_waiting_times_are_read_in_either_form_of_the_library(monkeypatch: pytest.MonkeyPatch, newer: str) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", newer)
    assert send_error(RetryAfter(7)).retry_after == 7.0
