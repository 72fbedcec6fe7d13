"""Spares people the wait for a helper that has just failed."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class Breaker:
    """Says whether it is worth asking. After a failure it rests: one second, then twice as long each time.

    `patience`: for how many seconds one question may last.
    """

    patience: float
    clock: Callable[[], float] = time.monotonic
    longest_rest: float = 60.0
    failures: int = 0
    asleep_until: float = -math.inf

    def lets_through(self) -> bool:
        """True when healthy; after a rest, true for one caller, whose success wakes it for all."""
        if not self.failures:
            return True
        if self.clock() < self.asleep_until:
            return False
        self.asleep_until = self.clock() + self.patience
        return True

    def failed(self) -> None:
        """Begin a rest. Failures of calls that began together count once."""
        if not self.failures or self.clock() >= self.asleep_until - self.patience:
            self.asleep_until = self.clock() + min(2.0 ** min(self.failures, 9), self.longest_rest)
            self.failures += 1

    def worked(self) -> None:
        """Forget all failures."""
        self.failures = 0
