"""Microsoft's translator as it answers on the wire, on loopback: it takes and refuses what the real one does."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY = "right-key"
LANGUAGES = {
    "en": {"name": "English"},
    "ko": {"name": "Korean"},
    "kk": {"name": "Kazakh"},
    "pt": {"name": "Portuguese (Brazil)"},
    "th": {"name": "Thai"},
    "zh-Hans": {"name": "Chinese Simplified"},
}


@dataclass
class Provider:
    """`english`: what it knows to translate. `instead`: status, headers and body to answer translations with.

    While `hangs` is set it takes requests and says nothing. `heads` and `bodies` are what came.
    """

    english: dict[str, str] = field(default_factory=dict)
    instead: tuple[int, dict[str, str], bytes] | None = None
    hangs: bool = False
    url: str = ""
    heads: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)

    @property
    def asked(self) -> list[str]:
        """The texts that were to be translated."""
        return [json.loads(body)[0]["text"] for body in self.bodies if body]

    def answer(self, path: str, headers: dict[str, str], body: str) -> tuple[int, dict[str, str], bytes]:
        asked = urlsplit(path)
        query = parse_qs(asked.query)
        if asked.path == "/languages" and query.get("api-version") == ["3.0"]:
            return 200, {}, json.dumps({"translation": LANGUAGES}).encode()
        if asked.path != "/translate":
            return 404, {}, b""
        if self.hangs:
            self.let_go.wait(20)
        return self.instead or self._translation(query, headers, body)

    def _translation(
        self, query: dict[str, list[str]], headers: dict[str, str], body: str
    ) -> tuple[int, dict[str, str], bytes]:
        def refused(status: int, code: int) -> tuple[int, dict[str, str], bytes]:
            # The real one repeats parts of what it was sent.
            return status, {}, json.dumps({"error": {"code": code, "message": f"The request is not valid: {body}"}}).encode()

        if headers.get("ocp-apim-subscription-key") != KEY:
            return refused(401, 401000)
        if query.get("api-version") != ["3.0"]:
            return refused(400, 400021)
        if not set(query.get("from", [])) <= set(LANGUAGES):
            return refused(400, 400035)
        if not set(query.get("to", ["none"])) <= {code.lower() for code in LANGUAGES}:
            return refused(400, 400036)
        if not headers.get("content-type", "").startswith("application/json"):
            return refused(415, 415000)
        texts = json.loads(body)
        if not isinstance(texts, list) or not texts or not all(isinstance(each, dict) and "text" in each for each in texts):
            return refused(400, 400074)
        if sum(len(each["text"]) for each in texts) > 50_000:
            return refused(400, 400077)
        said = [{"translations": [{"text": self.english.get(each["text"], "?"), "to": "en"}]} for each in texts]
        return 200, {"content-type": "application/json; charset=utf-8"}, json.dumps(said).encode()


@contextmanager
def providing(provider: Provider) -> Iterator[Provider]:
    """The provider, listening at its `url`."""

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0))).decode()
            provider.heads.append(f"{self.requestline}\n{self.headers}")
            provider.bodies.append(body)
            status, extra, answer = provider.answer(self.path, headers, body)
            self.send_response(status)
            for name, value in {**extra, "content-length": str(len(answer)), "connection": "close"}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = _do

        def log_message(self, *_: object) -> None:
            """Keep the terminal quiet."""

        def handle(self) -> None:
            # Whoever asked may have left meanwhile.
            with suppress(ConnectionError):
                super().handle()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield provider
        provider.let_go.set()
        server.shutdown()
        thread.join()
