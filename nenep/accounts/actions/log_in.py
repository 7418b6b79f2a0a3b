"""Log-in: the one door, before anybody acts."""

from dataclasses import dataclass
from datetime import datetime

from nenep.access.actor import ANONYMOUS, Actor
from nenep.accounts import functions, keys, passwords, rules
from nenep.accounts.errors import CannotLogIn, wait_sentence
from nenep.audit import actions as audit


@dataclass(frozen=True)
class LoggedIn:
    """A session just opened; `key` and `form_secret` go into cookies and nowhere else."""

    key: str
    shared_device: bool
    form_secret: str


def log_in(
    *, name: str, password: str, address: str, user_agent: str, shared_device: bool, at: datetime
) -> LoggedIn:
    """Open a session (đăng nhập). Runs outside a transaction, so that every try is counted.

    Args:
        name: a log-in name, or a phone number that only one person has.
        password: as typed.
        address: the network address, counted as a digest.
        user_agent: kept as "Chrome trên Android" only.
        shared_device: a borrowed phone: 30 minutes idle, ends with the browser.
        at: now.

    Raises:
        CannotLogIn: wrong, or too many tries; the same whether the name exists or not.
    """
    login, phone = rules.typed_login(name), rules.typed_phone(name)
    found = functions.find(login, phone)
    account_id, salt = found or (None, passwords.decoy_salt(phone or login))
    key = keys.new_key()
    # An unknown name costs the same time.
    hashed = passwords.hash_like(password[: rules.LONGEST_PASSWORD], salt)
    outcome, until, place = functions.log_in(
        account_id=account_id,
        hashed=hashed,
        name_digest=keys.name_digest(account_id, login, phone),
        place_digest=keys.place_digest(address),
        key_digest=keys.digest(key),
        device=rules.device_name(user_agent),
        shared_device=shared_device,
        at=at,
    )
    if outcome != "in":
        # What strangers try is kept for a day and counted; the journal keeps one line a while.
        if place is not None:
            audit.record_apart(
                "account.log_in_failed", actor=ANONYMOUS, at=at, words="Đăng nhập không thành công."
            )
        raise CannotLogIn(
            wait_sentence(until)
            if until
            # Always, whatever was typed: a number that two persons have opens nothing.
            else "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra chữ hoa, bộ gõ tiếng Việt "
            "rồi thử lại, hoặc dùng tên đăng nhập thay cho số điện thoại; nếu quên mật khẩu, xin phiếu mới ở bí thư chi bộ hoặc văn phòng đảng ủy."
        )
    who = Actor(account_id=account_id or 0, member_id=None, label="Người đăng nhập")
    words = "Đăng nhập trên máy dùng chung." if shared_device else "Đăng nhập."
    audit.record_apart("account.logged_in", actor=who, at=at, words=words, scope_key=place or "")
    return LoggedIn(key, shared_device, keys.form_secret(who.account_id, hashed))
