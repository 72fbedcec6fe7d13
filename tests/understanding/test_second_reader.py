"""The second reader: an opinion on web adverts in English, silence on everything else, and never the verdict alone."""

import logging
from pathlib import Path

import numpy as np
import pytest

from bot.app import Mind
from bot.domain.heard import OfferReading
from bot.domain.inbound import Text
from bot.domain.vetting import RESEMBLES_FRAUD, FoundSign
from bot.evaluation.adverts import read_adverts
from bot.understanding.advert_words import advert_words
from bot.understanding.ngrams import unit_keys
from bot.understanding.second_reader import ARTEFACT, SecondReader, Shelved

TUNING = Path(__file__).parents[1] / "offers" / "tuning"

# Written for this test.
FAKE = (
    "Data Entry Clerk, work from home. We are looking for people who want to earn $2,500 weekly in their spare time. "
    "No experience necessary, training is provided and you can start immediately. All you need is a computer with "
    "internet access and basic typing skills. You will be paid weekly by check or direct deposit. Part time or full time, "
    "you choose your own hours. This is an opportunity to work from the comfort of your own home. Apply using the link "
    "below and you will be contacted by our hiring manager. Positions are limited, so apply today to get started with us."
)
REAL = (
    "Our team of twelve builds maps for hikers, and we are looking for a senior backend engineer to join us in our Berlin "
    "office. You will work closely with our product and design teams, own the search service, and help us to grow from one "
    "million to ten million users. You have several years of experience with Python or Go, you care about tests, and you "
    "like to explain your ideas to other people. We offer a competitive salary, stock options, a budget for conferences and "
    "a great team. We are backed by investors from Europe and the US, and we have offices in Berlin and London."
)


@pytest.fixture(scope="module")
def reader() -> SecondReader:
    return SecondReader.load(ARTEFACT)


def test_it_tells_an_advert_of_a_known_kind_and_quotes_it(reader: SecondReader) -> None:
    fake, real = reader.read(FAKE), reader.read(REAL)
    assert fake is not None
    assert real is not None
    assert fake.tells
    assert not real.tells
    assert real.resembles_fraud < 0.2
    assert FAKE[fake.start : fake.end].startswith("Data Entry")


def test_its_numbers_are_few_enough_to_be_read_by_every_start() -> None:
    assert sum(file.stat().st_size for file in ARTEFACT.iterdir()) < 500_000


def test_the_artefact_still_fits_the_way_that_texts_are_cut(reader: SecondReader) -> None:
    opinion = reader.read(REAL)
    assert opinion is not None
    # Whoever changes how texts are cut or numbered must train it again.
    assert opinion.resembles_fraud == pytest.approx(0.1029, abs=0.0005)


@pytest.mark.parametrize("text", ["", "hello", FAKE[:150], "Quisiera saber si esta oferta es real. " * 20, "!? " * 200])
def test_it_has_no_opinion_on_what_it_does_not_know(text: str, reader: SecondReader) -> None:
    assert reader.read(text) is None


def test_no_chat_advert_in_any_language_gets_its_sign(reader: SecondReader) -> None:
    opinions = [reader.read(advert.text) for advert in read_adverts(TUNING)]
    assert not any(opinion.tells for opinion in opinions if opinion)


async def test_its_sign_stands_where_it_says(mind: Mind) -> None:
    # An emoji and spaces in front: offsets are those of the text as it came.
    text = "  \U0001f4bc  " + FAKE
    reading = (await mind.ear.hear(Text(text), language_hint=None)).reading
    sign = next(sign for sign in reading.signs if sign.id == RESEMBLES_FRAUD)
    assert sign.quote == text[sign.start : sign.end] != ""
    assert reading.resembles_fraud is not None


def test_what_it_thinks_of_a_translation_does_not_count() -> None:
    english = OfferReading(signs=(FoundSign(RESEMBLES_FRAUD, "work from home", 0, 14),), resembles_fraud=0.9)
    both = OfferReading().with_translation(english)
    assert (both.signs, both.resembles_fraud) == ((), None)


def test_votes_are_summed_over_what_is_known_and_evened_for_length() -> None:
    words = ["quick", "money"] * 30
    known = np.sort(unit_keys(["quick", "money"], 2))
    votes = np.where(known == unit_keys(["money"], 1)[0], 4.0, 1.0).astype(np.float16)
    reader = SecondReader("", 0.5, -1.0, known, np.full(3, 2.0, np.float16), votes)
    opinion = reader.read(" ".join(words))
    assert opinion is not None
    assert opinion.resembles_fraud == pytest.approx(1 / (1 + np.exp(1.0 - 6.0 / np.sqrt(12.0))))


def test_without_an_artefact_the_checklist_judges_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    shelved = Shelved(tmp_path)
    with caplog.at_level(logging.WARNING):
        assert [shelved.read(FAKE), shelved.read(FAKE)] == [None, None]
    assert len(caplog.records) == 1


def test_words_are_cut_with_their_places() -> None:
    text = (
        "Earn $2,500 a week! RequirementsMust write to me@mail.example &amp; https://x.example, don't wait #URL_a1# 3 days"
    )
    words = advert_words(text)
    expected = ["earn", "$0", "a", "week", "requirements", "must", "write", "to", "dont", "wait", "0", "days"]
    assert [word.counted for word in words] == expected
    assert [text[word.start : word.end] for word in words][:2] == ["Earn", "$2,500"]
