"""The languages understood, as `locales/languages.yaml` registers them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """A language that is understood.

    `fallback`: what its readers can most likely read instead, in this order; English is always last. `homes` are ISO
    codes of the countries its speakers mostly write from: they come first on buttons.
    """

    tag: str
    name: str
    """What its speakers call it."""
    script: str
    direction: str
    fallback: tuple[str, ...]
    homes: tuple[str, ...]
    replies: bool = True
    """There are words to answer in it. Where not, its people are asked which other language they read."""
