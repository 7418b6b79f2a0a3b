"""What reminding leaves to the worker."""

from datetime import date, datetime

from nenep.access.actor import Actor
from nenep.access.jobs import job
from nenep.core import clock
from nenep.meetings.occasions import MEETING
from nenep.members.permissions import MemberPermission
from nenep.notices.actions import send_outside, tell
from nenep.notices.permissions import TELLING
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.reports.asking import asked_of
from nenep.reports.leaders import leaders_of
from nenep.reports.month import row_of_cell


@job(
    purpose="nhắc chi bộ",
    permissions=frozenset(
        {
            TreePermission.TREE_VIEW,
            MemberPermission.ROSTER_VIEW,
            TreePermission.FIGURES_VIEW,
        }
    )
    | TELLING,
)
def remind_leaders(*, organisation_id: int, month: str, at: str, actor: Actor) -> None:
    """Tell a cell's secretary and deputies that its committee asks about a month.

    Nobody, if what was asked for has been done meanwhile.
    """
    cell, moment = Organisation.objects.get(pk=organisation_id), datetime.fromisoformat(at)
    first = date.fromisoformat(month)
    row = row_of_cell(actor=actor, cell=cell, month=first, now=clock.now())
    if row is None or not row.needs_reminding:
        return
    about = f"asked {cell.pk} {first:%Y-%m} {moment:%Y-%m-%d}"
    tell(
        organisation=cell,
        member_ids=[post.member_id for post in leaders_of(cell, moment.date())],
        occasion=MEETING,
        about=about,
        subject=f"Đảng ủy hỏi về sinh hoạt tháng {first:%m/%Y}",
        text=asked_of(row, first),
        link=f"/chi-bo/{cell.pk}/",
        actor=actor,
        at=moment,
    )
    send_outside(organisation=cell, about=about, by_day=True, actor=actor, at=moment)
