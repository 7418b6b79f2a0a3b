"""What a sealed entry says: the meeting as it was, in plain words and figures."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from nenep.documents.signers import signer_on
from nenep.meetings.attendance.queries.presence import presence_by_item
from nenep.meetings.attendance.queries.roll import counts_of
from nenep.meetings.attendance.stays import Presence
from nenep.meetings.body.rules import name_of
from nenep.meetings.book.canonical import Personal, WhyAway, stamp
from nenep.meetings.book.outcome import confirmation, parts, resolution, votes
from nenep.meetings.book.queries import consultation_of, digest_of
from nenep.meetings.models import (
    AgendaItem,
    Answer,
    Attendance,
    DuesLine,
    EnteredSheet,
    Guest,
    Meeting,
    MeetingRole,
    ResolutionText,
)
from nenep.meetings.scoring.queries.score import ScoreSheet
from nenep.members.models import Post
from nenep.organisations import queries as organisations
from nenep.organisations.models import Body
from nenep.organisations.queries import TreeStep
from nenep.organisations.rules import committee_name
from nenep.tasks.models import Task, TaskReport


def content_of(meeting: Meeting, sheets: list[ScoreSheet]) -> dict[str, object]:
    """Describe a meeting that has ended, in what the canonical form takes.

    Names, reasons and notes are `Personal`: as they are for the digest that is signed,
    commitments in the book.
    """
    return {
        "meeting": _meeting(meeting),
        "roles": {role.kind: Personal(role.name) for role in meeting.roles.all()},
        "secretary": Personal(_secretary(meeting)),
        "signer": _signer(meeting),
        "roll_call": _roll_call(meeting),
        "guests": [_guest(guest) for guest in meeting.guests.order_by("pk")],
        "parts": parts(meeting, sheets),
        **confirmation(meeting),
        "agenda": _agenda(meeting),
        "votes": votes(meeting),
        **resolution(meeting),
        "earlier_promises": _earlier_promises(meeting),
        "promises": [
            _promise(made.task)
            for made in meeting.promises.select_related("task").order_by("task__pk")
        ],
        "counts": _counts(meeting),
        **_dues(meeting),
        **_consultation(meeting),
        "papers": [
            {"title": paper.title, "size": paper.size, "sha256": paper.sha256}
            for paper in meeting.papers.order_by("pk")
        ],
        **_from_paper(meeting),
        **_resolution_texts(meeting),
    }


def locality(name: str) -> str:
    """Return the place that stands before the date: "Bản Mây" of "Đảng bộ xã Bản Mây"."""
    return re.sub(r"^Đảng (bộ|ủy) ((xã|phường|đặc khu|thị trấn) )?", "", name)


def _from_paper(meeting: Meeting) -> dict[str, object]:
    """Describe the sheet a meeting was entered from; one held in the room says nothing."""
    sheet = EnteredSheet.objects.filter(meeting=meeting).first()
    if sheet is None:
        return {}
    return {
        "from_paper": {
            "sheet": sheet.code,
            "entered_by": Personal(sheet.entered_by),
            "entered_as": sheet.entered_as,
            "entered_at": stamp(sheet.entered_at),
        }
    }


def _resolution_texts(meeting: Meeting) -> dict[str, object]:
    """Describe what was written into the resolution; one that wrote itself says nothing."""
    texts = ResolutionText.objects.filter(meeting=meeting).exclude(text="").order_by("code")
    found = [{"part": one.code, "text": Personal(one.text)} for one in texts]
    return {"resolution_texts": found} if found and meeting.makes_resolution else {}


def _superior(meeting: Meeting) -> TreeStep | None:
    day = timezone.localtime(meeting.started_at).date()
    return organisations.parent_on(meeting.organisation, day)


def _secretary(meeting: Meeting) -> str:
    day = timezone.localtime(meeting.started_at).date()
    name = (
        Post.objects.valid_on(day)
        .filter(secretary_of(meeting), kind=Post.Kind.SECRETARY)
        .values_list("holder_name", flat=True)
        .first()
    )
    return name or ""


def _signer(meeting: Meeting) -> dict[str, object]:
    """Say who signs for the body, in which post; the chair where nobody held one that day."""
    day = timezone.localtime(meeting.started_at).date()
    held = signer_on(secretary_of(meeting), day)
    if held is not None:
        return {"name": Personal(held.name), "post": held.post}
    chair = next(role for role in meeting.roles.all() if role.kind == MeetingRole.Kind.CHAIR)
    return {"name": Personal(chair.name), "post": "Chủ trì"}


def secretary_of(meeting: Meeting) -> Q:
    """Return the condition on posts that finds the secretary of the body that meets."""
    if meeting.body.is_of_a_cell:
        return Q(body_id=meeting.body_id)
    return Q(organisation_id=meeting.organisation_id, body__kind=Body.Kind.COMMITTEE)


def names_on_paper(meeting: Meeting, above: str) -> tuple[str, str]:
    """Return the superior as papers of the body name it, and the place they are dated at.

    Args:
        above: the name of the organisation above; may be empty.
    """
    if meeting.body.is_of_a_cell:
        return above, locality(above)
    return committee_name(above), locality(meeting.organisation.name)


def _meeting(meeting: Meeting) -> dict[str, object]:
    step = _superior(meeting)
    superior, place = names_on_paper(meeting, step.name if step else "")
    return {
        "organisation": name_of(meeting),
        "organisation_code": meeting.organisation.code,
        "superior": superior,
        "locality": place,
        "body": meeting.body.kind,
        "kind": meeting.kind,
        "counts_for": meeting.counts_for.isoformat(),
        "place": meeting.place,
        "planned_at": stamp(meeting.planned_at),
        "noticed_at": stamp(meeting.noticed_at),
        "started_at": stamp(meeting.started_at),
        "ended_at": stamp(meeting.ended_at),
        "edition": meeting.edition,
        "held_late": meeting.held_late,
        "not_held_reason": Personal(meeting.not_held_reason),
        "postponements": [
            {
                "from": stamp(moved.planned_before),
                "to": stamp(moved.planned_after),
                "reason": Personal(moved.reason),
            }
            for moved in meeting.postponements.order_by("pk")
        ],
    }


def _roll_call(meeting: Meeting) -> list[object]:
    reasons = dict(
        Answer.objects.filter(meeting=meeting, coming=False).values_list("member_id", "reason")
    )
    return [
        {
            "name": Personal(one.name),
            **({"unit": Personal(one.unit)} if one.unit else {}),
            "belonging": one.belonging,
            "state": one.member_state,
            "counted": one.counted,
            "vote": one.vote,
            "mark": one.mark,
            "reason": (
                WhyAway(reasons.get(one.member_id, ""))
                if one.mark == Attendance.Mark.EXCUSED
                else ""
            ),
            "arrived_at": stamp(one.arrived_at),
            "left_at": stamp(one.left_at),
        }
        for one in sorted(meeting.attendances.all(), key=_place_on_the_roll)
    ]


def _guest(guest: Guest) -> dict[str, object]:
    """Describe a guest; of who stands on the invitation list also how they were marked."""
    return {
        "name": Personal(guest.name),
        "function": Personal(guest.function),
        **({"invited": True, "mark": guest.mark} if guest.is_invited else {}),
    }


def _place_on_the_roll(one: Attendance) -> tuple[str, int]:
    return one.sort_key, one.member_id


def _agenda(meeting: Meeting) -> list[object]:
    notes = dict(meeting.notes.values_list("item_id", "text"))
    spoke = _speakers(meeting)
    presence = presence_by_item(meeting)
    return [
        {
            "position": item.position,
            "part": item.part.kind,
            "identity": str(item.identity),
            "step": item.step,
            "title": Personal(item.title),
            "speaker": Personal(item.speaker),
            "note": Personal(notes.get(item.pk, "")),
            **({"spoke": spoke[item.pk]} if item.pk in spoke else {}),
            **_when_and_who(item, presence.get(item.pk)),
        }
        for item in meeting.items.select_related("part").order_by("position")
    ]


def _when_and_who(item: AgendaItem, there: Presence | None) -> dict[str, object]:
    """Say when an item began, and who was there where the roll call says otherwise."""
    if there is None:
        return {}
    when: dict[str, object] = {"started_at": stamp(item.started_at)}
    if there.differs:
        when["in_room"] = {
            "present": there.present,
            "missing": [Personal(name) for name in there.missing],
            "partly": [Personal(name) for name in there.partly],
        }
    return when


def _speakers(meeting: Meeting) -> dict[int, list[object]]:
    """Name who spoke, by item: the members in the order of the roll, then the guests."""
    place = {one.member_id: _place_on_the_roll(one) for one in meeting.attendances.all()}
    found: dict[int, list[object]] = {}
    for one in sorted(
        meeting.speakings.select_related("guest"),
        key=lambda one: (one.guest_id or 0, place.get(one.member_id or 0, ("", 0))),
    ):
        said: dict[str, object] = {"name": Personal(one.name)}
        if one.guest is not None:
            said["function"] = Personal(one.guest.function)
        found.setdefault(one.item_id, []).append(said)
    return found


def _earlier_promises(meeting: Meeting) -> list[object]:
    tasks = Task.objects.filter(agenda_items__meeting=meeting).distinct().order_by("pk")
    assert meeting.started_at is not None  # noqa: S101  (it has ended)
    assert meeting.ended_at is not None  # noqa: S101
    at_start = said_before(meeting.started_at, tasks)
    by_the_end = said_before(meeting.ended_at, tasks)
    found: list[object] = []
    for task in tasks:
        state, result = task.stood(meeting.last_day)
        found.append(
            {
                **_promise(task),
                "at_start": at_start[task.pk],
                "state": state.value,
                **({"carried_on": by_the_end[task.pk]} if state == Task.State.OPEN else {}),
                "result": Personal(result),
            }
        )
    return found


def said_before(moment: datetime, tasks: Iterable[Task]) -> dict[int, str]:
    """Return how each task stood at a moment, by what its holder had reported until then."""
    reports = TaskReport.objects.filter(task__in=tasks, at__lt=moment).order_by("at")
    said = dict(reports.values_list("task_id", "says"))
    return {task.pk: said.get(task.pk, "unreported") for task in tasks}


def _promise(task: Task) -> dict[str, object]:
    return {
        "identity": str(task.identity),
        "title": Personal(task.title),
        "product": Personal(task.product),
        "holder": Personal(task.holder_name),
        "due_on": task.due_on.isoformat(),
    }


def _consultation(meeting: Meeting) -> dict[str, object]:
    """Say that the content was agreed on before, and the digest of its minutes."""
    found = consultation_of(meeting)
    if found is None:
        return {}
    return {
        "consultation": {
            "held_on": found.held_on.isoformat(),
            "by_committee": found.by_committee,
            "sha256": digest_of(found),
        }
    }


def _dues(meeting: Meeting) -> dict[str, object]:
    """Say how many had not paid their dues, where that was noted; never who or how much."""
    line = DuesLine.objects.filter(meeting=meeting).first()
    return {} if line is None else {"dues": {"unpaid": line.unpaid}}


def _counts(meeting: Meeting) -> dict[str, object]:
    counts = counts_of(meeting)
    return {
        "entitled": counts.entitled,
        "present": counts.present,
        "excused": counts.excused,
        "absent": counts.absent,
        "counted": counts.counted,
        "present_counted": counts.present_counted,
    }
