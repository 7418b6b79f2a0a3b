"""One-time slips: the first password, and a new one for whoever forgot it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from nenep.access.actor import Actor, authorise
from nenep.accounts import functions, keys, rules
from nenep.accounts.actions.manage import open_account
from nenep.accounts.errors import CannotPrintSlip
from nenep.accounts.models import Account
from nenep.accounts.permissions import AccountPermission
from nenep.audit import actions as audit
from nenep.members.models import Member
from nenep.members.permissions import MemberPermission
from nenep.members.queries import with_names_apart


@dataclass(frozen=True)
class Slip:
    """What stands on the paper; the code is known only here and now."""

    name: str
    login: str
    code: str
    expires_at: datetime


@dataclass(frozen=True)
class PrintedSlips:
    """The slips, and the names of those for whom there is none."""

    slips: list[Slip] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)
    not_ours: list[str] = field(default_factory=list)


@transaction.atomic
def print_slips(*, member_ids: Sequence[int], actor: Actor, at: datetime) -> PrintedSlips:
    """Make one-time slips for members, opening an account for whoever has none.

    Raises:
        CannotPrintSlip: nobody was chosen.
        NotAllowed: the actor does not look after accounts there.
    """
    chosen = with_names_apart(
        Member.objects.visible_to(actor, MemberPermission.ROSTER_VIEW).filter(pk__in=member_ids)
    )
    printed = PrintedSlips()
    for member in chosen.order_by("sort_key", "pk"):
        name: str = member.shown_name  # type: ignore[attr-defined]  # annotated above
        account = Account.objects.select_for_update().filter(member=member).first()
        if account is None:
            account = open_account(member_id=member.pk, actor=actor, at=at)
        if not account.is_open:
            printed.locked.append(name)
        elif not functions.may_manage(account.pk, at):
            printed.not_ours.append(name)
        else:
            slip = issue(account=account, name=name, actor=actor, at=at)
            printed.slips.append(slip)
    if not (printed.slips or printed.locked or printed.not_ours):
        raise CannotPrintSlip("Chưa chọn ai. Đánh dấu những người cần phiếu rồi bấm in.")
    return printed


def print_slip(*, member_id: int, actor: Actor, at: datetime) -> Slip:
    """Make the one-time slip of one member.

    Raises:
        CannotPrintSlip: the account is locked, or its holder acts outside one's range.
        NotAllowed: the actor does not look after accounts there.
    """
    printed = print_slips(member_ids=[member_id], actor=actor, at=at)
    if printed.locked:
        raise CannotPrintSlip("Tài khoản này đang khóa. Mở khóa trước khi in phiếu.")
    if printed.not_ours:
        raise CannotPrintSlip(
            "Người này giữ nhiệm vụ ngoài phạm vi của đồng chí; văn phòng cấp ủy cấp trên in phiếu."
        )
    return printed.slips[0]


def issue(*, account: Account, name: str, actor: Actor, at: datetime) -> Slip:
    """Store a new code in place of the one before, and record the printing.

    Raises:
        CannotPrintSlip: the holder acts outside the actor's range.
        NotAllowed: the actor does not look after accounts there.
    """
    authorise(actor, AccountPermission.ACCOUNTS_MANAGE, account.scope_key)
    code = rules.new_slip_code()
    expires_at = at + timedelta(days=rules.SLIP_DAYS)
    if not functions.issue_slip(account.pk, keys.digest(rules.typed_slip(code)), expires_at, at):
        raise CannotPrintSlip("Người này giữ nhiệm vụ ngoài phạm vi của đồng chí.")
    words = f"In phiếu đăng nhập, dùng trong {rules.SLIP_DAYS} ngày."
    audit.record("account.slip_printed", actor=actor, at=at, words=words, target=account)
    return Slip(name, account.login, code, expires_at)
