"""Argon2: what is stored, and what is compared inside the database."""

import base64
import re
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret
from django.utils.crypto import salted_hmac

from nenep.core.vietnamese import with_tones_behind


@dataclass(frozen=True)
class Cost:
    """What computing one hash takes.

    Args:
        memory_kib: memory.
        passes: times over it.
        lanes: threads.
    """

    memory_kib: int
    passes: int
    lanes: int = 1


# OWASP's smallest advised cost: some 20 ms, and a small server bears the evening when all
# cells log in. No setting changes it; the tests replace it in their own process.
_cost = Cost(memory_kib=19_456, passes=2)
_HASH_BYTES = 32
_SALT_BYTES = 20
# Salts of before: their passwords were hashed as typed, blanks at the ends and all.
_SALT_BYTES_AS_TYPED = 16
_SALT_FORM = re.compile(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)")


# The least argon2 allows: guards nothing.
_NO_COST = Cost(memory_kib=8, passes=1)


@contextmanager
def of_printed_passwords() -> Iterator[None]:
    """Hash new passwords for nothing: those of the demo are printed for everybody to use."""
    global _cost
    own, _cost = _cost, _NO_COST
    try:
        yield
    finally:
        _cost = own


def new_hash(password: str) -> str:
    """Return what is stored for a new password, with a fresh salt."""
    return _hash(tidy(password), secrets.token_bytes(_SALT_BYTES), _cost)


def hash_like(password: str, salt: str) -> str:
    """Return the hash a password gives with the salt and costs of a stored one.

    Args:
        password: as typed.
        salt: the stored text up to the hash, "$argon2id$v=19$m=…,t=…,p=…$salt".

    Raises:
        ValueError: the salt has another form.
    """
    form = _SALT_FORM.fullmatch(salt)
    if form is None:
        raise ValueError("This is no salt of ours.")
    memory, passes, lanes, encoded = form.groups()
    raw = base64.b64decode(encoded + "=" * (-len(encoded) % 4))
    meant = password if len(raw) <= _SALT_BYTES_AS_TYPED else tidy(password)
    return _hash(meant, raw, Cost(int(memory), int(passes), int(lanes)))


def tidy(password: str) -> str:
    """Return what counts of a password: no blanks at its ends, and hoà as hòa."""
    return with_tones_behind(password.strip())


def decoy_salt(name: str) -> str:
    """Return a salt for a name nobody has: always the same, and the same work."""
    raw = salted_hmac("nenep.decoy", name, algorithm="sha256").digest()[:_SALT_BYTES]
    encoded = base64.b64encode(raw).decode().rstrip("=")
    return f"$argon2id$v=19$m={_cost.memory_kib},t={_cost.passes},p={_cost.lanes}${encoded}"


def _hash(password: str, salt: bytes, cost: Cost) -> str:
    # Keyboards differ in how they compose Vietnamese letters.
    secret = unicodedata.normalize("NFC", password).encode()
    return hash_secret(
        secret, salt, cost.passes, cost.memory_kib, cost.lanes, _HASH_BYTES, Type.ID
    ).decode()
