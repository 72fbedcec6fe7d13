"""The safety net on what people write: alarms of every kind and language, and ordinary talk that must not ring."""

import pytest

from bot.app import Mind, build_mind
from bot.domain.cues import Urgency
from bot.domain.danger import Danger, weigh_danger
from bot.domain.inbound import Text
from bot.settings import Settings
from bot.understanding import rankers


@pytest.fixture(scope="module")
def net(settings: Settings) -> Mind:
    """A mind without the model: what is heard here is heard by the net alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.app.load_model", lambda: None)
        return build_mind(settings)


async def danger(net: Mind, text: str) -> Danger:
    return (await net.ear.hear(Text(text), language_hint=None)).danger


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("they took my passport and I can't leave", Urgency.TRAPPED),
        ("THEY TOOK MY PASSPORT!!! we can not go out of the building 😭", Urgency.TRAPPED),
        ("boss lock door cannot go home pls", Urgency.TRAPPED),
        ("they toook my pasport and i cant leeave the compund", Urgency.TRAPPED),
        ("my brother is locked up in a scam compound in myawaddy", Urgency.TRAPPED_OTHER),
        ("they beat us with electric shock every day", Urgency.DANGER_NOW),
        ("i want to kill myself", Urgency.SELF_HARM),
        ("me quitaron el pasaporte y no me dejan salir del edificio", Urgency.TRAPPED),
        ("nos estan golpeando con descargas electricas", Urgency.DANGER_NOW),
        ("โดนยึดพาสปอร์ต ออกจากตึกไม่ได้", Urgency.TRAPPED),
        ("เขา ยึด พาส ปอร์ต ไป ออก จาก ตึก ไม่ ได้", Urgency.TRAPPED),
        ("ပတ်စပို့ သိမ်းထားတယ် အပြင်ထွက်ခွင့်မပေးဘူး", Urgency.TRAPPED),
        ("护照被收走了，出不去园区，救救我", Urgency.TRAPPED),
        ("不想活了，想跳楼", Urgency.SELF_HARM),
        ("पासपोर्ट छीन लिया और बाहर नहीं जाने देते", Urgency.TRAPPED),
        ("🆘", Urgency.TRAPPED),
        ("Auxilio!!", Urgency.TRAPPED),
        ("passport chheen liya aur bahar nahi jaane dete", Urgency.TRAPPED),
    ],
)
async def test_an_alarm_rings(net: Mind, text: str, kind: Urgency) -> None:
    assert kind in (await danger(net, text)).urgent


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "vos sos colombiano?",
        "is this job in Bangkok real?",
        "do they keep my passport at the visa office?",
        "I'm trapped in traffic",
        "this job is killing me lol",
        "I watched a film about people locked in a scam compound",
        "we never keep your passport, free accommodation, apply now",
        "estoy atrapado en el tráfico",
        "¿es normal que pidan el pasaporte para la visa?",
        "รถติดมาก ออกไปไหนไม่ได้เลย",
        "这部电影讲的是园区的故事",
        "क्या एजेंट को पासपोर्ट की कॉपी देना ठीक है?",
        "",
        "🙏🙏",
    ],
)
async def test_ordinary_talk_does_not_ring(net: Mind, text: str) -> None:
    assert (await danger(net, text)).urgent == frozenset()


@pytest.mark.parametrize(
    "change", [str.upper, lambda t: t.replace(" ", "   "), lambda t: f"😭😭 {t} 🙏", lambda t: f"\u200b{t}\u202c"]
)
async def test_case_spacing_emoji_and_invisible_marks_hide_nothing(net: Mind, change: object) -> None:
    assert callable(change)
    for text in ("they took my passport and I cannot leave", "me quitaron el pasaporte y no me dejan salir"):
        assert (await danger(net, change(text))).urgent


@pytest.mark.parametrize(
    ("filler", "cry"),
    [("งานดี", "boss ไม่ให้ออกไปไหน"), ("good work ", "they took my passport and i cannot leave")],
)
async def test_an_alarm_rings_wherever_it_stands_in_a_wall_of_text(net: Mind, filler: str, cry: str) -> None:
    for before in (0, 230, *range(290, 304), 450, *range(590, 604)):
        wall = (filler * 200)[:before] + " " + cry + " " + (filler * 200)[:900]
        heard = await net.ear.hear(Text(wall), language_hint=None)
        assert heard.danger.urgent, before


def test_either_voice_raises_the_alarm_and_neither_silences_the_other() -> None:
    net_only = weigh_danger(Danger(frozenset({Urgency.TRAPPED}), True), (("greet", 0.99),))
    model_only = weigh_danger(Danger(), (("self_harm", 0.9), ("greet", 0.1)))
    unsure = weigh_danger(Danger(), (("trapped", 0.45), ("greet", 0.25)))
    assert net_only.urgent == {Urgency.TRAPPED}
    assert model_only.urgent == {Urgency.SELF_HARM}
    assert (unsure.urgent, unsure.concern) == (frozenset(), True)
    assert weigh_danger(Danger(), (("greet", 0.9), ("trapped", 0.05))) == Danger()


async def test_it_lives_without_the_model_and_says_so(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    assert rankers.load_model(settings.data / "nowhere") is None
    assert "NO TRAINED MODEL" in caplog.text


async def test_without_the_model_an_alarm_still_opens_the_safe_path(net: Mind) -> None:
    assert not net.has_model
    heard = await net.ear.hear(Text("they took my passport and I can't leave"), language_hint=None)
    assert (heard.danger.urgent, heard.intent) == ({Urgency.TRAPPED}, "unknown")
