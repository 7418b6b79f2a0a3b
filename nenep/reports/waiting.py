"""The cells that are late, for whoever reminds them."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils import timezone

from nenep.core.months import first_of_month, month_before
from nenep.meetings.models import Meeting
from nenep.members.around import last_day_to_report
from nenep.members.models import OUT, Act
from nenep.members.permissions import MemberPermission
from nenep.organisations.models import Body
from nenep.reports.permissions import ReportPermission
from nenep.today.asked import Asker
from nenep.today.waiting import Pending, Waits

_REMINDED_DAYS = 92


def late_cells(asked: Asker) -> Iterator[Pending]:
    """Yield how many cells of this month and the last have not met or not signed, in one row each.

    A cell may sign on the day after; then it is late.
    """
    if not asked.actor.may(ReportPermission.REMIND):
        return
    this_month = first_of_month(asked.today)
    not_met = Q(
        state__in=(Meeting.State.PLANNED, Meeting.State.POSTPONED),
        planned_at__lt=asked.midnight(),
    )
    unsigned = Q(state=Meeting.State.ENDED, ended_at__lt=asked.midnight(-1)) | Q(
        state=Meeting.State.IN_PROGRESS, started_at__lt=asked.midnight()
    )
    found = (
        Meeting.objects.visible_to(asked.actor, ReportPermission.REMIND)
        .filter(
            not_met | unsigned,
            counts_for__in=(month_before(this_month), this_month),
            kind=Meeting.Kind.REGULAR,
            body__kind=Body.Kind.CELL,
        )
        .order_by()
        .values("counts_for")
        .annotate(count=Count("pk"), since=Min("planned_at"), name=Min("organisation__name"))
        .order_by(F("counts_for"))
    )
    for row in found:
        month: date = row["counts_for"]
        who = row["name"] if row["count"] == 1 else f"{row['count']} chi bộ"
        address = reverse("reports:month", args=[month.year, month.month])
        yield Pending(
            f"late {month}",
            timezone.localtime(row["since"]).date() + timedelta(days=1),
            f"Tháng {month:%m/%Y}: {who} quá ngày chưa họp, hoặc họp xong chưa ký",
            "Nhắc",
            f"{address}?xem=muon",
            is_since=True,
        )


def not_reported(asked: Asker) -> Iterator[Pending]:
    """Yield how many who left were not reported upwards yet, by the last day of the first.

    Those long past came with a workbook: nobody is reminded of them.
    """
    if not asked.actor.may(MemberPermission.MEMBERS_EDIT):
        return
    acts = Act.objects.visible_to(asked.actor, MemberPermission.MEMBERS_EDIT).filter(
        movement__in=OUT,
        undone_at=None,
        reported_on=None,
        day__gte=asked.today - timedelta(days=_REMINDED_DAYS),
    )
    waiting = list(acts.order_by("day", "pk").select_related("organisation"))
    due = last_day_to_report(waiting[0]) if waiting else None
    if due is None:
        return
    who = "1 đảng viên" if len(waiting) == 1 else f"{len(waiting)} đảng viên"
    yield Pending(
        "report members",
        due,
        f"Báo cấp trên: {who} từ trần, ra khỏi Đảng hoặc chuyển đi",
        "Xem",
        f"{reverse('reports:balance')}?ky={waiting[0].day.year}",
        where=waiting[0].organisation.name if len(waiting) == 1 else "",
    )


WAITING = (Waits(late_cells), Waits(not_reported))
