"""Remind a cell that is late."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from nenep.access.actor import Actor, authorise
from nenep.access.mask import MaskPermission
from nenep.audit import actions as audit
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.members import actions as members
from nenep.members.models import Post
from nenep.organisations.models import Organisation
from nenep.reports.jobs import remind_leaders
from nenep.reports.leaders import leaders_of
from nenep.reports.models import Contact
from nenep.reports.month import row_of_cell
from nenep.reports.permissions import ReportPermission


class CannotRemind(Refusal):
    """The cell has nobody to remind, was reminded today, or the answer is missing."""


@dataclass(frozen=True)
class Number:
    """Whom to ring: post, name and number, open for this one look; empty if none is known."""

    post: Post
    phone: str


@transaction.atomic
def remind(*, cell: Organisation, month: date, actor: Actor, at: datetime) -> Contact:
    """Send the cell's secretary and deputies a message about a month (nhắc), once a day.

    Raises:
        CannotRemind: there is nothing to remind of, nobody holds these posts, or they were
            reminded today already.
    """
    authorise(actor, ReportPermission.REMIND, cell.scope_key)
    row = row_of_cell(actor=actor, cell=cell, month=month, now=at)
    if row is None or not row.needs_reminding:
        now = row.state.words.lower() if row else "không hoạt động"
        raise CannotRemind(
            f"Tháng {month:%m/%Y} {cell.name} {now}, không cần nhắc. Hãy tải lại bảng tháng."
        )
    if not leaders_of(cell, at.date()):
        raise CannotRemind(
            f"{cell.name} chưa có bí thư hay phó bí thư trong danh sách. "
            "Hãy cập nhật chức vụ của chi bộ trước."
        )
    today = Contact.objects.filter(
        organisation=cell, counts_for=month, way=Contact.Method.MESSAGE, at__date=at.date()
    )
    if today.exists():
        raise CannotRemind("Hôm nay đã nhắc chi bộ này rồi. Nếu cần gấp, hãy gọi điện.")
    remind_leaders.enqueue(
        organisation_id=cell.pk,
        month=month.isoformat(),
        at=at.isoformat(),
        scope_key=cell.scope_key,
    )
    return _note(cell, month, Contact.Method.MESSAGE, "", actor, at)


@transaction.atomic
def note_call(
    *, cell: Organisation, month: date, words: str, actor: Actor, at: datetime
) -> Contact:
    """Note what a cell answered by telephone (ghi câu trả lời).

    Raises:
        CannotRemind: the answer is missing.
    """
    authorise(actor, ReportPermission.REMIND, cell.scope_key)
    if not clean(words):
        raise CannotRemind("Hãy ghi chi bộ trả lời thế nào, ví dụ: họp bù tối thứ Sáu.")
    return _note(cell, month, Contact.Method.TELEPHONE, clean(words)[:300], actor, at)


@transaction.atomic
def numbers_to_ring(*, cell: Organisation, month: date, actor: Actor, at: datetime) -> list[Number]:
    """Open the numbers of the cell's secretary and deputies for one look; each is logged.

    Raises:
        NotAllowed: the actor may not unmask data there.
    """
    authorise(actor, MaskPermission.UNMASK, cell.scope_key)
    reason = f"Gọi nhắc chi bộ về tháng {month:%m/%Y}"
    return [
        Number(
            post,
            members.unmask(member_id=post.member_id, reason=reason, actor=actor, at=at).phone,
        )
        for post in leaders_of(cell, at.date())
    ]


def _note(
    cell: Organisation, month: date, way: Contact.Method, words: str, actor: Actor, at: datetime
) -> Contact:
    contact = Contact.objects.create(
        organisation=cell,
        counts_for=month,
        way=way,
        words=words,
        by=actor.label[:300],
        at=at,
    )
    audit.record(
        "cell.reminded",
        actor=actor,
        at=at,
        target=cell,
        words=f"{way.label} về tháng {month:%m/%Y}.",
    )
    return contact
