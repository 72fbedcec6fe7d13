"""Names the state of the training material, so that a model tells what it was made from."""

import hashlib
from pathlib import Path


def training_files(nlu: Path) -> list[Path]:
    """The example files of every language, in a fixed order, then what else shapes the model."""
    understanding = nlu.parent / "bot" / "understanding"
    return [
        *sorted((nlu / "data").glob("*/*.yml")),
        nlu / "config.yml",
        nlu / "domain.yml",
        *sorted((nlu / "components").glob("*.py")),
        nlu / "word_characters.txt",
        *(understanding / name for name in ("encoder.py", "ngrams.py", "tokens.py")),
        *sorted((understanding / "model" / "encoder").iterdir()),
    ]


def fingerprint(nlu: Path) -> str:
    """SHA-256 over names and contents. Line ends of texts do not count: git may change them."""
    digest = hashlib.sha256()
    for file in training_files(nlu):
        content = file.read_bytes()
        if file.suffix not in (".npy", ".npz"):
            content = content.replace(b"\r\n", b"\n")
        digest.update(f"{file.relative_to(nlu.parent).as_posix()}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
