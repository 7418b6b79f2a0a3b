"""What of meetings waits for somebody: to hold, to sign, to prepare, to answer, to confirm."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.roles import (
    BodyMember,
    BodyRunner,
    BodySecretary,
    MeetingRunner,
    MemberRole,
    Overseer,
)
from nenep.core import formats
from nenep.meetings.appointment.queries import title_of
from nenep.meetings.body.queries.recipients import invited
from nenep.meetings.body.queries.runner import held_by
from nenep.meetings.models import Meeting, ScoreEntry
from nenep.meetings.notice.queries.answers import answers_that_count, why_away
from nenep.meetings.notice.queries.timing import timing_of
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.scoring.queries.rows import score_to_confirm
from nenep.members.permissions import MemberPermission
from nenep.organisations.models import Body
from nenep.today.asked import Asker
from nenep.today.waiting import Pending, Urgency, Waits

_AHEAD = (Meeting.State.PLANNED, Meeting.State.POSTPONED)
# One plans a month ahead.
_PREPARED_BEFORE = timedelta(days=31)
# Of each sort at most so many: the page shows seven of all.
_MOST = 7
# Reading these costs several statements each.
_FEW = 3
_INVITED = (MemberRole.code, BodyMember.code, BodyRunner.code, BodySecretary.code)
_OF_ONE_MEETING = (MeetingRunner.code, BodyRunner.code)


def to_run(asked: Asker) -> Iterator[Pending]:
    """Yield the meetings that whoever runs them goes on with: begun, unsigned, today's, missed."""
    actor, now = asked.actor, asked.now
    if not actor.may(MeetingPermission.MEETING_RUN):
        return
    tomorrow = asked.midnight(1)
    found = (
        _meetings(actor, MeetingPermission.MEETING_RUN)
        .filter(held_by(actor))
        .filter(state__in=(*_AHEAD, Meeting.State.IN_PROGRESS, Meeting.State.ENDED))
        .exclude(state__in=_AHEAD, planned_at__gte=tomorrow)
        .prefetch_related("roles", "signatures")
    )
    for meeting in found.order_by("-planned_at")[:_MOST]:
        where = meeting.organisation.name
        title = title_of(meeting)
        planned = timezone.localtime(meeting.planned_at)
        if meeting.state == Meeting.State.IN_PROGRESS:
            yield Pending(
                f"run {meeting.pk}",
                timezone.localtime(meeting.started_at or now).date(),
                f"{title}: đang họp",
                "Vào buổi họp",
                reverse("meetings:room", args=[meeting.pk]),
                where,
                Urgency.NOW,
            )
        elif meeting.state == Meeting.State.ENDED:
            yield _to_sign(meeting, asked)
        elif planned.date() == asked.today:
            yield Pending(
                f"run {meeting.pk}",
                planned.date(),
                f"Hôm nay họp lúc {formats.clock_time(planned)}: {title[0].lower()}{title[1:]}",
                "Bắt đầu họp",
                reverse("meetings:room", args=[meeting.pk]),
                where,
                Urgency.NOW,
            )
        else:
            yield Pending(
                f"run {meeting.pk}",
                planned.date(),
                f"{title}: đã qua ngày, chưa họp",
                "Mở buổi họp",
                reverse("meetings:meeting", args=[meeting.pk]),
                where,
                is_since=True,
            )


def _to_sign(meeting: Meeting, asked: Asker) -> Pending:
    """Return what an unsigned meeting asks: one's own signature, or to see to the other's."""
    me = asked.actor.member_id
    signed = {one.kind for one in meeting.signatures.all()}
    mine = any(role.member_id == me and role.kind not in signed for role in meeting.roles.all())
    title = title_of(meeting)
    what = "bản đính chính" if meeting.correction else "biên bản"
    return Pending(
        f"run {meeting.pk}",
        timezone.localtime(meeting.ended_at or asked.now).date(),
        f"{title}: ký {what}" if mine else f"{title}: {what} chờ chữ ký của người kia",
        "Xem lại và ký" if mine else "Xem biên bản",
        reverse("meetings:sign", args=[meeting.pk]),
        meeting.organisation.name,
        is_since=True,
    )


