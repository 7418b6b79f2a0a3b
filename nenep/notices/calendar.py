"""The calendar file of a message (.ics), by RFC 5545 and METHOD:PUBLISH of RFC 5546."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vCalAddress, vText

# Says nothing of what made it: a calendar shows it, and a mail filter reads it.
_PRODUCT = "-//Lich//Lich 1.0//VI"
_ZONE = "Asia/Ho_Chi_Minh"
FILE_NAME = "lich.ics"


def calendar_file(
    *,
    uid: UUID,
    sequence: int,
    starts_at: datetime,
    minutes: int,
    title: str,
    place: str,
    text: str,
    sender: str,
    sender_name: str,
    is_cancelled: bool,
    made_at: datetime,
) -> bytes:
    """Return the file for one meeting.

    Args:
        uid: the same for every person and every version of the meeting.
        sequence: rises with every version.
        starts_at: aware; written in Vietnam's time.
        title: shown in the calendar; place and text likewise.
        sender: the address messages come from, as organiser.
        made_at: the moment of this version.
    """
    zone = ZoneInfo(_ZONE)
    begins = starts_at.astimezone(zone)
    event = Event()
    event.add("uid", str(uid))
    event.add("sequence", sequence)
    event.add("dtstamp", made_at.astimezone(ZoneInfo("UTC")))
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=minutes))
    event.add("summary", title)
    if place:
        event.add("location", place)
    event.add("description", text)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    organiser = vCalAddress(f"mailto:{sender}")
    organiser.params["CN"] = vText(sender_name)
    event.add("organizer", organiser)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_vietnam())
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _vietnam() -> Timezone:
    """Vietnam's time: seven hours before Greenwich, the whole year."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001  (local by definition)
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone = Timezone()
    zone.add("tzid", _ZONE)
    zone.add_component(standard)
    return zone
