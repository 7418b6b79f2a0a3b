"""What was typed from a paper sheet, as the commands of the room."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from django.forms import BoundField
from django.utils import timezone

from nenep.meetings.models import Attendance, MeetingRole
from nenep.meetings.paper.forms.sheet import SheetForm
from nenep.meetings.paper.rules import (
    ByHand,
    SheetStep,
    conclusion_field,
    points_field,
    score_vote_field,
)

_COUNTS = ("in_favour", "against", "abstained")


def started_at(form: SheetForm) -> datetime:
    """Return the moment of the start."""
    given = form.cleaned_data
    return timezone.make_aware(datetime.combine(given["day"], given["start"]))


def first_step(form: SheetForm) -> SheetStep:
    """Return the command that begins the meeting."""
    given = form.cleaned_data
    roles = {"chair": given["chair"], "minute_taker": given["minute_taker"]}
    # The sheet says on which day it was held.
    return SheetStep("minute_taker", "start", roles | {"another_day": "yes"})


def by_hand(form: SheetForm) -> ByHand:
    """Return who signed the sheet by hand; on the day of the meeting unless another is typed."""
    given = form.cleaned_data
    signed = {kind.value for kind in MeetingRole.Kind if given[f"signed_{kind.value}"]}
    day: date = given["signed_on"] or given["day"]
    return ByHand(frozenset(signed), day, given["witness"])


def steps_of(form: SheetForm) -> Iterable[SheetStep]:
    """Yield the commands of the evening.

    The end comes before what was said: what is entered afterwards happened within it.
    """
    yield from _marks(form)
    for part in form.world.parts:
        if part.number > 1:
            field = f"begin-{part.pk}"
            begun = {"part": str(part.pk), "time": _hour(form.cleaned_data[field])}
            yield SheetStep(field, "begin_part", begun)
    yield SheetStep("end", "end", {"time": _hour(form.cleaned_data["end"])})
    yield from _results(form)
    yield from _contents(form)
    yield from _votes(form)
    yield from _promises(form)
    yield from _points(form)


def _marks(form: SheetForm) -> Iterable[SheetStep]:
    """Mark everybody: «all present» would believe what somebody had answered before."""
    given = form.cleaned_data
    reasons = form.world.rules.absence_reasons
    without = next((one.code for one in reasons if not one.excused), "")
    for line in form.world.people:
        pk = line.member_id
        mark = given[f"mark-{pk}"]
        codes = {
            Attendance.Mark.EXCUSED.value: given[f"kind-{pk}"],
            Attendance.Mark.ABSENT.value: without,
        }
        payload = {
            "member": str(pk),
            "mark": codes.get(mark, mark),
            "reason": given[f"reason-{pk}"],
        }
        yield SheetStep(f"mark-{pk}", "mark", payload)


def _results(form: SheetForm) -> Iterable[SheetStep]:
    for task in form.world.earlier:
        done, result = f"done-{task.pk}", f"result-{task.pk}"
        if form.cleaned_data[done]:
            payload = {
                "task": str(task.pk),
                "done": form.cleaned_data[done],
                "result": form.cleaned_data[result],
            }
            yield SheetStep(result, "settle", payload)


def _contents(form: SheetForm) -> Iterable[SheetStep]:
    for part in form.world.parts:
        conclusion, note = conclusion_field(part), f"note-{part.pk}"
        payload = {"part": str(part.pk), "text": form.cleaned_data[conclusion]}
        yield SheetStep(conclusion, "conclude", payload)
        if form.cleaned_data[note]:
            payload = {"part": str(part.pk), "text": form.cleaned_data[note]}
            yield SheetStep(note, "write_note", payload)


def _votes(form: SheetForm) -> Iterable[SheetStep]:
    for row, fields in enumerate(form.vote_rows()):
        typed = _typed(form, fields)
        if any(typed[name] for name in _COUNTS):
            payload = typed | {name: typed[name] or "0" for name in _COUNTS}
            yield SheetStep(f"vote-{row}-in_favour", "vote", payload)


def _promises(form: SheetForm) -> Iterable[SheetStep]:
    for row, fields in enumerate(form.promise_rows()):
        typed = _typed(form, fields)
        if any(typed.values()):
            lacking = next((name for name in ("title", "member", "due_on") if not typed[name]), "")
            yield SheetStep(f"promise-{row}-{lacking or 'title'}", "promise", typed)


def _points(form: SheetForm) -> Iterable[SheetStep]:
    for one, rows, _ in form.score_rows():
        payload = {"part": str(one.part.pk)}
        for row, points, why in rows:
            if points is not None:
                payload[f"line.{row.line.code}"] = form.cleaned_data.get(points.name, "")
            if why is not None:
                payload[f"reason.{row.line.code}"] = form.cleaned_data.get(why.name, "")
        yield SheetStep(points_field(one.part, ""), "score", payload)
        typed = _typed(form, form.score_votes(one.part))
        if any(typed.values()):
            voted = {name: typed[name] or "0" for name in _COUNTS} | {"part": str(one.part.pk)}
            yield SheetStep(f"{score_vote_field(one.part)}in_favour", "vote_score", voted)


def _typed(form: SheetForm, fields: Mapping[str, BoundField]) -> dict[str, str]:
    found = {}
    for name, field in fields.items():
        value = form.cleaned_data.get(field.name)
        found[name] = value.isoformat() if isinstance(value, date) else str(value or "")
    return found


def _hour(typed: time) -> str:
    return f"{typed:%H:%M}"
