"""Load who looks after whom, by the actions: few rows."""

from collections.abc import Sequence
from datetime import datetime

from nenep.access.actor import Actor
from nenep.exchange.checks.charges import ChargePlan
from nenep.exchange.loading.refusal import Tell, said_of
from nenep.exchange.results import State
from nenep.exchange.rows import Row
from nenep.exchange.world import World
from nenep.members import actions
from nenep.members.models import Charge


def load_charges(
    rows: Sequence[Row],
    world: World,  # noqa: ARG001  (all loaders are called alike)
    *,
    actor: Actor,
    at: datetime,
    tell: Tell,
) -> None:
    """End and describe known duties, give new ones."""
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
