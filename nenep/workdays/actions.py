"""Write down that a day is off or worked by decision, and take it back."""

from datetime import date, datetime

from django.db import connection, transaction

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core import formats
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.organisations.lookup import visible_organisation
from nenep.organisations.models import Organisation
from nenep.workdays.models import DayException
from nenep.workdays.permissions import WorkdaysPermission
from nenep.workdays.queries import workdays
from nenep.workdays.rules import Workdays, within_calendar


class CannotNoteDay(Refusal):
    """The day is so already, or the reason or the document is missing."""


@transaction.atomic
def note_day(
    *,
    organisation_id: int,
    day: date,
    working: bool,
    reason: str,
    source: str,
    actor: Actor,
    at: datetime,
) -> DayException:
    """Write down that a day is off or worked by decision (ghi ngày nghỉ, ngày làm bù).

    Args:
        organisation_id: the topmost one, for whose whole tree it holds.
        working: whether it is worked.
        reason: what people are told, such as "nghỉ bù Giỗ Tổ Hùng Vương".
        source: number and day of the document.

    Raises:
        CannotNoteDay: the day is so without it, the same stands already, or words are missing.
        OutOfCalendar: the holidays of its year are not known.
        NotAllowed: the actor may not decide about working days.
    """
    organisation = tree_locked(organisation_id, actor)
    within_calendar(day)
    reason, source = clean(reason), clean(source)
    if not reason:
        raise CannotNoteDay("Chưa ghi lý do. Ví dụ: nghỉ bù Giỗ Tổ Hùng Vương.", field="reason")
    if not source:
        raise CannotNoteDay("Chưa ghi số, ngày của văn bản cho nghỉ hoặc làm bù.", field="source")
    plain = Workdays().judge(day)
    if plain.working == working:
        kind = "ngày làm việc" if working else f"ngày nghỉ ({plain.reason})"
        raise CannotNoteDay(
            f"Ngày {formats.weekday_date(day)} vốn đã là {kind}, không cần ghi thêm.",
            field="day",
        )
    if day in workdays(organisation.scope_key).decided:
        raise CannotNoteDay(
            f"Ngày {formats.weekday_date(day)} đã được ghi rồi. "
            "Muốn ghi lại thì bấm «Bỏ» ở dòng cũ trước.",
            field="day",
        )
    return _add(organisation, day, working, reason, source, actor, at)


@transaction.atomic
def take_day_back(*, organisation_id: int, day: date, actor: Actor, at: datetime) -> DayException:
    """Let a day be again as it is without a decision (bỏ ngày đã ghi).

    Raises:
        CannotNoteDay: nothing stands about that day.
        NotAllowed: the actor may not decide about working days.
    """
    organisation = tree_locked(organisation_id, actor)
    noted = DayException.objects.filter(organisation=organisation, day=day)
    last = noted.order_by("-pk").first()
    if last is None or last.working is None:
        raise CannotNoteDay(f"Ngày {day:%d/%m/%Y} không có gì đã ghi để bỏ.")
    return _add(organisation, day, None, last.reason, last.source, actor, at)


def tree_locked(organisation_id: int, actor: Actor) -> Organisation:
    """Return the topmost organisation, locked, if the actor decides for its tree."""
    organisation = visible_organisation(organisation_id, CannotNoteDay)
    authorise(actor, WorkdaysPermission.WORKDAYS_DECIDE, organisation.scope_key)
    if organisation.scope_key != f"{organisation.pk}/":
        raise CannotNoteDay(
            f"{organisation.name} không đứng đầu cây tổ chức. "
            "Ngày nghỉ, ngày làm bù ghi chung cho cả tỉnh."
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"workdays {organisation_id}"]
        )
    return organisation


def _add(
    organisation: Organisation,
    day: date,
    working: bool | None,
    reason: str,
    source: str,
    actor: Actor,
    at: datetime,
) -> DayException:
    noted = DayException.objects.create(
        organisation=organisation,
        day=day,
        working=working,
        reason=reason,
        source=source,
        decided_by=actor.label[:300],
        decided_at=at,
    )
    what = {True: "là ngày làm việc", False: "là ngày nghỉ", None: "như cũ, bỏ điều đã ghi"}
    audit.record(
        "workdays.day_noted",
        actor=actor,
        at=at,
        words=f"Ngày {formats.weekday_date(day)} {what[working]}: {reason}, theo {source}."[:500],
        target=noted,
    )
    return noted
