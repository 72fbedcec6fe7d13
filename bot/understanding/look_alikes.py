"""Web addresses that look like another's: by letters of another script, a borrowed name or a letter too few."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import OSA

from bot.understanding.hosts import HOST, is_below

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

# Shorter names stand inside of other words, and are one letter away from them.
_LEAST_BORROWED, _LEAST_MISSPELT = 6, 8
# Of addresses that only a state gives out: gov.ph, gob.mx, gouv.fr.
_OF_STATES = frozenset({"gov", "gob", "gouv"})
_ALIKE = str.maketrans("01i", "oll")
# "See indeed.com.Apply now"
_NEXT_SENTENCE = re.compile(r"(?<=[^\W\d_A-Z])\.[A-Z][a-z]+$")


class LookAlikes:
    """Knows whose addresses are copied."""

    def __init__(self, brands: Iterable[str], official: Iterable[str], company_pages: Iterable[str]) -> None:
        brands = frozenset(brands)
        real = {*brands, *official}
        self._theirs = frozenset({*real, *company_pages})
        self._sites = {f".{_shape(site)}." for site in real}
        names = {site.split(".")[0] for site in brands}
        self._own = names | _OF_STATES
        self._borrowed = {_shape(name) for name in names if len(name) >= _LEAST_BORROWED} | _OF_STATES
        self._misspelt = [_shape(name) for name in names if len(name) >= _LEAST_MISSPELT]

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where addresses stand that are made to look like one of those."""
        for found in HOST.finditer(text):
            host = _NEXT_SENTENCE.sub("", found.group())
            if self.imitates(host):
                yield found.start(), found.start() + len(host)

    def imitates(self, host: str) -> bool:
        """Whether a host bears the name of a known site, or one that looks like it, without being theirs."""
        host = host.lower()
        if is_below(host, self._theirs):
            return False
        parts = _shape(_as_shown(host)).replace("-", ".")
        whole = any(site in f".{parts}." for site in self._sites)
        if not whole and not any(map(self._is_borrowed, parts.split("."))):
            return False
        registered = _suffixes().privatesuffix(host)
        if registered is None:
            # Nothing ends like this on the internet: a sentence without a space behind its full stop.
            return False
        # The site of another country (indeed.co.th), the brand's own ending (about.google), and what only a state can have.
        return self._own.isdisjoint(registered.split("."))

    def _is_borrowed(self, part: str) -> bool:
        return part in self._borrowed or any(OSA.distance(part, name, score_cutoff=1) == 1 for name in self._misspelt)


def _as_shown(host: str) -> str:
    """A host as a person sees it: "xn--lnkedin-..." with its letters."""
    return ".".join(map(_label_as_shown, host.split(".")))


def _label_as_shown(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _shape(text: str) -> str:
    """What a text looks like at a glance: all that can be taken for one another is the same."""
    if not text.isascii():
        skeleton = _confusables().getSkeleton(0, unicodedata.normalize("NFKD", text).casefold())
        text = "".join(char for char in skeleton if not unicodedata.combining(char)).lower()
    return text.replace("rn", "m").replace("vv", "w").translate(_ALIKE)


@cache
def _confusables() -> Any:
    """What ICU knows of letters that look alike: 12 MB, and hardly any address has other letters than ours."""
    import icu

    return icu.SpoofChecker()


@cache
def _suffixes() -> "PublicSuffixList":
    """The list of endings under which names are given out, as shipped; it takes a moment to read, and few texts need it."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_unknown=False, only_icann=True)
