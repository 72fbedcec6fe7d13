"""Keeps the second backend: a running Rasa server, never waited for longer than the person would notice.

No text is logged here, and none is put into an error.
"""

import asyncio
import json
import logging

import httpx

from bot.domain.heard import Scored
from bot.errors import Unavailable
from bot.ports import IntentRanker
from bot.understanding.breaker import Breaker
from bot.understanding.model import MOST_READ

PATIENCE = 0.4  # seconds for a whole answer, so that the fallback still comes within half a second
LONGEST_ANSWER = 256 * 1024  # bytes


class RasaServer:
    """Asks `POST {url}/model/parse`. Raises Unavailable when no sound answer comes in time."""

    def __init__(self, client: httpx.AsyncClient, url: str, *, token: str = "", breaker: Breaker | None = None) -> None:
        # httpx writes each address into its log, and Rasa wants its token in the address.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._client = client
        self._url = f"{url.rstrip('/')}/model/parse"
        self._query = {"token": token} if token else {}
        self._breaker = breaker or Breaker(PATIENCE)

    async def rank(self, text: str) -> tuple[Scored, ...]:
        """The server's ranking, best first. While the server rests, Unavailable comes at once."""
        if not self._breaker.lets_through():
            raise Unavailable("the Rasa server failed a moment ago")
        try:
            async with asyncio.timeout(PATIENCE):
                ranking = ranking_in(await self._answer(text))
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError, RecursionError) as problem:
            self._breaker.failed()
            # Not the cause: it may hold the request, and the request holds what the person wrote.
            raise Unavailable(f"the Rasa server gave no sound answer: {type(problem).__name__}") from None
        self._breaker.worked()
        return ranking

    async def _answer(self, text: str) -> bytes:
        body = json.dumps({"text": as_plain_text(text)}).encode("ascii")  # escapes lone surrogates
        headers = {"content-type": "application/json", "accept-encoding": "identity"}
        post = self._client.stream("POST", self._url, params=self._query, content=body, headers=headers)
        async with post as response:
            if response.status_code != httpx.codes.OK:
                raise ValueError("not answered")
            answer = bytearray()
            async for chunk in response.aiter_bytes():
                answer += chunk
                if len(answer) > LONGEST_ANSWER:
                    raise ValueError("too long")
            return bytes(answer)


class WithFallback:
    """Asks one ranker, and the other one whenever the first is unavailable."""

    def __init__(self, first: IntentRanker, otherwise: IntentRanker) -> None:
        self._first, self._otherwise = first, otherwise

    async def rank(self, text: str) -> tuple[Scored, ...]:
        """Always an answer, as long as the second ranker has one."""
        try:
            return await self._first.rank(text)
        except Unavailable:
            return await self._otherwise.rank(text)


def as_plain_text(text: str) -> str:
    """The text such that Rasa never takes it for a command: a leading `/trapped` would be one.

    The invisible space falls away again in the tokenizer (`nlu/components/`), so nothing else changes.
    """
    plain = text[:MOST_READ].strip()
    return f"\u200b{plain}" if plain.startswith("/") else plain


def ranking_in(answer: bytes) -> tuple[Scored, ...]:
    """The ranking in an answer of `/model/parse`, best first. Raises ValueError for anything else."""
    parsed = json.loads(answer)
    ranking = parsed.get("intent_ranking") if isinstance(parsed, dict) else None
    if not isinstance(ranking, list) or not ranking:
        raise ValueError("no ranking")
    found = [scored_in(entry) for entry in ranking]
    if len({each.intent for each in found}) != len(found):
        raise ValueError("an intent twice")
    return tuple(sorted(found, key=lambda each: -each.confidence))


def scored_in(entry: object) -> Scored:
    """One entry of a ranking. Raises ValueError unless it is a name with a number from 0 to 1."""
    match entry:
        case {"name": str(name), "confidence": float() | int() as confidence} if 0 <= confidence <= 1:
            return Scored(name, float(confidence))
    raise ValueError("not an entry of a ranking")
