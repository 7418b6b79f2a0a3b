"""Small invented forms, and ways to fill any form."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from fractions import Fraction
from typing import Any

from nenep.quality.facts import MeasuredFacts
from nenep.quality.form import LineKind, ScoringForm, form_from_mapping
from nenep.quality.score import EnteredPoints
from nenep.rulebooks import rulebook_on

FRAME = rulebook_on(date(2026, 11, 3)).scoring.form_for("regular")

ALL_WELL = MeasuredFacts(
    has_committee=True,
    duration_minutes=95,
    required_minutes=90,
    attendance_percent=Fraction(100),
    notice_lead_days=2,
    papers_lead_days=2,
    spoke_percent=Fraction(60),
    promises_done=4,
    promises_total=4,
    minutes_in_time=True,
    absent_without_reason=0,
)

_PLAIN: dict[str, Any] = {
    "code": "own",
    "title": "Mẫu của Đảng ủy xã Bản Mây",
    "parts": ["regular"],
    "max_points": 100,
    "criteria": [
        {"code": "first", "title": "Dòng một", "max": 60},
        {"code": "second", "title": "Dòng hai", "max": 40},
    ],
    "levels": [
        {"code": "good", "title": "Tốt", "at_least": 90},
        {"code": "fair", "title": "Khá", "at_least": 70, "below": 90},
        {"code": "average", "title": "Trung bình", "at_least": 50, "below": 70},
        {"code": "weak", "title": "Kém", "below": 50},
    ],
}


def a_mapping(second: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A form of two lines; `second` changes the second one."""
    mapping = deepcopy(_PLAIN) | changes
    if second:
        mapping["criteria"][1] |= second
    return mapping


def a_form(second: dict[str, Any] | None = None, **changes: Any) -> ScoringForm:
    return form_from_mapping(a_mapping(second, **changes))


def full_marks(form: ScoringForm) -> dict[str, EnteredPoints]:
    """Full points on every line that people judge."""
    return {
        line.code: EnteredPoints(points=line.max)
        for line in form.every_line()
        if line.kind in (LineKind.JUDGED, LineKind.YES_NO)
    }


def filled_to(form: ScoringForm, total: int) -> dict[str, EnteredPoints]:
    """Entries that come to at most `total`, line after line, measured ones overridden."""
    entries, left = {}, Fraction(total)
    for line in form.every_line():
        if line.kind is LineKind.SUM:
            continue
        points = min(left, line.max)
        if line.kind is LineKind.YES_NO and points < line.max:
            points = Fraction(0)
        entries[line.code] = EnteredPoints(points=points, reason="theo biên bản giấy")
        left -= points
    return entries
