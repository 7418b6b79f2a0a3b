"""Load movements by the same action as the page; the earliest day first."""

from collections.abc import Sequence
from datetime import datetime

from nenep.access.actor import Actor
from nenep.members import actions
from nenep.members.models import OUT, Act
from nenep.members.sheets.movements.checks import MovementPlan
from nenep.members.sheets.people import MOVED
from nenep.sheets.refusal import Tell, said_of
from nenep.sheets.results import State
from nenep.sheets.rows import Row
from nenep.sheets.world import World

_Movement = Act.Movement
_OUT_OF_THE_PARTY = (_Movement.STRUCK_OFF, _Movement.EXPELLED, _Movement.LEFT)


def load_movements(rows: Sequence[Row], world: World, *, tell: Tell) -> None:
    """Do each act that is new."""
    new = sorted(
        (row for row in rows if row.state == State.NEW),
        key=lambda row: (row.plan.day, row.number),
    )
    for done, row in enumerate(new, start=1):
        with said_of(row, "day"):
            _do(row, row.plan, world.actor, world.at)
        tell(row.sheet.title, done, len(new))


def _do(row: Row, plan: MovementPlan, actor: Actor, at: datetime) -> None:
    person, decision = plan.person.loaded_pk, row.text("decision")
    if plan.explains:
        actions.explain_coming(
            member_id=person,
            movement="" if plan.kind == MOVED else plan.kind,
            day=plan.day,
            decision=decision,
            actor=actor,
            at=at,
        )
        return
    kind: str = Act.Kind.LEFT_PARTY if plan.kind in _OUT_OF_THE_PARTY else plan.kind
    actions.do_act(
        member_id=person,
        kind=kind,
        day=plan.day,
        to_id=plan.to.loaded_pk if plan.to else None,
        decision=decision,
        movement=plan.kind if plan.kind in _OUT_OF_THE_PARTY else "",
        elsewhere=row.text("to") if plan.kind in OUT else "",
        actor=actor,
        at=at,
    )
