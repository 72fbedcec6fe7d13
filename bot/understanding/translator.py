"""Translation by a provider, through deep-translator, off the event loop and never waited for long.

Most of that library's providers get the text inside the address, where proxies and servers write it into their logs. Only
Microsoft's gets it in the body, and the door here lets nothing out to any other address than the two that are known.
No text is logged here, and none is put into an error.
"""

import asyncio
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import requests
from deep_translator import microsoft
from requests.adapters import HTTPAdapter

from bot.errors import Unavailable
from bot.understanding.breaker import Breaker

SERVER = "https://api.cognitive.microsofttranslator.com"
PATIENCE = 3.0  # seconds for a whole translation
AT_ONCE = 4
LONGEST = 5000  # characters; more than any channel brings in one message

# Everything that may stand in an address. A version of the library that puts anything else there gets no further.
_ADDRESS = re.compile(
    re.escape(f"{SERVER}/")
    + r"(languages\?api-version=3\.0&scope=translation|translate\?api-version=3\.0&to=[a-z]{2,3}(-[a-z]{4})?)"
)
# The provider's names for languages are ours in small letters, but for this one.
_CODES = {"pt-BR": "pt"}


class MicrosoftTranslator:
    """`bot.ports.Translator`. `server`: another address of the same service, such as the one that stays in Europe."""

    def __init__(self, key: str, *, region: str | None = None, server: str = SERVER, breaker: Breaker | None = None) -> None:
        self._key, self._region = key, region
        self._breaker = breaker or Breaker(PATIENCE)
        self._threads = ThreadPoolExecutor(AT_ONCE, "translator")
        self._free = threading.BoundedSemaphore(AT_ONCE)
        self._libraries: dict[str, microsoft.MicrosoftTranslator] = {}
        session = requests.Session()
        door = _Door(server.rstrip("/"))
        for way in ("https://", "http://"):
            session.mount(way, door)
        # The library knows no timeout and asks the module `requests`; here it gets a session that looks the same to it.
        microsoft.requests = SimpleNamespace(get=session.get, post=session.post, exceptions=requests.exceptions)

    async def to_english(self, text: str) -> str:
        return await self.into("en", text)

    async def into(self, language: str, text: str) -> str:
        """The translation; the provider finds out what language the text is in. Raises Unavailable."""
        if not self._free.acquire(blocking=False):
            raise Unavailable("the translator has too much to do")
        if not self._breaker.lets_through():
            self._free.release()
            raise Unavailable("the translator failed a moment ago")
        work = self._threads.submit(self._translate, _CODES.get(language, language.lower()), text[:LONGEST])
        # A thread that is no longer waited for still counts until it ends.
        work.add_done_callback(lambda _: self._free.release())
        try:
            async with asyncio.timeout(PATIENCE):
                translated = await asyncio.wrap_future(work)
        except Exception as problem:
            trouble = type(problem).__name__
        else:
            self._breaker.worked()
            return translated
        self._breaker.failed()
        # Raised out here: inside, the library's error would hang on it, and that may hold what the person wrote.
        raise Unavailable(f"the translator gave no sound answer: {trouble}")

    def _translate(self, code: str, text: str) -> str:
        if code not in self._libraries:
            library = microsoft.MicrosoftTranslator(api_key=self._key, region=self._region, target=code)
            # The service finds out the language where none is named; the library's word for that, "auto", it refuses.
            library.source = None
            self._libraries[code] = library
        translated = self._libraries[code].translate(text)
        if not isinstance(translated, str) or not translated.strip():
            raise ValueError("not translated")
        return translated


class _Door(HTTPAdapter):
    """The only way out: to known addresses, for a limited time, and to nobody that an answer points to instead."""

    def __init__(self, server: str) -> None:
        super().__init__(pool_maxsize=AT_ONCE)
        self._server = server

    def send(self, request: requests.PreparedRequest, *arguments: Any, **options: Any) -> requests.Response:
        """Send it, or refuse an address that is not known. The text is only ever in the body."""
        address = (request.url or "").removesuffix("%20")  # the library has a blank there
        if not _ADDRESS.fullmatch(address):
            raise requests.exceptions.InvalidURL("not an address of the translator")
        request.url = self._server + address.removeprefix(SERVER)
        return super().send(request, *arguments, **{**options, "timeout": PATIENCE})