def to_prepare(asked: Asker) -> Iterator[Pending]:
    """Yield the next meetings of one's own organisation whose notice has not gone out."""
    actor = asked.actor
    if not actor.may(MeetingPermission.MEETING_PLAN) or actor.organisation_id is None:
        return
    found = _meetings(actor, MeetingPermission.MEETING_PLAN).filter(
        organisation_id=actor.organisation_id,
        state__in=_AHEAD,
        noticed_at=None,
        planned_at__gte=asked.midnight(1),
        planned_at__lt=asked.now + _PREPARED_BEFORE,
    )
    for meeting in found.order_by("planned_at")[:_FEW]:
        yield Pending(
            f"prepare {meeting.pk}",
            timing_of(meeting, today=asked.today).last_day,
            f"{title_of(meeting)}: chuẩn bị, gửi thông báo",
            "Chuẩn bị",
            reverse("meetings:prepare", args=[meeting.pk]),
            meeting.organisation.name,
        )


def to_answer(asked: Asker) -> Iterator[Pending]:
    """Yield the meetings one is told of and has not answered; who runs one need not."""
    actor = asked.actor
    if actor.role_code not in _INVITED or actor.member_id is None:
        return
    found = (
        _meetings(actor, MemberPermission.ROSTER_VIEW)
        .filter(state__in=_AHEAD, planned_at__gt=asked.now, noticed_at__isnull=False)
        .exclude(body__kind=Body.Kind.CELL_COMMITTEE)
    )
    # A duty in a cell reaches no other cell; one in committees their bodies.
    for meeting in found.order_by("planned_at")[:_FEW]:
        runs = any(
            one.may(MeetingPermission.MEETING_RUN, meeting.scope_key)
            and one.role_code not in _OF_ONE_MEETING
            for one in asked.everyone
        )
        if runs or answers_that_count(meeting).filter(member_id=actor.member_id).exists():
            continue
        if not any(
            line.member_id == actor.member_id and why_away(None, line.belonging, line.state) is None
            for line in invited(meeting)
        ):
            continue
        yield Pending(
            f"answer {meeting.pk}",
            timezone.localtime(meeting.planned_at).date(),
            f"{title_of(meeting)}: đồng chí dự được không?",
            "Trả lời",
            reverse("meetings:meeting", args=[meeting.pk]),
            meeting.organisation.name,
        )


def to_confirm(asked: Asker) -> Iterator[Pending]:
    """Yield the scores that the cells have given themselves and the overseer has not confirmed."""
    if asked.actor.role_code != Overseer.code:
        return
    found = (
        _meetings(asked.actor, MeetingPermission.MEETING_VIEW)
        .filter(state__in=(Meeting.State.IN_PROGRESS, Meeting.State.ENDED), body__kind="cell")
        .filter(Exists(ScoreEntry.objects.filter(meeting=OuterRef("pk"))))
    )
    for meeting in found.order_by("planned_at")[:_FEW]:
        score = score_to_confirm(actor=asked.actor, meeting=meeting, now=asked.now)
        if score is None or not score.waits or any(one.score.problems for one in score.sheets):
            continue
        yield Pending(
            f"confirm {meeting.pk}",
            timezone.localtime(meeting.started_at or asked.now).date(),
            f"{title_of(meeting)}: xác nhận điểm",
            "Xem điểm",
            reverse("meetings:meeting", args=[meeting.pk]),
            meeting.organisation.name,
            is_since=True,
        )


def _meetings(actor: Actor, permission: Permission) -> QuerySet[Meeting]:
    seen = Meeting.objects.visible_to(actor, permission)
    return seen.select_related("organisation", "body")


WAITING = (Waits(to_run), Waits(to_prepare), Waits(to_answer), Waits(to_confirm))
