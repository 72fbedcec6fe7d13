"""Turns the archive that `rasa train nlu` made into the small artefact that the bot runs.

    python export.py [ARCHIVE] [--to FOLDER]

Needs NumPy and the standard library, neither Rasa nor pickle: the archive holds its vocabularies as JSON and
its numbers as plain arrays. Without ARCHIVE it takes the newest one in `models/`.
"""

import argparse
import io
import json
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

NLU = Path(__file__).resolve().parent
MODEL = NLU.parent / "bot" / "understanding" / "model"
ENCODER = MODEL / "encoder"
sys.path.append(str(MODEL.parent))  # `bot` itself needs a newer Python than Rasa

from components.rounding import in_steps  # noqa: E402
from encoder import Encoder  # noqa: E402
from fingerprint import fingerprint  # noqa: E402
from ngrams import Alphabet, unit_keys  # noqa: E402

# What the bot's model knows how to do. Any other value in config.yml would be silently wrong there.
COUNTING = {
    "use_shared_vocab": False,
    "strip_accents": None,
    "stop_words": None,
    "lowercase": True,
    "OOV_token": None,
    "OOV_words": [],
}
DEFAULTS = {  # Rasa's own, for what config.yml does not name and where they are not what we need
    "CountVectorsFeaturizer": {"analyzer": "word", "min_ngram": 1, "max_ngram": 1},
    "UnitCounts": {"analyzer": "word", "min_ngram": 1, "max_ngram": 1},
    "EvenLogisticRegression": {"ranking_length": 10, "meaning": 1.0},
}
PIPELINE = (
    ("FoldingTokenizer", {"intent_tokenization_flag": False, "token_pattern": None}),
    ("UnitCounts", {**COUNTING, "analyzer": "word", "min_ngram": 1}),
    ("CountVectorsFeaturizer", {**COUNTING, "analyzer": "char_wb"}),
    ("MeaningVectors", {}),
    ("EvenLogisticRegression", {"ranking_length": 0}),
)


class Unfit(Exception):
    """The archive holds something that the bot's model cannot reproduce."""


def export(archive: Path, folder: Path, nlu: Path = NLU) -> None:
    """Writes the model into the folder, and the encoder if it is not there. The same archive gives the same bytes."""
    with tarfile.open(archive) as tar:
        steps = pipeline_of(json.load(member(tar, "metadata.json")))
        rows = vocabulary(tar, steps[1][0])
        grams = vocabulary(tar, steps[2][0])
        classifier = classifier_of(tar, steps[4][0])
    settings = steps[2][1]
    shortest, longest = settings["min_ngram"], settings["max_ngram"]
    most_units = steps[1][1]["max_ngram"]
    weights = classifier["coef_"].T  # one row for each feature, in the order of the pipeline
    width = Encoder.load(ENCODER).width
    if len(weights) != len(rows) + len(grams) + width:
        raise Unfit(f"{len(weights)} weights for {len(rows)} rows of units, {len(grams)} n-grams and {width} of a vector")
    characters = "".join(sorted(set().union(*grams)))
    known_grams = gram_keys(grams, Alphabet.of(characters), shortest, longest)
    folder.mkdir(parents=True, exist_ok=True)
    if folder.resolve() != MODEL:
        shutil.copytree(ENCODER, folder / "encoder", dirs_exist_ok=True)
    tables = {
        **table("unit", row_keys(rows, most_units), weights[: len(rows)]),
        **table("gram", known_grams, weights[len(rows) : -width]),
        "intercept": classifier["intercept_"].astype(np.float64),
        "meaning": (weights[-width:] * steps[4][1]["meaning"] ** 0.5).astype(np.float32),
    }
    for name, array in tables.items():
        np.save(folder / f"{name}.npy", array)
    about = {
        "made_by": "Rasa 3.6.21",
        "fingerprint": fingerprint(nlu),
        "intents": [str(intent) for intent in classifier["classes_"]],
        "most_units": most_units,
        "shortest": shortest,
        "longest": longest,
        "alphabet": characters,
        "word_characters": " ".join((nlu / "word_characters.txt").read_text("utf-8").split()),
    }
    (folder / "model.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")


