"""Days and hours that cannot be meant, or are seldom meant."""

from datetime import date, datetime

from nenep.core import formats

EARLIEST = date(1900, 1, 1)
MOST_YEARS_AHEAD = 10
# A meeting outside these hours, or so far ahead, is asked about.
EARLY, LATE = 5, 22
SOON = 62


def is_year(year: int) -> bool:
    """Whether pages know a year: any other address is not there."""
    return EARLIEST.year <= year < 2200


def senseless(day: date, *, today: date) -> str:
    """Say why a day cannot be meant; empty if it can.

    Args:
        today: what lies ahead is counted from it.
    """
    if day < EARLIEST:
        return f"Năm {day.year} quá xa trước đây. Hãy xem lại năm."
    if day.year > today.year + MOST_YEARS_AHEAD:
        return (
            f"Năm {day.year} quá xa. Hãy xem lại năm, muộn nhất là {today.year + MOST_YEARS_AHEAD}."
        )
    return ""


def doubtful(moment: datetime, *, today: date) -> str:
    """Say what is unusual about the day and hour of a meeting; empty if nothing is.

    Args:
        moment: local time.
        today: how far ahead it lies is counted from it.
    """
    if not EARLY <= moment.hour < LATE:
        return f"Giờ họp là {formats.clock_time(moment)}."
    days = (moment.date() - today).days
    if days > SOON:
        return f"Ngày họp là {formats.weekday_date(moment)}, còn {days} ngày nữa."
    return ""
