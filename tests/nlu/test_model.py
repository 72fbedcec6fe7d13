"""The committed model: whole, current, small, and afraid of no text."""

import json
import runpy
import shutil
from pathlib import Path

import numpy as np
import pytest

from bot.understanding.model import IntentModel
from bot.understanding.ngrams import Alphabet, unit_keys
from bot.understanding.rankers import MODEL, InProcess, NoModel, load_model
from bot.understanding.tokens import Tokenizer, units

ROOT = Path(__file__).resolve().parents[2]

HOSTILE = {
    "empty": "",
    "blank": " \t\n\u3000",
    "lone surrogates": "\ud800 help \udfff",
    "a megabyte": "help me " * 131_072,
    "a megabyte without a space": "က" * 1_048_576,
    "a wall of brackets before a digit": "(" * 1_048_575 + "5",
    "emoji only": "😀😭🆘🇹🇭 👍🏽",
    "right-to-left override": "\u202eplease help\u202c",
    "zero width": "he\u200blp\u200d\ufeff",
    "combining marks": "Z̷̡̢̛" * 500,
    "control characters": "\x00\x1b[31m\x1c\x85",
    "a command to Rasa": '/trapped@0.9{"x": "y"}',
    "beyond the model's alphabet": "𒀀𒁀 ꙮ \U0010ffff",
}


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return IntentModel.load(MODEL)


def test_the_model_was_made_from_the_data_on_disk(model: IntentModel) -> None:
    fingerprint = runpy.run_path(str(ROOT / "nlu" / "fingerprint.py"))["fingerprint"]
    assert model.fingerprint == fingerprint(ROOT / "nlu"), (
        "the training data has moved on: train and export again (nlu/README.md)"
    )


def test_the_model_knows_the_intents_of_the_domain(model: IntentModel) -> None:
    lines = (ROOT / "nlu" / "domain.yml").read_text("utf-8").partition("intents:\n")[2].splitlines()
    wanted = {line.removeprefix("  - ") for line in lines if line.startswith("  - ")}
    assert len(wanted) == 31
    assert set(model.intents) == wanted


def test_the_artefact_is_small_and_holds_no_pickle() -> None:
    files = [file for file in MODEL.rglob("*") if file.is_file()]
    assert {file.suffix for file in files} == {".json", ".npy", ".npz"}
    assert sum(file.stat().st_size for file in files) < 30_000_000
    for file in files:
        if file.suffix == ".npy":
            assert np.load(file, allow_pickle=False).dtype.kind in "fiu", file


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_text_gets_a_whole_ranking(model: IntentModel, text: str) -> None:
    ranked = model.rank(text)
    assert {scored.intent for scored in ranked} == set(model.intents)
    assert sum(scored.confidence for scored in ranked) == pytest.approx(1.0)
    assert list(ranked) == sorted(ranked, key=lambda scored: -scored.confidence)


def test_a_command_to_rasa_is_no_command_to_us(model: IntentModel) -> None:
    assert model.rank("/goodbye")[0].confidence < 1.0
    assert model.rank("/goodbye") == model.rank("\u200b/goodbye")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Can't LEAVE, boss-man!", "cant leave , boss - man !"),
        ("pay 5000 or A5?", "pay __number__ or a5 ?"),
        ("ayúdenme por favor", "ayudenme por favor"),
        ("heeeelp, seee", "help , se"),
        ("5000000", "__number__"),
        ("ｈｅ\u200bｌｐ", "help"),
        ("help 🆘🆘", "help 🆘 🆘"),
        (":)", ": )"),
        ("फँसा", "फंसा"),
        ("ออกไปไม่ได้ครับ", "ออกไปไม่ได้ครับ"),
        ("我出不去，救我", "我出不去 , 救我"),
        ("我出不去 help", "我出不去 help"),
        ("", ""),
    ],
)
def test_every_word_and_sign_is_kept_in_one_form(model: IntentModel, text: str, cleaned: str) -> None:
    assert model.tokenizer.clean(text) == cleaned


def test_a_token_tells_where_it_stood(model: IntentModel) -> None:
    assert model.tokenizer.tokens("救我 SOS!") == [(0, "救我", "救我"), (3, "SOS", "sos"), (6, "!", "!")]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("they hit me", ["they", "hit", "me"]),
        ("मुझे बचाओ", ["मुझे", "बचाओ"]),
        ("救我 kk園", ["救", "我", "kk", "園"]),
        ("ช่วยด้วย", ["ช่", "ว", "ย", "ด้", "ว", "ย"]),
        ("ကျွန်တော် ပစ္စည်း", ["ကျွ", "န်", "တော်", "ပ", "စ္စ", "ည်း"]),
        ("ខ្ញុំ", ["ខ្ញុំ"]),
        ("ຊ່ວຍ", ["ຊ່", "ວ", "ຍ"]),
        ("", []),
    ],
)
def test_scripts_without_spaces_are_cut_into_clusters(text: str, cut: list[str]) -> None:
    assert units(text) == cut


def test_word_characters_are_closed_ranges() -> None:
    assert Tokenizer.with_word_characters("61-63 78").clean("abc-x") == "abc - x"


def test_character_keys_count_inside_words_and_repeat() -> None:
    alphabet = Alphabet.of(" ab")
    once = alphabet.keys(["ab"], 2, 3).tolist()
    twice = alphabet.keys(["ab", "ab"], 2, 3).tolist()
    known: list[int] = [key for key in twice if 0 not in digits(key, alphabet.base)]
    assert len(once) == 5  # " a", "ab", "b ", " ab", "ab "
    assert sorted(known) == sorted(2 * once)
    assert len(alphabet.keys(["a"], 1, 4)) == 6


def digits(key: int, base: int) -> list[int]:
    """The characters in a key; 0 stands for an unknown one, and for the border between two words."""
    found = []
    while key > 1:
        key, digit = divmod(key, base)
        found.append(digit)
    return found


def test_unit_keys_take_any_word_and_mind_the_order() -> None:
    assert len(set(unit_keys(["a", "b", "\ud800", ""], 1).tolist())) == 4
    assert unit_keys([], 2).tolist() == []
    there, back = unit_keys(["a", "b"], 2), unit_keys(["b", "a"], 2)
    assert len(there) == 3
    assert set(there.tolist()) & set(back.tolist()) == set(there[:2].tolist())


def test_a_missing_or_broken_model_is_said_loudly_and_survived(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert load_model(tmp_path) is None
    (tmp_path / "model.json").write_text(json.dumps({"intents": []}), "utf-8")
    assert load_model(tmp_path) is None
    shutil.copytree(MODEL, tmp_path, dirs_exist_ok=True)
    (tmp_path / "encoder" / "rows.npy").write_bytes(b"\x93NUMPY")
    assert load_model(tmp_path) is None
    assert caplog.text.count("NO TRAINED MODEL") == 3


async def test_without_a_model_nothing_is_understood() -> None:
    assert await NoModel().rank("help") == ()


async def test_the_house_asks_the_model_through_its_port(model: IntentModel) -> None:
    assert await InProcess(model).rank("hello") == model.rank("hello")
