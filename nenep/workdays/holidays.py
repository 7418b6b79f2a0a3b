"""Vietnam's public holidays of a year, Tết and Hùng Kings' day by the lunar calendar among them.

Labour Code 2019, art. 112 (before it 2012, art. 115, and 1994, art. 73); 24 November from 2026
by NQ 80-NQ/TW and NQ 30/NQ-CP of 26/02/2026, whose law text is not confirmed: whoever must may
note that day as worked. Only the days themselves: days off in lieu and days swapped are
decided year by year, so they are noted with their source (`DayException`).
"""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

FIRST_YEAR, LAST_YEAR = 2000, 2050


@cache
def public_holidays(year: int) -> dict[date, str]:
    """Return the public holidays of a year with their Vietnamese names.

    Args:
        year: from `FIRST_YEAR` to `LAST_YEAR`.
    """
    found = country_holidays("VN", observed=False, language="vi")
    # The library also knows the days swapped until 2026; ours are noted with their source.
    found.has_special_holidays = False
    first = date(year, 1, 1)
    days = [first + timedelta(days=step) for step in range((date(year + 1, 1, 1) - first).days)]
    return {day: found[day] for day in days if day in found}
