"""Reminders, once a day by the worker: each step to each person once, until the thing is done.

When they come is data of the product (notices/conventions). One job looks where something may
be due and leaves each cell to a job of its own, which sees that cell and no other.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.jobs import job
from nenep.core import clock, formats
from nenep.meetings.appointment.actions import appoint_meeting
from nenep.meetings.appointment.queries import title_of
from nenep.meetings.body.queries import recipients
from nenep.meetings.calendar.actions.plan import mark_not_held
from nenep.meetings.calendar.rules import exists_on
from nenep.meetings.models import Meeting
from nenep.meetings.notice.queries.answers import answers_that_count, why_away
from nenep.meetings.notice.queries.timing import timing_of
from nenep.meetings.occasions import MEETING, MINUTES
from nenep.meetings.permissions import MeetingPermission
from nenep.members import queries as members
from nenep.members.models import MemberState
from nenep.members.permissions import MemberPermission
from nenep.notices.actions import send_outside, tell
from nenep.notices.conventions import Conventions, conventions_on
from nenep.notices.models import Appointment
from nenep.notices.occasion import Occasion
from nenep.notices.permissions import TELLING
from nenep.notices.rules import step_due
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.provisions.models import MOST_LEAD_DAYS
from nenep.provisions.queries import longest_lead
from nenep.tasks.models import Task, TaskReport
from nenep.tasks.occasions import PROMISE
from nenep.tasks.permissions import TaskPermission

_AHEAD = (Meeting.State.PLANNED, Meeting.State.POSTPONED)
_RIGHTS = TELLING | frozenset(
    {
        TreePermission.TREE_VIEW,
        MemberPermission.ROSTER_VIEW,
        TreePermission.FIGURES_VIEW,
        MeetingPermission.MEETING_VIEW,
        MeetingPermission.MEETING_PLAN,
        MeetingPermission.REASONS_VIEW,
        TaskPermission.TASK_VIEW,
    }
)


@job(
    purpose="tìm chi bộ cần nhắc",
    permissions=frozenset(
        {
            TreePermission.FIGURES_VIEW,
            MeetingPermission.MEETING_VIEW,
            TaskPermission.TASK_VIEW,
            TreePermission.TREE_VIEW,
        }
    ),
)
def remind(*, day: str, actor: Actor) -> None:  # noqa: ARG001  (a day's job differs from the next day's)
    """Leave every cell in which something may be due to a job of its own."""
    now = clock.now()
    rules = conventions_on(now.date())
    if rules.is_quiet(now):
        # The next day's job finds what is due just as well.
        return
    before = max((*rules.answer.days_before, *rules.notice.days_before_last_day))
    # A longer lead may hold only from a day to come on.
    furthest = now.date() + timedelta(days=MOST_LEAD_DAYS + before)
    meetings_until = longest_lead(now.date(), furthest) + before
    tasks_until = max(rules.promise.days_before, default=0)
    meetings = Meeting.objects.filter(
        state__in=_AHEAD, planned_at__gt=now, planned_at__lt=_end_of(now, meetings_until)
    )
    unsigned = Meeting.objects.filter(state=Meeting.State.ENDED)
    left_open = Meeting.objects.filter(_left_open(now))
    tasks = Task.objects.filter(
        state=Task.State.OPEN, due_on__lte=now.date() + timedelta(days=tasks_until)
    )
    concerned = {
        pk
        for rows in (meetings, unsigned, left_open, tasks)
        for pk in rows.values_list("organisation_id", flat=True).distinct()
    }
    for cell in Organisation.objects.filter(pk__in=concerned).order_by("pk"):
        remind_cell.enqueue(organisation_id=cell.pk, scope_key=cell.scope_key)


@job(purpose="nhắc việc", permissions=_RIGHTS)
def remind_cell(*, organisation_id: int, actor: Actor) -> None:
    """Remind the people of one cell of what is due and not done."""
    now = clock.now()
    if conventions_on(now.date()).is_quiet(now):
        return
    _Cell(Organisation.objects.get(pk=organisation_id), actor, now).remind()


class _Cell:
    """One cell at one moment, and what is due in it."""

    def __init__(self, cell: Organisation, actor: Actor, now: datetime) -> None:
        self.cell = cell
        self.actor = actor
        self.now = now
        self.today = now.date()
        self.rules: Conventions = conventions_on(self.today)

    def remind(self) -> None:
        """Go through what may be due."""
        meetings = Meeting.objects.filter(organisation=self.cell).select_related(
            "organisation", "body"
        )
        for meeting in meetings.filter(state__in=_AHEAD, planned_at__gt=self.now):
            if not exists_on(self.cell, timezone.localtime(meeting.planned_at).date()):
                self._to_call_off(meeting)
            elif meeting.noticed_at:
                self._to_answer(meeting)
            else:
                self._to_give_notice(meeting)
        for meeting in meetings.filter(state=Meeting.State.ENDED):
            self._to_sign(meeting)
        for meeting in meetings.filter(_left_open(self.now)):
            self._to_end(meeting)
        for task in Task.objects.filter(organisation=self.cell, state=Task.State.OPEN):
            self._to_keep(task)

    def _to_call_off(self, meeting: Meeting) -> None:
        """A cell that has ended by then meets no more; whoever was told of it is told so."""
        mark_not_held(
            meeting_id=meeting.pk,
            reason=f"{self.cell.name} thôi hoạt động từ ngày {self.cell.dissolved_on:%d/%m/%Y}",
            actor=self.actor,
            at=self.now,
        )

    def _to_answer(self, meeting: Meeting) -> None:
        planned = timezone.localtime(meeting.planned_at)
        step = step_due(
            (-days for days in self.rules.answer.days_before),
            event=planned.date(),
            today=self.today,
        )
        if step is None:
            return
        answered = set(answers_that_count(meeting).values_list("member_id", flat=True))
        self._tell(
            [
                line.member_id
                for line in recipients.invited(meeting)
                if line.member_id not in answered
                # Who need not come need not say so.
                and why_away(None, line.belonging, line.state) is None
            ],
            about=f"answer {meeting.pk} {planned:%Y%m%d%H%M} {step}",
            occasion=MEETING,
            subject="Chưa trả lời thông báo họp",
            text=f"{title_of(meeting)}: {formats.moment(planned)}. "
            "Hãy bấm «Tôi sẽ dự», hoặc ghi lý do nếu không dự được.",
            link=f"/hop/{meeting.pk}/",
            # Whoever is reminded is told the hour and the place planned now.
            appointment=appoint_meeting(meeting, actor=self.actor),
        )

    def _to_give_notice(self, meeting: Meeting) -> None:
        timing = timing_of(meeting, today=self.today)
        step = step_due(
            (-days for days in self.rules.notice.days_before_last_day),
            event=timing.last_day,
            today=self.today,
        )
        if step is None:
            return
        planned = timezone.localtime(meeting.planned_at)
        self._tell(
            members.leaders(self.cell, self.today),
            about=f"notice {meeting.pk} {planned:%Y%m%d} {step}",
            occasion=MEETING,
            subject="Chưa gửi thông báo họp",
            text=f"{title_of(meeting)}: {formats.moment(planned)}. {timing.deadline}",
            link=f"/hop/{meeting.pk}/chuan-bi/",
        )

    def _to_sign(self, meeting: Meeting) -> None:
        assert meeting.ended_at  # noqa: S101  (a constraint: it has ended)
        ended = timezone.localtime(meeting.ended_at)
        if not meeting.correction:
            self._unsigned(
                meeting,
                since=ended,
                about=f"minutes {meeting.pk}",
                subject="Biên bản chưa ký",
                told=f"họp {formats.weekday_date(ended)}, chưa đủ chữ ký trên biên bản",
            )
            return
        # One that was opened before the product kept that day counts from the meeting.
        begun = timezone.localtime(meeting.correction_begun_at or ended)
        self._unsigned(
            meeting,
            since=begun,
            about=f"correction {meeting.pk} {begun:%Y%m%d%H%M}",
            subject="Đính chính chưa ký",
            told=f"mở đính chính {formats.weekday_date(begun)}, biên bản sửa chưa đủ chữ ký",
        )

    def _unsigned(
        self, meeting: Meeting, *, since: datetime, about: str, subject: str, told: str
    ) -> None:
        step = step_due(self.rules.minutes.days_after, event=since.date(), today=self.today)
        if step is None:
            return
        late = (self.today - since.date()).days
        seen_above = step >= self.rules.minutes.seen_above_from
        above: list[int | None] = (
            [*recipients.overseers(self.cell, self.today), None] if seen_above else []
        )
        self._tell(
            [*members.leaders(self.cell, self.today), *above],
            about=f"{about} {step}",
            occasion=MINUTES,
            subject=f"{subject} sau {late} ngày",
            text=f"{title_of(meeting)}, {told} sau {late} ngày.",
            link=f"/hop/{meeting.pk}/",
        )

    def _to_end(self, meeting: Meeting) -> None:
        """A meeting that was begun and not ended: the steps of unsigned minutes."""
        assert meeting.started_at  # noqa: S101  (a constraint: it has begun)
        started = timezone.localtime(meeting.started_at)
        self._unsigned(
            meeting,
            since=started,
            about=f"open {meeting.pk}",
            subject="Buổi họp chưa kết thúc",
            told=f"bắt đầu {formats.weekday_date(started)}, chưa bấm «Kết thúc» trong phòng họp",
        )

    def _to_keep(self, task: Task) -> None:
        promise = self.rules.promise
        step = step_due(
            (*(-days for days in promise.days_before), *promise.days_after),
            event=task.due_on,
            today=self.today,
        )
        last = task.reports.order_by("-at", "-pk").first()
        if step is None or (last and last.says == TaskReport.Says.FINISHED):
            return
        late = (self.today - task.due_on).days
        when = f"quá hạn {late} ngày" if late > 0 else "đến hạn hôm nay"
        subject = f"Việc được giao {when if late >= 0 else f'còn {-late} ngày'}"
        told = f"{task.title}. Hạn {formats.weekday_date(task.due_on)}."
        is_promise = task.source == Task.Source.MEETING
        if task.member_id is None:
            self._tell(
                members.leaders(self.cell, self.today),
                about=f"held {task.pk} {task.due_on:%Y%m%d} {step}",
                occasion=PROMISE,
                subject=subject,
                text=f"{told} {task.giver_name} giao cho {task.holder_name}. "
                "Hãy báo tình trạng để nơi giao xác nhận.",
                link=f"/giao-viec/{task.pk}/",
            )
            return
        if not self._is_here(task.member_id):
            way_out = (
                "Hãy xác nhận đã xong, hoặc thôi việc này và giao người khác ở buổi họp tới."
                if is_promise
                else f"Hãy báo {task.giver_name} để giao người khác."
            )
            self._tell(
                members.leaders(self.cell, self.today),
                about=f"holder {task.pk} {task.due_on:%Y%m%d} {step}",
                occasion=PROMISE,
                subject="Người được giao việc không còn ở chi bộ",
                text=f"{told} Người được giao không còn sinh hoạt ở chi bộ. {way_out}",
                link=f"/chi-bo/{self.cell.pk}/",
            )
            return
        self._tell(
            [task.member_id],
            about=f"promise {task.pk} {task.due_on:%Y%m%d} {step}",
            occasion=PROMISE,
            subject=subject,
            text=f"{told} Xong thì báo ở «Việc của tôi» để "
            f"{'chi bộ' if is_promise else 'nơi giao'} xác nhận.",
            link="/viec/",
        )

    def _is_here(self, member_id: int) -> bool:
        """Whether somebody still belongs to the cell; a committee's own tasks are kept."""
        return self.cell.kind != Organisation.Kind.CELL or member_id in self._members

    @cached_property
    def _members(self) -> set[int]:
        """The ids of those on the cell's roll today who have not left the Party."""
        lines = members.roll(organisation=self.cell, on=self.today)
        return {line.member_id for line in lines if line.state != MemberState.State.LEFT}

    def _tell(
        self,
        member_ids: Iterable[int | None],
        *,
        about: str,
        occasion: Occasion,
        subject: str,
        text: str,
        link: str,
        appointment: Appointment | None = None,
    ) -> None:
        about = f"remind {about}"
        tell(
            organisation=self.cell,
            member_ids=member_ids,
            about=about,
            occasion=occasion,
            subject=subject,
            text=text,
            link=link,
            appointment=appointment,
            actor=self.actor,
            at=self.now,
        )
        send_outside(
            organisation=self.cell, about=about, by_day=True, actor=self.actor, at=self.now
        )


def _left_open(now: datetime) -> Q:
    """Return the condition that a meeting was begun on an earlier day and goes on."""
    return Q(state=Meeting.State.IN_PROGRESS, started_at__lt=_end_of(now, -1))


def _end_of(now: datetime, days: int) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days + 1)
