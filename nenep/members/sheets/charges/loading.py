"""Load who looks after whom: new duties many at once, changes by the actions."""

from collections.abc import Sequence
from datetime import datetime

from nenep.access.actor import Actor
from nenep.audit import actions as audit
from nenep.members import actions
from nenep.members.models import Charge
from nenep.members.sheets.charges.checks import ChargePlan
from nenep.sheets.refusal import Tell, said_of
from nenep.sheets.results import State
from nenep.sheets.rows import Row
from nenep.sheets.world import World

_BATCH = 1000


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
    for done, row in enumerate(changed, start=1):
        with said_of(row, "organisation"):
            _change(row.plan, actor, at)
        tell(row.sheet.title, done, len(changed) + len(new))
    _give([row.plan for row in new], actor, at)
    tell("Phụ trách", len(changed) + len(new), len(changed) + len(new))


def _give(plans: Sequence[ChargePlan], actor: Actor, at: datetime) -> None:
    """Give many at once; the same rows as `actions.charge` makes."""
    given = Charge.objects.bulk_create(
        (
            Charge(
                member_id=plan.person.loaded_pk,
                organisation_id=plan.place.loaded_pk,
                cluster_id=plan.place.clusters[plan.duty.cluster] if plan.duty.cluster else None,
                holder_name=plan.person.full_name,
                duty=plan.duty.duty,
                decision=plan.duty.decision,
                confirms_scores=plan.duty.confirms,
                valid_from=plan.duty.since,
                valid_to=plan.duty.until,
                scope_key=plan.place.key,
            )
            for plan in plans
        ),
        _BATCH,
    )
    audit.record_each(
        "charge.given",
        actor=actor,
        at=at,
        done=(
            (
                one,
                f"Phân công phụ trách {plan.place.name} từ ngày {one.valid_from:%d/%m/%Y}.",
            )
            for plan, one in zip(plans, given, strict=True)
        ),
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
