"""Runs this project as a Rasa server that logs no message: `python serve.py --port 5005 --auth-token …`.

Takes the options of `rasa run`. The HTTP API and the REST channel are on, and only this machine can reach
them unless `--interface` says otherwise.
"""

import os
import sys
from pathlib import Path

from quiet import hush

NLU = Path(__file__).resolve().parent


def main() -> None:
    hush()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.chdir(NLU)
    files = ["--credentials", "credentials.yml", "--endpoints", "endpoints.yml"]
    sys.argv = ["rasa", "run", "--enable-api", "--interface", "127.0.0.1", *files, *sys.argv[1:]]
    from rasa.__main__ import main as rasa

    rasa()


if __name__ == "__main__":
    main()
