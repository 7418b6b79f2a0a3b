"""What each step of the room shows; every step has its template, meetings/room/<code>.html."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from django.http import Http404
from django.template.loader import render_to_string
from django.utils.timezone import localtime

from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.meetings.attendance.queries import roll as attendance_roll
from nenep.meetings.attendance.queries.units import MANY, units_of
from nenep.meetings.body.http import meeting_or_404
from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.body.queries.runner import may_run
from nenep.meetings.body.rules import fitting, is_scored, majorities_of, passes_resolution
from nenep.meetings.book.outcome import resolution_vote
from nenep.meetings.book.queries import consultation_of
from nenep.meetings.conventions import room_conventions_on
from nenep.meetings.invitee.queries import count_invited
from nenep.meetings.models import Meeting
from nenep.meetings.room.queries import room
from nenep.meetings.room.queries.agenda_rows import agenda_rows
from nenep.meetings.room.queries.room import (
    entitled,
    missing,
    parts_to_conclude,
    promises,
    roles,
    voters,
    votes,
)
from nenep.meetings.room.rules import SCORE_RULE
from nenep.meetings.scoring.queries.rows import score_approval, scored_parts

# In the order of the evening.
STEPS = {
    "diem-danh": ("Điểm danh", "user-check"),
    "noi-dung": ("Nội dung", "list-details"),
    "bieu-quyet": ("Biểu quyết", "hand-stop"),
    "giao-viec": ("Giao việc", "checklist"),
    "cham-diem": ("Chấm điểm", "chart-bar"),
    "ket-thuc": ("Kết thúc", "player-stop"),
}
FIRST, START = "diem-danh", "bat-dau"


def room_or_404(request: ActorRequest, pk: int) -> Meeting:
    """Return a meeting that the actor may run.

    Raises:
        Http404: there is none, or it is not theirs to run.
    """
    meeting = meeting_or_404(request, pk)
    if not may_run(request.actor, meeting):
        raise Http404
    return meeting


def page(meeting: Meeting, step: str) -> dict[str, object]:
    """Return what the template of a step needs."""
    now = clock.now()
    shown: dict[str, object] = {
        "meeting": meeting,
        "step": step,
        "heading": STEPS[step][0] if step in STEPS else "",
        "steps": [(code, *STEPS[code]) for code in steps_of(meeting)],
        "next_step": _next(meeting, step),
        "roles": roles(meeting),
        "new_id": uuid4(),
        "now": now,
    }
    if step == START:
        return shown | {
            "people": [line for line, _ in entitled(meeting, on=now.date())],
            "today": now.date(),
            "planned_day": localtime(meeting.planned_at).date(),
        }
    shown["measures"] = measures = room.measures(meeting, now=now)
    shown["is_long"] = measures.counts.entitled > MANY
    return shown | _STEP_PAGES[step](meeting, now)


def step_html(request: ActorRequest, meeting: Meeting, step: str) -> str:
    """Return the part of a step's page that a command changes."""
    return render_to_string(f"meetings/room/{step}.html#step", page(meeting, step), request)


def frame_html(request: ActorRequest, meeting: Meeting) -> str:
    """Return what stands around every step: head, steps, and what the device says."""
    return render_to_string("meetings/room/frame.html", page(meeting, FIRST), request)


def steps_of(meeting: Meeting) -> list[str]:
    """Return the steps of a meeting; where nothing is scored or decided, without that step."""
    without = set() if is_scored(meeting) else {"cham-diem"}
    if not majorities_of(meeting, rules_for(meeting)):
        without.add("bieu-quyet")
    return [code for code in STEPS if code not in without]


def _next(meeting: Meeting, step: str) -> tuple[str, str] | None:
    codes = steps_of(meeting)
    if step not in codes or step == codes[-1]:
        return None
    following = codes[codes.index(step) + 1]
    return following, STEPS[following][0]


def _roll_call(meeting: Meeting, _now: datetime) -> dict[str, object]:
    guests = list(attendance_roll.guests(meeting))
    roll = attendance_roll.roll(meeting)
    return {
        "roll": roll,
        "units": units_of(roll),
        "guests": [one for one in guests if not one.is_invited],
        "invited": [one for one in guests if one.is_invited],
        "invited_counts": count_invited(guests),
        "reasons": rules_for(meeting).meetings.absence_reasons,
    }


def _content(meeting: Meeting, now: datetime) -> dict[str, object]:
    return {
        "items": agenda_rows(meeting, now=now),
        "parts": parts_to_conclude(meeting),
        "draft": _draft(meeting),
        "conclusion_phrases": fitting(room_conventions_on(now.date()).conclusion, meeting),
    }


def _draft(meeting: Meeting) -> str:
    found = consultation_of(meeting)
    return found.conclusion if found else ""


def _votes(meeting: Meeting, now: datetime) -> dict[str, object]:
    rulebook = rules_for(meeting)
    asks = passes_resolution(meeting, rulebook) and resolution_vote(meeting) is None
    return {
        "asks_resolution": asks,
        "voters": voters(meeting, now=now),
        "votes": votes(meeting).filter(score_of=None),
        # The score has its own vote, where it stands.
        "majorities": [
            rule for rule in majorities_of(meeting, rulebook) if rule.code != SCORE_RULE
        ],
        "items": meeting.items.order_by("position"),
    }


def _promises(meeting: Meeting, _now: datetime) -> dict[str, object]:
    return {"promises": promises(meeting), "roll": attendance_roll.roll(meeting)}


def _scores(meeting: Meeting, now: datetime) -> dict[str, object]:
    return {
        "scored": scored_parts(meeting, now=now),
        "approval": score_approval(meeting, now=now),
    }


def _end(meeting: Meeting, _now: datetime) -> dict[str, object]:
    return {
        "parts": meeting.parts.order_by("number"),
        "gaps": [gap for gap in missing(meeting) if gap.step != "end"],
        "roll": attendance_roll.roll(meeting),
    }


_STEP_PAGES: dict[str, Callable[[Meeting, datetime], dict[str, object]]] = {
    "diem-danh": _roll_call,
    "noi-dung": _content,
    "bieu-quyet": _votes,
    "giao-viec": _promises,
    "cham-diem": _scores,
    "ket-thuc": _end,
}
