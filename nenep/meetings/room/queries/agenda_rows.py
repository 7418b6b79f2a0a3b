"""The agenda as the room shows it: each item with its phrases and who spoke on it."""

from dataclasses import dataclass
from datetime import datetime

from nenep.meetings.agenda.queries.agenda import agenda
from nenep.meetings.attendance.queries.presence import presence_by_item
from nenep.meetings.attendance.queries.roll import guests
from nenep.meetings.attendance.stays import Presence
from nenep.meetings.body.rules import fitting
from nenep.meetings.conventions import room_conventions_on
from nenep.meetings.models import AgendaItem, Attendance, Meeting

_AWAY = (Attendance.Mark.EXCUSED, Attendance.Mark.ABSENT)


@dataclass(frozen=True)
class Speaker:
    """One who may speak on an item: `key` is what the command says, `place` an id on the page."""

    key: str
    place: str
    name: str
    has_spoken: bool


@dataclass(frozen=True)
class ItemRow:
    """One item of the agenda with what can be tapped on it."""

    item: AgendaItem
    phrases: tuple[str, ...]
    speakers: list[Speaker]
    presence: Presence | None

    @property
    def spoken(self) -> int:
        """How many spoke."""
        return sum(one.has_spoken for one in self.speakers)


def agenda_rows(meeting: Meeting, *, now: datetime) -> list[ItemRow]:
    """Return the agenda in order; whoever is not marked away may have spoken, and guests.

    Args:
        now: in local time; the phrases are those of its day's conventions.
    """
    conventions = room_conventions_on(now.date())
    presence = presence_by_item(meeting, until=now)
    attendances = meeting.attendances.order_by("sort_key", "member_id")
    here = [("member", one.member_id, one.name) for one in attendances if one.mark not in _AWAY]
    here += [
        ("guest", guest.pk, guest.name) for guest in guests(meeting) if guest.mark not in _AWAY
    ]
    rows = []
    for item in agenda(meeting).prefetch_related("speakings"):
        spoke = {("member", one.member_id) for one in item.speakings.all()}
        spoke |= {("guest", one.guest_id) for one in item.speakings.all()}
        rows.append(
            ItemRow(
                item=item,
                phrases=fitting(conventions.phrases_for(item.step), meeting),
                speakers=[
                    Speaker(
                        key=f"{kind} {pk}",
                        place=f"{kind}-{item.pk}-{pk}",
                        name=name,
                        has_spoken=(kind, pk) in spoke,
                    )
                    for kind, pk, name in here
                ],
                presence=presence.get(item.pk),
            )
        )
    return rows
