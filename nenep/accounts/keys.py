"""Keys and codes people hold, and the digests of them that are stored."""

import hashlib
import secrets

from django.utils.crypto import salted_hmac


def new_key() -> str:
    """Return a session's key: 256 random bits, for the cookie only."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """Return the SHA-256 of a key or code; they are long enough to need no salt."""
    return hashlib.sha256(secret.encode()).digest()


def form_secret(account_id: int, hashed: str) -> str:
    """Return what the forms of an account are sent with, in place of a random secret.

    It is the same each time the person logs in: a page that was open when the session ended is
    sent after all, by the same person and by nobody else. Another password makes another one.

    Args:
        hashed: the password as it is stored.
    """
    return salted_hmac("nenep.forms", f"{account_id} {hashed}", algorithm="sha256").hexdigest()[:32]


def name_digest(account_id: int | None, login: str, phone: str) -> bytes:
    """Return what a log-in attempt is counted by: the account if there is one, else what was typed.

    Args:
        login: as `rules.typed_login` reads it.
        phone: as `rules.typed_phone` reads it: a number counts once, however it is spelt.
    """
    return _counted_by(f"account {account_id}" if account_id else f"typed {phone or login}")


def confirmation_digest(account_id: int) -> bytes:
    """Return what confirmations of somebody who is logged in are counted by, apart from log-ins."""
    return _counted_by(f"confirms {account_id}")


def beside_digest(host_account_id: int) -> bytes:
    """Return what names and passwords typed beside are counted by: the account that is logged in."""
    return _counted_by(f"beside {host_account_id}")


def _counted_by(subject: str) -> bytes:
    return salted_hmac("nenep.attempt.name", subject, algorithm="sha256").digest()


def place_digest(address: str) -> bytes:
    """Return what attempts from one network address are counted by."""
    return salted_hmac("nenep.attempt.place", address, algorithm="sha256").digest()
