"""Load who looks after whom, by the actions: few rows."""

from collections.abc import Sequence
from datetime import datetime

from nenep.access.actor import Actor
from nenep.members import actions
from nenep.members.models import Charge
from nenep.members.sheets.charges.checks import ChargePlan
from nenep.sheets.refusal import Tell, said_of
from nenep.sheets.results import State
from nenep.sheets.rows import Row
from nenep.sheets.world import World


def load_charges(
    rows: Sequence[Row],
    world: World,
    *,
    tell: Tell,
) -> None:
    """End and describe known duties, give new ones."""
    actor, at = world.actor, world.at
    changed = [row for row in rows if row.state == State.CHANGED]
    new = [row for row in rows if row.state == State.NEW]
    # Who no longer confirms comes before who does now.
    changed.sort(key=lambda row: row.plan.duty.confirms)
    for done, row in enumerate([*changed, *new], start=1):
        plan: ChargePlan = row.plan
        with said_of(row, "organisation"):
            if row.is_new:
                _give(plan, actor, at)
            else:
                _change(plan, actor, at)
        tell(row.sheet.title, done, len(changed) + len(new))


def _give(plan: ChargePlan, actor: Actor, at: datetime) -> None:
    duty = plan.duty
    actions.charge(
        member_id=plan.person.loaded_pk,
        organisation_id=plan.place.loaded_pk,
        cluster_id=plan.place.clusters[duty.cluster] if duty.cluster else None,
        duty=duty.duty,
        valid_from=duty.since,
        valid_to=duty.until,
        decision=duty.decision,
        confirms_scores=duty.confirms,
        actor=actor,
        at=at,
    )


def _change(plan: ChargePlan, actor: Actor, at: datetime) -> None:
    duty = plan.duty
    if duty.pk is None:
        return
    if plan.ends and duty.until:
        actions.end_charge(charge_id=duty.pk, on=duty.until, actor=actor, at=at)
    if plan.describes:
        Charge.objects.filter(pk=duty.pk).update(
            duty=duty.duty, decision=duty.decision, confirms_scores=duty.confirms
        )
