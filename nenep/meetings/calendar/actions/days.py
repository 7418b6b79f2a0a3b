"""Set the meeting day from a month on; what is planned moves only where somebody says so."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.access.ranges import subtree
from nenep.audit import actions as audit
from nenep.core.errors import Refusal
from nenep.core.months import first_of_month
from nenep.core.vietnamese import clean
from nenep.meetings.calendar.actions.plan import postpone
from nenep.meetings.calendar.queries.day_book import DayBook
from nenep.meetings.calendar.rules import DayRule, PlanStage
from nenep.meetings.models import Meeting
from nenep.meetings.models.meeting_day import MeetingDay
from nenep.meetings.permissions import MeetingPermission
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission


class CannotSetDay(Refusal):
    """The month has passed, the calendar changed meanwhile, or a reason is missing."""


@dataclass(frozen=True)
class Move:
    """One planned meeting that another rule would put on another day."""

    meeting: Meeting
    after: datetime
    standing: PlanStage


@dataclass(frozen=True)
class Moves:
    """What a new rule would move; `seen` says which list somebody looked at."""

    all: tuple[Move, ...]
    seen: str

    def of(self, standing: PlanStage) -> list[Move]:
        """Return those of one standing."""
        return [move for move in self.all if move.standing is standing]

    @property
    def needs_reason(self) -> bool:
        """Whether any of them takes a reason to move."""
        return any(move.standing is not PlanStage.PLAIN for move in self.all)

    @property
    def groups(self) -> list[tuple[PlanStage, list[Move]]]:
        """Those there are, by standing."""
        return [(standing, found) for standing in PlanStage if (found := self.of(standing))]


def moves_of(
    *,
    organisation: Organisation,
    from_month: date,
    rule: DayRule | None,
    actor: Actor,
    at: datetime,
) -> Moves:
    """Say which planned meetings a new meeting day would move; change nothing.

    Args:
        from_month: first day of the first month it holds for.
        rule: None follows those above.

    Raises:
        CannotSetDay: as `change_meeting_day`.
    """
    authorise(actor, MeetingPermission.MEETING_PLAN, organisation.scope_key)
    return _moves(organisation, from_month, rule, at, Meeting.objects.all())


def _moves(
    organisation: Organisation,
    from_month: date,
    rule: DayRule | None,
    at: datetime,
    among: QuerySet[Meeting],
) -> Moves:
    today = timezone.localdate(at)
    if from_month < first_of_month(today):
        raise CannotSetDay(
            f"Tháng {from_month:%m/%Y} đã qua. Hãy chọn từ tháng {today:%m/%Y} trở đi.",
            field="from_month",
        )
    below = subtree(organisation.scope_key)
    meetings = list(
        among.filter(
            scope_key__gte=below.low,
            scope_key__lt=below.high,
            kind=Meeting.Kind.REGULAR,
            counts_for__gte=from_month,
            state__in=[Meeting.State.PLANNED, Meeting.State.POSTPONED],
            organisation__kind=Organisation.Kind.CELL,
        )
        .select_related("organisation")
        .order_by("planned_at", "pk")
    )
    now = DayBook.of([organisation, *(meeting.organisation for meeting in meetings)])
    then = now.with_rule(organisation.pk, from_month, rule)
    found = []
    for meeting in meetings:
        cell, month = meeting.organisation, meeting.counts_for
        new, old = then.rule_for(cell, month), now.rule_for(cell, month)
        if new is None or new == old:
            continue
        planned = timezone.localtime(meeting.planned_at)
        day = new.in_month(month.year, month.month)
        if day != planned.date() and day >= today:
            after = timezone.make_aware(datetime.combine(day, planned.time()))
            found.append(Move(meeting, after, _standing(meeting)))
    marks = "".join(f"{m.meeting.pk} {m.after.isoformat()} {m.standing} " for m in found)
    return Moves(tuple(found), hashlib.sha256(marks.encode()).hexdigest())


@transaction.atomic
def change_meeting_day(
    *,
    organisation: Organisation,
    from_month: date,
    rule: DayRule | None,
    take: Collection[str],
    seen: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Set the meeting day of a cell or a committee from a month on, and move what was chosen.

    Args:
        take: which standings to move, of `Standing`.
        seen: `Moves.seen` of the list that was looked at.
        reason: why, for those that people were told of or that were moved by hand.

    Returns:
        how many meetings were moved.

    Raises:
        CannotSetDay: the month has passed, the calendar is not the one looked at any more,
            or a reason is missing.
    """
    authorise(actor, MeetingPermission.MEETING_PLAN, organisation.scope_key)
    # Nobody gives notice of one of them, or begins it, until all have moved.
    held = Meeting.objects.select_for_update(of=("self",))
    moves = _moves(organisation, from_month, rule, at, held)
    if moves.seen != seen:
        raise CannotSetDay("Lịch vừa đổi sau khi xem. Hãy xem lại những buổi sẽ chuyển.")
    chosen = [move for move in moves.all if move.standing in take]
    if not clean(reason) and any(move.standing is not PlanStage.PLAIN for move in chosen):
        raise CannotSetDay(
            "Buổi đã báo hoặc đã dời thì chuyển ngày cần có lý do. Hãy ghi lý do, "
            "hoặc bỏ dấu chọn ở các buổi đó.",
            field="reason",
        )
    _put(organisation, from_month, rule)
    _stand([move for move in chosen if move.standing is PlanStage.PLAIN])
    for move in chosen:
        if move.standing is not PlanStage.PLAIN:
            postpone(
                meeting_id=move.meeting.pk,
                planned_at=move.after,
                reason=reason,
                actor=actor,
                at=at,
            )
    _record(organisation, from_month, rule, len(chosen), actor, at)
    return len(chosen)


