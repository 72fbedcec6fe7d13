"""The linter finds each kind of mistake, at its line, and says it in plain words."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.library import find_root
from bot.library.lint import lint
from bot.library.lint_cues import phrase_fault

TODAY = date(2026, 11, 23)
ROOT = find_root()

CUES = """\
language: en
danger:
  urgent: {trapped: [{say: ["(took|keep) my passport"]}]}
signs: {upfront_fee: [{say: ["pay a fee"], unless: ["no fee"]}]}
roles: {cook: ["cook"]}
offer: ["we are hiring"]
words: {yes: ["yes"], no: ["no"]}
names: {en: ["english"]}
"""


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small copy of the content with one cue book, so that each case is quick."""
    root = tmp_path_factory.mktemp("content")
    keep = {"TH.yaml", "KH.yaml", "ZZ.yaml", "HK.yaml", "US.yaml", "PH.yaml", "LK.yaml"}
    shutil.copytree(ROOT / "content", root / "content", ignore=shutil.ignore_patterns("cues", "messages"))
    for folder in ("hotlines", "offices"):
        for path in (root / "content" / folder).rglob("*.yaml"):
            if path.name not in keep:
                path.unlink()
    countries = root / "content" / "places" / "countries.yaml"
    countries.write_text("\n\n".join(countries.read_text("utf-8").split("\n\n")[:8]) + "\n", "utf-8")
    (root / "content" / "cues").mkdir()
    (root / "content" / "cues" / "en.yaml").write_text(CUES, "utf-8")
    return root


@pytest.fixture
def root(pristine: Path, tmp_path: Path) -> Path:
    shutil.copytree(pristine / "content", tmp_path / "content")
    return tmp_path


def test_the_copy_is_clean(root: Path) -> None:
    assert lint(root, today=TODAY) == []


CASES = [
    ("hotlines/TH.yaml", "operator:", "operater:", '"operater" is not a known key'),
    ("hotlines/TH.yaml", "operator:", "operater:", '"operator" is missing'),
    ("hotlines/TH.yaml", "id: th_doe_1694", "id: th_1300_msdhs", 'contact "th_1300_msdhs" is taken'),
    ("hotlines/TH.yaml", '"+66819897116"', '"+668198971"', "not a valid number"),
    ("hotlines/TH.yaml", '"+66819897116"', '"081 989 7116"', "must be written as + and digits only"),
    ("hotlines/US.yaml", '"+18028726199"', '"+18663472423"', "toll-free"),
    ("hotlines/TH.yaml", "country: TH", "country: QQ", '"QQ" is not a country code'),
    ("hotlines/TH.yaml", "country: TH", "country: LA", "does not belong into this file"),
    ("hotlines/TH.yaml", "kind: government", "kind: goverment", "is not one of: police"),
    ("hotlines/TH.yaml", "topics: [emergency", "topics: [emergancy", "is not one of: emergency"),
    ("hotlines/TH.yaml", "free: true", 'free: "yes"', "must be true or false"),
    ("hotlines/TH.yaml", "verified: 2026-11-23", "verified: last week", "must be a day such as"),
    ("hotlines/TH.yaml", "review_by: 2027-05-22", "review_by: 2026-11-22", "the review was due on 2026-11-22"),
    ("hotlines/TH.yaml", "confidence: reported", "confidence: recalled", "recalled cannot be verified"),
    ("hotlines/TH.yaml", "verified: 2026-11-23", "", 'needs the days "verified" and "review_by"'),
    ("hotlines/TH.yaml", '"1300"', '"+1300"', "is not a number as dialled there"),
    ("hotlines/TH.yaml", 'hours: "24/7"', 'hours: "always"', 'hours are "24/7"'),
    ("hotlines/TH.yaml", 'hours: "24/7"', 'hours: {days: funday, from: "08:30"}', 'days such as "mon-fri"'),
    ("hotlines/TH.yaml", 'hours: "24/7"', "hours: {days: mon-fri, from: 16:30}", "words in quotes, not 990"),
    ("hotlines/TH.yaml", "languages: [en", "languages: [english", "is not a language tag"),
    ("hotlines/TH.yaml", "contacts:", "contacts: [", "not valid YAML"),
    ("hotlines/TH.yaml", "    kind: government", "    kind: government\n    kind: ngo", "stands here twice"),
    ("offices/LK.yaml", "country: LK", "country: TH", "the file is named LK"),
    ("checklist/contact.yaml", "stage: contact", "stage: travel", "does not belong into this file"),
    ("checklist/contact.yaml", 'title: "', 'title: "' + "x" * 60, "too long: at most 60"),
    ("checklist/contact.yaml", 'why: "', 'why: "Every victim knows. ', 'another word for "victim"'),
    ("checklist/combinations.yaml", "[night_or_border_crossing]", "[night_boat]", '"night_boat" is not a known sign'),
    ("checklist/combinations.yaml", "[lima_la_molina]", "[lima]", '"lima" is not a known place'),
    ("places/countries.yaml", 'dialling_code: "+66"', 'dialling_code: "+67"', "the dialling code is +66"),
    ("places/countries.yaml", "time_zone: Asia/Bangkok", "time_zone: Asia/Bangkock", "is not a time zone"),
    ("places/hotspots.yaml", "strength: strong", "strength: huge", "is not one of: strong, weak"),
    ("places/hosts.yaml", "KH", "QQ", '"QQ" is not a country code'),
    ("places/hosts.yaml", "[AE, MM, TH]", "[LB, MM, TH]", "LB is not among the hosts"),
    ("pay/bands.yaml", "role: translator", "role: interpreter", '"interpreter" is not a known job'),
    ("pay/lures.yaml", "currency: IDR", "currency: XXX", '"XXX" is not a known currency'),
    ("pay/currencies.yaml", "usd: 1.0", "usd: one", "must be a number"),
    ("tips/travel.yaml", "Which visa is it?", "How not to be trafficked", 'take out "traffick"'),
    ("tips/travel.yaml", "Which visa is it?", "Which visa is it? " + "x" * 300, "too long: at most 350"),
    ("tips/travel.yaml", "going: [TH]", "going: [QQ]", '"QQ" is not a country code'),
    ("warnings.yaml", "recorded:", "recordet:", '"recorded" is missing'),
    ("cues/en.yaml", "upfront_fee", "upfront_fees", '"upfront_fees" is not a known sign'),
    ("cues/en.yaml", "roles: {cook", "roles: {chef", '"chef" is not a known job'),
    ("cues/en.yaml", "(took|keep) my", "(took|keep my", "a ( is never closed"),
    ("cues/en.yaml", "(took|keep)", "(took|—)", "— is not compared"),
    ("cues/en.yaml", 'yes: ["yes"]', "yes: [yes]", 'YAML turned a word of "yes" into true'),
    ("cues/en.yaml", "names: {en", "names: {no", "must be put in quotes"),
    ("cues/en.yaml", "language: en", "language: es", "the file is named en"),
]