def pipeline_of(metadata: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The trained steps in order, each with its settings. Raises Unfit when they are not ours."""
    nodes = metadata["predict_schema"]["nodes"]
    found = []
    target = metadata["nlu_target"]
    while target in nodes:  # from the end of the chain back to the message
        node = nodes[target]
        name = node["uses"].rpartition(".")[2]
        if name not in {"RegexMessageHandler", "NLUMessageConverter"}:
            resource = (node.get("resource") or {}).get("name", "")
            found.append((name, resource, {**DEFAULTS.get(name, {}), **node["config"]}))
        target = node["needs"].get("messages", "")
    found.reverse()
    if [name for name, *_ in found] != [name for name, _ in PIPELINE]:
        raise Unfit(f"another pipeline: {[name for name, *_ in found]}")
    for (name, wanted), (_, _, config) in zip(PIPELINE, found):  # noqa: B905
        for key, value in wanted.items():
            if config.get(key, value) != value:
                raise Unfit(f"{name}: {key} is {config[key]!r}; the bot can only do {value!r}")
    return [(resource, config) for _, resource, config in found]


def member(tar: tarfile.TarFile, path: str) -> io.BytesIO:
    """The content of one file of the archive."""
    for name in (path, f"./{path}"):
        if name in tar.getnames():
            file = tar.extractfile(name)
            if file is not None:
                return io.BytesIO(file.read())
    raise Unfit(f"the archive lacks {path}")


def vocabulary(tar: tarfile.TarFile, resource: str) -> list[str]:
    """The features of one featurizer, in the order of their columns."""
    columns = json.load(member(tar, f"components/{resource}/vocabularies.json"))["text"]
    ordered = sorted(columns, key=columns.__getitem__)
    if [columns[term] for term in ordered] != list(range(len(ordered))):
        raise Unfit(f"{resource}: columns are missing")
    return ordered


def classifier_of(tar: tarfile.TarFile, resource: str) -> dict[str, np.ndarray]:
    """The arrays of the logistic regression. A skops file is a zip with a JSON outline and .npy files."""
    with zipfile.ZipFile(member(tar, f"components/{resource}/{resource}.skops")) as parts:
        outline = json.loads(parts.read("schema.json"))["content"]["content"]
        return {
            name: np.load(io.BytesIO(parts.read(outline[name]["file"])), allow_pickle=False)
            for name in ("coef_", "intercept_", "classes_")
        }


def row_keys(rows: list[str], most: int) -> np.ndarray:
    """The key of each row of units: the last one that the bot finds in a text of just these units."""
    keys = []
    for row in rows:
        parts = row.split(" ")
        if not 1 <= len(parts) <= most:
            raise Unfit("a row of units of a length that cannot be")
        keys.append(unit_keys(parts, len(parts))[-1])
    return np.array(keys, np.uint64)


def gram_keys(grams: list[str], alphabet: Alphabet, shortest: int, longest: int) -> np.ndarray:
    """Each n-gram's key. Raises Unfit when keys would not tell n-grams apart."""
    if shortest > 3:
        raise Unfit("min_ngram above 3 counts short words by a rule that the bot does not know")
    if not alphabet.holds(longest):
        raise Unfit(f"{alphabet.base} characters do not fit {longest} times into 64 bits")
    if any("\0" in gram or not shortest <= len(gram) <= longest for gram in grams):
        raise Unfit("an n-gram of a length or with a character that cannot be")
    return np.array([key_of(gram, alphabet) for gram in grams], np.uint64)


def key_of(gram: str, alphabet: Alphabet) -> int:
    key = 1
    for character in gram:
        key = key * alphabet.base + int(alphabet.numbers[ord(character)])
    return key


def table(name: str, keys: np.ndarray, weights: np.ndarray) -> dict[str, np.ndarray]:
    """One feature a row, in the order of the keys, which are proved to differ. The classifier has rounded the weights."""
    if len(np.unique(keys)) != len(keys):
        raise Unfit(f"two {name} features share a key")
    order = np.argsort(keys)
    whole, steps = in_steps(weights[order])
    if not np.allclose(whole * steps.astype(np.float64)[:, np.newaxis], weights[order], atol=1e-6):
        raise Unfit(f"{name}: weights that were not rounded")
    return {f"{name}_keys": keys[order], f"{name}_weights": whole, f"{name}_steps": steps}


def newest_archive() -> Path:
    """The model trained last."""
    archives = sorted((NLU / "models").glob("*.tar.gz"), key=lambda file: file.stat().st_mtime)
    if not archives:
        raise Unfit("no model in nlu/models: train one first")
    return archives[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("archive", nargs="?", type=Path)
    parser.add_argument("--to", type=Path, default=MODEL)
    asked = parser.parse_args()
    try:
        export(asked.archive or newest_archive(), asked.to)
    except Unfit as reason:
        sys.exit(f"not exported: {reason}")


if __name__ == "__main__":
    main()
