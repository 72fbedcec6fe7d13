"""Makes `profiles.npz`, what the statistics know of languages:

    uv run python -m bot.language.build [FOLDER …]

from the letter profiles that langdetect ships, the sentences in this repository, `phrases/`, and folders of more text
laid out as `<source>/<language>.txt`, one text a line. Every third line of those is left for measuring, never built from.
docs/understanding.md names the folders the committed file was made with. The same input gives the same file.
"""

import json
import random
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from babel.messages.pofile import read_po
from numpy.typing import NDArray

from bot.language.features import LONGEST, clean, features, number
from bot.language.scripts import main_script
from bot.language.statistics import ARTEFACT

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]

# Languages that people write to us in; they are heard twice as often as others while the weights are learnt.
OURS = "en pcm es pt fr ar ru vi id ms fil hi ur ne sw am ha hi-Latn ur-Latn bn-Latn ne-Latn am-Latn ta-Latn si-Latn"

# The scripts in which letters alone do not name the language, how many letter groups are worth keeping for each,
# and its languages. What is no listed language is not learnt.
SCRIPTS = {
    "LATIN": (
        64_000,
        "en pcm es pt fr vi id ms fil sw ha hi-Latn ur-Latn bn-Latn ne-Latn ar-Latn th-Latn my-Latn zh-Latn km-Latn "
        "am-Latn ta-Latn si-Latn lo-Latn ru-Latn "
        "af az ca ceb cs cy da de eo et eu fi ga gl hr hu ig is it jv ku la lg ln lt lv mg mi nl no om pl ro rw sk sl "
        "sn so sq st su sv tn tr ts tw uz xh yo zu",
    ),
    "CYRILLIC": (8_000, "ru uk be bg mk sr kk ky tg uz mn"),
    "ARABIC": (8_000, "ar fa ur ps sd ug ckb"),
    "DEVANAGARI": (8_000, "hi ne mr"),
    "ETHIOPIC": (4_000, "am ti"),
    # Nearly the same language: what the statistics of all Latin ones give to both, these statistics share out.
    "LATIN.id.ms": (48_000, "id ms"),
}
# How far each text moves the weights: what tells twins apart is rare and easily drowned by what is not.
RATE, RATE_OF_TWINS = 0.15, 0.05

# How sources name what is one language here.
SAME = {
    "tl": "fil", "pt-BR": "pt", "pt-MZ": "pt", "nb": "no", "nn": "no", "bs": "hr", "sr-Latn": "hr",
    "arq": "ar", "ary": "ar", "kir": "ky", "uz-Cyrl": "uz", "ha-NE": "ha",
}  # fmt: skip
# Where people write languages of other scripts in Latin letters.
ROMANISED = ("repository", "phrases", "afrisenti-tweets")
# Single words count little: most are words of several languages. And the language with the most examples here must
# not become the language of everything that people write to a helpline.
WEIGHTS = {"lingua-single-words": 0.15, "lingua-word-pairs": 0.6, "repository": 0.5, "phrases": 3.0}

EPOCHS, PRUNED_AFTER, PER_LANGUAGE = 5, 2, 4000
# How much of naive Bayes the weights start with: its sums are far too sure, as letter groups depend on each other.
START = 0.3


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a language, and from which source."""

    language: str
    source: str
    text: str


def main(folders: Sequence[str]) -> None:
    """Learn and write."""
    texts = [*_repository(), *_phrases(), *(text for folder in folders for text in _folder(Path(folder)))]
    by_script: dict[str, dict[str, list[Text]]] = {script: defaultdict(list) for script in SCRIPTS}
    for text in texts:
        script, _ = main_script(text.text)
        if script in SCRIPTS:
            listed = SCRIPTS[script][1].split()
            in_latin = f"{text.language}-Latn"
            language = in_latin if script == "LATIN" and in_latin in listed else text.language
            # In public text the Latin lines of such a language are names and English.
            if language in listed and (language != in_latin or text.source in ROMANISED):
                by_script[script][language].append(text)
    by_script["LATIN.id.ms"] = by_script["LATIN"]
    arrays: dict[str, Any] = {}
    for script, (kept, languages) in SCRIPTS.items():
        heard = [language for language in languages.split() if by_script[script].get(language)]
        sys.stderr.write(f"{script}: { ({language: len(by_script[script][language]) for language in heard}) }\n")
        keys, weights, bias = _learn(heard, by_script[script], kept, RATE_OF_TWINS if "." in script else RATE)
        scale = float(np.abs(weights).max()) / 127
        arrays[f"{script}.languages"] = np.array(heard)
        arrays[f"{script}.keys"] = keys
        arrays[f"{script}.weights"] = np.rint(weights / scale).astype(np.int8)
        arrays[f"{script}.bias"] = bias.astype(np.float32)
        arrays[f"{script}.scale"] = np.array(scale)
    hans, hant = _telling_han()
    arrays["HAN.simplified"], arrays["HAN.traditional"] = np.array(hans), np.array(hant)
    np.savez_compressed(ARTEFACT, **arrays)


def held_apart(number: int) -> bool:
    """Whether a line of a folder's file, counted from 0, is for measuring."""
    return number % 3 == 2


