"""Load organisations by the actions of the tree: few rows, many rules."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import timezone

from nenep.access.actor import Actor
from nenep.organisations import actions
from nenep.organisations.models import Organisation
from nenep.organisations.sheets.organisations.checks import OrganisationPlan
from nenep.organisations.sheets.places import Places
from nenep.sheets.refusal import Tell, said_of
from nenep.sheets.results import State
from nenep.sheets.rows import Row
from nenep.sheets.world import World


def load_organisations(rows: Sequence[Row], world: World, *, tell: Tell) -> None:
    """Found, move, rename; every place gets its id and its true key."""
    actor, at = world.actor, world.at
    waiting = [row for row in _parents_first(rows) if row.state != State.SAME]
    for done, row in enumerate(waiting, start=1):
        plan: OrganisationPlan = row.plan
        if row.is_new:
            _found(row, plan, actor, at)
        else:
            _change(row, plan, actor, at)
        tell(row.sheet.title, done, len(waiting))
    for row in waiting:
        if row.plan.cluster:
            _group(row, row.plan, world, actor, at)
    # A move rewrote the keys of everything below.
    moved = any(row.plan.moves_on for row in waiting)
    keys = dict(Organisation.objects.values_list("pk", "scope_key")) if moved else {}
    for place in world.of(Places).by_code.values():
        place.key = keys.get(place.pk, place.key)  # type: ignore[arg-type]


def _parents_first(rows: Sequence[Row]) -> Iterator[Row]:
    by_code = {row.text("code"): row for row in rows}
    passed: set[str] = set()

    def with_parents(row: Row) -> Iterator[Row]:
        code = row.text("code")
        if code in passed:
            return
        passed.add(code)
        parent = by_code.get(row.text("parent"))
        if parent:
            yield from with_parents(parent)
        yield row

    for row in rows:
        yield from with_parents(row)


def _found(row: Row, plan: OrganisationPlan, actor: Actor, at: datetime) -> None:
    since = row.values["since"]
    with said_of(row, "parent"):
        made = actions.found(
            kind=row.text("kind"),
            name=row.text("name"),
            code=row.text("code"),
            founded_on=row.day("founded_on") or since,
            parent_id=plan.parent.pk if plan.parent else None,
            placed_from=since if plan.parent else None,
            sector=row.text("sector"),
            decision=plan.decision,
            actor=actor,
            at=at,
        )
    plan.place.pk, plan.place.key = made.pk, made.scope_key


def _change(row: Row, plan: OrganisationPlan, actor: Actor, at: datetime) -> None:
    pk = plan.place.pk
    if pk is None:
        return
    if plan.name:
        with said_of(row, "name"):
            on = timezone.localdate(at)
            actions.rename(organisation_id=pk, name=plan.name, on=on, actor=actor, at=at)
    if plan.moves_on and plan.parent and plan.parent.pk:
        with said_of(row, "parent"):
            actions.move(
                organisation_id=pk,
                to_id=plan.parent.pk,
                on=plan.moves_on,
                decision=plan.decision,
                actor=actor,
                at=at,
            )
    if plan.sector:
        # The history trigger keeps what it was.
        Organisation.objects.filter(pk=pk).update(sector=plan.sector)


def _group(row: Row, plan: OrganisationPlan, world: World, actor: Actor, at: datetime) -> None:
    committee = world.of(Places).by_code[plan.place.above[-1].of]
    with said_of(row, "cluster"):
        cluster = committee.clusters.get(plan.cluster)
        if cluster is None and committee.pk:
            made = actions.form_cluster(
                organisation_id=committee.pk, name=plan.cluster, actor=actor, at=at
            )
            cluster = committee.clusters[plan.cluster] = made.pk
        if cluster and plan.place.pk and plan.cluster_since:
            actions.assign_to_cluster(
                cluster_id=cluster,
                cell_id=plan.place.pk,
                on=plan.cluster_since,
                actor=actor,
                at=at,
            )
