"""When is pay far above the market?"""

from bot.domain.facts import Library


def is_far_above_market(monthly_usd: float, roles: tuple[str, ...], country: str | None, library: Library) -> bool:
    """Whether pay is far above what one of these jobs really pays there. Silent (False) where nothing is known."""
    if country is None:
        return False
    bands = [band for role in roles if (band := library.pay_band(country, role)) and band.high is not None]
    highest = max((band.high for band in bands if band.high is not None), default=None)
    return highest is not None and monthly_usd >= library.pay_thresholds.times_real_high * highest
