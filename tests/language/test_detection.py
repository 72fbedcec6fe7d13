"""Language detection: the served ones, the ones only their letters betray, and honesty about the rest."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.languages import Language
from bot.language.detection import ScriptThenStatistics, build_detector
from bot.language.features import clean, features
from bot.language.statistics import ARTEFACT
from bot.library.assets import find_root
from bot.library.register import load_languages

SERVED = load_languages(find_root() / "locales")
EVERY = "en es pt-BR fr ar ru zh-Hans zh-Hant th my km lo vi id ms fil hi ur bn ne ta si sw am ha"
SAMPLE = Path(__file__).with_name("sample.tsv")


def serving(tags: str) -> ScriptThenStatistics:
    return build_detector({tag: Language(tag, "", "", "", (), ()) for tag in tags.split()})


@pytest.fixture(scope="module")
def detector() -> ScriptThenStatistics:
    return build_detector(SERVED)


@pytest.fixture(scope="module")
def polyglot() -> ScriptThenStatistics:
    return serving(EVERY)


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
        ("ok", "und"),
        ("🙏🙏🙏", "und"),
        ("\ud800", "und"),
    ],
)
def test_a_text_is_called_by_its_language(detector: ScriptThenStatistics, text: str, tag: str) -> None:
    assert detector.guess(text).tag == tag


@pytest.mark.parametrize(
    ("tag", "texts"),
    [
        (
            "en",
            [
                "somebody here needs a doctor",
                "manager keep shouting we work till morning",
                "should I trust this recruiter",
                "abeg help me, dem no gree",
            ],
        ),
        (
            "es",
            [
                "quisiera hablar con alguien",
                "nos vigilan todo el día",
                "mi prima desapareció en camboya",
                "esta oferta es una estafa",
            ],
        ),
        ("pt-BR", ["me ajuda por favor", "não me deixam sair daqui", "essa vaga é golpe?", "a minha irmã sumiu ontem"]),
        ("fr", ["aidez-moi s'il vous plaît", "mon patron garde nos papiers", "une arnaque ?", "je veux rentrer chez moi"]),
        ("ar", ["ساعدوني أرجوكم", "أخذوا جواز سفري", "هل هذه الوظيفة حقيقية", "عايز ارجع بلدي"]),
        ("ru", ["помогите пожалуйста", "у меня забрали паспорт", "это развод?", "хочу домой"]),
        ("zh-Hans", ["救救我", "护照被没收了", "这是骗局吗", "老板不让我们出门"]),
        ("zh-Hant", ["護照被沒收了", "這是詐騙嗎", "老闆不讓我們出門", "我想回臺灣"]),
        ("th", ["พี่สาวหายไปเมื่อวาน", "งานนี้หลอกไหม", "โดนยึดพาสปอร์ต"]),
        ("my", ["ကူညီပါ", "အိမ်ပြန်ချင်တယ်", "ပတ်စပို့ သိမ်းထားတယ်"]),
        ("km", ["បងស្រីខ្ញុំបាត់ខ្លួន", "គេយកលិខិតឆ្លងដែន", "ថ្ងៃស្អែកគេលក់យើង"]),
        ("lo", ["ຊ່ວຍຂ້ອຍແດ່", "ຢາກກັບບ້ານ", "ເຂົາຢຶດພາສປອດ"]),
        ("vi", ["cứu tôi với", "họ giữ hộ chiếu của tôi", "việc này có lừa đảo không", "toi muon ve nha"]),
        (
            "id",
            [
                "tolong saya mau pulang",
                "paspor saya ditahan bos",
                "lowongan ini penipuan ya",
                "kakinya luka tapi disuruh kerja terus",
            ],
        ),
        ("ms", ["tolong saya nak balik", "diorang tak bagi keluar", "macam mana nak lapor"]),
        (
            "fil",
            [
                "nawawala yung pinsan ko kahapon",
                "pinagtatrabaho kami hanggang madaling araw",
                "pakisabi naman kung ligtas doon",
                "gusto ko na umuwi",
            ],
        ),
        ("hi", ["मुझे घर जाना है", "मेरा पासपोर्ट ले लिया", "mere dost ko chot lagi hai", "kya ye naukri asli hai bhai"]),
        ("ur", ["میری بہن کل سے غائب ہے", "میرا پاسپورٹ لے لیا ہے", "یہاں سب لوگ ڈرے ہوئے ہیں"]),
        ("bn", ["আমাকে বাঁচান", "পাসপোর্ট নিয়ে গেছে", "amake bachan bhai", "ami desh e firte chai"]),
        ("ne", ["मलाई घर जानु छ", "मेरो पासपोर्ट लिएको छ", "mero sathi lai chot lageko cha", "hijo dekhi didi harayeko cha"]),
        ("ta", ["உதவி செய்யுங்கள்", "என் பாஸ்போர்ட்டை எடுத்துவிட்டார்கள்"]),
        ("si", ["උදව් කරන්න", "මගේ පාස්පෝට් එක ගත්තා"]),
        (
            "sw",
            [
                "naomba msaada tafadhali",
                "dada yangu amepotea tangu jana",
                "kazi hii ni ya kweli",
                "bosi anatufanyisha kazi usiku kucha",
            ],
        ),
        ("am", ["እርዱኝ እባካችሁ", "ፓስፖርቴን ወሰዱብኝ", "ወደ ቤቴ መመለስ እፈልጋለሁ"]),
        (
            "ha",
            [
                "ku taimake ni don Allah",
                "yar uwata ta bace tun jiya",
                "ina so in koma gida",
                "shugaban kamfanin yana zagin mu kullum",
            ],
        ),
    ],
)
def test_each_of_the_25_languages_is_known_in_a_few_words(
    polyglot: ScriptThenStatistics, tag: str, texts: list[str]
) -> None:
    assert {text: polyglot.guess(text).tag for text in texts} == dict.fromkeys(texts, tag)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Guten Tag, ist diese Stelle in Thailand wirklich echt?", "de"),
        ("Buongiorno, questa offerta di lavoro è vera?", "it"),
        ("Bu iş ilanı gerçek mi acaba", "tr"),
        ("Чи справжня ця пропозиція роботи", "uk"),
        ("Маған көмектесіңізші", "kk"),
        ("لطفا به من کمک کنید", "fa"),
        ("मला घरी जायचे आहे", "mr"),
        ("助けてください", "ja"),
    ],
)
def test_a_language_that_is_not_served_is_named(polyglot: ScriptThenStatistics, text: str, tag: str) -> None:
    assert polyglot.guess(text).tag == tag


def test_chinese_is_what_is_served() -> None:
    assert serving("en zh-Hans").guess("護照被沒收了").tag == "zh-Hans"
    assert serving("en zh-Hant").guess("护照被没收了").tag == "zh-Hant"


def test_the_sample_is_known_as_well_as_it_was(polyglot: ScriptThenStatistics) -> None:
    """Held apart from building. The floors stand just under what the committed profiles reach."""
    right: dict[str, list[bool]] = defaultdict(list)
    for line in SAMPLE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            tag, text = line.split("\t")
            right[tag].append(polyglot.guess(text[:40]).tag == tag)
    shares = {tag: sum(hits) / len(hits) for tag, hits in right.items()}
    assert sorted(shares) == sorted(EVERY.split())
    assert sum(shares.values()) / len(shares) >= 0.965
    assert min(share for tag, share in shares.items() if tag not in ("id", "ms")) >= 0.9
    assert min(shares["id"], shares["ms"]) >= 0.6


def test_the_same_text_always_gets_the_same_answer(detector: ScriptThenStatistics) -> None:
    text = "Guten Tag, ist diese Stelle in Thailand wirklich echt?"
    assert len({detector.guess(text) for _ in range(20)} | {build_detector(SERVED).guess(text)}) == 1


@pytest.mark.parametrize("text", ["ok", "hi", "no", "passport", "hola", "hai"])
def test_one_short_word_is_never_a_clear_switch(detector: ScriptThenStatistics, text: str) -> None:
    assert not detector.guess(text).clear


def test_a_sentence_is_a_clear_switch(polyglot: ScriptThenStatistics) -> None:
    assert polyglot.guess("no me dejan salir de aquí, ayúdame por favor").clear
    assert polyglot.guess("护照被没收了").clear


@pytest.mark.parametrize(
    "text",
    [
        "\x00" * 50, "\ud800\udfff", "á" * 300, "z\u0300\u0301\u0302\u0303" * 80, "\u202eevil", "\ufdfa" * 500, "ﬃ" * 400,
        "a" * 100_000, " " * 1000, "\ufeff", "1" * 400,
        "@a https://x.example", "𝔥𝔢𝔩𝔭", "ـ" * 100, "\u0f00\u1bc0", "ß" * 300, "İ" * 300,
    ],
)  # fmt: skip
def test_hostile_texts_do_no_harm(polyglot: ScriptThenStatistics, text: str) -> None:
    guess = polyglot.guess(text)
    assert guess.tag
    assert 0 <= guess.confidence <= 1


@given(st.text())
def test_nothing_makes_it_fail(text: str) -> None:
    assert serving(EVERY).guess(text).tag


def test_no_letter_after_the_300th_is_read(detector: ScriptThenStatistics) -> None:
    text = "they do not let me leave the house " * 20
    assert detector.guess(text[:300]) == detector.guess(text)


def test_links_accounts_and_numbers_say_nothing_of_a_language() -> None:
    assert clean("Hola @maria 2500 https://jobs.example/vacancy ana@mail.example") == "hola"


def test_letter_groups_end_where_words_end() -> None:
    assert set(features("ab c").tolist()) >= set(features("c").tolist())
    assert not set(features("ab c").tolist()) & (set(features("abc").tolist()) - set(features("ab a b c").tolist()))


def test_the_artefact_is_numbers_and_names_only() -> None:
    with np.load(ARTEFACT, allow_pickle=False) as arrays:
        kinds = {arrays[name].dtype.kind for name in arrays.files}
    assert kinds <= set("iufU")
    assert ARTEFACT.stat().st_size < 4_000_000
