"""`nenep print-slip`: the first log-in of an office, when nobody else can print it yet."""

import argparse
import sys

from nenep.access.jobs import actor_for
from nenep.accounts import actions as accounts
from nenep.accounts import rules
from nenep.accounts.permissions import AccountPermission
from nenep.commands import behalf
from nenep.commands.failures import CannotGoOn
from nenep.core import clock
from nenep.members.models import Member
from nenep.members.permissions import MemberPermission
from nenep.organisations.permissions import TreePermission

EXAMPLES = """
  nenep print-slip DV0012     người đầu tiên của văn phòng đảng ủy; sau đó in phiếu trên trang
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whose slip."""
    parser.add_argument("code", metavar="MÃ", help="mã đảng viên như trong sổ đã nạp")


def run(options: argparse.Namespace) -> None:
    """Open the member's account if there is none and print a slip; logged.

    Raises:
        CannotGoOn: no member has that code.
        CannotPrintSlip: the account is locked.
    """
    at = clock.now()
    actor = actor_for(
        "in phiếu trên máy chủ",
        frozenset(
            {
                TreePermission.TREE_VIEW,
                MemberPermission.ROSTER_VIEW,
                AccountPermission.ACCOUNTS_MANAGE,
            }
        ),
    )
    with behalf.acting(actor):
        member = Member.objects.filter(code=options.code).first()
        if member is None:
            raise CannotGoOn(f"Không có đảng viên nào mang mã «{options.code}».")
        slip = accounts.print_slip(member_id=member.pk, actor=actor, at=at)
    sys.stdout.write(
        f"✓ Phiếu của tài khoản «{slip.login}».\n"
        f"  Mã đặt mật khẩu (dùng một lần, trong {rules.SLIP_DAYS} ngày): {slip.code}\n"
        "  Mở trang đăng nhập, chọn «Dùng phiếu» và nhập mã này. Mã không hiện lại lần nữa.\n"
    )
