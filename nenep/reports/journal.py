"""The journal: who did what in the units one answers for."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from nenep.access.actor import Actor
from nenep.accounts.models import Account
from nenep.audit.models import Event
from nenep.audit.permissions import AuditPermission
from nenep.organisations.models import Organisation

PAGE = 50
# What a file holds at most: a year of a commune's office.
IN_FILE = 5000
# By the word in the address: what it is called, and how the codes of its events begin.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "thong-tin-rieng": ("Xem thông tin riêng", ("member.unmasked",)),
    "tu-choi": ("Bị từ chối", ("access.", "account.log_in_failed", "import.refused")),
    "xuat-tep": (
        "Tải, in, xuất tệp",
        ("minutes.", "book.", "month.", "notice.printed", "backup.", "journal.", "account.list_"),
    ),
    "dang-nhap": ("Đăng nhập, tài khoản", ("account.",)),
    "nhiem-vu": ("Nhiệm vụ, phân công", ("post.", "charge.")),
    "viec": ("Việc được giao", ("task.",)),
    "hop": ("Buổi họp, biên bản", ("meeting.", "meetings.", "cell.")),
    "to-chuc": ("Tổ chức, đảng viên", ("organisation.", "cluster.", "member.", "import.loaded")),
}


@dataclass(frozen=True)
class JournalLine:
    """One event as the page shows it; `login` is empty for work of the machine itself."""

    event: Event
    login: str
    place: str


@dataclass(frozen=True)
class Page:
    """Some lines, the newest first, and whether there are older ones."""

    lines: list[JournalLine]
    has_older: bool

    @property
    def oldest(self) -> UUID | None:
        """The last event, from which the next page goes on."""
        return self.lines[-1].event.pk if self.lines else None


def page_of(*, actor: Actor, kind: str = "", after: UUID | None = None, size: int = PAGE) -> Page:
    """Return events of the units in the actor's scope, the newest first.

    Args:
        kind: one of `KINDS`, or empty for all.
        after: the last event of the page before; many may have its moment. One that is out
            of the actor's scope is taken for none.
        size: lines at most.
    """
    events = Event.objects.visible_to(actor, AuditPermission.AUDIT_VIEW)
    if kind:
        wanted = Q()
        for start in KINDS[kind][1]:
            wanted |= Q(code__startswith=start)
        events = events.filter(wanted)
    last = events.filter(pk=after).first() if after else None
    if last:
        events = events.filter(Q(at__lt=last.at) | Q(at=last.at, pk__gt=last.pk))
    found = list(events.order_by("-at", "pk")[: size + 1])
    shown = found[:size]
    logins = dict(
        Account.objects.filter(pk__in={event.account_id for event in shown}).values_list(
            "pk", "login"
        )
    )
    places = dict(
        Organisation.objects.filter(scope_key__in={event.scope_key for event in shown}).values_list(
            "scope_key", "name"
        )
    )
    return Page(
        [
            JournalLine(event, logins.get(event.account_id, ""), places.get(event.scope_key, ""))
            for event in shown
        ],
        has_older=len(found) > size,
    )
