"""The bot's model against Rasa itself: trained afresh, compared sentence by sentence, silent about people.

Bootstraps Rasa's own environment and takes minutes. Rasa takes "/intent" for a command, so texts go to it as
`as_plain_text` sends them to a server.
"""

import json
import os
import random
import re
import runpy
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import httpx
import numpy as np
import numpy.typing as npt
import pytest

from bot.understanding.model import MOST_READ, IntentModel, Table
from bot.understanding.rankers import MODEL
from bot.understanding.rasa_server import RasaServer, as_plain_text

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]

NLU = Path(__file__).resolve().parents[2] / "nlu"
LOCALES = NLU.parent / "locales"
CLOSE = 1e-3
TIE = 1e-6  # two intents this close together may change places: sums of the same numbers, in another order
ENOUGH = 2000  # other sentences in each language

HOSTILE = [
    "",
    " \u3000\n",
    "😀😭🆘",
    "😀 help 🆘🇹🇭",
    "\u202eplease help\u202c",
    "he\u200blp\u200dme\ufeff",
    "\ud800 help \udfff",
    "\x00\x1b[31m\x1c\x85 help",
    "Z̷̡̢̛" * 200,
    "(" * (MOST_READ - 1) + "5",
    "a" * MOST_READ,
    "help me " * (MOST_READ // 8),
    "ကူညီပါ" * (MOST_READ // 7),
    "救我" * (MOST_READ // 2),
    "我出不去，boss 打我，KK园区 救我",
    '/trapped@0.9{"x": "y"}',
    "/5 men",
    "/",
    "´ ﷺ ¨",
    "ខ្ញុំត្រូវបានគេចាប់ ຊ່ວຍແດ່ ช่วยยยยด้วย ကျွန်တော်",
    "__NUMBER__ 5 10'000.00 5.000,00 ٣٤ ५६ ၅၆ ๓๔ ５６ ²½",
    "İSTANBUL ΑΣ ẞ ǅ ﬁ Ａｂ",
    "https://t.me/x?y=z&a=%20 @me #now a_b__c",
    ":) :-( <3 ¯\\_(ツ)_/¯",
]


@dataclass(frozen=True)
class Rasa:
    """Rasa's environment and its freshly trained archive."""

    python: Path
    archive: Path


def run(*command: str | Path, cache: Path, said: str | None = None) -> str:
    """What a command printed. It must succeed."""
    done = subprocess.run(
        [str(part) for part in command],
        input=said,
        cwd=NLU,
        env=environ(cache),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def environ(cache: Path) -> dict[str, str]:
    """No telemetry, no cache from earlier trainings, and no threads that wait for each other over one short text."""
    one = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return {**os.environ, **one, "RASA_TELEMETRY_ENABLED": "false", "RASA_CACHE_DIRECTORY": str(cache)}


@pytest.fixture(scope="module")
def python() -> Path:
    found = runpy.run_path(str(NLU / "bootstrap.py"))["bootstrap"]()
    assert isinstance(found, Path)
    return found


@pytest.fixture(scope="module")
def rasa(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Rasa:
    """Trained from what lies in `nlu/` now."""
    folder = tmp_path_factory.mktemp("rasa")
    run(python, "-m", "rasa", "train", "nlu", "--out", folder, "--fixed-model-name", "fresh", cache=folder)
    return Rasa(python, folder / "fresh.tar.gz")


@pytest.fixture(scope="module")
def fresh(rasa: Rasa) -> IntentModel:
    """The fresh archive, exported in Rasa's environment."""
    folder = rasa.archive.parent / "exported"
    run(rasa.python, "export.py", rasa.archive, "--to", folder, cache=rasa.archive.parent)
    return IntentModel.load(folder)


@pytest.fixture(scope="module")
def examples() -> dict[str, list[str]]:
    """The training lines of each language."""
    lines: dict[str, list[str]] = {}
    for example in runpy.run_path(str(NLU / "examples.py"))["examples"](NLU):
        lines.setdefault(example.language, []).append(example.text)
    return lines


def recombined(language: str, lines: list[str]) -> list[str]:
    """Sentences made of the halves of two lines, none of them a training line; always the same ones."""
    choice = random.Random(language)
    known, made = set(lines), dict[str, None]()
    for _ in range(50 * ENOUGH):
        first, second = (halves(line)[side] for side, line in enumerate(choice.sample(lines, 2)))
        sentence = first + choice.choice(["", " "]) + second
        if sentence not in known:
            made[sentence] = None
        if len(made) == ENOUGH:
            break
    return list(made)


def halves(line: str) -> tuple[str, str]:
    """Cut at the space nearest the middle, or in the middle of a line that has none."""
    middle = len(line) // 2
    spaces = [found.start() for found in re.finditer(" ", line)]
    cut = min(spaces, key=lambda space: abs(space - middle), default=middle)
    return line[:cut], line[cut:]


def catalogue_texts() -> list[str]:
    """The one-line sentences of all catalogues, as far as there are any."""
    quoted = re.compile(r'^msgstr(?:\[\d\])? (".+")$', re.MULTILINE)
    found = (quoted.findall(file.read_text("utf-8")) for file in sorted(LOCALES.rglob("*.po")))
    return [json.loads(text, strict=False) for texts in found for text in texts if "\\" not in text]


def asked(rasa: Rasa, texts: list[str]) -> list[list[tuple[str, float]]]:
    """Rasa's own parse of each text. Two processes share the work."""
    with ThreadPoolExecutor(2) as both:
        even, odd = both.map(lambda half: parsed(rasa, half), (texts[::2], texts[1::2]))
    answers = [answer for pair in zip_longest(even, odd) for answer in pair if answer is not None]
    assert len(answers) == len(texts)
    return answers


def parsed(rasa: Rasa, texts: list[str]) -> list[list[tuple[str, float]]]:
    lines = "".join(json.dumps(as_plain_text(text)) + "\n" for text in texts)
    said = run(rasa.python, "parity.py", rasa.archive, cache=rasa.archive.parent, said=lines)
    return [json.loads(line) for line in said.splitlines()]


def test_every_sentence_means_to_us_what_it_means_to_rasa(
    rasa: Rasa, fresh: IntentModel, examples: dict[str, list[str]]
) -> None:
    others = {language: recombined(language, lines) for language, lines in examples.items()}
    assert {language: len(made) for language, made in others.items()} == dict.fromkeys(examples, ENOUGH)
    texts = [text for lines in (*examples.values(), *others.values()) for text in lines]
    texts += [*catalogue_texts(), *HOSTILE]
    differing = []
    for text, theirs in zip(texts, asked(rasa, texts), strict=True):
        ours = {scored.intent: scored.confidence for scored in fresh.rank(text)}
        apart = max(abs(ours[intent] - confidence) for intent, confidence in theirs)
        best = next(iter(ours))
        behind = theirs[0][1] - dict(theirs)[best]
        if len(ours) != len(theirs) or apart > CLOSE or behind > TIE:
            differing.append((ascii(text)[:200], apart, theirs[0], best))
    assert differing == []


def test_the_committed_model_is_what_training_gives(fresh: IntentModel) -> None:
    committed = IntentModel.load(MODEL)
    assert committed.fingerprint == fresh.fingerprint
    assert committed.intents == fresh.intents
    assert committed.lengths == fresh.lengths
    np.testing.assert_array_equal(committed.alphabet.numbers, fresh.alphabet.numbers)
    assert committed.most_units == fresh.most_units
    np.testing.assert_allclose(committed.intercept, fresh.intercept, atol=0.01)
    np.testing.assert_allclose(committed.meaning, fresh.meaning, atol=0.02)
    for ours, theirs in ((committed.units, fresh.units), (committed.grams, fresh.grams)):
        np.testing.assert_array_equal(ours.keys, theirs.keys)
        # A weight on the edge between two steps may fall to either side.
        assert (abs(worth(ours) - worth(theirs)) <= 0.005 + ours.steps[:, np.newaxis].astype(np.float64)).all()


def worth(table: Table) -> npt.NDArray[np.float64]:
    return table.weights * table.steps[:, np.newaxis].astype(np.float64)


@pytest.mark.usefixtures("fresh")
def test_the_exporter_gives_the_same_in_the_bots_environment(rasa: Rasa, tmp_path: Path) -> None:
    run(sys.executable, "export.py", rasa.archive, "--to", tmp_path, cache=tmp_path)
    theirs = rasa.archive.parent / "exported"
    assert (tmp_path / "model.json").read_bytes() == (theirs / "model.json").read_bytes()
    names = sorted(file.relative_to(theirs) for file in theirs.rglob("*.np?"))
    assert names == sorted(file.relative_to(tmp_path) for file in tmp_path.rglob("*.np?"))
    for name in names:
        assert (tmp_path / name).read_bytes() == (theirs / name).read_bytes(), name


def test_rasa_finds_nothing_wrong_with_the_data(python: Path, tmp_path: Path) -> None:
    run(python, "-m", "rasa", "data", "validate", "--fail-on-warnings", cache=tmp_path)


def test_word_characters_are_those_of_rasas_regex_package(python: Path, tmp_path: Path) -> None:
    program = r"import regex; print(*(c for c in range(0x110000) if regex.match(r'\w', chr(c))))"
    theirs = run(python, "-c", program, cache=tmp_path)
    ends = (span.split("-") for span in (NLU / "word_characters.txt").read_text("utf-8").split())
    ours = {code for span in ends for code in range(int(span[0], 16), int(span[-1], 16) + 1)}
    assert ours == {int(code) for code in theirs.split()}


@pytest.fixture(scope="module")
def served(rasa: Rasa) -> Iterator[tuple[str, str, Path]]:
    """A real Rasa server, as talkative as it can be asked to be: its address, its token, what it printed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token, printed = secrets.token_hex(8), rasa.archive.parent / "printed.txt"
    command = [str(rasa.python), str(NLU / "serve.py"), "--port", str(port), "--auth-token", token, "--debug"]
    url = f"http://127.0.0.1:{port}"
    with printed.open("wb") as out:
        server = subprocess.Popen(
            [*command, "--model", str(rasa.archive)],
            stdout=out,
            stderr=out,
            env={**environ(rasa.archive.parent), "LOG_LEVEL": "DEBUG", "LOG_LEVEL_LIBRARIES": "DEBUG"},
        )
        try:
            await_ready(server, f"{url}/status", token)
            yield url, token, printed
        finally:
            server.terminate()
            server.wait(30)


def await_ready(server: subprocess.Popen[bytes], url: str, token: str) -> None:
    for _ in range(240):
        assert server.poll() is None, "the Rasa server ended by itself"
        try:
            if httpx.get(url, params={"token": token}, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    pytest.fail("the Rasa server did not get ready")


async def test_the_server_says_what_the_embedded_model_says(
    served: tuple[str, str, Path], fresh: IntentModel, examples: dict[str, list[str]]
) -> None:
    url, token, _ = served
    async with httpx.AsyncClient(trust_env=False) as client:
        await client.post(f"{url}/model/parse", params={"token": token}, json={"text": "warm"}, timeout=30)
        server = RasaServer(client, url, token=token)
        for text in [*(lines[0] for lines in examples.values()), "/trapped", "\ud800 help"]:
            theirs, ours = await server.rank(text), fresh.rank(text)
            assert theirs[0].intent == ours[0].intent
            assert theirs[0].confidence == pytest.approx(ours[0].confidence, abs=CLOSE)


def test_no_message_ever_reaches_rasas_output(served: tuple[str, str, Path]) -> None:
    url, token, printed = served
    mark = f"mark{secrets.token_hex(6)}"
    said = [
        mark,
        f"they hold me {mark}",
        f"/{mark}",
        f"/trapped {mark}",
        f'/trapped{{"{mark}": 1',
        "/" + mark * 50,
    ]
    with httpx.Client(base_url=url, params={"token": token}, trust_env=False, timeout=30) as client:
        for text in said:
            assert client.post("/model/parse", json={"text": text}).status_code == 200
            client.post("/webhooks/rest/webhook", json={"sender": f"{mark}-sender", "message": text})
        client.post("/model/parse", content=f'{{"text": "{mark}'.encode())
        client.post("/model/parse", json={"text": {mark: 1}})
    time.sleep(1)
    assert mark not in printed.read_text("utf-8", errors="replace")
