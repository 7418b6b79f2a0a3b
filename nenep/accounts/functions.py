"""Calls of the functions in `database.py`, with types."""

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from nenep.accounts.http import OpenedSession


def find(login: str, phone: str) -> tuple[int, str] | None:
    """Return the account and salt of a log-in name, or of a phone only one person has."""
    row: tuple[int, str] | None = _row("SELECT * FROM accounts_find(%s, %s)", login, phone)
    return row


def log_in(
    *,
    account_id: int | None,
    hashed: str,
    name_digest: bytes,
    place_digest: bytes,
    key_digest: bytes,
    device: str,
    shared_device: bool,
    at: datetime,
) -> tuple[str, datetime | None, str | None]:
    """Count the attempt and open a session if the hash is right.

    Returns:
        "in", "wrong" or "wait"; until when to wait; where in the tree the journal notes it, or
        nothing: of wrong ones only the first for a while.
    """
    row: tuple[str, datetime | None, str | None] = _row(
        "SELECT * FROM accounts_log_in(%s, %s, %s, %s, %s, %s, %s, %s)",
        account_id,
        hashed,
        name_digest,
        place_digest,
        at,
        key_digest,
        device,
        shared_device,
    )
    return row


def open_session(key_digest: bytes, at: datetime) -> OpenedSession | None:
    """Return the session of a key, or nothing if it ended; and note that it was seen."""
    row = _row("SELECT * FROM accounts_open_session(%s, %s)", key_digest, at)
    return OpenedSession(*row) if row else None


def act_as(session_id: int, code: str) -> bool:
    """Keep the post one acts in."""
    return _yes("SELECT accounts_act_as(%s, %s)", session_id, code)


def end_session(session_id: int, at: datetime) -> bool:
    """End one of one's own sessions."""
    return _yes("SELECT accounts_end_session(%s, %s)", session_id, at)


def end_all(account_id: int, at: datetime) -> bool:
    """End the sessions and the slip of an account one looks after."""
    return _yes("SELECT accounts_end_all(%s, %s, %s)", account_id, at, _day(at))


def seen() -> dict[int, date]:
    """Return on which day each account one looks after was last used, where it is known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_seen()")
        return dict(cursor.fetchall())


def may_manage(account_id: int, at: datetime) -> bool:
    """Whether an account is one's to look after: nothing it holds lies outside one's range."""
    return _yes("SELECT accounts_may_manage(%s, %s)", account_id, _day(at))


def of_leaving(member_id: int, what: str, at: datetime) -> bool:
    """Look whether a member whom one edits has an open account, "lock" it, or "unlock" it.

    Returns:
        whether it is open; whether it was locked or unlocked.
    """
    return _yes("SELECT accounts_of_leaving(%s, %s, %s)", member_id, what, at)


def issue_slip(account_id: int, digest: bytes, expires_at: datetime, at: datetime) -> bool:
    """Store a one-time slip in place of the one before."""
    return _yes(
        "SELECT accounts_issue_slip(%s, %s, %s, %s)", account_id, digest, expires_at, _day(at)
    )


def read_slip(digest: bytes, at: datetime) -> tuple[str, str] | None:
    """Return the name and log-in name that a valid slip is for."""
    row: tuple[str, str] | None = _row("SELECT * FROM accounts_read_slip(%s, %s)", digest, at)
    return row


def use_slip(digest: bytes, hashed: str, at: datetime) -> tuple[str, str] | None:
    """Set the password by a valid slip, once; return the log-in name and its place."""
    row: tuple[str, str] | None = _row(
        "SELECT * FROM accounts_use_slip(%s, %s, %s)", digest, hashed, at
    )
    return row


def own_salt() -> str | None:
    """Return the salt of one's own password."""
    row = _row("SELECT accounts_own_salt()")
    return row[0] if row else None


def confirm(hashed: str) -> bool:
    """Compare with one's own password; `attempts.one_try` counts."""
    return _yes("SELECT accounts_confirm(%s)", hashed)


def change_password(old: str, new: str, kept_session: int, at: datetime) -> bool:
    """Change one's own password and end one's other sessions."""
    return _yes("SELECT accounts_change_password(%s, %s, %s, %s)", old, new, kept_session, at)


def free_login(base: str) -> str:
    """Return the name, or the name with the next free number."""
    return str(_row("SELECT accounts_free_login(%s)", base)[0])


def try_writing() -> None:
    """Write a row and take the one before away, unless that was done within ten seconds.

    Raises:
        DatabaseError: the database takes no writing.
    """
    _row("SELECT accounts_try_writing()::text")


def clear_expired(at: datetime) -> None:
    """Remove sessions and slips that ended or expired, and tries that no longer count."""
    _row("SELECT accounts_clear_expired(%s)::text", at)


def _row(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def _yes(statement: str, *values: Any) -> bool:
    return bool(_row(statement, *values)[0])


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
