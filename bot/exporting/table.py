"""Reported adverts as CSV."""

import csv
import io
from collections.abc import Sequence

from bot.domain.reports import Reported

COLUMNS = ("number", "first_day", "last_day", "reports", "verdict", "countries", "signs", "contacts", "text")
# With one of these in front a spreadsheet takes a cell for a formula and runs it.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def as_csv(adverts: Sequence[Reported]) -> str:
    """One line for each advert."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    for advert in adverts:
        reports = str(len(advert.reports))
        what = (str(advert.level), " ".join(advert.countries), " ".join(advert.signs), " | ".join(advert.contacts))
        lines.writerow(
            map(_harmless, (str(advert.number), str(advert.first), str(advert.last), reports, *what, advert.text))
        )
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" \n").startswith(_FORMULA) else cell
