"""Guess which code somebody meant."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cached_property

from nenep.sheets.cells import folded

_LOOK_ALIKE = str.maketrans("oil", "011")
_MOST_OFFERED = 2


class Near:
    """Finds known codes that look like an unknown one.

    First those that differ only in zeros at the start, case, marks, or letters that look
    like digits; then those that differ in one letter (added, left out, changed, swapped).
    """

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes = [code for code in dict.fromkeys(codes) if code]

    def question(self, code: str) -> str:
        """Return " Có phải CB-BANMOI?" or an empty text."""
        same = self._by_form.get(_form(code))
        if same and code.isdigit() and same.lstrip("0") == code.lstrip("0"):
            return f" Excel đã bỏ số 0 ở đầu: có phải {same}?"
        if same:
            return f" Có phải {same}?"
        # With one letter less each, two that differ in one letter meet.
        close = {known for less in _without_one(code) for known in self._by_less.get(less, ())}
        ranked = sorted(close, key=lambda one: (-SequenceMatcher(None, one, code).ratio(), one))
        return f" Có phải {' hoặc '.join(ranked[:_MOST_OFFERED])}?" if ranked else ""

    @cached_property
    def _by_form(self) -> dict[str, str]:
        return {_form(code): code for code in reversed(self._codes)}

    @cached_property
    def _by_less(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for code in self._codes:
            for less in _without_one(code):
                found[less].append(code)
        return found


def _without_one(code: str) -> Iterator[str]:
    plain = folded(code)
    yield plain
    for place in range(len(plain)):
        yield plain[:place] + plain[place + 1 :]


def _form(code: str) -> str:
    plain = folded(code).replace(" ", "").translate(_LOOK_ALIKE)
    return plain.lstrip("0") or plain
