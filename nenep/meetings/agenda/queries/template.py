"""What an agenda holds before anybody changes it: the edition's steps and open promises."""

from datetime import date

from django.db.models import Q

from nenep.meetings.body.queries.rulebook import has_cell_committee, rules_for
from nenep.meetings.body.rules import body_rules
from nenep.meetings.models import AgendaItem, Meeting, Part, Topic
from nenep.rulebooks.rules import agenda
from nenep.rulebooks.schema.bodies import BodyStep
from nenep.rulebooks.schema.meetings import AgendaStep
from nenep.tasks.models import Task

# The step under which open promises stand (rulebooks/editions/meetings-*.yaml), and theirs.
STEP_OF_PROMISES = "promises"


PROMISE = "promise"


# The step that takes what was said, where it is written down as one text.
STEP_OF_DISCUSSION = "discussion"


_LONGEST_TITLE = 300


_SPEAKERS = {
    "chair": "Chủ trì",
    "cell_secretary": "Bí thư",
    "cell_committee": "Chi ủy",
    "minute_taker": "Thư ký",
    "drafter": "Người chuẩn bị",
    "members": "Đảng viên",
    "overseer": "Cấp ủy viên phụ trách",
    "secretary": "Bí thư",
    "presenter": "Cơ quan trình",
    "sitting": "Người dự",
}


def agenda_to_be(meeting: Meeting, *, on: date | None = None) -> list[AgendaItem]:
    """Return the agenda as `prepare` would leave it, and write nothing: for paper."""
    kept = list(meeting.items.select_related("part", "task").order_by("position"))
    promises = _open_promises(meeting, on)
    if not kept:
        return _from_template(meeting, promises)
    known, still_open = {item.task_id for item in kept}, {task.pk for task in promises}
    kept = [item for item in kept if item.step != PROMISE or item.task_id in still_open]
    _add_promises(kept, [task for task in promises if task.pk not in known])
    return kept


def _open_promises(meeting: Meeting, on: date | None) -> list[Task]:
    is_open = Q(state=Task.State.OPEN)
    if on is not None:
        # A meeting that is entered late knows nothing of what came after it.
        is_open = Q(given_on__lte=on) & (is_open | Q(settled_on__gt=on))
    return list(Task.objects.filter(tasks_of(meeting), is_open).order_by("due_on", "pk"))


def drafter_of(meeting: Meeting) -> str:
    """Return who prepares the topic planned for a meeting's month, by name; may be empty."""
    planned = Topic.objects.filter(
        organisation_id=meeting.organisation_id, month=meeting.counts_for
    )
    return planned.values_list("drafter_name", flat=True).first() or ""


def tasks_of(meeting: Meeting) -> Q:
    """Return the condition on the tasks that come back to this body's meetings.

    A cell has one list; of a committee's organisation each body has its own. What a committee
    above gave comes back to that committee, not to a meeting here.
    """
    of_organisation = Q(organisation_id=meeting.organisation_id, source=Task.Source.MEETING)
    if meeting.body.is_of_a_cell:
        return of_organisation
    return of_organisation & Q(promised_in__meeting__body_id=meeting.body_id)


def _from_template(meeting: Meeting, promises: list[Task]) -> list[AgendaItem]:
    parts = list(meeting.parts.order_by("number"))
    speakers = dict(_SPEAKERS)
    if any(part.kind == Part.Kind.THEMATIC for part in parts):
        speakers["drafter"] = drafter_of(meeting) or _SPEAKERS["drafter"]
    found: list[AgendaItem] = []
    for part in parts:
        for step in _steps(meeting, part, combined=len(parts) > 1):
            found.append(
                _item(
                    part,
                    step=step.code,
                    title=step.title,
                    minutes=step.minutes,
                    speaker=speakers[step.by],
                )
            )
            if step.code == STEP_OF_PROMISES:
                found += [_of_promise(part, task) for task in promises]
    return found


def _steps(
    meeting: Meeting, part: Part, *, combined: bool
) -> tuple[AgendaStep, ...] | tuple[BodyStep, ...]:
    """Return the edition's steps for a part of this body's meeting."""
    rulebook = rules_for(meeting)
    above = body_rules(meeting, rulebook)
    if above:
        return above.steps
    return agenda(
        part.kind,
        rulebook.meetings,
        has_committee=has_cell_committee(meeting),
        combined=combined,
        sector=meeting.organisation.sector,
    )


def _add_promises(items: list[AgendaItem], tasks: list[Task]) -> None:
    """Put promises after those already there; a thematic meeting has no place for them."""
    places = [n for n, item in enumerate(items) if item.step in (STEP_OF_PROMISES, PROMISE)]
    if not places:
        # Somebody took the step off: a promise comes back all the same.
        places = [n for n, item in enumerate(items) if item.part.kind == Part.Kind.REGULAR]
    if places:
        after = places[-1]
        items[after + 1 : after + 1] = [_of_promise(items[after].part, task) for task in tasks]


def _of_promise(part: Part, task: Task) -> AgendaItem:
    return _item(
        part,
        step=PROMISE,
        title=f"Việc đã giao: {task.title}"[:_LONGEST_TITLE],
        speaker=task.holder_name,
        task=task,
        identity=task.identity,
    )


def _item(part: Part, **values: object) -> AgendaItem:
    return AgendaItem(part=part, scope_key=part.scope_key, **values)
