"""Plan the topics of the year (chuyên đề)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core.errors import Refusal
from nenep.core.months import first_of_month
from nenep.core.vietnamese import clean
from nenep.meetings.models.topic import Topic
from nenep.meetings.permissions import MeetingPermission
from nenep.members import queries as members
from nenep.organisations.models import Organisation


class CannotPlanTopic(Refusal):
    """The topic has no words, the month has passed, or the person is not of the cell."""


@transaction.atomic
def put_topic(
    *,
    cell: Organisation,
    month: date,
    title: str,
    drafter_id: int | None,
    actor: Actor,
    at: datetime,
) -> Topic:
    """Say what a cell talks about in a month and who prepares it; once more changes it.

    Args:
        month: any day of the month.
        drafter_id: a member who belongs to the cell today; None leaves it open.

    Raises:
        CannotPlanTopic: see there.
    """
    authorise(actor, MeetingPermission.MEETING_PLAN, cell.scope_key)
    month, today = first_of_month(month), timezone.localdate(at)
    if not clean(title):
        raise CannotPlanTopic("Hãy ghi tên chuyên đề.", field="title")
    if month < first_of_month(today):
        raise CannotPlanTopic(
            f"Tháng {month:%m/%Y} đã qua. Hãy chọn từ tháng {today:%m/%Y} trở đi.", field="month"
        )
    name = ""
    if drafter_id is not None:
        names = {
            line.member_id: line.full_name for line in members.roll(organisation=cell, on=today)
        }
        if drafter_id not in names:
            raise CannotPlanTopic(
                "Người chuẩn bị phải là đảng viên của chi bộ. Hãy chọn lại.", field="drafter"
            )
        name = names[drafter_id]
    topic: Topic
    topic, _ = Topic.objects.update_or_create(
        organisation=cell,
        month=month,
        defaults={
            "title": clean(title),
            "drafter_id": drafter_id,
            "drafter_name": name,
            "scope_key": cell.scope_key,
        },
    )
    audit.record(
        "meetings.topic_planned",
        actor=actor,
        at=at,
        target=cell,
        words=f"Định chuyên đề tháng {month:%m/%Y}.",
    )
    return topic


@transaction.atomic
def drop_topic(*, cell: Organisation, month: date, actor: Actor, at: datetime) -> None:
    """Take the topic of a month off the plan; a meeting that took it up keeps it."""
    authorise(actor, MeetingPermission.MEETING_PLAN, cell.scope_key)
    gone, _ = Topic.objects.filter(organisation=cell, month=first_of_month(month)).delete()
    if gone:
        audit.record(
            "meetings.topic_dropped",
            actor=actor,
            at=at,
            target=cell,
            words=f"Bỏ chuyên đề tháng {month:%m/%Y}.",
        )
