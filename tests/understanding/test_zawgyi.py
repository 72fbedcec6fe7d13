"""Burmese as phones with a Zawgyi font write it."""

import pytest

from bot.app import Mind
from bot.domain.inbound import Text
from bot.understanding.zawgyi import to_unicode


@pytest.mark.parametrize(
    ("zawgyi", "unicode"),
    [
        ("ကၽြန္ေတာ္တို႔ကို အျပင္ ထြက္ခြင့္မေပးဘူး", "ကျွန်တော်တို့ကို အပြင် ထွက်ခွင့်မပေးဘူး"),
        ("ပတ္စပို႔ သိမ္းထားတယ္", "ပတ်စပို့ သိမ်းထားတယ်"),
        ("ကယ္ပါ ရိုက္ေနၾကတယ္", "ကယ်ပါ ရိုက်နေကြတယ်"),
    ],
)
def test_zawgyi_is_read_as_unicode(zawgyi: str, unicode: str) -> None:
    assert to_unicode(zawgyi) == unicode
    assert to_unicode(unicode) == unicode


@pytest.mark.parametrize("text", ["", "help", "ช่วยด้วย", "ကူညီပါ", "မြန်မာ", "ၵၢၼ်ႁဵတ်း", "\ud83d", "က" * 5_000])
def test_every_other_text_stays_as_it_is(text: str) -> None:
    assert to_unicode(text) == text


async def test_an_alarm_in_zawgyi_rings_like_one_in_unicode(mind: Mind) -> None:
    told = "ကၽြန္ေတာ္တို႔ကို အျပင္ ထြက္ခြင့္မေပးဘူး၊ ပတ္စပို႔ သိမ္းထားတယ္"
    heard = await mind.ear.hear(Text(told), language_hint=None)
    assert heard.danger.urgent
    assert heard.guess.tag == "my"
