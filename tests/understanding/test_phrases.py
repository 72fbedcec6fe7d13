"""The grammar that cues are written in."""

import pytest

from bot.understanding.normalise import normalise
from bot.understanding.phrases import BadPhrase, CuePhrase, expand, needs_of


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("they took my passport", "THEY  took my passsport!!"),
        ("(took|keep|have) (my|) passport", "they have passport"),
        ("(my|) phone", "phone is gone"),
        ("(my|) phone", "took phone"),
        ("took ... passport", "took passport"),
        ("took ... passport", "they took away all of our passport"),
        ("took ... (my|) passport", "took your passport"),
        ("can't leave", "i cant leave"),
        ("can't leave", "I can’t leave"),
        ("lock*", "they locked us in"),
        ("call cent(er|re) job", "a call centre job"),
        ("pasaporte retenido", "PASAPORTE RETENÍDO"),
        ("help me", "h e l p me"),
        ("((sold|moved) to|given) another company", "we were moved to another company"),
        ("ออก...ไม่ได้", "ออก จากตึก ไม่ได้"),
        ("ยึด(พาสปอร์ต|หนังสือเดินทาง)", "เขายึด หนังสือเดินทาง แล้ว"),
        ("ยึด passport", "โดนยึดpassportไป"),
        ("ยึด(พาสปอร์ต|passport)ไป", "โดนยึดpassportไปแล้ว"),
        ("ทำงาน(14|15)ชั่วโมง", "ทำงาน 14 ชั่วโมง"),
        ("护照被收", "我的 护照 被收走了"),
        ("kk园区", "我在KK园区里面"),
        ("पासपोर्ट (ले|रख) लिया", "मेरा पासपोर्ट रख लिया"),
        ("मदद करो", "मदद करो 🙏🙏"),
        ("ሰው ዓለም ጸሐይ", "ሠው አለም ፀሃይ"),
    ],
)
def test_it_is_found(phrase: str, text: str) -> None:
    plain = normalise(text).text
    assert CuePhrase(phrase).search(plain)
    assert all(any(stem in f" {plain} " for stem in need) for need in needs_of(phrase))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("no fee", "piano feeling"),
        ("took ... passport", "took one two three four five passport"),
        ("(took|keep) my passport", "took passport"),
        ("lock", "locked"),
        ("cent(er|re)", "cent er"),
        ("ออก...ไม่ได้", "ออก" + "กข" * 8 + "ไม่ได้"),
        ("ทำงาน(14|15)ชั่วโมง", "ทำงาน 140 ชั่วโมง"),
        ("help me", "helpme"),
    ],
)
def test_it_is_not_found(phrase: str, text: str) -> None:
    assert not CuePhrase(phrase).search(normalise(text).text)


@pytest.mark.parametrize("phrase", ["", "...", "(a|b", "a)", "(a|)", "(a ... b) c", "🙏"])
def test_a_phrase_that_cannot_work_is_refused(phrase: str) -> None:
    with pytest.raises(BadPhrase):
        needs_of(phrase)


def test_short_answers_are_written_out() -> None:
    assert expand("(change|switch) (the|) language") == (
        "change the language",
        "change language",
        "switch the language",
        "switch language",
    )


@pytest.mark.parametrize(
    "text", ["Hé, they TOOK my “pass­port”…", "เขา ยึด  พาสปอร์ต", "x\u200by\u202ez", "ﬁve", "İstanbul", ""]
)
def test_a_place_in_the_normalised_text_leads_back_to_the_original(text: str) -> None:
    plain = normalise(text)
    assert len(plain.origin) == len(plain.text)
    for at in range(len(plain.text)):
        start, end = plain.span(at, at + 1)
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("hostile", ["\ud800", "\x00" * 50, "a" * 2_000_000, "🏴‍☠️" * 5000, "\u202e" * 9999, "ก" * 100_000])
def test_nothing_is_too_strange_to_be_normalised(hostile: str) -> None:
    plain = normalise(hostile)
    assert len(plain.text) <= 20_001


def test_gaps_do_not_make_a_long_text_slow() -> None:
    # With gaps that could split a word this took minutes; it is bounded by steps, not by the clock: it just has to end.
    cue = CuePhrase("they ... ... ... took ... ... ... passport ... ... leave")
    assert not cue.search(normalise("they took some words and " * 150 + "nothing").text)