@pytest.mark.parametrize(("path", "old", "new", "message"), CASES, ids=[f"{case[0]}-{case[3]}" for case in CASES])
def test_each_mistake_is_found_where_it_is(root: Path, path: str, old: str, new: str, message: str) -> None:
    file = root / "content" / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    found = [problem for problem in lint(root, today=TODAY) if message in problem.message]
    assert found, lint(root, today=TODAY)
    assert {problem.path for problem in found} == {f"content/{path}"}
    changed = text[: text.index(old)].count("\n") + 1
    assert min(abs(problem.line - changed) for problem in found) <= 20


def test_a_name_that_two_countries_share_is_found(root: Path) -> None:
    file = root / "content" / "places" / "countries.yaml"
    file.write_text(file.read_text("utf-8").replace("aliases:", "aliases:\n      - Samelandia", 2), "utf-8")
    assert any('"samelandia" is taken' in problem.message for problem in lint(root, today=TODAY))


@pytest.mark.parametrize(
    "phrase", ["took my passport", "(a|b c) ... d*", "(my|) phone", "ยึด(พาสปอร์ต|หนังสือเดินทาง)", "(🆘|$|* a|) b"]
)
def test_good_phrases_have_no_fault(phrase: str) -> None:
    assert phrase_fault(phrase) is None


@pytest.mark.parametrize("phrase", ["(a|b", "a)", "(a ... b)", "a|b", "(a|:) b", "(( % |a)b|c)"])
def test_bad_phrases_have_a_fault(phrase: str) -> None:
    assert phrase_fault(phrase)


def test_a_cue_file_that_is_no_yaml_is_found(root: Path) -> None:
    (root / "content" / "cues" / "th.yaml").write_text('words:\n  "yes: [broken', encoding="utf-8")
    assert any("cues/th.yaml" in problem.path for problem in lint(root, today=TODAY))
