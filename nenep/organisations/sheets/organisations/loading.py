"""Load organisations: new ones many at once, changes by the actions of the tree."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import timezone

from nenep.access.actor import Actor
from nenep.audit import actions as audit
from nenep.organisations import actions
from nenep.organisations.keys import next_ids
from nenep.organisations.models import Body, ClusterCell, Organisation, Placement
from nenep.organisations.rules import BODIES
from nenep.organisations.sheets.organisations.checks import OrganisationPlan
from nenep.organisations.sheets.places import Places
from nenep.sheets.refusal import Tell, said_of
from nenep.sheets.results import State
from nenep.sheets.rows import Row
from nenep.sheets.world import World

_BATCH = 1000


def load_organisations(rows: Sequence[Row], world: World, *, tell: Tell) -> None:
    """Found, move, rename; every place gets its id and its true key."""
    actor, at = world.actor, world.at
    waiting = [row for row in _parents_first(rows) if row.state != State.SAME]
    new = [row for row in waiting if row.is_new]
    _found(new, actor, at)
    tell("Tổ chức", len(new), len(waiting))
    changed = [row for row in waiting if not row.is_new]
    for done, row in enumerate(changed, start=len(new) + 1):
        _change(row, row.plan, actor, at)
        tell(row.sheet.title, done, len(waiting))
    _group_new([row for row in new if row.plan.cluster], world, actor, at)
    for row in changed:
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


def _found(new: Sequence[Row], actor: Actor, at: datetime) -> None:
    """Found many at once, parents first: the same rows as `actions.found`, one insert a table.

    Whether the actor may is a question of the checks, asked in this same transaction.
    """
    made: list[Organisation] = []
    placed: list[Placement] = []
    bodies: list[Body] = []
    for row, pk in zip(new, next_ids(len(new)), strict=True):
        plan: OrganisationPlan = row.plan
        place, above, since = plan.place, plan.parent, row.values["since"]
        key = f"{above.key if above else ''}{pk}/"
        place.pk, place.key = pk, key
        organisation = Organisation(
            pk=pk,
            scope_key=key,
            kind=row.text("kind"),
            sector=row.text("sector"),
            code=row.text("code"),
            name=row.text("name"),
            founded_on=row.day("founded_on") or since,
        )
        made.append(organisation)
        if above:
            placed.append(
                Placement(
                    organisation=organisation,
                    parent_id=above.loaded_pk,
                    valid_from=since,
                    decision=plan.decision,
                    scope_key=key,
                )
            )
        bodies += [
            Body(organisation=organisation, kind=kind, scope_key=key)
            for kind in BODIES[organisation.kind]
        ]
    Organisation.objects.bulk_create(made, _BATCH)
    Placement.objects.bulk_create(placed, _BATCH)
    Body.objects.bulk_create(bodies, _BATCH)
    audit.record_each(
        "organisation.founded",
        actor=actor,
        at=at,
        done=((one, f"Thành lập {one.name}.") for one in made),
    )


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


def _group_new(new: Sequence[Row], world: World, actor: Actor, at: datetime) -> None:
    """Put new cells into clusters, many at once; the same rows as `actions.assign_to_cluster`."""
    stays: list[ClusterCell] = []
    for row in new:
        plan: OrganisationPlan = row.plan
        stays.append(
            ClusterCell(
                cluster_id=_cluster_of(row, plan, world, actor, at),
                organisation_id=plan.place.loaded_pk,
                # Since it hangs where it is; see `checks`.
                valid_from=row.values["since"],
                scope_key=plan.place.key,
            )
        )
    ClusterCell.objects.bulk_create(stays, _BATCH)
    audit.record_each(
        "cluster.cell_assigned",
        actor=actor,
        at=at,
        done=(
            (
                stay,
                f"Xếp {row.plan.place.name} vào cụm {row.plan.cluster} "
                f"từ ngày {stay.valid_from:%d/%m/%Y}.",
            )
            for row, stay in zip(new, stays, strict=True)
        ),
    )


def _group(row: Row, plan: OrganisationPlan, world: World, actor: Actor, at: datetime) -> None:
    cluster = _cluster_of(row, plan, world, actor, at)
    with said_of(row, "cluster"):
        if plan.place.pk and plan.cluster_since:
            actions.assign_to_cluster(
                cluster_id=cluster,
                cell_id=plan.place.pk,
                on=plan.cluster_since,
                actor=actor,
                at=at,
            )


def _cluster_of(row: Row, plan: OrganisationPlan, world: World, actor: Actor, at: datetime) -> int:
    """Return the cluster a row names, formed if it is not there."""
    committee = world.of(Places).by_code[plan.place.above[-1].of]
    cluster = committee.clusters.get(plan.cluster)
    if cluster is None:
        with said_of(row, "cluster"):
            made = actions.form_cluster(
                organisation_id=committee.loaded_pk, name=plan.cluster, actor=actor, at=at
            )
        cluster = committee.clusters[plan.cluster] = made.pk
    return cluster
