"""Random histories of acts, back-dated and taken back, against a naive model, day by day."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nenep.access.scope import scope
from nenep.figures.periods import Period
from nenep.members import actions
from nenep.members.around import CannotAct
from nenep.members.balance import balance_of
from nenep.members.models import Act, Membership
from nenep.members.tests.builders import a_member, an_office_of
from nenep.organisations.standing import question_about
from nenep.organisations.tests.builders import NOW, TODAY, a_cell, a_commune

pytestmark = pytest.mark.django_db

FIRST = date(2026, 11, 1)
DAYS = 20
KINDS = (
    "transferred", "died", "moved_out", "moved_in", "expelled", "struck_off", "left",
    "restored", "suspended", "exempted",
)  # fmt: skip
OUT = ("died", "moved_out", "expelled", "struck_off", "left")


@dataclass
class NaiveMember:
    """Where somebody is on each day, kept as a list of what was done."""

    home: int
    done: list[tuple[str, int, int]] = field(default_factory=list)

    def cell(self, day: int, upto: int | None = None) -> int | None:
        """The index of the cell on a day; None where the member is nowhere."""
        found: int | None = self.home
        for kind, when, to in self.done[:upto]:
            if when > day:
                continue
            if kind in OUT:
                found = None
            elif kind in ("transferred", "moved_in", "back"):
                found = to
        return found

    def state(self, day: int) -> str:
        found = "official"
        for kind, when, _ in self.done:
            if when <= day and kind in ("suspended", "exempted"):
                found = kind
            elif when <= day and kind in ("restored", "back"):
                found = "official"
        return found

    def allows(self, kind: str, day: int, to: int) -> str:
        """What the act would be recorded as; empty where it must be refused."""
        moves = [one for one in self.done if one[0] not in ("suspended", "exempted", "restored")]
        says_where = kind not in ("suspended", "exempted")
        if says_where and moves and day < moves[-1][1]:
            return ""
        here = self.cell(day)
        gone = moves[-1][0] if moves and moves[-1][0] in OUT else ""
        if kind == "transferred":
            fresh = moves and moves[-1][1] == day
            return kind if here not in (None, to) and not fresh else ""
        if kind in OUT:
            return kind if here is not None else ""
        if kind == "moved_in":
            return kind if here is None and gone == "moved_out" else ""
        if kind == "restored":
            if here is not None:
                return kind if self.state(day) in ("suspended", "exempted") else ""
            return "back" if gone in ("expelled", "struck_off", "left") else ""
        return kind if here is not None else ""


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("do"),
            st.integers(0, 2),
            st.sampled_from(KINDS),
            st.integers(0, DAYS - 1),
            st.integers(0, 2),
        ),
        st.tuples(st.just("undo"), st.integers(0, 2)),
    ),
    max_size=14,
)


@pytest.fixture
def world():
    commune = a_commune()
    cells = [a_cell(commune, f"Chi bộ {number}") for number in range(3)]
    people = [a_member(cells[number]) for number in range(3)]
    return commune, cells, people, an_office_of(commune)


class Undone(Exception):
    """Ends one history; the database is as before."""


class TestHistories:
    @settings(
        max_examples=40,
        deadline=None,
        # Each example is undone, so that all may share one world.
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(steps=STEPS)
    def test_are_what_a_naive_model_says_on_every_day(self, world, steps):
        commune, cells, people, office = world
        with suppress(Undone), scope(office), transaction.atomic():
            naive = [NaiveMember(number) for number in range(3)]
            for step in steps:
                play(step, naive, cells, people, office)
            for person, model in zip(people, naive, strict=True):
                stays = Membership.objects.filter(member=person, kind="official")
                held = [(one.organisation_id, one.valid_from, one.valid_to) for one in stays]
                for day in range(DAYS + 2):
                    on = FIRST + timedelta(day)
                    there = [
                        cell
                        for cell, since, until in held
                        if since <= on and (until is None or on < until)
                    ]
                    where = model.cell(day)
                    assert there == ([] if where is None else [cells[where].pk])
            for top in (commune, *cells):
                found = balance_of(
                    question_about(
                        actor=office,
                        top=top,
                        period=Period(FIRST, FIRST + timedelta(DAYS)),
                        now=NOW,
                    )
                )
                assert found.difference == 0
            raise Undone


def play(step, naive, cells, people, office):
    """Do one step with the product and with the model; both accept or both refuse."""
    how, who, *rest = step
    model, person = naive[who], people[who]
    if how == "undo":
        last = Act.objects.filter(member=person, undone_at=None).order_by("-pk").first()
        if last is not None:
            actions.undo_act(act_id=last.pk, actor=office, at=NOW)
            model.done.pop()
        return
    kind, day, to = rest
    recorded = model.allows(kind, day, to)
    given = {"to_id": cells[to].pk} if kind in ("transferred", "moved_in", "restored") else {}
    if kind in ("expelled", "struck_off", "left"):
        kind, given = "left_party", {"movement": kind}
    elif kind == "exempted":
        given = {"ground": "age"}
    try:
        with transaction.atomic():
            actions.do_act(
                member_id=person.pk,
                kind=kind,
                day=FIRST + timedelta(day),
                actor=office,
                at=NOW,
                **given,
            )
    except CannotAct:
        assert recorded == ""
    else:
        assert recorded != ""
        model.done.append((recorded, day, to))


def test_the_days_lie_before_today():
    assert FIRST + timedelta(DAYS) <= TODAY
