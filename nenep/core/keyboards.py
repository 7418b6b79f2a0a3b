"""Codes typed from paper while a Vietnamese keyboard is on: back to the keys that were pressed.

Telex makes Ư of W, Đ of DD, Â of AA, À of AF; VNI makes the same of W7, D9, A6, A2. A mark or
tone stands on its letter wherever its key came, so one text may have several readings: which of
them was meant, only whoever knows the codes can tell.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

# Said wherever a code is refused: the way out, if nothing here reads it.
ADVICE: Final = "Nếu bộ gõ tiếng Việt (Telex, VNI) đang bật, hãy tắt đi rồi gõ lại từng chữ và số."

_MOST_READINGS = 256
_GROUP = 4
_SEPARATORS = str.maketrans(dict.fromkeys("-–—_./", " "))
_TONES = "\u0301\u0300\u0309\u0303\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"


@dataclass(frozen=True)
class _Keyboard:
    """Which keys give a letter's mark, and its tone."""

    tones: str
    circumflex: str
    breve: str
    horn: str
    stroke: str

    def keys(self, letter: str, mark: str) -> list[tuple[str, str]]:
        """Return what may have been pressed for a marked letter: the letter itself, the key."""
        if mark == _CIRCUMFLEX:
            return [(letter, self.circumflex or letter)]
        if mark == _BREVE:
            return [(letter, self.breve)]
        if mark == _HORN and letter == "U" and self is _TELEX:
            return [("W", ""), (letter, self.horn)]
        if mark == _HORN:
            return [(letter, self.horn)]
        return [(letter, self.stroke)]


_TELEX = _Keyboard(tones="SFRXJ", circumflex="", breve="W", horn="W", stroke="D")
_VNI = _Keyboard(tones="12345", circumflex="6", breve="8", horn="7", stroke="9")


def has_marks(typed: str) -> bool:
    """Whether there is a letter that no code has and a Vietnamese keyboard makes."""
    return any(marks or letter == "Đ" for letter, marks in _letters(typed))


def readings(typed: str, is_code: Callable[[str], bool]) -> list[str]:
    """Return what may have been pressed, the likeliest first; letters and digits only.

    Args:
        typed: as it arrived.
        is_code: whether a text of letters and digits may be a code.
    """
    plain = "".join(letter for letter, _ in _letters(typed) if letter.isascii())
    if not has_marks(typed):
        found = [plain, *_doubled(typed)]
    else:
        found = [one for keyboard in (_TELEX, _VNI) for one in _readings(typed, keyboard)]
    return list(dict.fromkeys(one for one in found if is_code(one)))


def _readings(typed: str, keyboard: _Keyboard) -> Iterator[str]:
    groups = []
    for group in typed.upper().translate(_SEPARATORS).split():
        found = list(islice(_of_group(_letters(group), keyboard), _MOST_READINGS))
        # What is printed in groups has four in each.
        whole = [one for one in found if len(one) == _GROUP]
        whole += [more for one in found if len(one) == _GROUP - 1 for more in _with_one_twice(one)]
        groups.append(list(dict.fromkeys(whole)) or found)
    return islice(("".join(one) for one in product(*groups)), _MOST_READINGS)


def _of_group(letters: list[tuple[str, str]], keyboard: _Keyboard) -> Iterator[str]:
    """Yield the keys of one word; a key follows its letter at once, or later up to the end."""
    choices = [list(_pressed(letter, marks, keyboard)) for letter, marks in letters]
    for pressed in product(*choices):
        keys = [(place, key) for place, (_, own) in enumerate(pressed) for key in own]
        places = [range(place, len(pressed)) for place, _ in keys]
        orders = product(*places)
        # The likeliest first in a printed group; without groups there would be no end of them.
        for chosen in sorted(orders, key=sum) if len(letters) <= _GROUP else orders:
            after: list[str] = [""] * len(pressed)
            for place, (_, key) in zip(chosen, keys, strict=True):
                after[place] += key
            yield "".join(letter + after[place] for place, (letter, _) in enumerate(pressed))


def _pressed(letter: str, marks: str, keyboard: _Keyboard) -> Iterator[tuple[str, str]]:
    tones = "".join(keyboard.tones[_TONES.index(mark)] for mark in marks if mark in _TONES)
    others = [mark for mark in marks if mark in (_CIRCUMFLEX, _BREVE, _HORN)]
    if letter == "Đ":
        letter, others = "D", ["-"]
    if not others:
        yield letter, tones
        return
    for first, key in keyboard.keys(letter, others[0]):
        yield first, key + tones
        if key and tones:
            yield first, tones + key


def _doubled(typed: str) -> Iterator[str]:
    """Yield codes in which a key was swallowed: pressed twice, it takes its own mark off again."""
    groups = ["".join(one for one, _ in _letters(group)) for group in _words(typed)]
    if not all(_GROUP - 1 <= len(group) <= _GROUP for group in groups):
        return
    choices = [
        [group] if len(group) == _GROUP else list(_with_one_twice(group)) for group in groups
    ]
    yield from islice(("".join(one) for one in product(*choices)), _MOST_READINGS)


def _with_one_twice(group: str) -> Iterator[str]:
    for place, letter in enumerate(group):
        for end in range(place + 1, len(group) + 1):
            yield group[:end] + letter + group[end:]
            yield group[:place] + letter + group[place:]


def _words(typed: str) -> list[str]:
    return typed.upper().translate(_SEPARATORS).split()


def _letters(typed: str) -> list[tuple[str, str]]:
    """Split into letters and digits, in capitals, each with its marks; all else is left out."""
    found: list[tuple[str, str]] = []
    for sign in unicodedata.normalize("NFD", typed.upper().replace("Ð", "Đ")):
        if unicodedata.combining(sign):
            if found:
                found[-1] = (found[-1][0], found[-1][1] + sign)
        elif sign == "Đ" or (sign.isascii() and sign.isalnum()):
            found.append((sign, ""))
    return found
