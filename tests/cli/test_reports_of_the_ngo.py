"""`waypost reports`: what was handed over is listed, reviewed and exported; only what was confirmed leaves by itself."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.cli.main import main
from bot.domain.fingerprints import Fingerprint
from bot.domain.inbound import PersonRef
from bot.domain.reports import Report
from bot.domain.state import State
from bot.domain.vetting import Level
from bot.ports import Record
from bot.store.engine import connect, migrate
from bot.store.memory import SqlStore
from bot.store.sealing import Sealer
from tests.fakes import NOON

KEY = "ab" * 32
WHO = PersonRef("telegram", "MarkedAddress77")


@pytest.fixture(autouse=True)
def handed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two reports of one advert and one of another."""
    for name, value in {"WAYPOST_DATA": str(tmp_path), "WAYPOST_KEY": KEY, "WAYPOST_OPERATOR": "Harbour"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    engine = connect(f"sqlite:///{tmp_path / 'waypost.db'}")
    migrate(engine)
    store = SqlStore(engine, Sealer(bytes.fromhex(KEY)))

    async def hand_over() -> None:
        for number, (text, first) in enumerate((("Job in Laos", 0), ("Job in Laos\x1b[2J!", 0), ("Cook in Dubai", 100))):
            fingerprint = Fingerprint(tuple(range(first, first + 16)))
            report = Report(text, ("+66812345678",), ("upfront_fee",), Level.HIGH, "LA", fingerprint)
            record = Record(WHO, str(number), NOON, State(), number, report=report, receipt=str(number))
            await store.keep(record)

    asyncio.run(hand_over())
    store.close()


def test_reports_of_one_advert_stand_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reports", "list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1  high  LA  2 new  2026-11-24 – 2026-11-24  +66812345678",
        "2  high  LA  1 new  2026-11-24 – 2026-11-24  +66812345678",
    ]
    assert main(["reports", "show", "1"]) == 0
    shown = capsys.readouterr().out
    assert "Job in Laos\n" in shown
    assert "Job in Laos [2J!\n" in shown
    assert main(["reports", "show", "3"]) == 2
    assert "number 3" in capsys.readouterr().err


def test_only_what_was_confirmed_leaves(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reports", "review", "1", "--as", "confirmed"]) == 0
    assert main(["reports", "review", "2", "--as", "false"]) == 0
    capsys.readouterr()
    for more, adverts in (([], 1), (["--all"], 2), (["--since", "2026-11-25"], 0)):
        assert main(["reports", "export", "--format", "csv", *more]) == 0
        assert len(capsys.readouterr().out.splitlines()) == 1 + adverts


@pytest.mark.parametrize("form", ["csv", "stix", "misp"])
def test_nothing_exported_is_about_who_reported(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reports", "export", "--format", form, "--all"]) == 0
    out = capsys.readouterr().out
    assert "Job in Laos" in out
    assert [mark for mark in ("MarkedAddress77", "telegram") if mark in out] == []
    if form != "csv":
        assert json.loads(out)


def test_with_another_key_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("WAYPOST_KEY", "cd" * 32)
    assert main(["reports", "list"]) == 2
    assert "another key" in capsys.readouterr().err
