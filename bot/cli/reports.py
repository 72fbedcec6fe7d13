"""`waypost reports`: offers that people handed over: list, show, review, export."""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.domain.reports import Reported, Status
from bot.errors import WaypostError
from bot.exporting.table import as_csv
from bot.settings import Settings
from bot.store.engine import connect, migrate
from bot.store.reports import SqlReports
from bot.store.sealing import Sealer, key_from

_STEERING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
REVIEWS = [str(Status.CONFIRMED), str(Status.FALSE)]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with which."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="action")
    actions.add_parser("list", help="every advert that was reported")
    show = actions.add_parser("show", help="all reports of one advert")
    review = actions.add_parser("review", help="note what you made of the reports of an advert")
    for one in (show, review):
        one.add_argument("number", type=int, help="its number, as “list” shows it")
    review.add_argument("--as", required=True, choices=REVIEWS, dest="status", help="what they turned out to be")
    export = actions.add_parser("export", help="confirmed reports, for others who warn people")
    export.add_argument("--format", required=True, choices=["csv", "stix", "misp"])
    export.add_argument("--since", type=_day, default=date.min, metavar="YYYY-MM-DD", help="reports from this day on")
    export.add_argument("--all", action="store_true", help="also those that nobody has confirmed")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do it."""
    engine = connect(settings.database)
    migrate(engine)
    reports = SqlReports(engine, Sealer(key_from(settings.key, settings.data / "key")))
    try:
        match arguments.action:
            case "list":
                _print([in_a_line(advert) for advert in reports.reported()] or ["Nothing was reported."])
            case "show":
                _print(in_full(_of(reports, arguments.number)))
            case "review":
                advert = _of(reports, arguments.number)
                count = reports.review(advert.number, Status(arguments.status))
                sys.stdout.write(f"Number {advert.number}: {count} noted as {arguments.status}.\n")
            case "export":
                statuses = frozenset(Status) if arguments.all else frozenset({Status.CONFIRMED})
                chosen = (advert.only(statuses=statuses, since=arguments.since) for advert in reports.reported())
                sys.stdout.write(exported([one for one in chosen if one], arguments.format, settings.operator))
    finally:
        engine.dispose()
    return 0


def _print(lines: Iterable[str]) -> None:
    # Whoever wrote the advert must not be able to steer the terminal of who reads it.
    sys.stdout.writelines(_STEERING.sub(" ", line) + "\n" for line in lines)


def in_a_line(advert: Reported) -> str:
    """An advert's number, verdict, countries, reports by status, days and contacts."""
    statuses = Counter(kept.status for kept in advert.reports)
    told = ", ".join(f"{count} {status}" for status, count in statuses.items())
    where = " ".join(advert.countries) or "-"
    return f"{advert.number}  {advert.level}  {where}  {told}  {advert.first} – {advert.last}  {', '.join(advert.contacts)}"


def in_full(advert: Reported) -> Iterator[str]:
    """Everything that was handed over."""
    yield in_a_line(advert)
    yield f"Signs: {', '.join(advert.signs)}"
    for kept in advert.reports:
        yield f"\n{kept.day}, {kept.status}:\n{kept.report.text}"


def exported(adverts: Sequence[Reported], form: str, operator: str | None) -> str:
    """The adverts in one of the formats. Raises WaypostError when the library for it is not installed."""
    # Here, because the libraries are optional and take half a second to load.
    try:
        if form == "stix":
            from bot.exporting.stix import as_stix

            return as_stix(adverts, operator or "Waypost")
        if form == "misp":
            from bot.exporting.misp import as_misp

            return as_misp(adverts)
    except ModuleNotFoundError:
        raise WaypostError("This format needs more packages. Install them with: uv sync --extra reports") from None
    return as_csv(adverts)


def _of(reports: SqlReports, number: int) -> Reported:
    found = next((advert for advert in reports.reported() if advert.number == number), None)
    if found is None:
        raise WaypostError(f"Nothing was reported under number {number}. “list” shows what was.")
    return found


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{given}” is not a day such as 2026-11-01") from None
