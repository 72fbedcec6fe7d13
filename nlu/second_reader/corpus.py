"""Gathers labelled adverts from copies of EMSCAD, puts near-copies together as campaigns, and keeps some for testing.

    python corpus.py --to rows.jsonl [--development emscad_dev.jsonl] COPY.csv ...

An advert that stands in several copies is kept once, with the names of all. A campaign is never parted, and one that
holds a row of the development data is for training. The copies are not in the repository; docs/second_reader.md names them.
"""

import argparse
import csv
import hashlib
import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.csgraph import connected_components

FIELDS = ("title", "company_profile", "description", "requirements", "benefits")
SHORTEST = 40  # characters of a description
ROW = 5  # words in a row that two adverts may share
SHARED = 0.2  # from this share of the shorter one's rows on they are one campaign
# One copy was read with the wrong character set and lost what stood for curly signs. Nearly all its rows are fraudulent, so
# a model would learn the damage; an apostrophe in the middle of "don't" above all.
DAMAGED = ((re.compile("[âÃ]?€[™˜]"), "'"), (re.compile("[âÃ]?€[^\\x00-\\x7f]|Ã[^\\x00-\\x7f]{1,2}|�"), " "))
FOR_TRAINING = {1: 60, 0: 65}  # of a hundred campaigns, by label


def rows_of(file: Path) -> Iterator[dict]:
    """The labelled adverts of one copy."""
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    for read in csv.DictReader(io.StringIO(text, newline="")):
        row = {key.lower(): value or "" for key, value in read.items() if key and not isinstance(value, list)}
        if len(row.get("description", "")) >= SHORTEST and row.get("fraudulent", "").strip() in ("0", "1"):
            yield {
                "fraud": int(row["fraudulent"]),
                "copy": file.stem,
                **{field: repaired(row.get(field, "")) for field in FIELDS},
            }


def development_rows(file: Path) -> Iterator[dict]:
    """The adverts of the development data."""
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield {"fraud": row["fraudulent"], "copy": "development", **{field: repaired(row[field] or "") for field in FIELDS}}


def repaired(text: str) -> str:
    """The text without the damage of its copy."""
    for damage, meant in DAMAGED:
        text = damage.sub(meant, text)
    return text


def plain_words(row: dict) -> list[str]:
    """What is compared: letters only, so that spacing, marks and encodings of a copy make no difference."""
    text = html.unescape(html.unescape(" ".join(row[field] for field in FIELDS)))
    text = re.sub(r"#(?:EMAIL|URL|PHONE)_\w*#", " ", text)
    return re.findall("[a-z]+", re.sub("([a-z])([A-Z])", r"\1 \2", text).lower())


def campaigns(texts: list[list[str]]) -> list[int]:
    """A number for each text; texts that share much wording have the same."""
    known: dict[tuple[str, ...], int] = {}
    columns: list[int] = []
    ends = [0]
    for words in texts:
        shingles = {tuple(words[at : at + ROW]) for at in range(max(1, len(words) - ROW + 1))}
        columns.extend(known.setdefault(shingle, len(known)) for shingle in shingles)
        ends.append(len(columns))
    table = sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(texts), len(known)))
    sizes = np.asarray(table.sum(1)).ravel()
    common = (table @ table.T).tocoo()
    alike = common.data >= SHARED * np.minimum(sizes[common.row], sizes[common.col])
    edges = (np.ones(alike.sum()), (common.row[alike], common.col[alike]))
    _, labels = connected_components(sparse.coo_matrix(edges, shape=(len(texts), len(texts))), directed=False)
    return labels.tolist()


def gathered(rows: Iterator[dict]) -> list[dict]:
    """Every advert once, with its campaign and its part."""
    kept: dict[str, dict] = {}
    for row in rows:
        first = kept.setdefault(" ".join(plain_words(row)), {**row, "copies": []})
        first["copies"].append(row["copy"])
    for row, campaign in zip(kept.values(), campaigns([text.split() for text in kept]), strict=True):
        row["campaign"] = campaign
    in_development = {row["campaign"] for row in kept.values() if "development" in row["copies"]}
    with_fraud = {row["campaign"] for row in kept.values() if row["fraud"]}
    for row in kept.values():
        campaign = row["campaign"]
        chance = int(hashlib.sha256(f"split1:{campaign}".encode()).hexdigest(), 16) % 100
        trains = campaign in in_development or chance < FOR_TRAINING[campaign in with_fraud]
        row["part"] = "train" if trains else "test"
        row["text"] = re.sub(r"\s+", " ", " ".join(row[field] for field in FIELDS)).strip()
    return list(kept.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("copies", nargs="+", type=Path)
    parser.add_argument("--development", type=Path)
    parser.add_argument("--to", type=Path, required=True)
    arguments = parser.parse_args()

    def every() -> Iterator[dict]:
        for file in arguments.copies:
            yield from rows_of(file)
        if arguments.development:
            yield from development_rows(arguments.development)

    rows = gathered(every())
    with arguments.to.open("w", encoding="utf-8") as out:
        for number, row in enumerate(rows):
            kept = {key: row[key] for key in ("part", "fraud", "campaign", "copies", "text")}
            out.write(json.dumps({"id": str(number), **kept}) + "\n")


if __name__ == "__main__":
    main()
