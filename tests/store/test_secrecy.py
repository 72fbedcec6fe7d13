"""A stolen database file tells nothing about who asked what."""

from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from bot.domain.inbound import PersonRef
from bot.domain.outgoing import Outgoing
from bot.domain.state import Offer, State
from bot.domain.vetting import FoundSign
from bot.ports import Record
from bot.store.engine import connect, migrate
from bot.store.memory import SqlStore
from bot.store.sealing import Sealer, key_from
from tests.fakes import NOON

MARKS = ("MarkedAddress77", "MarkedQuote88", "MarkedMessage99")


async def test_no_planted_word_stands_in_the_file_or_its_journal(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'waypost.db'}")
    migrate(engine)
    store = SqlStore(engine, Sealer(b"k" * 32))
    address, quote, message = MARKS
    state = State(offer=Offer((FoundSign("upfront_fee", quote, 0, 5),)), nationality="PH")
    await store.keep(Record(PersonRef("telegram", address), "1", NOON, state, 0, (Outgoing(message),)))
    stolen = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    store.close()
    stolen += b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert len(stolen) > 1000
    assert [mark for mark in MARKS if mark.encode() in stolen] == []


async def test_after_the_purge_the_journal_holds_nothing_that_was_deleted(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'waypost.db'}")
    migrate(engine)
    store = SqlStore(engine, Sealer(b"k" * 32))
    ana = PersonRef("telegram", "1")
    await store.keep(Record(ana, "1", NOON, State(), 0, message="MarkedMessageId"))
    await store.keep(Record(ana, "2", NOON, State(), 1, forget=True))
    assert b"MarkedMessageId" in (tmp_path / "waypost.db-wal").read_bytes()
    await store.purge(NOON)
    assert [file.name for file in tmp_path.iterdir() if b"MarkedMessageId" in file.read_bytes()] == []
    store.close()


def test_a_sealed_value_opens_only_with_its_key_and_in_its_column() -> None:
    sealer = Sealer(b"a" * 32)
    sealed = sealer.seal(b"something", b"state")
    assert sealer.open(sealed, b"state") == b"something"
    for other, purpose in ((Sealer(b"b" * 32), b"state"), (sealer, b"address")):
        with pytest.raises(InvalidTag):
            other.open(sealed, purpose)


def test_the_same_person_has_the_same_digest_and_parts_do_not_run_together() -> None:
    sealer = Sealer(b"a" * 32)
    assert sealer.digest("person", "telegram", "12") == sealer.digest("person", "telegram", "12")
    assert sealer.digest("person", "telegram", "12") != sealer.digest("person", "telegram1", "2")
    assert sealer.digest("person", "telegram", "12") != Sealer(b"b" * 32).digest("person", "telegram", "12")


def test_the_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "key"
    first = key_from(None, file)
    assert key_from(None, file) == first
    assert file.stat().st_mode & 0o077 == 0
    assert key_from("11" * 32, file) == b"\x11" * 32
    for wrong in ("11", "zz" * 32):
        with pytest.raises(ValueError, match="hexadecimal"):
            key_from(wrong, file)
