"""What is looked for: words without marks, abbreviations spelt out, a slip forgiven.

What comes out is a text-search query of PostgreSQL over `search_words` (see database.py).
"""

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from nenep.core.days import is_year
from nenep.core.vietnamese import without_marks

# More words than this say nothing more.
MOST_WORDS = 8
# A slip in a shorter word leaves nothing of it; in a longer one it is no slip of one key.
_SHORTEST_WITH_SLIP = 3
_LONGEST_WITH_SLIP = 12

# As offices write them, without marks.
_ABBREVIATIONS = {
    "bch": "ban chap hanh",
    "bt": "bi thu",
    "btv": "ban thuong vu",
    "cb": "chi bo",
    "cu": "chi uy",
    "db": "dang bo",
    "du": "dang uy",
    "dv": "dang vien",
    "kl": "ket luan",
    "nq": "nghi quyet",
    "nqtw": "nghi quyet trung uong",
    "shcb": "sinh hoat chi bo",
    "shcd": "sinh hoat chuyen de",
    "tw": "trung uong",
    "ubkt": "uy ban kiem tra",
}
_SHORT_OF = {phrase: short for short, phrase in _ABBREVIATIONS.items()}
_LONGEST_PHRASE = max(len(phrase.split()) for phrase in _SHORT_OF)

_MONTH = re.compile(
    r"\b(?:thang\s*|t)(?P<month>\d{1,2})(?:\s*(?:[/.\-]|nam)\s*(?P<year>\d{4}))?\b"
    r"|\b(?P<month_2>\d{1,2})\s*[/.\-]\s*(?P<year_2>\d{4})\b"
)
# What every meeting is called.
_OF_ANY_MEETING = re.compile(r"\b(?:sinh hoat|shcb|buoi|hop|cuoc|thuong ky|bien ban)\b")


@dataclass(frozen=True)
class Wanted:
    """What somebody typed, as it is looked for.

    Attributes:
        text: without marks and case.
        month, year: of a meeting, if they are named.
    """

    text: str
    month: int | None = None
    year: int | None = None
    # Without the month and what every meeting is called.
    where: str = field(default="")

    @property
    def is_empty(self) -> bool:
        return not _words(self.text)


def wanted(typed: str) -> Wanted:
    """Read what was typed."""
    text = without_marks(typed[:200])
    found = _MONTH.search(text)
    rest = text if found is None else text[: found.start()] + " " + text[found.end() :]
    month = year = None
    if found is not None:
        month = int(found["month"] or found["month_2"])
        year = int(found["year"] or found["year_2"] or 0) or None
        if not 1 <= month <= 12 or (year is not None and not is_year(year)):
            month = year = None
    return Wanted(text, month, year, _OF_ANY_MEETING.sub(" ", rest))


def months(wanted: Wanted, *, on: date) -> tuple[date, date] | None:
    """Return from which day and before which a meeting counts, if a month was named.

    A month without a year is the last such one, or the one at hand.
    """
    if wanted.month is None:
        return None
    year = wanted.year or (on.year if wanted.month <= on.month else on.year - 1)
    first = date(year, wanted.month, 1)
    return first, date(year + wanted.month // 12, wanted.month % 12 + 1, 1)


def query(text: str, *, forgiving: bool = False) -> str:
    """Return the query for text that holds all these words, or their beginnings.

    Args:
        text: without marks.
        forgiving: also words that differ by one key.

    Returns:
        In the language of PostgreSQL's `tsquery`; empty without a word.
    """
    words, parts = _words(text), list[str]()
    while words:
        length = next(
            (n for n in range(_LONGEST_PHRASE, 1, -1) if " ".join(words[:n]) in _SHORT_OF), 1
        )
        taken, words = words[:length], words[length:]
        phrase = " ".join(taken)
        other = _SHORT_OF.get(phrase) or _ABBREVIATIONS.get(phrase)
        ways = [_all(taken, forgiving=forgiving)]
        if other:
            ways.append(_all(other.split(), forgiving=False))
        parts.append(f"({' | '.join(ways)})")
    return " & ".join(parts)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text)[:MOST_WORDS]


def _all(words: list[str], *, forgiving: bool) -> str:
    found = []
    for word in words:
        ways = [f"{word}:*"]
        if forgiving and _SHORTEST_WITH_SLIP <= len(word) <= _LONGEST_WITH_SLIP:
            ways += sorted(set(_with_slip(word)) - {word, ""})
        found.append(f"({' | '.join(ways)})")
    return f"({' & '.join(found)})"


def _with_slip(word: str) -> Iterator[str]:
    """Yield what one wrong, missing, doubled or exchanged key would have made of a word."""
    if not word.isalpha():
        # One digit more or less is another number, not a slip.
        return
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        for letter in string.ascii_lowercase:
            yield before + letter + after
            yield before + letter + after[1:]
        yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


def has_words(title: str, wanted: Wanted) -> bool:
    """Whether a title has all these words or their beginnings, abbreviations spelt out."""
    present = _words(without_marks(title))
    asked = [
        part for word in _words(wanted.text) for part in _ABBREVIATIONS.get(word, word).split()
    ]
    return bool(asked) and all(any(one.startswith(word) for one in present) for word in asked)
