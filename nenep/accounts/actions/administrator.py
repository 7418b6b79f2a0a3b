"""Make the administrator's account, from the command line."""

from datetime import datetime

from django.db import IntegrityError

from nenep.access.actor import Actor
from nenep.access.scope import scope
from nenep.accounts import rules
from nenep.accounts.actions.slips import issue
from nenep.accounts.errors import CannotOpenAccount
from nenep.accounts.models import Account
from nenep.accounts.permissions import AccountPermission
from nenep.audit import actions as audit


def create_administrator(*, login: str, at: datetime) -> str:
    """Make an administrator's account and return the code of its one-time slip.

    For the command line only: it opens its own scope, acting for the installation.

    Raises:
        CannotOpenAccount: the name is taken or has another form.
    """
    actor = Actor(
        account_id=0,
        member_id=None,
        label="Người cài đặt hệ thống",
        permissions=frozenset({AccountPermission.ACCOUNTS_MANAGE}),
        ranges=(rules.EVERYWHERE,),
        purpose="create_administrator",
    )
    try:
        with scope(actor):
            account = Account.objects.create(
                login=rules.typed_login(login), administers=True, created_at=at, scope_key=""
            )
            slip = issue(account=account, name=account.login, actor=actor, at=at)
            audit.record(
                "account.administrator_created",
                actor=actor,
                at=at,
                words="Mở tài khoản quản trị hệ thống.",
                target=account,
            )
    except IntegrityError:
        raise CannotOpenAccount(
            "Tên này đã có người dùng, hoặc không phải chữ thường không dấu, bắt đầu bằng chữ cái."
        ) from None
    return slip.code
