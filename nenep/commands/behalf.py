"""On whose behalf a command reads or writes content: the same actor as on the pages."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from nenep.access.actor import Actor
from nenep.access.jobs import actor_for
from nenep.access.scope import scope
from nenep.accounts import sessions
from nenep.accounts.duties import acting as acting_in
from nenep.accounts.http import OpenedSession
from nenep.accounts.models import Account
from nenep.accounts.permissions import AccountPermission
from nenep.audit import actions as audit
from nenep.commands.failures import CannotGoOn
from nenep.meetings.permissions import MeetingPermission
from nenep.members.permissions import MemberPermission
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.sheets.permissions import SheetPermission

# What the first workbook of an installation needs; nobody is there yet to hold it.
_OF_FIRST_IMPORT = frozenset(
    {
        TreePermission.TREE_VIEW,
        TreePermission.TREE_EDIT,
        MemberPermission.ROSTER_VIEW,
        MemberPermission.MEMBERS_EDIT,
        TreePermission.FIGURES_VIEW,
        MeetingPermission.MEETING_VIEW,
        MeetingPermission.MEETING_PLAN,
        MeetingPermission.MINUTES_VIEW,
        MemberPermission.CHARGES_VIEW,
        SheetPermission.IMPORT,
    }
)


def add_argument(parser: argparse._ActionsContainer, *, required: bool = True) -> None:
    """Add `--as`."""
    parser.add_argument(
        "--as",
        dest="behalf",
        metavar="TÊN[:TƯ_CÁCH]",
        required=required,
        help="tên đăng nhập của người chịu trách nhiệm; thêm mã tư cách nếu người ấy có nhiều "
        "nhiệm vụ, ví dụ hung.lv:post:12",
    )


def actor_named(text: str, *, command: str, at: datetime) -> Actor:
    """Return the actor of a log-in name in one of the posts held that day, and log the command.

    Args:
        text: "hung.lv", or "hung.lv:post:12" to choose a post; see `members.queries.WayToAct`.
        command: its name, for the log.
        at: now.

    Raises:
        CannotGoOn: nobody has that name, the account is locked, or the post is not held.
    """
    return actors_named(text, command=command, at=at)[0]


def actors_named(text: str, *, command: str, at: datetime) -> list[Actor]:
    """Return somebody in each duty held that day, the one of the pages first; log the command.

    Only the one duty if `text` names it; see `actor_named`.

    Raises:
        CannotGoOn: nobody has that name, the account is locked, or the post is not held.
    """
    login, _, code = text.partition(":")
    with scope(actor_for(f"lệnh {command}", frozenset({AccountPermission.ACCOUNTS_MANAGE}))):
        account = Account.objects.filter(login=login, is_open=True).first()
    if account is None:
        raise CannotGoOn(
            f"Không có tài khoản đang dùng nào tên «{login}». Hãy kiểm tra tên sau --as."
        )
    person = OpenedSession(
        session_id=0,
        account_id=account.pk,
        member_id=account.member_id,
        name=login,
        administers=account.administers,
        acting_as=code,
        shared_device=False,
        expires_at=at,
    )
    actor, duties = sessions.actor_of(person, on=at.date())
    if code and code not in [duty.code for duty in duties]:
        held = "; ".join(f"{login}:{duty.code} ({duty.label})" for duty in duties)
        raise CannotGoOn(
            f"«{login}» không có tư cách «{code}» hôm nay. "
            + (f"Có thể chọn: {held}." if held else "Người này chưa giữ nhiệm vụ nào.")
        )
    audit.record_apart(
        "command.ran", actor=actor, at=at, words=f"Chạy lệnh nenep {command} trên máy chủ."
    )
    if code or not duties:
        return [actor]
    others = [acting_in(actor, duty) for duty in duties]
    return [actor, *(one for one in others if one != actor)]


def actor_of_first_import(*, at: datetime) -> Actor:
    """Return the actor of the first import, while the installation is empty, and log it.

    Raises:
        CannotGoOn: there are organisations; from then on somebody answers for an import.
    """
    actor = actor_for("nạp sổ đầu tiên", _OF_FIRST_IMPORT)
    with scope(actor):
        if Organisation.objects.exists():
            raise CannotGoOn(
                "Đã có tổ chức trong phần mềm nên không còn là sổ đầu tiên. "
                "Hãy nạp thay mặt một người của văn phòng: thêm --as TÊN."
            )
    audit.record_apart("command.ran", actor=actor, at=at, words="Nạp sổ đầu tiên trên máy chủ.")
    return actor


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Open the scope of a command's actor; what is logged apart stays even if all is undone."""
    audit.begin()
    try:
        with scope(actor):
            yield
    finally:
        audit.flush()
