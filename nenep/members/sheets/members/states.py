"""Compare what members are: probationary, official, exempt …"""

from datetime import date

from nenep.core.formats import short_date
from nenep.members.models import MemberState
from nenep.members.sheets.people import Person
from nenep.sheets.checking import label_of
from nenep.sheets.rows import Row
from nenep.sheets.spans import Span
from nenep.sheets.world import World


def check_state(row: Row, person: Person, world: World) -> tuple[list[Span], Span | None]:
    """Compare what a member is.

    Returns:
        everything a new member was and is; what a known one becomes, if anything.
    """
    state = row.text("state")
    by_state = {
        MemberState.State.OFFICIAL: row.day("recognised_on"),
        MemberState.State.PROBATIONARY: row.day("admitted_on"),
    }
    on = row.day("state_since") or by_state.get(state)  # type: ignore[call-overload]
    if not state:
        return [], None
    if person.pk is None:
        person.states = _states(row, state, on or row.day("since"))
        return person.states, None
    if any(span.of == state and (on is None or span.since == on) for span in person.states[-1:]):
        return [], None
    if on and any(span.of == state and span.since == on for span in person.states):
        return [], None
    current = next((span for span in reversed(person.states) if span.holds(world.today)), None)
    labels = MemberState.State.choices
    if current and current.of == state:
        if row.day("state_since"):
            row.wrong(
                "state_since",
                f"Tình trạng này đã ghi từ ngày {short_date(current.since)}. "
                "Hãy ghi ngày đó hoặc để trống.",
            )
    elif row.day("state_since") is None and (on is None or (current and on <= current.since)):
        was = label_of(labels, current.of) if current else ""
        row.wrong("state_since", f"Đang ghi «{was}». Đổi tình trạng thì hãy ghi từ ngày nào.")
    elif current and on and on <= current.since:
        row.wrong(
            "state_since",
            f"Tình trạng «{label_of(labels, current.of)}» đã ghi từ ngày "
            f"{short_date(current.since)}; ngày đổi phải ở sau ngày đó.",
        )
    elif on:
        row.change(
            "state", label_of(labels, current.of if current else ""), label_of(labels, state)
        )
        becomes = Span(state, on, None, row=row.number)
        if current:
            current.until = on
        person.states.append(becomes)
        return [], becomes
    return [], None


def _states(row: Row, state: str, begins: date | None) -> list[Span]:
    """Return what a new member was and is, as far as the row tells."""
    if begins is None:
        return []
    steps = [
        (day, earlier)
        for day, earlier in (
            (row.day("admitted_on"), MemberState.State.PROBATIONARY.value),
            (row.day("recognised_on"), MemberState.State.OFFICIAL.value),
        )
        if day and day < begins and earlier != state
    ]
    steps = sorted(dict(steps).items())
    ends = [*(day for day, _ in steps[1:]), begins]
    return [
        *(Span(earlier, day, end) for (day, earlier), end in zip(steps, ends, strict=False)),
        Span(state, begins, None),
    ]
