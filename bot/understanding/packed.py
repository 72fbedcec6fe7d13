"""Many strings, or many lists of numbers, in two arrays: a tenth of the memory of Python objects, and read in a moment."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Arrays = Mapping[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Strings:
    """Strings, one after the other. `ends[i]` is where string `i` ends in the bytes of UTF-8."""

    data: memoryview
    ends: memoryview

    @classmethod
    def of(cls, strings: Iterable[str]) -> Self:
        """Packs them; their order is their numbering."""
        written = [string.encode() for string in strings]
        return cls(memoryview(b"".join(written)), memoryview(array("i", accumulate(map(len, written)))))

    @classmethod
    def named(cls, name: str, arrays: Arrays) -> Self:
        """The ones that `arrays(name)` gave."""
        return cls(arrays[f"{name}.data"].data, arrays[f"{name}.ends"].data)

    def arrays(self, name: str) -> dict[str, npt.NDArray[Any]]:
        """What to keep, under names of its own."""
        return {f"{name}.data": np.frombuffer(self.data, np.uint8), f"{name}.ends": np.frombuffer(self.ends, np.int32)}

    def __getitem__(self, index: int) -> str:
        start = self.ends[index - 1] if index else 0
        return str(self.data[start : self.ends[index]], "utf-8")

    def __iter__(self) -> Iterator[str]:
        return (self[index] for index in range(len(self.ends)))


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of numbers, one after the other. `ends[i]` is where list `i` ends."""

    numbers: npt.NDArray[np.int32]
    ends: memoryview

    @classmethod
    def of(cls, lists: Iterable[Iterable[int]]) -> Self:
        """Packs them; their order is their numbering."""
        kept = [list(numbers) for numbers in lists]
        flat = [number for numbers in kept for number in numbers]
        return cls(np.array(flat, np.int32), memoryview(array("i", accumulate(map(len, kept)))))

    @classmethod
    def named(cls, name: str, arrays: Arrays) -> Self:
        """The ones that `arrays(name)` gave."""
        return cls(arrays[f"{name}.numbers"], arrays[f"{name}.ends"].data)

    def arrays(self, name: str) -> dict[str, npt.NDArray[Any]]:
        """What to keep, under names of its own."""
        return {f"{name}.numbers": self.numbers, f"{name}.ends": np.frombuffer(self.ends, np.int32)}

    def __getitem__(self, index: int) -> npt.NDArray[np.int32]:
        start = self.ends[index - 1] if index else 0
        return self.numbers[start : self.ends[index]]

    def joined(self, indexes: npt.NDArray[np.integer]) -> npt.NDArray[np.int32]:
        """The numbers of all these lists, one list after the other."""
        ends = np.frombuffer(self.ends, np.int32)
        upto = ends[indexes]
        lengths = upto - np.where(indexes > 0, ends[indexes - 1], 0)
        past = lengths.cumsum()
        joined: npt.NDArray[np.int32] = self.numbers[np.arange(past[-1] if len(past) else 0) + (upto - past).repeat(lengths)]
        return joined
