"""The reader of whole offers: sees a lure in words that no cue knows, quotes it, and never judges alone."""

import logging
from pathlib import Path

import pytest

from bot.app import Mind
from bot.domain.inbound import Text
from bot.domain.offers import judge_text
from bot.domain.vetting import READS_LIKE_A_LURE, Level, weigh
from bot.understanding.lure_reader import ARTEFACT, LureReader, reads_lures
from bot.understanding.model import IntentModel
from bot.understanding.rankers import load_model

# Written for this test.
LURE = (
    "Hello dear, my cousin is already over there and needs ten more people who can chat in English. They send the ticket, "
    "you land in Bangkok and somebody brings you on by car. Do not worry about papers. You sit at a computer and write to "
    "customers."
)
HONEST = (
    "The municipal hospital is looking for two nurses for the night shift. Salary by collective agreement, thirty days of "
    "leave, a room in the staff house if you need one. Please send your certificates to the personnel office by the end of "
    "the month."
)


@pytest.fixture(scope="module")
def model() -> IntentModel:
    loaded = load_model()
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def reader(model: IntentModel) -> LureReader:
    return LureReader.load(ARTEFACT, model.vector)


def test_it_tells_a_lure_from_an_honest_offer_and_quotes_one_sentence(reader: LureReader) -> None:
    telling = reader.telling(LURE)
    assert telling is not None
    quote = LURE[slice(*telling)]
    assert "\n" not in quote
    assert reader.likeness(quote) == max(reader.likeness(sentence.strip()) for sentence in LURE.split(".") if sentence)
    assert reader.telling(HONEST) is None


@pytest.mark.parametrize("text", ["", " ", "...", "\n\n", "🙂"])
def test_a_text_without_a_sentence_is_no_lure_to_quote(text: str, model: IntentModel) -> None:
    eager = LureReader(-1e9, LureReader.load(ARTEFACT, model.vector).worth, model.vector)
    telling = eager.telling(text)
    assert telling is None or text[slice(*telling)].strip()


def test_the_artefact_still_fits_the_encoder(reader: LureReader) -> None:
    # Whoever trains the encoder anew, or changes how texts are cut, must train this reader again.
    assert reader.likeness(LURE) - reader.least == pytest.approx(4.366, abs=0.001)


async def test_it_counts_beside_a_sign_that_was_said_and_never_alone(mind: Mind) -> None:
    alone = weigh([READS_LIKE_A_LURE], checklist=mind.library.checklist, combinations=mind.library.combinations)
    assert alone.level is Level.FEW_SIGNS
    heard = await mind.ear.hear(Text(LURE), language_hint=None)
    assert READS_LIKE_A_LURE in {sign.id for sign in heard.reading.signs}
    assert judge_text(heard, mind.library).level in (Level.HIGH, Level.DANGER)


def test_without_model_or_artefact_the_other_signs_judge_alone(
    model: IntentModel, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert reads_lures(None)(LURE) is None
    assert not caplog.records
    for broken in (None, "", "{}", '{"least": 0, "worth": ["x"]}'):
        file = tmp_path / "lure_reader.json"
        if broken is not None:
            file.write_text(broken, "utf-8")
        with caplog.at_level(logging.WARNING):
            assert reads_lures(model.vector, file)(LURE) is None
        assert "No reader of whole offers" in caplog.text
        caplog.clear()
