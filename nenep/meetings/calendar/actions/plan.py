"""Put meetings in the calendar; move them; say that one is not held."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.access.ranges import subtree
from nenep.audit import actions as audit
from nenep.core.constraints import explained
from nenep.core.errors import Refusal
from nenep.core.months import first_of_month
from nenep.core.vietnamese import clean
from nenep.meetings.agenda.actions.prepare import prepare
from nenep.meetings.appointment.queries import is_told
from nenep.meetings.body.locking import locked
from nenep.meetings.calendar.queries.day_book import DayBook
from nenep.meetings.calendar.queries.planned import planned_state
from nenep.meetings.calendar.rules import exists_on
from nenep.meetings.jobs import tell_about_meeting, tell_not_held
from nenep.meetings.models import Meeting, Part, Postponement, Topic
from nenep.meetings.permissions import MeetingPermission
from nenep.organisations.models import Body, Organisation

_ONE_REGULAR = "meeting_one_regular_a_month"
_PLANNED_MEANWHILE = "Người khác vừa lập lịch cùng lúc. Hãy tải lại trang để xem lịch."


class CannotPlan(Refusal):
    """The calendar cannot be made as asked."""


class CannotPostpone(Refusal):
    """The meeting has begun, or the new day or the reason is missing."""


class CannotMarkNotHeld(Refusal):
    """The meeting has begun, or the reason is missing."""


class CannotHoldAfterAll(Refusal):
    """The meeting is not one that is not held, or the new day has passed."""


@transaction.atomic
def plan_year(
    *,
    committee_id: int,
    year: int,
    hour: time,
    first_month: int = 1,
    actor: Actor,
    at: datetime,
) -> int:
    """Put the year's regular meetings of every cell in the calendar (lịch sinh hoạt năm).

    The day is the cell's own meeting day of that month, or else that of the nearest committee
    above it that has one (`day_book.DayBook`). Months that already
    have their regular meeting are left as they are, so it may be repeated; a day that has passed
    is left out: that month's meeting is added by itself, on a day to come.

    Args:
        hour: time of day at which cells usually meet.

    Returns:
        how many meetings were added.

    Raises:
        CannotPlan: neither committee nor cell has a meeting day, the year has passed, or
            there is no such month.
    """
    committee = Organisation.objects.get(pk=committee_id)
    authorise(actor, MeetingPermission.MEETING_PLAN, committee.scope_key)
    if not 1 <= first_month <= 12:
        raise CannotPlan("Tháng bắt đầu lập lịch phải từ 1 đến 12.")
    today = timezone.localtime(at).date()
    this_month = first_of_month(today)
    if year < this_month.year:
        raise CannotPlan(f"Năm {year} đã qua. Hãy chọn năm nay hoặc năm sau.", field="year")
    months = [date(year, month, 1) for month in range(first_month, 13)]
    below = subtree(committee.scope_key)
    cells = Body.objects.filter(
        kind=Body.Kind.CELL,
        scope_key__gte=below.low,
        scope_key__lt=below.high,
    ).select_related("organisation")
    days = DayBook.of(body.organisation for body in cells)
    wanted: list[Meeting] = []
    for body in cells:
        cell = body.organisation
        # A day that has passed, or on which there was no such cell, would only look late.
        for month in months:
            if month < this_month:
                continue
            rule = days.rule_for(cell, month)
            if rule is None:
                raise CannotPlan(
                    f"{committee.name} chưa có ngày sinh hoạt hằng tháng. "
                    "Hãy đặt ngày sinh hoạt rồi lập lịch lại."
                )
            on = rule.in_month(year, month.month)
            if on >= today and exists_on(cell, on):
                wanted.append(_regular(body, on, hour))
    known = set(
        Meeting.objects.filter(
            body__in=cells, kind=Meeting.Kind.REGULAR, counts_for__year=year
        ).values_list("body_id", "counts_for")
    )
    missing = [m for m in wanted if (m.body_id, m.counts_for) not in known]
    with explained(CannotPlan, {_ONE_REGULAR: _PLANNED_MEANWHILE}):
        added = Meeting.objects.bulk_create(missing)
    Part.objects.bulk_create(
        Part(meeting=meeting, number=1, kind=Part.Kind.REGULAR) for meeting in added
    )
    audit.record(
        "meetings.year_planned",
        actor=actor,
        at=at,
        target=committee,
        words=f"Lập lịch sinh hoạt năm {year}: thêm {len(added)} buổi.",
    )
    return len(added)


@transaction.atomic
def plan_meeting(
    *,
    body_id: int,
    kind: str,
    counts_for: date,
    planned_at: datetime,
    place: str,
    topic: str = "",
    actor: Actor,
    at: datetime,
) -> Meeting:
    """Put one meeting in the calendar (thêm buổi sinh hoạt).

    Args:
        counts_for: any day of the month it counts for.
        topic: of a thematic meeting.

    Raises:
        CannotPlan: the month already has its regular meeting, a topic is missing, or the
            cell is not there on that day.
    """
    body = Body.objects.select_related("organisation").get(pk=body_id)
    authorise(actor, MeetingPermission.MEETING_PLAN, body.meeting_key)
    month = first_of_month(counts_for)
    is_thematic = kind == Meeting.Kind.THEMATIC
    if is_thematic and not clean(topic):
        # The month's plan picks up the topic that the cell has planned for it.
        planned = Topic.objects.filter(organisation_id=body.organisation_id, month=month)
        topic = planned.values_list("title", flat=True).first() or ""
    if is_thematic and not clean(topic):
        raise CannotPlan(
            "Sinh hoạt chuyên đề cần có tên chuyên đề. Hãy ghi tên chuyên đề.", field="topic"
        )
    if not exists_on(body.organisation, timezone.localtime(planned_at).date()):
        raise CannotPlan(
            f"{body.organisation.name} không hoạt động vào ngày này. Hãy xem lại ngày.", field="day"
        )
    taken = (
        f"Tháng {month:%m/%Y} đã có buổi sinh hoạt thường kỳ. "
        "Hãy mở buổi đó, hoặc chọn loại sinh hoạt khác."
    )
    # The constraint decides, also between two who plan at the same moment.
    with explained(CannotPlan, {_ONE_REGULAR: taken}):
        meeting = Meeting.objects.create(
            organisation=body.organisation,
            body=body,
            kind=kind,
            counts_for=month,
            planned_at=planned_at,
            place=clean(place),
        )
    Part.objects.create(
        meeting=meeting,
        number=1,
        kind=Part.Kind.THEMATIC if is_thematic else Part.Kind.REGULAR,
        topic=clean(topic) if is_thematic else "",
    )
    audit.record(
        "meeting.planned", actor=actor, at=at, target=meeting, words=f"Thêm lịch: {meeting}."
    )
    return meeting


@transaction.atomic
def add_thematic_part(*, meeting_id: int, topic: str, actor: Actor, at: datetime) -> Part:
    """Add a thematic part after the regular one (kết hợp sinh hoạt chuyên đề).

    Raises:
        CannotPlan: no topic, the meeting has begun, or it already has one.
    """
    meeting = _ahead(meeting_id, actor, CannotPlan)
    if not clean(topic):
        raise CannotPlan("Phần chuyên đề cần có tên. Hãy ghi tên chuyên đề.", field="topic")
    if not meeting.body.is_of_a_cell:
        raise CannotPlan("Chỉ buổi sinh hoạt chi bộ mới kết hợp phần chuyên đề.")
    if meeting.parts.filter(kind=Part.Kind.THEMATIC).exists():
        raise CannotPlan("Buổi này đã có phần chuyên đề.")
    part = Part.objects.create(
        meeting=meeting,
        number=meeting.parts.count() + 1,
        kind=Part.Kind.THEMATIC,
        topic=clean(topic),
    )
    prepare(meeting=meeting, with_new_part=True)
    audit.record(
        "meeting.part_added", actor=actor, at=at, target=meeting, words="Thêm phần chuyên đề."
    )
    return part


@transaction.atomic
def postpone(
    *, meeting_id: int, planned_at: datetime, reason: str, actor: Actor, at: datetime
) -> Meeting:
    """Move a meeting to another day, keeping the old one (hoãn).

    Whoever had been told of the old day is told of the new one by a job queued in this
    transaction.

    Raises:
        CannotPostpone: it has begun, the reason is missing, or the day is the same or past.
    """
    meeting = _ahead(meeting_id, actor, CannotPostpone)
    if not clean(reason):
        raise CannotPostpone("Hãy ghi lý do hoãn, để cấp trên và đảng viên biết.", field="reason")
    if planned_at == meeting.planned_at:
        raise CannotPostpone("Ngày mới trùng với lịch cũ. Hãy chọn ngày khác.", field="day")
    _move(meeting, planned_at, clean(reason), at, CannotPostpone)
    local = timezone.localtime(planned_at)
    audit.record(
        "meeting.postponed",
        actor=actor,
        at=at,
        target=meeting,
        words=f"Hoãn {meeting} sang ngày {local:%d/%m/%Y}.",
    )
    return meeting


def _move(
    meeting: Meeting, planned_at: datetime, reason: str, at: datetime, refusal: type[Refusal]
) -> None:
    """Put a meeting on another day; back on its first one it is as planned."""
    if timezone.localtime(planned_at).date() < timezone.localtime(at).date():
        raise refusal("Ngày mới đã qua. Hãy chọn hôm nay hoặc một ngày sau.", field="day")
    Postponement.objects.create(
        meeting=meeting,
        planned_before=meeting.planned_at,
        planned_after=planned_at,
        reason=reason,
        decided_at=at,
    )
    meeting.planned_at = planned_at
    meeting.state = planned_state(meeting)
    knows = meeting.noticed_at is not None and planned_at > at
    # Of those who were told, nobody waits for the secretary to tell them again.
    meeting.noticed_at = at if knows else None
    meeting.save(update_fields=["planned_at", "state", "noticed_at", "not_held_reason"])
    if knows:
        _tell(meeting, at)


def _tell(meeting: Meeting, at: datetime) -> None:
    tell_about_meeting.enqueue(
        meeting_id=meeting.pk, scope_key=meeting.organisation.scope_key, at=at.isoformat()
    )


@transaction.atomic
def mark_not_held(*, meeting_id: int, reason: str, actor: Actor, at: datetime) -> Meeting:
    """Say that a meeting is not held (không họp); it may still be held later.

    Whoever had been told of it is told so by a job queued in this transaction.

    Raises:
        CannotMarkNotHeld: it has begun, or the reason is missing.
    """
    meeting = _ahead(meeting_id, actor, CannotMarkNotHeld)
    if not clean(reason):
        raise CannotMarkNotHeld("Hãy ghi lý do không họp.", field="reason")
    meeting.state = Meeting.State.NOT_HELD
    meeting.not_held_reason = clean(reason)
    meeting.save(update_fields=["state", "not_held_reason"])
    tell_not_held.enqueue(
        meeting_id=meeting.pk, scope_key=meeting.organisation.scope_key, at=at.isoformat()
    )
    audit.record(
        "meeting.not_held", actor=actor, at=at, target=meeting, words=f"Không họp: {meeting}."
    )
    return meeting


@transaction.atomic
def hold_after_all(*, meeting_id: int, actor: Actor, at: datetime) -> Meeting:
    """Take "not held" back: it is held as planned (ghi nhầm, họp như lịch).

    Whoever had been told that it is off is told that it is on.

    Raises:
        CannotHoldAfterAll: it is not one that is not held.
    """
    meeting = _off(meeting_id, actor)
    meeting.state, meeting.not_held_reason = planned_state(meeting), ""
    meeting.save(update_fields=["state", "not_held_reason"])
    if meeting.noticed_at is not None and meeting.planned_at > at and not is_told(meeting):
        _tell(meeting, at)
    audit.record(
        "meeting.held_after_all",
        actor=actor,
        at=at,
        target=meeting,
        words=f"Bỏ ghi không họp, họp như lịch: {meeting}.",
    )
    return meeting


@transaction.atomic
def make_up(*, meeting_id: int, planned_at: datetime, actor: Actor, at: datetime) -> Meeting:
    """Plan another day for a meeting that was not held (họp bù).

    Why it was not held stays with the day it should have been on.

    Raises:
        CannotHoldAfterAll: it is not one that is not held, or the day has passed.
    """
    meeting = _off(meeting_id, actor)
    reason = f"Họp bù. Không họp vì: {meeting.not_held_reason}"[:300]
    meeting.not_held_reason = ""
    _move(meeting, planned_at, reason, at, CannotHoldAfterAll)
    local = timezone.localtime(planned_at)
    audit.record(
        "meeting.made_up",
        actor=actor,
        at=at,
        target=meeting,
        words=f"Họp bù {meeting} vào ngày {local:%d/%m/%Y}.",
    )
    return meeting


def _off(meeting_id: int, actor: Actor) -> Meeting:
    meeting = locked(meeting_id, MeetingPermission.MEETING_PLAN, actor=actor)
    if meeting.state != Meeting.State.NOT_HELD:
        raise CannotHoldAfterAll(
            f"Buổi này ở trạng thái «{meeting.get_state_display()}», không phải là không họp. "
            "Hãy tải lại trang."
        )
    return meeting


def _ahead(meeting_id: int, actor: Actor, refusal: type[Refusal]) -> Meeting:
    meeting = locked(meeting_id, MeetingPermission.MEETING_PLAN, actor=actor)
    if not meeting.is_ahead:
        raise refusal(
            f"Buổi này ở trạng thái «{meeting.get_state_display()}» nên không đổi lịch được nữa."
        )
    return meeting


def _regular(body: Body, day: date, hour: time) -> Meeting:
    return Meeting(
        organisation=body.organisation,
        scope_key=body.meeting_key,
        body=body,
        kind=Meeting.Kind.REGULAR,
        counts_for=first_of_month(day),
        planned_at=timezone.make_aware(datetime.combine(day, hour)),
    )
