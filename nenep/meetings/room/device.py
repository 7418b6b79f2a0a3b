"""The key of a meeting's copy on a device."""

import base64

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def device_key(*, meeting_id: int, account_id: int) -> str:
    """Return the key that one person's copy of one meeting is encrypted with on any device.

    It is derived, not stored: the same person gets the same key again after a new log-in,
    and nobody else gets it.

    Returns:
        32 bytes for AES-256-GCM, in base64.
    """
    info = f"nenep room {meeting_id} {account_id}".encode()
    derived = HKDF(SHA256(), length=32, salt=None, info=info).derive(settings.SECRET_KEY.encode())
    return base64.b64encode(derived).decode()
