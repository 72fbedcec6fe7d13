"""Keeps people's words out of Rasa's output.

Rasa prints each message at debug level, and one that begins with "/" even as a warning. A log level is
therefore no protection. `hush()` turns off logging as a whole, whatever level is asked for later, and makes
warnings print nothing. Only what Rasa prints about itself at start remains.
"""

import logging
import sys
import warnings
from typing import Any


def hush() -> None:
    """From here on nothing reaches a log, at any level. Call it before Rasa is imported."""
    logging.disable(sys.maxsize)
    logging.lastResort = None
    warnings.showwarning = _say_nothing


def _say_nothing(*_: Any, **__: Any) -> None:
    """Stands in for the printing of warnings: Rasa quotes the message in them."""
