"""Play one cell's year and month of the demo, from its first meeting to its last."""

from datetime import datetime, timedelta

from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.scope import scope
from nenep.core import clock
from nenep.core.months import first_of_month
from nenep.demo.commune import leaders
from nenep.demo.evening import Evening
from nenep.demo.stage import BUILDER, HOUR, PASSWORD, Stage
from nenep.demo.texts import GUEST_EVERY, PLACES, TOPICS
from nenep.meetings.agenda.actions import agenda
from nenep.meetings.calendar.actions import plan
from nenep.meetings.models import Meeting
from nenep.meetings.notice.actions import give_notice

# This month: who meets tonight, who is late, whose minutes wait for both signatures.
TONIGHT, _LATE, WAITING = "CB-07", "CB-05", "CB-02"


def play_cell(cell: str, stage: Stage, at: datetime) -> None:
    """Play every meeting planned before now, but the one that is late."""
    with scope(BUILDER):
        meetings = list(
            Meeting.objects.filter(organisation__code=cell, planned_at__lt=at)
            .select_related("organisation")
            .order_by("planned_at")
        )
    this_month = first_of_month(at.date())
    for meeting in meetings:
        is_now = meeting.counts_for == this_month
        if is_now and cell == _LATE:
            continue
        if is_now and cell == TONIGHT:
            _move_to_tonight(stage, meeting, at)
        else:
            # In a month that has not met yet, the one before still waits.
            waits = cell == WAITING and meeting == meetings[-1]
            _play_one(stage, meeting, signed=not waits)


def _move_to_tonight(stage: Stage, meeting: Meeting, at: datetime) -> None:
    planned = timezone.localtime(meeting.planned_at)
    secretary = stage.acting(_secretary_id(stage, meeting), "cell_secretary", planned.date())
    usual = timezone.localtime(at).replace(
        hour=HOUR.hour, minute=HOUR.minute, second=0, microsecond=0
    )
    # At the usual hour, or within the hour if that has passed.
    tonight = usual if usual > at else at.replace(second=0, microsecond=0) + timedelta(minutes=50)
    _prepare(meeting, secretary, planned, _seed(meeting))
    with clock.at(planned), scope(secretary):
        plan.postpone(
            meeting_id=meeting.pk,
            planned_at=tonight,
            reason="Mưa lũ, đường về bản bị sạt",
            actor=secretary,
            at=planned - timedelta(hours=3),
        )
        give_notice(meeting_id=meeting.pk, actor=secretary, at=tonight - timedelta(days=2))


def _play_one(stage: Stage, meeting: Meeting, *, signed: bool) -> None:
    planned, seed = timezone.localtime(meeting.planned_at), _seed(meeting)
    secretary_id = _secretary_id(stage, meeting)
    minute_taker_id = stage.ids[stage.made.minute_taker(meeting.organisation.code).code]
    secretary = stage.acting(secretary_id, "cell_secretary", planned.date())
    _prepare(meeting, secretary, planned, seed)
    length = 96 + seed % 5 * 7
    evening = Evening(
        meeting_id=meeting.pk,
        seed=seed,
        chair=secretary,
        chair_id=secretary_id,
        minute_taker_id=minute_taker_id,
        begins_at=planned + timedelta(minutes=seed % 4),
    )
    has_guest = seed % GUEST_EVERY == 0
    evening.hold(length=length, guest=leaders(stage.made)["overseer"].name if has_guest else "")
    if not signed:
        return
    # One in a few is signed some days late.
    signed_at = planned + timedelta(minutes=length + 15, days=3 if seed % 11 == 0 else 0)
    evening.sign_as(secretary, PASSWORD, signed_at)
    minute_taker = stage.acting(minute_taker_id, "meeting_runner", planned.date())
    evening.sign_as(minute_taker, PASSWORD, signed_at + timedelta(minutes=3))


def _prepare(meeting: Meeting, secretary: Actor, planned: datetime, seed: int) -> None:
    place = PLACES[meeting.organisation.get_sector_display()]
    at = planned - timedelta(days=seed % 3 + 1)
    with clock.at(at), scope(secretary):
        agenda.set_place(
            meeting_id=meeting.pk,
            planned_at=meeting.planned_at,
            place=place,
            actor=secretary,
            at=at,
        )
        # Once a quarter, in a month of the cell's own.
        if meeting.counts_for.month % 3 == seed // 5 % 3:
            plan.add_thematic_part(
                meeting_id=meeting.pk, topic=TOPICS[seed % len(TOPICS)], actor=secretary, at=at
            )
        give_notice(meeting_id=meeting.pk, actor=secretary, at=at)


def _secretary_id(stage: Stage, meeting: Meeting) -> int:
    return stage.ids[stage.made.secretary(meeting.organisation.code).code]


def _seed(meeting: Meeting) -> int:
    return int(meeting.organisation.code[-2:]) * 5 + meeting.counts_for.month
