"""Compare the sheet of past meetings, copied from paper, with the calendar and the facts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone

from nenep.core.formats import number, short_date
from nenep.meetings.models import Facts, Meeting
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.sheets.past.columns import COMBINED, LEVELS
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.organisations.sheets.places import Place, Places, check_there, place_to_write
from nenep.rulebooks import rulebook_on
from nenep.rulebooks.library import NoEdition
from nenep.rulebooks.schema.base import PartKind
from nenep.rulebooks.schema.scoring import Level, ScoringForm
from nenep.sheets.checking import once
from nenep.sheets.rows import Row
from nenep.sheets.world import World

_COUNTS = ("entitled", "present", "excused", "absent")
FIGURES = (*_COUNTS, "minutes", "score", "level", "held_on")


@dataclass
class MeetingPlan:
    """What loading would do with one past meeting.

    Attributes:
        meeting: one that stands in the calendar, to be taken over.
        facts: the figures, by the names of `Facts`.
    """

    cell: Place
    kind: str
    combined: bool
    month: date
    facts: dict[str, Any] = field(default_factory=dict)
    edition: str = ""
    meeting: Meeting | None = None


def check_meetings(rows: Sequence[Row], world: World) -> None:
    """Compare every row."""
    known = _known(rows, world)
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        cell = place_to_write(row, "cell", MeetingPermission.MEETING_PLAN, world)
        if cell and cell.kind != Organisation.Kind.CELL and not cell.is_vague:
            row.wrong("cell", f"{cell.name} không phải chi bộ. Hãy ghi mã chi bộ đã họp.")
        _check_days(row, cell, world)
        _check_counts(row)
        form, edition = _form(row)
        level = _level(row, form)
        month, held_on = row.day("month"), row.day("held_on")
        if cell is None or month is None or held_on is None:
            continue
        stored = row.text("kind") or Meeting.Kind.REGULAR
        combined = stored == COMBINED
        kind = Meeting.Kind.REGULAR if combined else stored
        key = _key(cell.code, month, kind, held_on)
        if not once(row, key, seen, "month", "Buổi họp này"):
            continue
        facts = {name: row.values.get(name) for name in FIGURES}
        meeting, current = known.get(key, (None, None))
        plan = row.plan = MeetingPlan(
            cell, kind, combined, month, {**facts, "level": level}, edition, meeting
        )
        _compare(row, plan, current)


def _key(cell: str, month: date, kind: str, held_on: date) -> tuple[object, ...]:
    """A cell has one regular meeting a month; others are told apart by their day."""
    return (cell, month, kind, None if kind == Meeting.Kind.REGULAR else held_on)


def _known(
    rows: Sequence[Row], world: World
) -> dict[tuple[object, ...], tuple[Meeting, Facts | None]]:
    codes = {row.text("cell") for row in rows}
    pks = [place.pk for code in codes if (place := world.of(Places).by_code.get(code)) and place.pk]
    months = [month for row in rows if (month := row.day("month"))]
    if not pks or not months:
        return {}
    code_of = {place.pk: place.code for place in world.of(Places).by_code.values()}
    meetings = list(
        Meeting.objects.visible_to(world.actor, TreePermission.TREE_VIEW).filter(
            organisation_id__in=pks,
            counts_for__range=(min(months), max(months)),
            body__kind="cell",
        )
    )
    facts = {
        one.meeting_id: one
        for one in Facts.objects.visible_to(world.actor, TreePermission.FIGURES_VIEW).filter(
            meeting_id__in=[one.pk for one in meetings], is_current=True
        )
    }
    found: dict[tuple[object, ...], tuple[Meeting, Facts | None]] = {}
    for one in meetings:
        current = facts.get(one.pk)
        day = current.held_on if current else timezone.localtime(one.planned_at).date()
        key = _key(code_of[one.organisation_id], one.counts_for, one.kind, day)
        found[key] = (one, current)
    return found


def _check_days(row: Row, cell: Place | None, world: World) -> None:
    month, held_on = row.day("month"), row.day("held_on")
    if held_on is None:
        return
    if held_on > world.today:
        row.wrong(
            "held_on", f"Ở sau hôm nay ({short_date(world.today)}). Trang này chỉ ghi buổi đã họp."
        )
    if month and held_on < month:
        row.wrong("held_on", f"Ở trước tháng {month:%m/%Y}. Hãy sửa ngày họp hoặc cột Tháng.")
    if cell:
        check_there(row, "held_on", cell, held_on, held_on)


def _check_counts(row: Row) -> None:
    entitled, present, excused, absent = (row.count(name) for name in _COUNTS)
    if entitled is None or present is None or excused is None or absent is None:
        return
    total = present + excused + absent
    if total != entitled:
        row.wrong(
            "entitled",
            f"Không khớp: có mặt {present} + vắng có lý do {excused} + vắng không lý do {absent} "
            f"= {total}. Hãy ghi {total} hoặc sửa một trong các số đó.",
        )


def _form(row: Row) -> tuple[ScoringForm | None, str]:
    held_on = row.day("held_on")
    if held_on is None:
        return None, ""
    try:
        book = rulebook_on(held_on)
    except NoEdition:
        # Older than the rules held: the figures stand as they are.
        return None, ""
    part = PartKind.THEMATIC if row.text("kind") == Meeting.Kind.THEMATIC else PartKind.REGULAR
    return book.scoring.form_for(part), book.code


def _level(row: Row, form: ScoringForm | None) -> str:
    """Return the level: as written, or from the score; a gate may lower it, nothing raises it."""
    score, level = row.values.get("score"), row.text("level")
    if form is None or not isinstance(score, Decimal):
        return level
    points = Fraction(score) * Fraction(form.max_points) / 100
    best = next((one for one in form.levels if one.contains(points)), None)
    order = [one.code for one in sorted(form.levels, key=_least, reverse=True)]
    if best is None:
        return level
    if level in order and order.index(level) < order.index(best.code):
        row.wrong("level", f"{number(score)} điểm xếp loại cao nhất là «{best.title}».")
    return level or best.code


def _least(level: Level) -> Fraction:
    return Fraction(level.at_least or level.above or 0)


def _compare(row: Row, plan: MeetingPlan, facts: Facts | None) -> None:
    meeting = plan.meeting
    if meeting is None or meeting.is_ahead or meeting.state == Meeting.State.NOT_HELD:
        row.is_new = True
        return
    if meeting.state != Meeting.State.PAPER:
        row.wrong(
            "month",
            f"Buổi này đã có trong phần mềm («{meeting.get_state_display()}») nên không nhập từ sổ "
            "giấy. Hãy bỏ dòng này; cần sửa thì đính chính ở trang buổi họp.",
        )
        return
    if facts is None:
        row.is_new = True
        return
    if not row.text("level") and plan.facts["score"] in (None, facts.score):
        plan.facts["level"] = ""
    words = {code: label for label, code in LEVELS.items()}
    for name in FIGURES:
        old, new = getattr(facts, name), plan.facts[name]
        if new in (None, "") or new == old:
            plan.facts[name] = old
        elif name == "level":
            row.change(name, words.get(old, old), words.get(new, new))
        else:
            row.change(name, old, new)
    if plan.kind == Meeting.Kind.REGULAR:
        _compare_parts(row, plan, facts)


def _compare_parts(row: Row, plan: MeetingPlan, facts: Facts) -> None:
    if not row.text("kind"):
        plan.combined = facts.has_thematic_part
    elif plan.combined != facts.has_thematic_part:
        old = "Thường kỳ kết hợp chuyên đề" if facts.has_thematic_part else "Thường kỳ"
        row.change("kind", old, row.found.get("kind"))
