"""Fingerprints of adverts: how the same offer is known again without its text, and what is said of others who asked."""

from __future__ import annotations

from dataclasses import dataclass

# Shorter texts are what everybody writes ("is this job real?"): they tell no advert from another.
SHORTEST = 60
# So many of the 16 parts are shared by copies of one advert, also where a tenth is gone or a fifth was added; of 600 other
# adverts no two shared more than 4 (docs/decisions/0006).
ALIKE = 9
# Said rounded down to one of these, so that nobody can watch the number move by asking.
STEPS = (5, 10, 25, 50, 100)
# Below this it could be guessed who asked.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Numbers of which nearly the same texts share most and other texts hardly any; made with the operator's key."""

    parts: tuple[int, ...]

    def with_more(self, other: Fingerprint | None) -> Fingerprint:
        """The fingerprint of both texts together, as when an advert comes in pieces."""
        return self if other is None else Fingerprint(tuple(map(min, self.parts, other.parts)))

    def is_like(self, other: Fingerprint) -> bool:
        """Whether both are of copies of one advert."""
        return sum(one == two for one, two in zip(self.parts, other.parts, strict=True)) >= ALIKE


def rounded_down(people: int, fewest: int) -> int | None:
    """How many other people asked, as it may be said; None when they are fewer than `fewest`."""
    return max((step for step in (fewest, *STEPS) if fewest <= step <= people), default=None)
