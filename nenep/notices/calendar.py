"""The calendar file of a message (.ics), by RFC 5545 and METHOD:PUBLISH of RFC 5546."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vCalAddress, vText

# Says nothing of what made it: a calendar shows it, and a mail filter reads it.
_PRODUCT = "-//Lich//Lich 1.0//VI"
_ZONE = "Asia/Ho_Chi_Minh"
FILE_NAME = "lich.ics"


@dataclass(frozen=True)
class CalendarEntry:
    """One meeting in a calendar file.

    Attributes:
        uid: the same for every person and every version of the meeting.
        sequence: rises with every version.
        starts_at: aware; written in Vietnam's time.
        title: shown in the calendar; place and text likewise.
        made_at: the moment of this version.
    """

    uid: UUID
    sequence: int
    starts_at: datetime
    minutes: int
    title: str
    place: str
    text: str
    is_cancelled: bool
    made_at: datetime


def calendar_file(entry: CalendarEntry, *, sender: str, sender_name: str) -> bytes:
    """Return the file that goes with a message.

    Args:
        sender: the address messages come from, as organiser.
    """
    event = _event(entry)
    organiser = vCalAddress(f"mailto:{sender}")
    organiser.params["CN"] = vText(sender_name)
    event.add("organizer", organiser)
    return _file([event], method="PUBLISH")


def calendar_to_keep(entries: Iterable[CalendarEntry]) -> bytes:
    """Return a file of meetings that somebody downloads: sent by nobody, so without method."""
    return _file([_event(entry) for entry in entries])


def _file(events: list[Event], *, method: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    calendar.add_component(_vietnam())
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry) -> Event:
    begins = entry.starts_at.astimezone(ZoneInfo(_ZONE))
    event = Event()
    event.add("uid", str(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.made_at.astimezone(ZoneInfo("UTC")))
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=entry.minutes))
    event.add("summary", entry.title)
    if entry.place:
        event.add("location", entry.place)
    event.add("description", entry.text)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


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
