"""The short code on a meeting's paper sheet: it names the meeting, and catches a slip of the hand."""

import hashlib
import re

from nenep.core.keyboards import has_marks, readings
from nenep.meetings.book.code import LETTERS, READ_AS

# Five bits a letter: five letters name 33 million meetings, three tell a mistyped one.
_FEWEST = 5
_CHECK = 3
_LONGEST = 16


def sheet_code(meeting_id: int) -> str:
    """Return the code of a meeting's sheet, such as "0001-5K2M".

    It is no secret: whoever types it still needs the right to enter the meeting.
    """
    letters = []
    rest = meeting_id
    while rest:
        letters.append(LETTERS[rest & 31])
        rest >>= 5
    number = "".join(reversed(letters)).rjust(_FEWEST, LETTERS[0])
    whole = number + _check(number)
    return f"{whole[:-4]}-{whole[-4:]}"


def meeting_of(typed: str) -> int | None:
    """Return the meeting a typed code names, or None if it is no code or a letter is wrong.

    Blanks, hyphens and case do not count; I and L are read as 1, O as 0.
    """
    found = _meeting(re.sub(r"[\s–-]", "", typed).upper())
    # A swallowed letter is not guessed here: three letters tell a slip of the hand, no more.
    if found is None and has_marks(typed):
        for one in readings(typed[:30], lambda letters: _meeting(letters) is not None):
            return _meeting(one)
    return found


def _meeting(typed: str) -> int | None:
    letters = typed.translate(READ_AS)
    if not _FEWEST + _CHECK <= len(letters) <= _LONGEST or not set(letters) <= set(LETTERS):
        return None
    number, check = letters[:-_CHECK], letters[-_CHECK:]
    if check != _check(number):
        return None
    found = 0
    for letter in number:
        found = found << 5 | LETTERS.index(letter)
    return found


def _check(number: str) -> str:
    digest = int.from_bytes(hashlib.sha256(f"nenep sheet {number}".encode()).digest()[:2])
    return "".join(LETTERS[digest >> 5 * place & 31] for place in range(_CHECK))
