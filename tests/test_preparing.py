"""What is kept between two starts."""

from pathlib import Path

import numpy as np

from bot.preparing import fingerprint, kept
from bot.understanding.packed import Arrays, Lists, Strings


def _read(arrays: Arrays) -> list[str]:
    return list(Strings.named("words", arrays))


def _never() -> Arrays:
    raise AssertionError("it was there already")


def test_it_is_made_once_and_made_anew_when_its_source_changes(tmp_path: Path) -> None:
    file = tmp_path / "made" / "words.npz"
    assert kept(file, "one", _read, lambda: Strings.of(["ขาย", "", "sold"]).arrays("words")) == ["ขาย", "", "sold"]
    assert kept(file, "one", _read, _never) == ["ขาย", "", "sold"]
    assert kept(file, "two", _read, lambda: Strings.of(["other"]).arrays("words")) == ["other"]
    assert [left.name for left in file.parent.iterdir()] == ["words.npz"]


def test_a_broken_file_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "words.npz"
    for broken in (b"", b"PK\3\4 half", b"not a zip at all"):
        file.write_bytes(broken)
        assert kept(file, "one", _read, lambda: Strings.of(["again"]).arrays("words")) == ["again"]
    np.savez(file, made_from=np.array("one"))
    assert kept(file, "one", _read, lambda: Strings.of(["again"]).arrays("words")) == ["again"]


def test_the_fingerprint_follows_the_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "a.yaml", tmp_path / "b.yaml"
    one.write_text("x")
    two.write_text("y")
    before = fingerprint([one, two], "cldr 1")
    assert fingerprint([one, two], "cldr 2") != before
    assert fingerprint([two, one], "cldr 1") != before
    two.write_text("z")
    assert fingerprint([one, two], "cldr 1") != before


def test_lists_come_back_as_they_were() -> None:
    packed = Lists.of([[3, 1], [], [2]])
    again = Lists.named("n", packed.arrays("n"))
    assert [again[index].tolist() for index in range(3)] == [[3, 1], [], [2]]
    assert again.joined(np.array([2, 1, 0])).tolist() == [2, 3, 1]
    assert again.joined(np.array([1])).tolist() == again.joined(np.array([], int)).tolist() == []
