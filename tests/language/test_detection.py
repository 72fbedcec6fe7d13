"""Language detection: the served ones, the ones only their letters betray, and honesty about the rest."""

import pytest

from bot.language.detection import ScriptThenStatistics, build_detector
from bot.library.assets import find_root
from bot.library.register import load_languages

SERVED = load_languages(find_root() / "locales")


@pytest.fixture(scope="module")
def detector() -> ScriptThenStatistics:
    return build_detector(SERVED)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("they want me to pay a visa fee before I travel", "en"),
        ("quiero saber si esta oferta de trabajo es real", "es"),
        ("งานนี้จริงไหมคะ", "th"),
        ("အိမ်ပြန်ချင်တယ်", "my"),
        ("这个工作是真的吗", "zh-Hans"),
        ("क्या यह नौकरी असली है", "hi"),
        ("ช่วยด้วย passport โดนยึด", "th"),
        ("hello", "en"),
        ("hola", "es"),
        ("gracias", "es"),
        ("namaste", "hi"),
        ("yaha se nikalne nahi de rahe", "hi"),
        ("ye job sahi hai kya", "hi"),
        ("hum log fase hue hai myanmar me", "hi"),
        ("company wale marte hai", "hi"),
        ("ជួយផង", "km"),
        ("ຊ່ວຍແດ່", "lo"),
        ("እርዱኝ", "am"),
        ("උදව් කරන්න", "si"),
        ("도와주세요", "ko"),
        ("Bonjour, est-ce que cette offre d'emploi est vraie, s'il vous plaît ?", "fr"),
        ("", "und"),
        ("12345", "und"),
        ("🙏🙏🙏", "und"),
        ("\ud800", "und"),
    ],
)
def test_a_text_is_called_by_its_language(detector: ScriptThenStatistics, text: str, tag: str) -> None:
    assert detector.guess(text).tag == tag


def test_the_same_text_always_gets_the_same_answer(detector: ScriptThenStatistics) -> None:
    text = "Guten Tag, ist diese Stelle in Thailand wirklich echt?"
    assert len({detector.guess(text) for _ in range(20)}) == 1


@pytest.mark.parametrize("text", ["ok", "hi", "no", "passport", "hola", "hai"])
def test_one_short_word_is_never_a_clear_switch(detector: ScriptThenStatistics, text: str) -> None:
    assert not detector.guess(text).clear


def test_a_megabyte_is_no_trouble(detector: ScriptThenStatistics) -> None:
    assert detector.guess("a" * 1000).tag in (*SERVED, "und")