@transaction.atomic
def enter_day(
    *, organisation: Organisation, from_month: date, day: int, actor: Actor, at: datetime
) -> None:
    """Enter a fixed meeting day with an organisation, as a workbook says it (nhập ngày sinh hoạt).

    Planned meetings that nobody was told of yet stand on the new day, where the actor may plan.

    Args:
        from_month: first day of a month; one that has passed only says what held then.
        day: 1 to 28.
    """
    authorise(actor, TreePermission.TREE_EDIT, organisation.scope_key)
    plain: list[Move] = []
    may_move = actor.may(MeetingPermission.MEETING_PLAN, organisation.scope_key)
    if may_move and from_month >= first_of_month(timezone.localdate(at)):
        held = Meeting.objects.select_for_update(of=("self",))
        plain = _moves(organisation, from_month, DayRule(day=day), at, held).of(PlanStage.PLAIN)
    _put(organisation, from_month, DayRule(day=day))
    _stand(plain)
    _record(organisation, from_month, DayRule(day=day), len(plain), actor, at)


def _put(organisation: Organisation, from_month: date, rule: DayRule | None) -> None:
    MeetingDay.objects.update_or_create(
        organisation=organisation,
        from_month=from_month,
        defaults={"scope_key": organisation.scope_key, **_columns(rule)},
    )


def _stand(plain: list[Move]) -> None:
    for move in plain:
        move.meeting.planned_at = move.after
    Meeting.objects.bulk_update([move.meeting for move in plain], ["planned_at"])


def _record(
    organisation: Organisation,
    from_month: date,
    rule: DayRule | None,
    moved: int,
    actor: Actor,
    at: datetime,
) -> None:
    audit.record(
        "meetings.day_set",
        actor=actor,
        at=at,
        target=organisation,
        words=f"Đặt ngày sinh hoạt từ tháng {from_month:%m/%Y}: "
        f"{rule.text if rule else 'theo cấp trên'}; chuyển {moved} buổi đã lên lịch.",
    )


def _standing(meeting: Meeting) -> PlanStage:
    if meeting.state == Meeting.State.POSTPONED:
        return PlanStage.BY_HAND
    return PlanStage.NOTICED if meeting.noticed_at else PlanStage.PLAIN


def _columns(rule: DayRule | None) -> dict[str, object]:
    if rule is None:
        return {"kind": MeetingDay.Kind.ABOVE, "day": None, "weekday": None, "week": None}
    kind = MeetingDay.Kind.DAY if rule.day is not None else MeetingDay.Kind.WEEKDAY
    return {"kind": kind, "day": rule.day, "weekday": rule.weekday, "week": rule.week}
