"""Argon2: what is stored, and what is compared inside the database."""

import base64
import re
import secrets
import unicodedata

from argon2.low_level import Type, hash_secret
from django.utils.crypto import salted_hmac

# OWASP's smallest advised cost (19 MiB, 2 passes): some 20 ms, and a small server bears
# the evening when all cells log in.
_MEMORY_KIB = 19_456
_PASSES = 2
_LANES = 1
_HASH_BYTES = 32
_SALT_BYTES = 16
_SALT_FORM = re.compile(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)")


def new_hash(password: str) -> str:
    """Return what is stored for a new password, with a fresh salt."""
    return _hash(password, secrets.token_bytes(_SALT_BYTES), _MEMORY_KIB, _PASSES, _LANES)


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
    return _hash(password, raw, int(memory), int(passes), int(lanes))


def decoy_salt(name: str) -> str:
    """Return a salt for a name nobody has: always the same, and the same work."""
    raw = salted_hmac("nenep.decoy", name, algorithm="sha256").digest()[:_SALT_BYTES]
    encoded = base64.b64encode(raw).decode().rstrip("=")
    return f"$argon2id$v=19$m={_MEMORY_KIB},t={_PASSES},p={_LANES}${encoded}"


def _hash(password: str, salt: bytes, memory: int, passes: int, lanes: int) -> str:
    # Keyboards differ in how they compose Vietnamese letters.
    secret = unicodedata.normalize("NFC", password).encode()
    return hash_secret(secret, salt, passes, memory, lanes, _HASH_BYTES, Type.ID).decode()
