"""`waypost hotlines`: contacts for a country as JSON, best first, with everything known about each."""

import argparse
import re
from datetime import UTC, datetime

from bot.cli.lines import write_json
from bot.domain.facts import Contact
from bot.domain.referral import Referral, refer
from bot.errors import WaypostError
from bot.library.assets import find_root
from bot.library.loading import load_library
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where, whose citizen, which language."""
    parser.add_argument("--country", required=True, metavar="CC", help="where the person is, such as KH")
    parser.add_argument("--nationality", metavar="CC", help="whose citizen the person is, such as PH")
    parser.add_argument("--language", metavar="xx", help="the language they speak, such as en")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the list."""
    country, nationality = _code(arguments.country), arguments.nationality and _code(arguments.nationality)
    library = load_library(find_root(settings.assets))
    found = refer(
        library,
        country=country,
        nationality=nationality,
        language=arguments.language,
        topic=None,
        today=datetime.now(UTC).date(),
        shown_to_people=False,
    )
    write_json([_as_json(referral) for referral in found])
    return 0


def _code(given: str) -> str:
    if not re.fullmatch("[A-Za-z]{2}", given):
        raise WaypostError(f"“{given}” is not a country code of two letters, such as KH.")
    return given.upper()


def _as_json(referral: Referral) -> dict[str, object]:
    contact: Contact = referral.contact
    reach = contact.reach
    ways = {
        "phone": list(reach.phone),
        "short_code": list(reach.short_code),
        "sms": reach.sms,
        "whatsapp": reach.whatsapp,
        "telegram": reach.telegram,
        "email": reach.email,
        "url": reach.url,
    }
    hours = contact.hours
    return {
        "id": contact.id,
        "name": contact.name,
        "operator": contact.operator,
        "kind": str(contact.kind),
        "country": contact.country,
        "nationality": contact.nationality,
        "topics": sorted(contact.topics),
        "reach": {way: value for way, value in ways.items() if value},
        "hours": None if hours is None else ("24/7" if hours.always else f"{hours.opens:%H:%M}-{hours.closes:%H:%M}"),
        "languages": list(contact.languages),
        "warnings": [str(warning) for warning in contact.warnings],
        "verified": referral.verified,
        "last_verified": contact.verified and contact.verified.isoformat(),
        "review_by": contact.review_by and contact.review_by.isoformat(),
        "confidence": str(contact.confidence),
        "source": contact.source,
    }
