"""Setting, changing and giving one's password."""

from collections.abc import Callable
from datetime import datetime
from typing import NoReturn

from nenep.access.actor import ANONYMOUS, Actor
from nenep.accounts import attempts, functions, keys, passwords, rules
from nenep.accounts.errors import (
    CannotConfirm,
    CannotSetPassword,
    CannotUseSlip,
    wait_sentence,
)
from nenep.accounts.models import Account
from nenep.audit import actions as audit
from nenep.core import keyboards

_BAD_SLIP = (
    "Phiếu này không dùng được: mã chưa đúng, đã dùng rồi hoặc đã quá "
    f"{rules.SLIP_DAYS} ngày. Kiểm tra mã trên giấy. {keyboards.ADVICE} Nếu vẫn vậy, xin phiếu mới."
)


def read_slip(*, code: str, at: datetime) -> tuple[str, str]:
    """Return the name and the log-in name a slip is for.

    Raises:
        CannotUseSlip: unknown, used or too old.
    """
    return _slip(code, at)[1:]


def use_slip(*, code: str, password: str, at: datetime) -> str:
    """Set the first or a new password by a one-time slip; return the log-in name.

    Raises:
        CannotUseSlip: unknown, used or too old.
        CannotSetPassword: the password will not do; the slip stays valid.
    """
    digest, _, login = _slip(code, at)
    _check(password, login)
    used = functions.use_slip(digest, passwords.new_hash(password), at)
    if used is None:
        raise CannotUseSlip(_BAD_SLIP)
    audit.record_apart(
        "account.slip_used",
        actor=ANONYMOUS,
        at=at,
        words="Đặt mật khẩu bằng phiếu.",
        scope_key=used[1],
    )
    return used[0]


def _slip(code: str, at: datetime) -> tuple[bytes, str, str]:
    """Return the digest of the slip meant by what was typed, the name and the log-in name."""
    for meant in rules.typed_slips(code):
        digest = keys.digest(meant)
        if found := functions.read_slip(digest, at):
            return digest, *found
    raise CannotUseSlip(_BAD_SLIP)


def confirm_password(
    *, password: str, actor: Actor, at: datetime, counted_by: bytes | None = None
) -> None:
    """Let somebody confirm an act, such as signing, with their own password.

    Args:
        counted_by: what wrong ones are counted by (see `keys`), if not by the actor.

    Raises:
        CannotConfirm: wrong, or too many tries. A wrong one is counted even though the
            transaction is undone.
    """
    _confirmed_hash(password=password, actor=actor, at=at, counted_by=counted_by)


def refuse_unnamed(*, name: str, password: str, counted_by: bytes, at: datetime) -> NoReturn:
    """Refuse a name that does not belong here as a wrong password: counted, at the same cost.

    Args:
        name: as typed.
        password: as typed.
        counted_by: see `confirm_password`.

    Raises:
        CannotConfirm: always.
    """
    passwords.hash_like(
        password[: rules.LONGEST_PASSWORD], passwords.decoy_salt(rules.typed_login(name))
    )
    _try(counted_by, at, lambda: False)
    raise AssertionError("A try that is wrong is refused.")


def change_password(*, old: str, new: str, session_id: int, actor: Actor, at: datetime) -> None:
    """Change one's own password; every other session of one's own ends.

    Raises:
        CannotConfirm: the old password is wrong, or there were too many tries.
        CannotSetPassword: the new one will not do.
    """
    account = Account.objects.own_of(actor).get()
    old_hash = _confirmed_hash(password=old, actor=actor, at=at)
    _check(new, account.login)
    if not functions.change_password(old_hash, passwords.new_hash(new), session_id, at):
        raise CannotConfirm("Mật khẩu vừa được đổi ở máy khác. Tải lại trang rồi thử lại.")
    audit.record("account.password_changed", actor=actor, at=at, words="Đổi mật khẩu.")


def _confirmed_hash(
    *, password: str, actor: Actor, at: datetime, counted_by: bytes | None = None
) -> str:
    salt = functions.own_salt()
    hashed = passwords.hash_like(password[: rules.LONGEST_PASSWORD], salt) if salt else ""
    _try(
        counted_by or keys.confirmation_digest(actor.account_id),
        at,
        lambda: functions.confirm(hashed),
    )
    return hashed


def _try(counted_by: bytes, at: datetime, is_right: Callable[[], bool]) -> None:
    try:
        until = attempts.one_try(counted_by, at, is_right)
    except attempts.WrongTry:
        raise CannotConfirm(
            "Mật khẩu chưa đúng. Kiểm tra chữ hoa và bộ gõ tiếng Việt rồi nhập lại."
        ) from None
    if until is not None:
        raise CannotConfirm(wait_sentence(until), is_wait=True)


def _check(password: str, login: str) -> None:
    weakness = rules.why_weak(password.strip(), login)
    if weakness:
        raise CannotSetPassword(weakness)
