"""Vietnamese text: one normal form, alphabetical order by given name, search without marks."""

import re
import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: chr(ord("a") + place) for place, letter in enumerate(_ALPHABET)}
# Dictionary order of the tones: level, grave, hook above, tilde, acute, dot below.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# Splits decomposed text into runs of vowels and what stands between them.
_VOWELS = re.compile("((?:[aeiouyAEIOUY][\u0300-\u036f]*)+)")
_NUMBER = re.compile(r"\d+")
_BLANKS = re.compile(r"\s+")
# Zero-width blanks and marks of direction, the soft hyphen: nobody sees that they are there.
INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
# The Icelandic letter that old keyboards give for the Vietnamese one: they look the same.
_LOOKALIKES = str.maketrans("Ðð", "Đđ")
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc\u00b4`", "'''''")


def clean(text: str) -> str:
    """Return the text in NFC, with single blanks, none at the ends, and nothing invisible."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return _BLANKS.sub(" ", visible.translate(_LOOKALIKES)).strip()


def comparable(text: str) -> str:
    """Return a form in which what a reader takes for the same is equal.

    Neither case nor blanks count, nor the kind of apostrophe, nor on which vowel of a syllable
    the tone stands: "hoà" and "hòa" are one word. Marks do count: "hoa" is another.
    """
    return with_tones_behind(clean(text).casefold().translate(_APOSTROPHES))


def without_marks(text: str) -> str:
    """Return lower-case text without diacritics, đ as d, for searching."""
    letters = comparable(text).replace("đ", "d")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def with_tones_behind(text: str) -> str:
    """Return the text with each tone behind the run of vowels it stands in: hoà and hòa are one."""
    pieces = (_behind(run) for run in _VOWELS.split(unicodedata.normalize("NFD", text)))
    return "".join(pieces)


def _behind(run: str) -> str:
    tones = "".join(sign for sign in run if sign in _TONES)
    return "".join(sign for sign in run if sign not in _TONES) + tones


def name_sort_key(full_name: str) -> str:
    """Return a key whose byte order is the Vietnamese order of people's names.

    Given name first, then family and middle names; letters count before tones, as in
    a Vietnamese dictionary. Names that are `comparable` have the same key.
    """
    words = comparable(full_name).split(" ")
    return _sort_key([words[-1], *words[:-1]])


def title_sort_key(title: str) -> str:
    """Return a key whose order is the Vietnamese one of titles and names of units.

    Words in their order, and numbers by what they count: "Bản 2" stands before "Bản 10".
    """
    return _sort_key(_NUMBER.sub(lambda found: found[0].zfill(6), comparable(title)).split(" "))


def _sort_key(words: list[str]) -> str:
    letters = " ".join("".join(_letter(piece) for piece in _pieces(word)) for word in words)
    tones = " ".join("".join(_tone(piece) for piece in _pieces(word)) for word in words)
    return f"{letters}!{tones}"[:255]


def _pieces(word: str) -> list[str]:
    """Split into letters, each with its marks, decomposed."""
    pieces: list[str] = []
    for letter in unicodedata.normalize("NFD", word):
        if unicodedata.combining(letter) and pieces:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _letter(piece: str) -> str:
    base = piece[0] + "".join(mark for mark in piece[1:] if mark not in _TONES)
    return _ORDER.get(unicodedata.normalize("NFC", base), piece[0])


def _tone(piece: str) -> str:
    return next((_TONES[mark] for mark in piece[1:] if mark in _TONES), "0")
