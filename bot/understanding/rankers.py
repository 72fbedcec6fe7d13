"""Opens the model in this process, or what stands in for it. A Rasa server before it: `rasa_server.py`."""

import logging
from pathlib import Path

from bot.domain.heard import Scored
from bot.understanding.model import IntentModel

MODEL = Path(__file__).with_name("model")

log = logging.getLogger(__name__)


class InProcess:
    """The trained model, behind the port that the house asks through."""

    def __init__(self, model: IntentModel) -> None:
        self._model = model

    async def rank(self, text: str) -> tuple[Scored, ...]:
        """All intents, best first. A parse takes a fraction of a millisecond, so it does not yield."""
        return self._model.rank(text)


class NoModel:
    """Stands in when there is no model: it understands nothing, and the safety net carries on alone."""

    async def rank(self, text: str) -> tuple[Scored, ...]:  # noqa: ARG002
        """Always empty."""
        return ()


def load_model(folder: Path = MODEL) -> IntentModel | None:
    """The trained model; None, with a loud warning, when it is missing or broken."""
    try:
        return IntentModel.load(folder)
    except (OSError, ValueError) as problem:
        log.warning(
            "NO TRAINED MODEL: %s. Only the safety net and the buttons understand people now. "
            "Train and export one: nlu/README.md says how.",
            problem,
        )
        return None
