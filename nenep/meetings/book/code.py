"""The code on paper that a stranger checks: the first 80 bits of an entry's hash."""

import re

from nenep.core.keyboards import readings

# Crockford's: no I, L, O and U, which paper and hand confuse.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 16
# Four bits a digit: as many as the sixteen letters of five bits hold.
_HASH_DIGITS = 20
READ_AS = str.maketrans("ILO", "110")


def code_of(entry_hash: str) -> str:
    """Return the code printed on paper, such as "7YFR-H0Z4-…": 80 bits in four groups.

    Args:
        entry_hash: the entry's hash, in hexadecimal.
    """
    number = int(entry_hash[:_HASH_DIGITS], 16)
    letters = [LETTERS[number >> 5 * place & 31] for place in reversed(range(_LENGTH))]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, _LENGTH, 4))


def beginning_of_hash(typed: str) -> str:
    """Return the twenty hexadecimal digits a typed code stands for; "" if it is none.

    Blanks, hyphens and case do not count; I and L are read as 1, O as 0. The longer code
    in hexadecimal at the foot of the page, or its beginning, is taken as well.
    """
    return next(iter(beginnings_of_hash(typed)), "")


def beginnings_of_hash(typed: str) -> list[str]:
    """Return what `beginning_of_hash` may have been, the likeliest first: Telex and VNI undone."""
    letters = re.sub(r"[\s–-]", "", typed).upper()
    found = [_beginning(letters)]
    if not found[0]:
        found = [
            _beginning(one) for one in readings(typed[:200], lambda one: _beginning(one) != "")
        ]
    return [one for one in found if one]


def _beginning(letters: str) -> str:
    if re.fullmatch(rf"[0-9A-F]{{{_HASH_DIGITS},64}}", letters):
        return letters[:_HASH_DIGITS].lower()
    letters = letters.translate(READ_AS)
    if len(letters) != _LENGTH or not set(letters) <= set(LETTERS):
        return ""
    number = 0
    for letter in letters:
        number = number << 5 | LETTERS.index(letter)
    return f"{number:0{_HASH_DIGITS}x}"
