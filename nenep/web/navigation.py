"""The menu: what stands in it, and which permission each entry needs."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.accounts.permissions import AccountPermission
from nenep.audit.permissions import AuditPermission
from nenep.documents.permissions import DocumentPermission
from nenep.meetings.permissions import MeetingPermission
from nenep.members.rules import ROLES_IN_MEETINGS
from nenep.notices.permissions import NoticePermission
from nenep.organisations.permissions import TreePermission
from nenep.sheets.permissions import SheetPermission
from nenep.tasks.permissions import TaskPermission


@dataclass(frozen=True)
class MenuEntry:
    """One line of the menu; a phone shows at most five, at the thumb."""

    label: str
    icon: str
    url_name: str
    permission: Permission | None = None
    on_phone: bool = True
    not_for: frozenset[str] = frozenset()


_MOST_ON_PHONE = 5

# In the order shown. A page's own address begins with its entry's address.
ENTRIES = (
    MenuEntry("Trang đầu", "home", "web:start"),
    MenuEntry(
        "Các chi bộ",
        "building-community",
        "reports:month_now",
        TreePermission.FIGURES_VIEW,
        not_for=frozenset(ROLES_IN_MEETINGS),
    ),
    MenuEntry(
        "Số liệu",
        "chart-bar",
        "reports:figures",
        TreePermission.FIGURES_VIEW,
        on_phone=False,
        not_for=frozenset(ROLES_IN_MEETINGS),
    ),
    MenuEntry("Họp đảng ủy", "users-group", "meetings:bodies_now", MeetingPermission.BODIES_VIEW),
    MenuEntry("Lịch", "calendar-event", "meetings:calendar", on_phone=False),
    MenuEntry("Việc của tôi", "checklist", "meetings:own_tasks"),
    MenuEntry("Giao việc", "send", "tasks:list", TaskPermission.TASK_VIEW, on_phone=False),
    MenuEntry("Thông báo", "bell", "meetings:own_notices"),
    MenuEntry("Tài khoản", "key", "accounts:list", AccountPermission.ACCOUNTS_MANAGE),
    MenuEntry(
        "Cách ghi thư", "mail", "notices:wording", NoticePermission.NOTICES_DECIDE, on_phone=False
    ),
    MenuEntry(
        "Nạp bảng tính", "file-upload", "exchange:show", SheetPermission.IMPORT, on_phone=False
    ),
    MenuEntry("Quy định", "gavel", "provisions:now", on_phone=False),
    MenuEntry(
        "Số văn bản",
        "file-text",
        "documents:registers",
        DocumentPermission.DOCUMENT_REGISTER,
        on_phone=False,
    ),
    MenuEntry("Ngày làm việc", "calendar-event", "workdays:show", on_phone=False),
    MenuEntry("Nhật ký", "history", "reports:journal", AuditPermission.AUDIT_VIEW, on_phone=False),
    # On a phone the header's button leads there.
    MenuEntry("Của tôi", "user", "accounts:mine", on_phone=False),
)


@dataclass(frozen=True)
class ShownEntry:
    """An entry as the page shows it."""

    label: str
    icon: str
    address: str
    on_phone: bool
    is_here: bool


def menu(request: HttpRequest, actor: Actor) -> list[ShownEntry]:
    """Return the entries the actor may open, the present page's marked."""
    open_to_actor = [
        (entry, reverse(entry.url_name))
        for entry in ENTRIES
        if (entry.permission is None or actor.may(entry.permission))
        and actor.role_code not in entry.not_for
    ]
    on_phone = [entry for entry, _ in open_to_actor if entry.on_phone][:_MOST_ON_PHONE]
    here = max(
        (address for _, address in open_to_actor if _is_under(request.path, address)),
        key=len,
        default="",
    )
    return [
        ShownEntry(entry.label, entry.icon, address, entry in on_phone, address == here)
        for entry, address in open_to_actor
    ]


def _is_under(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address))
