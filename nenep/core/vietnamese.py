"""Vietnamese text: one normal form, alphabetical order by given name, search without marks."""

import re
import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: chr(ord("a") + place) for place, letter in enumerate(_ALPHABET)}
# Dictionary order of the tones: level, grave, hook above, tilde, acute, dot below.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# Splits decomposed text into runs of vowels and what stands between them.
_VOWELS = re.compile("((?:[aeiouyAEIOUY][\u0300-\u036f]*)+)")
_BLANKS = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return the text in NFC, with single blanks and none at the ends."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()


def without_marks(text: str) -> str:
    """Return lower-case text without diacritics, đ as d, for searching."""
    decomposed = unicodedata.normalize("NFD", clean(text).casefold().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def with_tones_behind(text: str) -> str:
    """Return the text with each tone behind the run of vowels it stands in: hoà and hòa are one."""
    pieces = (_behind(run) for run in _VOWELS.split(unicodedata.normalize("NFD", text)))
    return "".join(pieces)


def _behind(run: str) -> str:
    tones = "".join(sign for sign in run if sign in _TONES)
    return "".join(sign for sign in run if sign not in _TONES) + tones


def name_sort_key(full_name: str) -> str:
    """Return a key whose byte order is the Vietnamese order of names.

    Given name first, then family and middle names; letters count before tones, as in
    a Vietnamese dictionary.
    """
    words = clean(full_name).casefold().split(" ")
    ordered = [words[-1], *words[:-1]]
    letters = " ".join("".join(_letter(piece) for piece in _pieces(word)) for word in ordered)
    tones = " ".join("".join(_tone(piece) for piece in _pieces(word)) for word in ordered)
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
