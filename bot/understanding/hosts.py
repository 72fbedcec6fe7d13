"""Web and mail addresses in a text: how they are found, and whose they are."""

import re
from collections.abc import Container

LONGEST = 10_000
# Scripts whose letters can be taken for Latin ones stand in names of hosts too; other scripts end them: "สมัครที่acme.com".
_LETTER = r"A-Za-z0-9\u00c0-\u024f\u0370-\u058f\u1e00-\u1eff\uff10-\uff5a"
HOST = re.compile(rf"(?<![{_LETTER}-])(?:[{_LETTER}-]{{1,63}}\.){{1,8}}[{_LETTER}-]{{2,24}}")
MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})")
LINK = re.compile(
    r"(?<![\w@.%+-])(?:https?://)?((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![\w@])(/[^\s<>\"“”]*)?", re.I
)


def is_below(host: str, domains: Container[str]) -> bool:
    """Whether a host (small letters) is one of the domains or belongs to one."""
    labels = host.split(".")
    return any(".".join(labels[first:]) in domains for first in range(len(labels) - 1))
