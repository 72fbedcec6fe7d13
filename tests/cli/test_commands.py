"""The commands, as somebody would call them: lines in, lines out, plain errors."""

import asyncio
import io
import json
import os
import sys
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.app import Mind, build_house
from bot.cli import doctor
from bot.cli.main import main
from bot.domain.inbound import PersonRef
from bot.domain.state import State
from bot.errors import WaypostError
from bot.library.assets import find_root
from bot.ports import Record
from bot.serving import open_port
from bot.settings import Settings
from bot.store.engine import connect, migrate
from bot.store.memory import SqlStore
from bot.store.sealing import Sealer, key_from
from bot.store.tables import metadata, trace
from tests.fakes import NOON

OFFER = (
    "URGENT: customer service staff for Thailand, 1500 USD a month, no experience, free flight and room, "
    "pay a visa fee of 200 USD, driver picks you up in Mae Sot"
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mind: Mind, settings: Settings) -> None:  # noqa: ARG001
    # What the mind prepared is ready for the commands too; everything else they keep is their own.
    (tmp_path / "prepared").symlink_to(settings.data / "prepared")
    monkeypatch.setenv("WAYPOST_DATA", str(tmp_path))


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: bytes, *arguments: str
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_parse_answers_every_line_blank_and_broken_ones_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = b"they took my passport and I can't leave\n\n" + b"\xff\xfe broken\n" + "โดนยึดพาสปอร์ต ออกจากตึกไม่ได้\n".encode()
    code, out, _ = run(monkeypatch, capsys, given, "parse")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert len(lines) == 4
    keys = {"text", "language", "intent", "confidence", "alternatives", "urgent", "concern", "entities"}
    assert all(set(line) == keys for line in lines)
    assert [line["urgent"] for line in lines] == [True, False, False, True]
    assert not lines[1]["concern"]
    assert [line["language"] for line in lines][3] == "th"
    assert len(lines[0]["alternatives"]) == 2


