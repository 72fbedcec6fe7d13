"""Trains Rasa's own configurations on the same examples and lets Rasa parse the same sentences."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.metrics import f1_score

from bot.errors import WaypostError
from bot.evaluation.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Stock:
    """What a stock configuration reaches; shares 0 to 1."""

    name: str
    macro_f1: float
    in_three: float


def measure_stock(nlu: Path, sentences: Sequence[Sentence], intents: Sequence[str]) -> Iterator[Stock]:
    """One configuration of `nlu/stock` after the other. Raises WaypostError when Rasa's environment is missing."""
    python = nlu / ".venv" / "bin" / "python"
    if not python.exists():
        raise WaypostError("Rasa's environment is not there. Run “python3 nlu/bootstrap.py” in a checkout first.")
    environ = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
    texts = "".join(json.dumps(sentence.text) + "\n" for sentence in sentences)
    for config in sorted((nlu / "stock").glob("*.yml")):
        with tempfile.TemporaryDirectory() as folder:
            train = ["-m", "rasa", "train", "nlu", "--config", str(config), "--out", folder, "--fixed-model-name", "stock"]
            subprocess.run([str(python), *train], cwd=nlu, env=environ, check=True, capture_output=True)
            parse = [str(python), "parity.py", f"{folder}/stock.tar.gz"]
            parsed = subprocess.run(parse, cwd=nlu, env=environ, check=True, capture_output=True, text=True, input=texts)
        ranked = [[intent for intent, _ in json.loads(line)] for line in parsed.stdout.splitlines()]
        meant = [sentence.intent for sentence in sentences]
        first = [ranking[0] if ranking else "" for ranking in ranked]
        yield Stock(
            config.stem,
            float(f1_score(meant, first, labels=intents, average="macro", zero_division=0.0)),
            sum(right in ranking[:3] for right, ranking in zip(meant, ranked, strict=True)) / len(meant),
        )
