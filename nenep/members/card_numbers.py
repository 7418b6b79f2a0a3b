"""The card number, which is the citizen number: encrypted, and found only by keyed HMAC.

The key comes from the environment (`CARD_KEY`), so neither the database nor its backup
tells a number. Two keys are derived from it: one to encrypt, one to look up. The look-up
needs a key because there are few enough numbers to try them all.
"""

import base64
import binascii
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from nenep.core.errors import Refusal

_DIGITS = 12  # QĐ 347-QĐ/TW (08/8/2025): the card's number is the personal number.
_NONCE = 12
# The version of the form; a new key or cipher gets the next one.
_FORM = b"\x01"


class CardNumberRefused(Refusal):
    """The number is not one, or there is no key for it."""


def sealed(number: str) -> tuple[bytes, bytes]:
    """Return the number encrypted, and the digest under which it is found.

    Raises:
        CardNumberRefused: not twelve digits, or no key.
    """
    digits = _digits(number)
    nonce = os.urandom(_NONCE)
    cipher = AESGCM(_key(b"encrypt")).encrypt(nonce, digits.encode(), _FORM)
    return _FORM + nonce + cipher, lookup(digits)


def lookup(number: str) -> bytes:
    """Return the digest under which a number is found."""
    return hmac.digest(_key(b"lookup"), _digits(number).encode(), "sha256")


def opened(encrypted: bytes) -> str:
    """Return the number.

    Raises:
        CardNumberRefused: it was encrypted with another key, or changed.
    """
    form, rest = encrypted[:1], encrypted[1:]
    try:
        plain = AESGCM(_key(b"encrypt")).decrypt(rest[:_NONCE], rest[_NONCE:], form)
    except InvalidTag:
        raise CardNumberRefused(
            "Không mở được số thẻ: khóa CARD_KEY không phải khóa đã dùng để mã hóa."
        ) from None
    return plain.decode()


def _digits(number: str) -> str:
    digits = "".join(number.split())
    if len(digits) != _DIGITS or not (digits.isascii() and digits.isdigit()):
        raise CardNumberRefused(f"Số thẻ đảng phải có đúng {_DIGITS} chữ số. Hãy kiểm tra lại.")
    return digits


def _key(purpose: bytes) -> bytes:
    try:
        secret = base64.b64decode(settings.CARD_KEY, validate=True)
    except binascii.Error:
        secret = b""
    if len(secret) != 32:
        raise CardNumberRefused(
            "Máy chủ chưa có khóa hợp lệ để mã hóa số thẻ đảng. "
            "Hãy nhờ quản trị hệ thống đặt CARD_KEY (32 byte, base64)."
        )
    return HKDF(SHA256(), 32, salt=None, info=b"nenep card number " + purpose).derive(secret)
