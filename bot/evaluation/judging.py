"""Lets the house hear each sentence, as it would hear a person."""

from collections.abc import Iterable

from bot.domain.danger import Danger, weigh_danger
from bot.domain.inbound import Text
from bot.evaluation.figures import Judged
from bot.evaluation.sentences import Sentence
from bot.understanding.listening import Ear


async def judge(sentences: Iterable[Sentence], ear: Ear) -> list[Judged]:
    """What `ear` makes of each sentence, and what of it the safety net and the model would make alone."""
    judged = []
    for sentence in sentences:
        heard = await ear.hear(Text(sentence.text), language_hint=None)
        model = weigh_danger(Danger(), tuple((scored.intent, scored.confidence) for scored in heard.ranked))
        judged.append(
            Judged(
                id=sentence.id,
                language=sentence.language,
                intent=sentence.intent,
                guessed=tuple(scored.intent for scored in heard.ranked[:3]),
                confidence=heard.confidence,
                detected=heard.guess.tag,
                urgent=bool(heard.danger.urgent),
                concern=heard.danger.concern,
                net_urgent=bool(heard.net.urgent),
                net_concern=heard.net.concern,
                model_urgent=bool(model.urgent),
                model_concern=model.concern,
            )
        )
    return judged
