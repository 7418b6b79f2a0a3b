"""What a phone or desk with Telex or VNI switched on makes of letters typed one by one."""

import unicodedata

_VOWELS = "AEIOUY"
_TELEX_TONES = dict(zip("SFRXJ", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_TONES = dict(zip("12345", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"


class KeyLost(Exception):
    """A second tone took the place of the first: what was typed is not on the screen any more."""


class _Word:
    """Letters with their mark and tone, as they stand on the screen."""

    def __init__(self) -> None:
        self.letters: list[list[str]] = []

    def key(self, key: str, mark: str, on: str) -> bool:
        """Put a mark on the last letter it may stand on; the same again takes it off."""
        for letter in reversed(self.letters):
            if letter[0] not in on:
                continue
            if not letter[1]:
                letter[1] = mark
                return True
            if letter[1] == mark:
                letter[1] = ""
                self.letters.append([key, "", ""])
                return True
            raise KeyLost
        return False

    def tone(self, key: str, tone: str) -> bool:
        """Put a tone on the last vowel; the same again takes it off."""
        vowels = [letter for letter in self.letters if letter[0] in _VOWELS]
        if not vowels:
            return False
        if any(letter[2] and letter[2] != tone for letter in vowels):
            raise KeyLost
        if any(letter[2] == tone for letter in vowels):
            for letter in vowels:
                letter[2] = ""
            self.letters.append([key, "", ""])
        else:
            vowels[-1][2] = tone
        return True

    def __str__(self) -> str:
        shown = "".join(
            "Đ" if letter == "D" and mark else letter + mark + tone
            for letter, mark, tone in self.letters
        )
        return unicodedata.normalize("NFC", shown)


def telex(word: str) -> str:
    """Return what stands on the screen after a word in capitals was typed."""
    made = _Word()
    for key in word:
        done = (
            (key in _TELEX_TONES and made.tone(key, _TELEX_TONES[key]))
            or (key in "AEO" and made.key(key, _CIRCUMFLEX, key))
            or (key == "D" and made.key(key, "-", "D"))
            or (key == "W" and _w(made))
        )
        if not done:
            made.letters.append([key, "", ""])
    return str(made)


def vni(word: str) -> str:
    """Return what stands on the screen after a word in capitals was typed."""
    made = _Word()
    for key in word:
        done = (
            (key in _VNI_TONES and made.tone(key, _VNI_TONES[key]))
            or (key == "6" and made.key(key, _CIRCUMFLEX, "AEO"))
            or (key == "7" and made.key(key, _HORN, "OU"))
            or (key == "8" and made.key(key, _BREVE, "A"))
            or (key == "9" and made.key(key, "-", "D"))
        )
        if not done:
            made.letters.append([key, "", ""])
    return str(made)


def typed(code: str, keyboard: str) -> str:
    """Return a code typed group by group.

    Args:
        code: with hyphens or blanks between its groups.
        keyboard: "telex" or "vni".
    """
    word = {"telex": telex, "vni": vni}[keyboard]
    mark = "-" if "-" in code else " "
    return mark.join(word(group) for group in code.upper().split(mark))


def _w(made: _Word) -> bool:
    if made.letters and made.letters[-1][:2] == ["U", _HORN]:
        # A second W shows the first as it was typed.
        made.letters[-1] = ["W", "", ""]
        return True
    for letter in reversed(made.letters):
        if letter[:2] == ["U", _HORN]:
            raise KeyLost
        if letter[0] in "AOU":
            mark = _BREVE if letter[0] == "A" else _HORN
            return made.key("W", mark, letter[0])
    made.letters.append(["U", _HORN, ""])
    return True
