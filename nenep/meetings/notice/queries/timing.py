"""By when the notice of a meeting must go out, and whether it did, by the edition's lead."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from nenep.core import formats
from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.body.rules import body_rules
from nenep.meetings.models import Meeting
from nenep.rulebooks.rules import last_day_of_notice, notice_is_timely, notice_lead_days

_LEAD = "meetings.notice.lead_days"


@dataclass(frozen=True)
class Timing:
    """The notice of one meeting against its edition.

    Attributes:
        last_day: the last day on which it still goes out in time.
        lead_days: how many days before, at least, the edition asks.
        given_before: how many days before it was given; None while it was not.
        in_time: whether it was given in time, or still can be.
        source: what the number of days rests on, and how sure that is.
        note: what a reader should know of it; may be empty.
    """

    last_day: date
    lead_days: int
    given_before: int | None
    in_time: bool
    source: str
    note: str

    @property
    def deadline(self) -> str:
        """By when, in words."""
        day = formats.weekday_date(self.last_day)
        if self.in_time:
            return f"Cần gửi trước hết {day} để báo trước ít nhất {self.lead_days} ngày."
        return f"Hạn báo trước {self.lead_days} ngày là {day}, đã qua. Gửi ngay vẫn hơn không gửi."

    @property
    def given(self) -> str:
        """How long before it was given, in words; empty while it was not."""
        if self.given_before is None:
            return ""
        when = (
            f"Đã báo trước {self.given_before} ngày"
            if self.given_before > 0
            else "Báo trong ngày họp"
        )
        verdict = "kịp" if self.in_time else "muộn"
        return f"{when}: {verdict}, cần ít nhất {self.lead_days} ngày."


def timing_of(meeting: Meeting, *, today: date) -> Timing:
    """Compare the notice of a meeting with what its edition asks.

    Args:
        today: judged by while it was not given.
    """
    rulebook = rules_for(meeting)
    above = body_rules(meeting, rulebook)
    edition = above or rulebook.meetings
    path = f"bodies.bodies.{above.code}.lead_days" if above else _LEAD
    held = timezone.localtime(meeting.planned_at).date()
    noticed = timezone.localtime(meeting.noticed_at).date() if meeting.noticed_at else None
    return Timing(
        last_day=last_day_of_notice(held, edition),
        lead_days=edition.notice.lead_days,
        given_before=None if noticed is None else notice_lead_days(noticed, held),
        in_time=notice_is_timely(noticed or today, held, edition),
        source=rulebook.statement(path),
        note=rulebook.source_of(path).note,
    )
