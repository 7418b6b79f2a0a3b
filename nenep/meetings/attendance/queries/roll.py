"""The roll call, as rows and in figures."""

from dataclasses import dataclass

from django.db.models import QuerySet

from nenep.meetings.attendance import rules
from nenep.meetings.models import (
    Answer,
    Attendance,
    Guest,
    Meeting,
)
from nenep.meetings.notice.queries.answers import answers_that_count, why_away


def counts_of(meeting: Meeting) -> rules.Counts:
    """Count the roll call as it stands."""
    return rules.counts(
        rules.MarkedPerson(mark=one.mark, counted=one.counted, leaves_base=one.leaves_base)
        for one in meeting.attendances.all()
    )


@dataclass(frozen=True)
class RollRow:
    """One line of the roll call as the room shows it."""

    attendance: Attendance
    answer: Answer | None

    @property
    def why_away(self) -> str | None:
        """Why the person is not expected; None if they are."""
        one = self.attendance
        return why_away(self.answer, one.belonging, one.member_state)


def roll(meeting: Meeting) -> list[RollRow]:
    """The roll call in Vietnamese order of names, with what each had answered."""
    answers = {answer.member_id: answer for answer in answers_that_count(meeting)}
    return [
        RollRow(one, answers.get(one.member_id))
        for one in meeting.attendances.order_by("sort_key", "member_id")
    ]


def guests(meeting: Meeting) -> QuerySet[Guest]:
    """Guests in the order they were noted."""
    return meeting.guests.order_by("pk")