def _folder(folder: Path) -> Iterator[Text]:
    for file in sorted(folder.glob("*/*.txt")):
        language = SAME.get(file.stem, file.stem)
        for at, line in enumerate(file.read_text("utf-8").splitlines()):
            if not held_apart(at) and line.strip():
                yield Text(language, file.parent.name, line.strip())


def _phrases() -> Iterator[Text]:
    for file in sorted((HERE / "phrases").glob("*.txt")):
        for line in file.read_text("utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                yield Text(file.stem.removesuffix("-Latn"), "phrases", line.strip())


def _repository() -> Iterator[Text]:
    """Examples, cues and translations. People mix English into every language: its lines are not taken for that language."""
    english = [*_examples("en"), *_cues("en")]
    words = {word for text in english for word in clean(text).split()}
    for language in sorted(folder.name for folder in (REPOSITORY / "nlu" / "data").iterdir() if folder.is_dir()):
        tag = language.split("-")[0]
        for text in (*_examples(language), *_cues(language), *_catalogue(language)):
            own = clean(text).split()
            if not own or (tag != "en" and sum(word in words for word in own) * 2 >= len(own)):
                continue
            yield Text(SAME.get(tag, tag), "repository", text)


def _examples(language: str) -> Iterator[str]:
    for file in sorted((REPOSITORY / "nlu" / "data" / language).glob("*.yml")):
        for group in yaml.safe_load(file.read_text("utf-8"))["nlu"]:
            for line in group["examples"].splitlines():
                yield re.sub(r"\[([^\]]*)\](\([^)]*\)|\{[^}]*\})", r"\1", line.removeprefix("- "))


def _cues(language: str) -> Iterator[str]:
    """Pieces of cues: what stands between the signs that make one cue of many wordings."""
    file = REPOSITORY / "content" / "cues" / f"{language}.yaml"
    if file.exists():
        for quoted in re.findall(r'"([^"\n]+)"', file.read_text("utf-8")):
            yield from (piece.strip() for piece in re.split(r"[()|.…]+", quoted) if len(piece.strip()) > 8)


def _catalogue(language: str) -> Iterator[str]:
    file = REPOSITORY / "locales" / language / "LC_MESSAGES" / "waypost.po"
    if file.exists():
        with file.open("rb") as source:
            for message in read_po(source):
                if message.id and isinstance(message.string, str) and message.string:
                    yield re.sub(r"\{[^}]*\}", " ", message.string)


def _profile(language: str) -> dict[str, float]:
    """langdetect's profile of a language in lower case: how often each group of 1 to 3 letters is seen in a thousand."""
    spec = find_spec("langdetect")
    name = {"fil": "tl"}.get(language, language)
    file = Path(str(spec and spec.origin)).parent / "profiles" / name
    if not file.is_file():
        return {}
    profile = json.loads(file.read_text("utf-8"))
    shares: dict[str, float] = defaultdict(float)
    for group, count in profile["freq"].items():
        shares[group.lower()] += 1000 * count / profile["n_words"][len(group) - 1]
    return shares


def _telling_han() -> tuple[str, str]:
    """Characters that only simplified, and that only traditional Chinese writes, by the two national character sets."""
    every = [chr(code) for code in range(0x4E00, 0x9FA6)]
    simplified = {char for char in every if _in(char, "gb2312")}
    traditional = {char for char in every if _in(char, "big5")}
    return "".join(sorted(simplified - traditional)), "".join(sorted(traditional - simplified))


def _in(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _learn(
    languages: Sequence[str], texts: dict[str, list[Text]], kept: int, rate: float
) -> tuple[NDArray[np.uint32], NDArray[np.float32], NDArray[np.float32]]:
    """Keys of letter groups, and for each and each language a weight: naive Bayes first, then logistic regression."""
    rng = random.Random(7)
    keys, start = _naive_bayes(languages, texts)
    model = _Model(keys, start, np.zeros(len(languages), np.float32))
    for epoch in range(EPOCHS):
        _epoch(model, languages, texts, rng, rate * (1 - epoch / EPOCHS))
        sys.stderr.write(f"  {epoch}: loss {model.loss:.4f}, {len(model.keys)} letter groups\n")
        if epoch == PRUNED_AFTER - 1:
            # What moves no answer is dropped; the rest learns to do without it.
            best = np.sort(np.argsort(-(np.ptp(model.weights, axis=1) * np.sqrt(model.seen + 1)))[:kept])
            model = _Model(model.keys[best], model.weights[best], model.bias, model.squares[best])
    return model.keys, model.weights, model.bias


class _Model:
    """The weights while they are learnt."""

    def __init__(
        self,
        keys: NDArray[np.uint32],
        weights: NDArray[np.float32],
        bias: NDArray[np.float32],
        squares: NDArray[np.float32] | None = None,
    ) -> None:
        self.keys, self.weights, self.bias = keys, weights, bias
        self.squares = np.full(len(keys), 1.0, np.float32) if squares is None else squares
        self.seen = np.zeros(len(keys), np.float32)
        self.loss = 0.0

    def rows(self, cleaned: str) -> NDArray[np.intp]:
        """Where the letter groups of a text stand."""
        found = features(cleaned)
        at = np.minimum(self.keys.searchsorted(found), len(self.keys) - 1)
        rows: NDArray[np.intp] = at[self.keys[at] == found]
        return rows

    def learn(self, cleaned: str, language: int, rate: float) -> None:
        """One step of adaptive gradient descent."""
        rows = self.rows(cleaned)
        if not len(rows):
            return
        scores = self.weights[rows].sum(axis=0) + self.bias
        scores -= scores.max()
        gradient = np.exp(scores)
        gradient /= gradient.sum()
        self.loss += 0.0005 * (-float(np.log(gradient[language] + 1e-9)) - self.loss)
        gradient[language] -= 1
        self.squares[rows] += float(gradient @ gradient)
        self.seen[rows] += 1
        self.weights[rows] -= (rate / np.sqrt(self.squares[rows]))[:, None] * gradient
        self.bias -= 0.002 * rate * gradient


def _naive_bayes(languages: Sequence[str], texts: dict[str, list[Text]]) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """Letter groups seen in two texts or in a profile, and how much likelier each is in a language than on average."""
    shares: list[dict[int, float]] = []
    seen: dict[int, int] = defaultdict(int)
    for language in languages:
        counted: dict[int, float] = defaultdict(float)
        total = 0
        for text in texts[language]:
            found = features(clean(text.text)).tolist()
            total += len(found)
            for key in found:
                counted[key] += 1
                seen[key] += 1
        # Per thousand letter groups of one length there are about LONGEST thousand in all.
        for key in counted:
            counted[key] *= 1000 * LONGEST / (total + 20_000)
        for group, share in _profile(language).items():
            if (key := _key(group)) is not None:
                counted[key] = (counted[key] + share) / 2
                seen[key] += 2
        shares.append(counted)
    keys = np.array(sorted(key for key, count in seen.items() if count > 1), np.uint32)
    place = {key: at for at, key in enumerate(keys.tolist())}
    logs = np.full((len(keys), len(languages)), np.log(0.05), np.float32)
    for column, counted in enumerate(shares):
        for key, share in counted.items():
            if (at := place.get(key)) is not None:
                logs[at, column] = np.log(0.05 + share)
    return keys, START * (logs - logs.mean(axis=1, keepdims=True))


def _key(group: str) -> int | None:
    """The number of a letter group as langdetect writes it, or None when it spans two words or is no letter."""
    if not group.strip() or " " in group.strip():
        return None
    return number(group)


def _epoch(model: _Model, languages: Sequence[str], texts: dict[str, list[Text]], rng: random.Random, rate: float) -> None:
    """Every language is heard equally often, the served ones twice, in pieces of a few words as people type them."""
    lessons: list[tuple[str, int]] = []
    for column, language in enumerate(languages):
        pool = texts[language]
        sizes: dict[str, int] = defaultdict(int)
        for text in pool:
            sizes[text.source] += 1
        weights = [WEIGHTS.get(text.source, 1.0) * sizes[text.source] ** -0.4 for text in pool]
        wanted = min(PER_LANGUAGE, 12 * len(pool)) // (1 if language in OURS.split() else 2)
        lessons += [(_piece(text.text, rng), column) for text in rng.choices(pool, weights, k=wanted)]
    rng.shuffle(lessons)
    for piece, column in lessons:
        model.learn(piece, column, rate)


def _piece(text: str, rng: random.Random) -> str:
    words = text.split()
    count = rng.choice((1, 2, 3, 4, 5, 6, 7, 8, 12, 40))
    begin = rng.randrange(max(1, len(words) - count + 1))
    piece = clean(" ".join(words[begin : begin + count]))
    return _without_accents(piece) if rng.random() < 0.2 else piece


def _without_accents(text: str) -> str:
    """As people type who have no accents on their keyboard; other scripts keep their marks."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return unicodedata.normalize("NFC", re.sub(r"(?<=[a-z])[\u0300-\u036f]+", "", plain))


if __name__ == "__main__":
    main(sys.argv[1:])
