"""The lists of accounts: cells, and the people of one."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from nenep.accounts.queries import LeaderAccount
from nenep.core import formats
from nenep.members.models import Member
from nenep.organisations.models import Organisation
from nenep.tables.table import Cell, Choice, ListColumn, Table


def units_table(units: "QuerySet[Organisation] | list[Organisation]") -> Table:
    """Return the cells of `queries.units_with_accounts` as a table."""
    columns = (
        ListColumn(
            "Chi bộ",
            lambda unit: Cell(unit.name, reverse("accounts:unit", args=[unit.pk])),
            "chi-bo",
            lambda unit: unit.code,
            share=6,
        ),
        ListColumn(
            "Đảng viên", lambda unit: unit.people, "so", lambda unit: unit.people, number=True
        ),
        ListColumn(
            "Đã đặt mật khẩu",
            lambda unit: unit.ready,
            "da-dat",
            lambda unit: unit.ready,
            number=True,
        ),
    )
    choices = (Choice("con-thieu", "Còn người chưa đặt", lambda unit: unit.ready < unit.people),)
    return Table("Tài khoản đơn vị", columns, list(units), choices)


def people_table(people: QuerySet[Member], *, now: datetime) -> Table:
    """Return the members of `queries.people_of` as a table.

    Args:
        now: decides which slips are still good.
    """

    def state(person: Member) -> Cell:
        return _state(person, now)

    columns = (
        ListColumn(
            "Họ và tên",
            lambda person: person.shown_name,
            "ten",
            "sort_key",
            share=5,
            template="accounts/unit_person.html",
        ),
        ListColumn("Tên đăng nhập", lambda person: person.login or "Chưa có", share=3),
        ListColumn("Tình trạng", state, "tinh-trang", "password_set_at", share=4),
        ListColumn("Khóa", lambda _: None, in_document=False, template="accounts/unit_lock.html"),
    )
    choices = (
        Choice("chua-mo", "Chưa mở", Q(account_pk=None)),
        Choice("chua-dat", "Chưa đặt mật khẩu", Q(account_pk__isnull=False, password_set_at=None)),
        Choice("da-khoa", "Đã khóa", Q(is_open=False)),
    )
    return Table("Tài khoản của chi bộ", columns, people, choices)


def leaders_table(leaders: "list[LeaderAccount]", *, now: datetime) -> Table:
    """Return `queries.leaders_with_accounts` as a table.

    Args:
        now: decides which slips are still good, and who has been away for a month.
    """
    today = timezone.localtime(now).date()

    def state(person: "LeaderAccount") -> Cell:
        return _state(person, now)

    columns = (
        ListColumn(
            "Họ và tên",
            lambda person: person.shown_name,
            "ten",
            lambda person: person.sort_key,
            share=4,
            template="accounts/unit_person.html",
        ),
        ListColumn("Chức vụ", lambda person: person.duty, share=5),
        ListColumn("Tên đăng nhập", lambda person: person.login or "Chưa có", share=2.5),
        ListColumn("Tình trạng", state, share=3),
        ListColumn(
            "Dùng lần cuối",
            lambda person: person.seen_on or ("Chưa rõ" if person.password_set_at else ""),
            "lan-cuoi",
            lambda person: person.seen_on,
            share=2.5,
        ),
        ListColumn("Khóa", lambda _: None, in_document=False, template="accounts/unit_lock.html"),
    )
    choices = (
        Choice("chua-vao-duoc", "Chưa có mật khẩu", lambda person: person.lacks_access),
        Choice("lau-chua-vao", "Một tháng chưa vào", lambda person: person.is_long_away(today)),
    )
    return Table("Tài khoản bí thư, phó bí thư", columns, leaders, choices)


def _state(person: Any, now: datetime) -> Cell:
    account, until = person.account_pk, person.slip_expires_at
    if not account:
        return Cell("Chưa mở", tone="neutral")
    if not person.is_open:
        return Cell("Đã khóa", tone="warn", icon="lock")
    if until and until > now:
        return Cell(f"Phiếu dùng đến {formats.short_date(until)}", tone="info", icon="qrcode")
    if person.password_set_at:
        return Cell("Đã đặt mật khẩu", tone="good")
    return Cell("Phiếu đã hết hạn", tone="warn")
