"""Guess which code somebody meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from nenep.exchange.cells import folded

# A file full of unknown codes is answered without guesses after so many.
_MOST_GUESSES = 100
_LOOK_ALIKE = str.maketrans("oil", "011")


class Near:
    """Finds known codes that look like an unknown one; equal but for zeros, case, marks first."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes = list(dict.fromkeys(codes))
        self._by_form: dict[str, str] = {}
        for code in self._codes:
            self._by_form.setdefault(_form(code), code)
        self._known: dict[str, str] = {}

    def question(self, code: str) -> str:
        """Return " Có phải CB-BANMOI?" or an empty text."""
        if code not in self._known:
            self._known[code] = self._guess(code)
        return self._known[code]

    def _guess(self, code: str) -> str:
        same = self._by_form.get(_form(code))
        if same and same.lstrip("0") == code and code.isdigit():
            return f" Excel đã bỏ số 0 ở đầu: có phải {same}?"
        if same:
            return f" Có phải {same}?"
        if len(self._known) >= _MOST_GUESSES:
            return ""
        close = get_close_matches(code, self._codes, n=2, cutoff=0.75)
        return f" Có phải {' hoặc '.join(close)}?" if close else ""


def _form(code: str) -> str:
    plain = folded(code).replace(" ", "").translate(_LOOK_ALIKE)
    return plain.lstrip("0") or plain
