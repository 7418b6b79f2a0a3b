"""The commune's committee in the demo: one meeting signed last month, one planned."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from nenep.access.scope import scope
from nenep.core import clock
from nenep.core.months import first_of_month, month_after, month_before
from nenep.demo.commune import COMMUNE, leaders
from nenep.demo.evening import Evening
from nenep.demo.stage import PASSWORD, Stage
from nenep.demo.texts import COMMITTEES_CONCLUSION
from nenep.meetings.calendar.actions import plan
from nenep.meetings.models import Meeting
from nenep.meetings.notice.actions import give_notice
from nenep.organisations.models import Body

_DAY, _HOUR = 25, time(8)
_PLACE = "Phòng họp Đảng ủy xã"
_LENGTH = 135
# Makes its exceptions and promises differ from those of the cells.
_SEED = 4


def play_committee(stage: Stage, at: datetime) -> None:
    """Play the committee's meeting of last month, and plan the next one."""
    last = _at(month_before(first_of_month(at.date())))
    ahead = _at(first_of_month(at.date()))
    if ahead <= at:
        ahead = _at(month_after(first_of_month(at.date())))
    _hold(stage, _planned(stage, last))
    _planned(stage, ahead, noticed=ahead - timedelta(days=2) <= at)


def _at(month: date) -> datetime:
    return timezone.make_aware(datetime.combine(month.replace(day=_DAY), _HOUR))


def _planned(stage: Stage, planned_at: datetime, *, noticed: bool = True) -> Meeting:
    before = planned_at - timedelta(days=2)
    office = stage.acting(
        stage.ids[leaders(stage.made)["office"].code], "commune_office", before.date()
    )
    with clock.at(before), scope(office):
        body = Body.objects.get(organisation__code=COMMUNE, kind=Body.Kind.COMMITTEE)
        meeting = plan.plan_meeting(
            body_id=body.pk,
            kind=Meeting.Kind.REGULAR,
            counts_for=planned_at.date(),
            planned_at=planned_at,
            place=_PLACE,
            actor=office,
            at=before,
        )
        if noticed:
            give_notice(meeting_id=meeting.pk, actor=office, at=before)
    return meeting


def _hold(stage: Stage, meeting: Meeting) -> None:
    who = leaders(stage.made)
    chair_id = stage.ids[who["secretary"].code]
    minute_taker_id = stage.ids[who["overseer"].code]
    on = timezone.localtime(meeting.planned_at).date()
    chair = stage.acting(chair_id, "body_secretary", on)
    morning = Evening(
        meeting_id=meeting.pk,
        seed=_SEED,
        chair=chair,
        chair_id=chair_id,
        minute_taker_id=minute_taker_id,
        begins_at=timezone.localtime(meeting.planned_at),
        conclusion=COMMITTEES_CONCLUSION,
    )
    morning.hold(length=_LENGTH)
    signed_at = timezone.localtime(meeting.planned_at) + timedelta(minutes=_LENGTH + 20)
    morning.sign_as(chair, PASSWORD, signed_at)
    minute_taker = stage.acting(minute_taker_id, "body_runner", on)
    morning.sign_as(minute_taker, PASSWORD, signed_at + timedelta(minutes=4))
