"""Opening and locking accounts."""

from datetime import datetime

from django.db import IntegrityError, transaction

from nenep.access.actor import Actor, authorise
from nenep.accounts import functions, rules
from nenep.accounts.errors import CannotLockAccount, CannotOpenAccount
from nenep.accounts.models import Account
from nenep.accounts.permissions import AccountPermission
from nenep.audit import actions as audit
from nenep.members.models import Member
from nenep.members.permissions import MemberPermission

# Two may open an account of the same name at once; the second takes the next number.
_TRIES = 5


@transaction.atomic
def open_account(*, member_id: int, actor: Actor, at: datetime) -> Account:
    """Open an account for a member, with a short unique log-in name such as "hung.lv".

    Raises:
        CannotOpenAccount: the member has one.
        NotAllowed: the actor does not look after accounts there.
    """
    member = Member.objects.visible_to(actor, MemberPermission.ROSTER_VIEW).get(pk=member_id)
    authorise(actor, AccountPermission.ACCOUNTS_MANAGE, member.scope_key)
    if Account.objects.filter(member=member).exists():
        raise CannotOpenAccount("Đồng chí này đã có tài khoản. Nếu quên mật khẩu, in phiếu mới.")
    account = _with_free_login(member=member, at=at)
    audit.record("account.opened", actor=actor, at=at, words="Mở tài khoản.", target=account)
    return account


@transaction.atomic
def lock_account(*, account_id: int, actor: Actor, at: datetime) -> None:
    """Lock an account: its sessions and its slip end at once.

    Raises:
        CannotLockAccount: it is one's own, or its holder acts outside one's range.
        NotAllowed: the actor does not look after accounts there.
    """
    account = Account.objects.select_for_update().get(pk=account_id)
    authorise(actor, AccountPermission.ACCOUNTS_MANAGE, account.scope_key)
    if account.pk == actor.account_id:
        raise CannotLockAccount("Không tự khóa tài khoản của mình được.")
    if not functions.end_all(account.pk, at):
        raise CannotLockAccount(
            "Người này giữ nhiệm vụ ngoài phạm vi của đồng chí. Đề nghị văn phòng cấp ủy "
            "cấp trên khóa."
        )
    account.is_open = False
    account.save(update_fields=["is_open"])
    audit.record("account.locked", actor=actor, at=at, words="Khóa tài khoản.", target=account)


@transaction.atomic
def unlock_account(*, account_id: int, actor: Actor, at: datetime) -> None:
    """Open a locked account again; the old password holds.

    Raises:
        CannotLockAccount: its holder acts outside one's range.
        NotAllowed: the actor does not look after accounts there.
    """
    account = Account.objects.select_for_update().get(pk=account_id)
    authorise(actor, AccountPermission.ACCOUNTS_MANAGE, account.scope_key)
    if not functions.may_manage(account.pk, at):
        raise CannotLockAccount(
            "Người này giữ nhiệm vụ ngoài phạm vi của đồng chí. Đề nghị văn phòng cấp ủy "
            "cấp trên mở khóa."
        )
    account.is_open = True
    account.save(update_fields=["is_open"])
    audit.record("account.unlocked", actor=actor, at=at, words="Mở khóa tài khoản.", target=account)


def _with_free_login(*, member: Member, at: datetime) -> Account:
    for _ in range(_TRIES):
        try:
            with transaction.atomic():
                return Account.objects.create(
                    member=member,
                    login=functions.free_login(rules.login_from_name(member.full_name)),
                    created_at=at,
                )
        except IntegrityError:
            continue
    raise CannotOpenAccount("Nhiều người đang mở tài khoản cùng lúc. Thử lại sau một phút.")
