"""Builds Rasa's locked environment in `nlu/.venv`, with whichever Python 3.10 this machine has.

    python3 bootstrap.py

Needs `uv`, which fetches a Python 3.10 itself where it finds none and may. Prints the environment's Python.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NLU = Path(__file__).resolve().parent
PYTHON = NLU / ".venv" / "bin" / "python"


def bootstrap() -> Path:
    """The environment's Python, after making the environment equal to `uv.lock`."""
    uv = shutil.which("uv")
    if uv is None:
        raise SystemExit("uv is missing: https://docs.astral.sh/uv/ says how to install it")
    environ = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    environ["UV_PROJECT_ENVIRONMENT"] = str(PYTHON.parent.parent)  # never the caller's own environment
    refused = []
    for python in pythons():
        command = [uv, "sync", "--project", str(NLU), "--locked", "--quiet", "--python", python]
        done = subprocess.run(command, env=environ, capture_output=True, text=True)
        if done.returncode == 0:
            return PYTHON
        refused.append(f"{python}: {done.stderr.strip()}")
    raise SystemExit("Rasa's environment could not be built:\n" + "\n".join(refused))


def pythons() -> Iterator[str]:
    """Where a Python 3.10 may be. A plain `python3.10` can be a pyenv shim that only complains: not asked."""
    roots = [os.environ.get("PYENV_ROOT"), str(Path.home() / ".pyenv")]
    for root in dict.fromkeys(filter(None, roots)):
        for python in sorted(Path(root).glob("versions/3.10.*/bin/python"), reverse=True):
            yield str(python)
    yield "3.10"  # uv looks on its own, and downloads one if it may


if __name__ == "__main__":
    sys.stdout.write(f"{bootstrap()}\n")
