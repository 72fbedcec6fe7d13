"""From meaning to words: fallback, values, choices that fit, and parts that lose nothing."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import Mind
from bot.channels.phone.looks import LOOKS, Look
from bot.domain.inbound import Text
from bot.domain.languages import Language
from bot.domain.outgoing import Capabilities, Outgoing
from bot.domain.reply import Choice, CountryName, Dial, Hour, LanguageName, Phrase, PlaceName, Quote, Reply, say
from bot.domain.sentences import Sentence
from bot.library.assets import find_root
from bot.library.sentences import load_sentences
from bot.rendering.catalogues import Catalogues
from bot.rendering.extraction import update
from bot.rendering.progress import progress
from bot.rendering.render import CatalogueRenderer
from bot.rendering.splitting import split
from bot.rendering.values import in_words

WIDE = Capabilities(text_length=4096, body_length=4096, buttons=12, button_length=40)
ENGLISH, THAI = Language("en", "English", "Latn", "ltr", (), ()), Language("th", "ไทย", "Thai", "ltr", ("en",), ())
HELLO = Sentence("a.hello", "Hello {name}", safety=True)
DAYS = Sentence("a.days", "{days} days", one="one day", count="days")


def translate(folder: Path, tag: str, **words: str) -> None:
    """Put translations into a catalogue, as a translator would: `msgctxt` with dots as underscores → msgstr."""
    file = folder / tag / "LC_MESSAGES" / "waypost.po"
    lines, context = [], ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("msgctxt"):
            context = line.split('"')[1].replace(".", "_")
        if line.startswith("msgstr") and context in words:
            line = line.replace('""', f'"{words[context]}"')
        lines.append(line)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def catalogues(folder: Path, *sentences: Sentence) -> Catalogues:
    return Catalogues(sentences, {"en": ENGLISH, "th": THAI}, folder, folder / "compiled")


def test_a_translation_speaks_and_a_missing_one_falls_back_to_english(tmp_path: Path) -> None:
    update([HELLO, DAYS], tmp_path, ["th"])
    translate(tmp_path, "th", a_hello="สวัสดี {name}")
    spoken = catalogues(tmp_path, HELLO, DAYS)
    assert spoken.text("a.hello", "th") == ("สวัสดี {name}", "th")
    assert spoken.text("a.days", "th", 3) == ("{days} days", "en")
    assert spoken.text("a.days", "th", 1) == ("one day", "en")
    assert spoken.text("a.hello", "xx") == ("Hello {name}", "en")


def test_a_translation_of_an_older_original_is_kept_but_not_spoken(tmp_path: Path) -> None:
    update([HELLO], tmp_path, ["th"])
    translate(tmp_path, "th", a_hello="สวัสดี {name}")
    changed = Sentence("a.hello", "Good day, {name}", safety=True)
    update([changed], tmp_path, ["th"])
    assert catalogues(tmp_path, changed).text("a.hello", "th") == ("Good day, {name}", "en")
    status = next(status for status in progress([changed], {"th": THAI}, tmp_path))
    assert (status.current, status.stale, status.reviewed) == (0, 1, 0)
    assert "สวัสดี" in (tmp_path / "th" / "LC_MESSAGES" / "waypost.po").read_text(encoding="utf-8")


def test_updating_twice_changes_nothing(tmp_path: Path) -> None:
    update([HELLO, DAYS], tmp_path, ["th"])
    translate(tmp_path, "th", a_hello="สวัสดี {name}")
    update([HELLO, DAYS], tmp_path, ["th"])
    first = {path: path.read_bytes() for path in tmp_path.rglob("*.po*")}
    update([HELLO, DAYS], tmp_path, ["th"])
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.po*")} == first


def test_words_of_people_cannot_act_as_placeholders(tmp_path: Path) -> None:
    renderer = CatalogueRenderer(catalogues(tmp_path, HELLO))
    assert renderer.phrase(say("a.hello", name=Quote("{name} {secret} %s")), "en") == "Hello “{name} {secret} %s”"


@pytest.mark.parametrize(
    ("value", "tag", "shown"),
    [
        (CountryName("KH"), "th", "กัมพูชา"),
        (CountryName("QQ"), "th", "QQ"),
        (CountryName("KG"), "ru", "Кыргызстан"),
        (CountryName("KZ"), "ru", "Казахстан"),
        (LanguageName("th"), "en", "ไทย"),
        (LanguageName("zh-Hans"), "es", "中文 (简体)"),
        (LanguageName("id", "Bahasa Indonesia"), "en", "Bahasa Indonesia"),
        (LanguageName("nobody"), "en", "Nobody"),
        (Dial("+66819897116", "TH"), "en", "081 989 7116"),
        (Dial("+66819897116", "PH"), "en", "+66 81 989 7116"),
        (Dial("1300", "TH"), "en", "1300"),
        (Dial("+6321348", "KH"), "en", "+6321348"),
        (Hour(18), "es", "18:00"),
        (date(2026, 11, 23), "es", "23 de noviembre de 2026"),
        (1234, "hi", "1,234"),
        (Quote("two\nlines \u202e\ud800 and more"), "en", "“two lines and more”"),
        (Quote("x" * 500), "en", "“" + "x" * 119 + "…”"),
    ],
)
def test_values_are_written_as_their_readers_write_them(value: object, tag: str, shown: str) -> None:
    assert in_words(value, tag) == shown


def test_what_stands_in_arabic_keeps_its_own_order(tmp_path: Path) -> None:
    arabic = Language("ar", "العربية", "Arab", "rtl", ("en",), ())
    start = Sentence("a.start", "Write /start")
    update([HELLO, start], tmp_path, ["ar", "th"])
    for tag in ("ar", "th"):
        translate(tmp_path, tag, a_hello="> {name} <", a_start="> /start <")
    renderer = CatalogueRenderer(
        Catalogues([HELLO, start], {"en": ENGLISH, "th": THAI, "ar": arabic}, tmp_path, tmp_path / "mo")
    )

    def said(name: object, tag: str) -> str:
        return renderer.phrase(say("a.hello", name=name), tag)

    assert said(Dial("+85512345678", None), "ar") == "> \u2068+855 12 345 678\u2069 <"
    assert said(Dial("+85512345678", None), "th") == "> +855 12 345 678 <"
    assert said("https://example.org/report", "ar") == "> https://example.org/report <"
    assert said(CountryName("EG"), "ar") == "> مصر <"
    assert said(Phrase("a.hello", {"name": "GASO"}), "ar") == "> \u2068> \u2068GASO\u2069 <\u2069 <"
    assert renderer.phrase(say("a.start"), "ar") == "> \u2068/start\u2069 <"
    assert renderer.phrase(say("a.start"), "th") == "> /start <"


def test_choices_become_buttons_a_list_or_numbered_lines(tmp_path: Path) -> None:
    sentences = [HELLO, Sentence("button.list", "Choose")]
    renderer = CatalogueRenderer(catalogues(tmp_path, *sentences))
    reply = Reply((say("a.hello", name="Ana"),), tuple(Choice(f"c{n}", CountryName("KH")) for n in range(5)))

    def render(**limits: int) -> Outgoing:
        surface = Capabilities(text_length=4096, body_length=1024, button_length=20, **limits)
        return renderer.render(reply, language="en", surface=surface)[-1]

    buttons, listed, plain = (
        render(buttons=5),
        render(buttons=3, list_rows=10, row_length=24),
        render(buttons=3),
    )
    assert [m.list_title for m in (buttons, listed, plain)] == [None, "Choose", None]
    assert [len(m.buttons) for m in (buttons, listed, plain)] == [5, 5, 0]
    assert "5. Cambodia" in plain.text
    assert plain.numbered == ("c0", "c1", "c2", "c3", "c4")
    assert buttons.numbered == listed.numbered == ()


@given(st.text(alphabet=st.sampled_from("aกำ ့မြဝတីន\u200d👩‍👧\n.။ "), max_size=600), st.integers(20, 120))
def test_splitting_loses_no_character_and_fits(text: str, longest: int) -> None:
    parts = list(split(text, longest))
    assert all(0 < len(part) <= longest for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_every_sentence_fits_its_limit_in_every_language(mind: Mind) -> None:
    too_long = [
        (tag, sentence.key, len(text))
        for tag in mind.languages
        for sentence in load_sentences(find_root(), mind.library)
        if sentence.longest and len(text := mind.renderer.phrase(Phrase(sentence.key), tag)) > sentence.longest
    ]
    assert too_long == []


def test_no_first_line_or_button_of_the_quiet_conversation_says_what_it_is_about(mind: Mind) -> None:
    forbidden = {
        "en": ("police", "traffick", "scam", "rescue", "victim", "escape", "hotline"),
        "es": ("policía", "trata", "estafa", "rescate", "víctima", "escap"),
        "th": ("ตำรวจ", "ค้ามนุษย์", "หลอก", "เหยื่อ", "หนี"),
        "my": ("ရဲ", "လူကုန်ကူး", "လိမ်", "သားကောင်"),
        "zh-Hans": ("警", "贩", "骗", "受害", "逃", "救"),
        "hi": ("पुलिस", "तस्करी", "ठगी", "पीड़ित", "भाग"),
    }
    neutral = ("help.opening", "help.button.", "button.", "cover.")
    keys = [s.key for s in load_sentences(find_root(), mind.library) if s.key.startswith(neutral)]
    keys += ["help.contacts", "help.contacts.again", "help.later", "help.other.first", "help.out.first", "help.say_again"]
    said = [
        (tag, key, word)
        for tag, words in forbidden.items()
        for key in keys
        for word in words
        if word in mind.renderer.phrase(Phrase(key), tag).split("\n")[0].casefold()
    ]
    assert said == []


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_every_question_fits_the_look_of_both_messengers(mind: Mind, look: Look) -> None:
    reply = Reply((say("help.which_country"),), tuple(Choice(f"c{n}", CountryName("AE")) for n in range(10)))
    for tag in mind.languages:
        message = mind.renderer.render(reply, language=tag, surface=look.surface)[-1]
        assert len(message.buttons) == 10


@pytest.mark.parametrize(
    ("tag", "shown"),
    [("th", "เคเคพาร์ค"), ("zh-Hans", "KK园区"), ("my", "ကေကေ"), ("hi", "केके पार्क"), ("es", "KK Park"), ("km", "KK Park")],
)
def test_a_place_is_named_in_the_readers_script_where_that_is_known(tag: str, shown: str) -> None:
    assert in_words(PlaceName(("KK Park", "KK园区", "เคเคพาร์ค", "केके पार्क", "ကေကေ")), tag) == shown


@pytest.mark.parametrize(
    ("tag", "shown"),
    [("ar", "مياوادي"), ("ur", "میاواڈی"), ("zh-Hans", "亚太新城"), ("zh-Hant", "亞太新城"), ("ru", "Myawaddy")],
)
def test_a_place_is_named_in_the_readers_own_letters(tag: str, shown: str) -> None:
    assert in_words(PlaceName(("Myawaddy", "مياوادي", "میاواڈی", "亚太新城", "亞太新城")), tag) == shown


@pytest.mark.parametrize(
    ("tag", "code"), [("ru", "KG"), ("ru", "KR"), ("ru", "US"), ("ru", "ZA"), ("vi", "AE"), ("zh-Hans", "HK"), ("ar", "AE")]
)
async def test_a_country_is_understood_by_the_name_that_is_shown(tag: str, code: str, mind: Mind) -> None:
    assert (await mind.ear.hear(Text(in_words(CountryName(code), tag)), language_hint=None)).country == code