def test_parse_names_what_a_message_speaks_of(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    given = b"job in Sihanoukville as translator, 1000 USD per month, write +855 12 345 678 or https://t.me/somebody\n"
    _, out, _ = run(monkeypatch, capsys, given, "parse")
    found = {(entity["entity"], entity["value"]) for entity in json.loads(out)["entities"]}
    assert {
        ("country", "KH"),
        ("place", "sihanoukville"),
        ("role", "translator"),
        ("money", 1000.0),
        ("phone", "+85512345678"),
        ("url", "https://t.me/somebody"),
    } <= found


def test_detect_gives_one_tag_a_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    given = "is this job offer really real?\n\nअच्छी नौकरी है क्या\n12345\n".encode()
    code, out, _ = run(monkeypatch, capsys, given, "detect")
    assert (code, out.splitlines()) == (0, ["en", "und", "hi", "und"])


def test_check_judges_one_offer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(monkeypatch, capsys, OFFER.encode(), "check")
    answer = json.loads(out)
    assert code == 0
    assert set(answer) == {"id", "verdict", "score", "signs", "ask", "resembles_fraud", "language"}
    assert answer["verdict"] == "danger"
    assert 0 <= answer["score"] <= 1
    assert answer["signs"]
    assert all(sign["quote"] in OFFER for sign in answer["signs"])


def test_check_explains_what_each_sign_adds(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(monkeypatch, capsys, OFFER.encode(), "check")
    judged = json.loads(out)
    code, out, _ = run(monkeypatch, capsys, OFFER.encode(), "check", "--explain")
    first, *lines = out.splitlines()
    assert code == 0
    assert first.startswith(f"danger, score {judged['score']:.2f} ")
    added = [line.split()[:2] for line in lines if line.startswith("  +")]
    assert {sign for _, sign in added} == {sign["id"] for sign in judged["signs"]}
    together = float(next(line for line in lines if line.endswith("all signs together")).split()[0])
    assert sum(float(adds) for adds, _ in added) == pytest.approx(together, abs=0.005 * len(added))


def test_check_explains_line_by_line_and_tells_what_is_no_offer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = json.dumps({"id": "d", "text": "hello there"}) + "\n{bad"
    code, out, err = run(monkeypatch, capsys, given.encode(), "check", "--jsonl", "--explain")
    assert code == 2
    assert out.splitlines() == ["d:", "not_an_offer: nothing here reads like a job offer."]
    assert err.startswith("line 2: ")


def test_check_answers_the_good_lines_and_names_the_bad_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        json.dumps({"id": 1, "text": OFFER}),
        "{not json",
        json.dumps({"id": 3}),
        json.dumps({"id": "d", "text": "hello there"}),
    ]
    code, out, err = run(monkeypatch, capsys, "\n".join(lines).encode(), "check", "--jsonl")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert [answer["id"] for answer in answers] == [1, "d"]
    assert answers[1]["verdict"] == "not_an_offer"
    assert [line.split(":")[0] for line in err.splitlines()] == ["line 2", "line 3"]


@pytest.mark.parametrize(
    "text",
    [
        "Registered nurse wanted at our hospital in Hamburg. German B2, diploma and three years of experience required. "
        "Contract and work visa before travel.",
        "Cook needed for our restaurant in Lisbon, 40 hours a week, contract, social security. "
        "Send your CV to jobs@restaurant.example.",
        "Se busca contador con título y experiencia de dos años en Lima. Planilla y beneficios de ley.",
    ],
)
def test_check_does_not_cry_wolf_over_an_ordinary_job(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(monkeypatch, capsys, text.encode(), "check")
    assert json.loads(out)["verdict"] in ("few_signs", "not_an_offer")


def test_hotlines_come_best_first_with_source_and_day(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(monkeypatch, capsys, b"", "hotlines", "--country", "kh", "--nationality", "ID", "--language", "id")
    contacts = json.loads(out)
    assert code == 0
    assert contacts[0]["id"] == "id_kbri_phnompenh"
    assert all(contact["reach"] for contact in contacts)
    assert all(contact["source"] and contact["last_verified"] for contact in contacts if contact["verified"])
    assert all(not contact["verified"] for contact in contacts if contact["confidence"] == "recalled")


def test_hotlines_refuses_what_is_no_country(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(monkeypatch, capsys, b"", "hotlines", "--country", "Cambodia")
    assert (code, out) == (2, "")
    assert "two letters" in err


def test_chat_speaks_json_lines_to_scripts(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    given = b"/start\nthey took my passport and I can't leave\n/help.safe:yes\n\n"
    code, out, _ = run(monkeypatch, capsys, given, "chat", "--language", "en", "--country", "KH")
    turns = [json.loads(line)["replies"] for line in out.splitlines()]
    assert code == 0
    assert len(turns) == 4
    assert all(turn and all(set(reply) == {"text", "buttons"} for reply in turn) for turn in turns)
    # The country is known, so after the safety question only the nationality is asked for.
    assert turns[2][0]["text"] == "Which country are you from?"


def test_chat_refuses_a_language_it_does_not_speak(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(monkeypatch, capsys, b"hello\n", "chat", "--language", "xx")
    assert code == 2
    assert "not served" in err


def test_doctor_says_what_is_there_and_what_is_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TELEGRAM_TOKEN", raising=False)
    code, out, _ = run(monkeypatch, capsys, b"", "doctor")
    assert code == 0
    assert "Telegram is not configured" in out
    assert "The database answers" in out
    assert "Microsoft" not in out
    monkeypatch.setenv("WAYPOST_TRANSLATOR", "microsoft")
    monkeypatch.setenv("WAYPOST_TRANSLATOR_KEY", "translatorsecret")
    code, out, _ = run(monkeypatch, capsys, b"", "doctor")
    assert (code, "Microsoft translates" in out, "translatorsecret" in out) == (0, True, False)
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    code, out, _ = run(monkeypatch, capsys, b"", "doctor")
    assert code == 1
    assert "The database does not answer" in out


def test_doctor_says_whether_pictures_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mind: Mind) -> None:
    def said() -> str:
        return "\n".join(text for _, text in doctor.pictures(Settings.from_environ(os.environ), mind.languages))

    monkeypatch.setenv("PATH", str(tmp_path))
    assert "Tesseract is missing" in said()
    (tmp_path / "tesseract").write_text("#!/bin/sh\necho 'List:'\necho eng\necho tha\n")
    (tmp_path / "tesseract").chmod(0o755)
    assert "apt-get install tesseract-ocr-spa" in said()
    assert "tesseract-ocr-tha" not in said()
    monkeypatch.setenv("WAYPOST_OCR", "off")
    assert "WAYPOST_OCR is off" in said()


def test_a_wrong_setting_is_one_plain_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("WAYPOST_PORT", "many")
    code, _, err = run(monkeypatch, capsys, b"", "detect")
    assert (code, err.strip()) == (2, "WAYPOST_PORT must be a number from 0 to 65535.")


def test_content_is_in_order(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, capsys, b"", "content", "lint")[:2] == (0, "Content is in order.\n")


def test_evaluate_prints_a_table_and_writes_page_and_figures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    root, assets = find_root(), tmp_path / "assets"
    assets.mkdir()
    for folder in ("content", "locales"):
        (assets / folder).symlink_to(root / folder)
    said = {"trapped": "they took my passport and I can't leave", "greet": "hello there", "thanks": "thank you so much"}
    test = assets / "nlu" / "test" / "en.yml"
    test.parent.mkdir(parents=True)
    groups = "".join(f"- intent: {intent}\n  examples: |\n    - {text}\n" for intent, text in said.items())
    test.write_text(f'version: "3.1"\nnlu:\n{groups}', "utf-8")
    monkeypatch.setenv("WAYPOST_ASSETS", str(assets))
    page, figures = tmp_path / "page.html", tmp_path / "figures.json"
    code, out, _ = run(monkeypatch, capsys, b"", "evaluate", "--page", str(page), "--figures", str(figures))
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[1:3]] == ["en", "all"]
    assert "took my passport" not in out + page.read_text("utf-8")
    assert json.loads(figures.read_text("utf-8"))["en"]["noticed"] == 1.0


def test_evaluate_without_sentences_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assets = tmp_path / "assets"
    assets.mkdir()
    for folder in ("content", "locales"):
        (assets / folder).symlink_to(find_root() / folder)
    monkeypatch.setenv("WAYPOST_ASSETS", str(assets))
    code, _, err = run(monkeypatch, capsys, b"", "evaluate")
    assert code == 2
    assert "nlu/test" in err


def test_registers_are_loaded_listed_used_and_taken_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    licensed, warned = tmp_path / "licensed.csv", tmp_path / "warned.csv"
    licensed.write_text("Agency Name;License No.;Status\nAl Noor Manpower Pvt Ltd;RL-1234;Valid\n", encoding="utf-8")
    warned.write_bytes("name\nАгентство занятости Восток\n".encode("cp1251") * 20)
    asked = b"Is Al Noor Manpower licensed?\n"
    assert json.loads(run(monkeypatch, capsys, asked, "check")[1]).get("registries") is None
    assert run(monkeypatch, capsys, b"", "registry", "list")[1] == "No register is loaded.\n"

    def bring(file: Path, kind: str, day: str) -> str:
        of = ("--country", "pk", "--kind", kind, "--source", "https://register.example", "--as-of", day)
        return run(monkeypatch, capsys, b"", "registry", "import", str(file), *of)[1]

    assert "PK, 1 licensed, as of 2026-11-01 (https://register.example)" in bring(licensed, "licensed", "2026-11-01")
    assert "takes the place of the one as of 2026-11-01 with 1 entries" in bring(licensed, "licensed", "2026-11-02")
    assert "It was read as cp1251: “Агентство занятости Восток”" in bring(warned, "blacklist", "2024-01-01")
    found = json.loads(run(monkeypatch, capsys, asked, "check")[1])["registries"]
    assert [(one["written"], one["match"], one["kind"], one["licence"], one["as_of"]) for one in found] == [
        ("Al Noor Manpower", "same", "licensed", "RL-1234", "2026-11-02")
    ]
    _, told, _ = run(monkeypatch, capsys, b"", "doctor")
    assert "ok      Register: PK, 1 licensed, as of 2026-11-02" in told
    assert "to beware of, as of 2024-01-01 (https://register.example), older than a year" in told
    number = run(monkeypatch, capsys, b"", "registry", "list")[1].split()[0]
    assert run(monkeypatch, capsys, b"", "registry", "remove", number)[1].startswith("Removed: PK")
    assert run(monkeypatch, capsys, b"", "registry", "remove", number)[::2] == (
        2,
        f"There is no register with the number {number}. “list” shows those there are.\n",
    )


@pytest.mark.parametrize(
    ("instead", "sentence"),
    [
        ({"--country": "XQ"}, "not a country code"),
        ({"--as-of": "01.11.2026"}, "not a day such as"),
        ({"--as-of": "2999-01-01"}, "has not come yet"),
        ({"--source": " \u202e "}, "--source must be"),
        ({"file": "none.csv"}, "cannot be read"),
    ],
)
def test_an_import_that_cannot_be_says_why_and_loads_nothing(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    instead: dict[str, str],
    sentence: str,
) -> None:
    (tmp_path / "good.csv").write_text("name\nAl Noor Manpower\n", encoding="utf-8")
    given = {"file": "good.csv", "--country": "PK", "--kind": "licensed", "--source": "x", "--as-of": "2026-11-01"} | instead
    file = str(tmp_path / given.pop("file"))
    options = [word for pair in given.items() for word in pair]
    code, _, err = run(monkeypatch, capsys, b"", "registry", "import", file, *options)
    assert code == 2
    assert sentence in err
    assert run(monkeypatch, capsys, b"", "registry", "list")[1] == "No register is loaded.\n"


def test_the_audit_lists_every_column_and_fails_when_something_is_too_old(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, _ = run(monkeypatch, capsys, b"", "privacy", "audit")
    assert code == 0
    assert [
        column.name for table in metadata.sorted_tables for column in table.columns if column.info["purpose"] not in out
    ] == []
    assert "stays 90 days, or until they ask to be forgotten" in out
    monkeypatch.setenv("WAYPOST_KEEP_CHAT_IDS", "1")
    with connect(f"sqlite:///{tmp_path / 'waypost.db'}").begin() as connection:
        connection.execute(insert(trace).values(person=b"p", provider_id="1", at=0))
    code, out, _ = run(monkeypatch, capsys, b"", "privacy", "audit")
    assert code == 1
    assert "stays 1 hour, or" in out
    assert "TOO OLD: “trace”" in out


async def remember(sealer: Sealer, database: str) -> tuple[State, int]:
    store = SqlStore(connect(database), sealer)
    try:
        return await store.load(PersonRef("telegram", "1"))
    finally:
        store.close()


def test_a_change_of_key_that_is_broken_off_last_of_all_is_finished_by_the_next(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, mind: Mind
) -> None:
    database, file = f"sqlite:///{tmp_path / 'waypost.db'}", tmp_path / "key"
    code, _, err = run(monkeypatch, capsys, b"", "privacy", "rotate-key")
    assert (code, err) == (2, "There is no key yet. It is made at the first start.\n")
    old = key_from(None, file)
    migrate(engine := connect(database))
    store = SqlStore(engine, Sealer(old))
    asyncio.run(store.keep(Record(PersonRef("telegram", "1"), "1", NOON, State(language="th"), 0)))
    store.close()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert run(monkeypatch, capsys, b"", "privacy", "rotate-key")[0] == 130
    assert key_from(None, file) == old
    with pytest.raises(WaypostError, match="again: it finishes it"):
        build_house(Settings(data=tmp_path), mind=mind)
    code, out, _ = run(monkeypatch, capsys, b"", "privacy", "rotate-key")
    assert code == 0
    assert "The old key is now in" in out
    assert not (tmp_path / "key.new").exists()
    assert [key_from(None, kept) for kept in tmp_path.glob("key.until-*")] == [old]
    assert asyncio.run(remember(Sealer(key_from(None, file)), database)) == (State(language="th"), 1)


def test_a_key_from_the_environment_is_changed_for_the_one_beside_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("WAYPOST_KEY", "aa" * 32)
    code, _, err = run(monkeypatch, capsys, b"", "privacy", "rotate-key")
    assert code == 2
    assert "WAYPOST_NEW_KEY" in err
    monkeypatch.setenv("WAYPOST_NEW_KEY", "bb" * 32)
    code, out, _ = run(monkeypatch, capsys, b"", "privacy", "rotate-key")
    assert code == 0
    assert "Now set WAYPOST_KEY to the new key" in out
    assert not (tmp_path / "key").exists()


def test_the_key_is_not_changed_under_a_server_that_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_port("127.0.0.1", 0) as listening:
        monkeypatch.setenv("WAYPOST_PORT", str(listening.getsockname()[1]))
        code, _, err = run(monkeypatch, capsys, b"", "privacy", "rotate-key")
    assert code == 2
    assert "Stop “waypost serve” first" in err
