"""Measures the detectors side by side on the texts held apart from building: accuracy, seconds and memory.

uv run python tests/language/compare_detectors.py FOLDER [ours|restricted|unrestricted|langdetect …]
"""

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np  # noqa: F401  (the bot has it loaded anyway)
import psutil

from bot.domain.languages import Language
from bot.language.build import held_apart

SERVED = "en es pt-BR fr ar ru zh-Hans zh-Hant th my km lo vi id ms fil hi ur bn ne ta si sw am ha"
TRUTH = {
    "pt": "pt-BR", "pt-MZ": "pt-BR", "zh": "zh-Hans", "tl": "fil", "pcm": "en", "ha-NE": "ha", "nb": "no", "nn": "no",
    "bs": "hr", "kir": "ky", "arq": "ar", "ary": "ar", "uz-Cyrl": "uz",
}  # fmt: skip
LETTERS = 40


def ours() -> Callable[[str], str]:
    from bot.language.detection import build_detector

    detector = build_detector({tag: Language(tag, "", "", "", (), ()) for tag in SERVED.split()})
    return lambda text: detector.guess(text).tag


def _langid(restricted: bool) -> Callable[[str], str]:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    codes = {tag.split("-")[0].replace("fil", "tl") for tag in SERVED.split()}
    if restricted:
        model.set_languages([code for code in model.nb_classes if code in codes])
    return lambda text: _as_served(model.classify(text)[0])


def _langdetect() -> Callable[[str], str]:
    from langdetect import DetectorFactory, LangDetectException, detect

    DetectorFactory.seed = 0

    def named(text: str) -> str:
        try:
            return _as_served(detect(text))
        except LangDetectException:
            return "und"

    return named


def _as_served(code: str) -> str:
    return {"zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-tw": "zh-Hant", "pt": "pt-BR", "tl": "fil"}.get(code, code)


DETECTORS = {
    "ours": ours,
    "restricted": lambda: _langid(True),
    "unrestricted": lambda: _langid(False),
    "langdetect": _langdetect,
}


def say(*parts: object) -> None:
    sys.stdout.write(" ".join(map(str, parts)) + "\n")


def main(folder: Path, names: list[str]) -> None:
    memory = psutil.Process().memory_info
    texts = [
        (file.parent.name, TRUTH.get(file.stem, file.stem), line.strip()[:LETTERS])
        for file in sorted(folder.glob("*/*.txt"))
        for number, line in enumerate(file.read_text("utf-8").splitlines())
        if held_apart(number) and line.strip()
    ]
    columns = {}
    for name in names or list(DETECTORS):
        before, start = memory().rss, time.perf_counter()
        detector = DETECTORS[name]()
        detector("a first text")
        loaded, used = time.perf_counter() - start, memory().rss - before
        times, right, all_, taken = [], Counter(), Counter(), defaultdict(Counter)
        for source, truth, text in texts:
            start = time.perf_counter()
            found = detector(text)
            times.append(time.perf_counter() - start)
            kind = source if source in ("lingua-single-words", "lingua-word-pairs") else "texts"
            all_[kind, truth] += 1
            right[kind, truth] += found == truth
            if found != truth:
                taken[kind, truth][found] += 1
        columns[name] = (right, all_, taken)
        say(
            f"{name}: {loaded * 1e3:.0f} ms to load, {used / 1e6:.1f} MB, "
            f"{sorted(times)[len(times) // 2] * 1e6:.0f} µs median, {sorted(times)[int(len(times) * 0.99)] * 1e6:.0f} µs p99"
        )
        for kind in dict.fromkeys(kind for kind, _ in all_):
            shares = {t: right[kind, t] / all_[kind, t] for t in SERVED.split() if all_[kind, t]}
            others = [t for k, t in all_ if k == kind and t not in SERVED.split()]
            hit = sum(right[kind, t] for t in others) / max(1, sum(all_[kind, t] for t in others))
            as_served = sum(taken[kind, t][s] for t in others for s in SERVED.split()) / max(
                1, sum(all_[kind, t] for t in others)
            )
            say(
                f"  {kind}: macro {sum(shares.values()) / len(shares):.4f} over {len(shares)}; "
                f"not served: named {hit:.3f}, called a served one {as_served:.3f}"
            )
    for kind in dict.fromkeys(kind for kind, _ in all_):
        say(kind)
        for tag in SERVED.split():
            if all_[kind, tag]:
                say(
                    f"| {tag} | {all_[kind, tag]} | "
                    + " | ".join(f"{right[kind, tag] / all_[kind, tag]:.3f}" for right, all_, _ in columns.values()),
                    "|",
                    dict(next(iter(columns.values()))[2][kind, tag].most_common(5)),
                )


main(Path(sys.argv[1]), sys.argv[2:])
