"""Cells that a committee groups to look after them."""

from datetime import date, datetime

from django.db import transaction

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core.constraints import explained
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.organisations.keys import lock_tree
from nenep.organisations.lookup import visible_organisation
from nenep.organisations.models import Cluster, ClusterCell
from nenep.organisations.permissions import TreePermission
from nenep.organisations.rules import SENTENCES


class CannotFormCluster(Refusal):
    """The cluster cannot be so."""


@transaction.atomic
def form_cluster(*, organisation_id: int, name: str, actor: Actor, at: datetime) -> Cluster:
    """Form a cluster in a committee (lập cụm chi bộ).

    Raises:
        CannotFormCluster: the committee has one of that name.
    """
    organisation = visible_organisation(organisation_id, CannotFormCluster)
    authorise(actor, TreePermission.TREE_EDIT, organisation.scope_key)
    if not clean(name):
        raise CannotFormCluster("Chưa có tên cụm. Hãy nhập tên.")
    with explained(CannotFormCluster, SENTENCES):
        cluster = Cluster.objects.create(organisation=organisation, name=clean(name))
    audit.record(
        "cluster.formed", actor=actor, at=at, words=f"Lập cụm {cluster.name}.", target=cluster
    )
    return cluster


@transaction.atomic
def assign_to_cluster(
    *, cluster_id: int, cell_id: int, on: date, actor: Actor, at: datetime
) -> ClusterCell:
    """Put a cell into a cluster from a day on; it leaves the one it was in (xếp vào cụm).

    Raises:
        CannotFormCluster: the cell is not below the cluster's committee.
    """
    lock_tree()
    cluster = Cluster.objects.select_related("organisation").get(pk=cluster_id)
    cell = visible_organisation(cell_id, CannotFormCluster)
    authorise(actor, TreePermission.TREE_EDIT, cluster.scope_key)
    authorise(actor, TreePermission.TREE_EDIT, cell.scope_key)
    with explained(CannotFormCluster, SENTENCES, deferred=["cluster_cell_in_tree"]):
        for stay in cell.in_clusters.all().valid_on(on):
            stay.valid_to = on
            stay.save(update_fields=["valid_to"])
        stay = ClusterCell.objects.create(cluster=cluster, organisation=cell, valid_from=on)
    audit.record(
        "cluster.cell_assigned",
        actor=actor,
        at=at,
        words=f"Xếp {cell.name} vào cụm {cluster.name} từ ngày {on:%d/%m/%Y}.",
        target=cell,
    )
    return stay


@transaction.atomic
def end_in_cluster(*, cell_id: int, on: date, actor: Actor, at: datetime) -> None:
    """Take a cell out of its cluster from a day on (ra khỏi cụm)."""
    cell = visible_organisation(cell_id, CannotFormCluster)
    authorise(actor, TreePermission.TREE_EDIT, cell.scope_key)
    for stay in cell.in_clusters.all().valid_on(on):
        stay.valid_to = on
        stay.save(update_fields=["valid_to"])
    audit.record(
        "cluster.cell_removed",
        actor=actor,
        at=at,
        words=f"Đưa {cell.name} ra khỏi cụm từ ngày {on:%d/%m/%Y}.",
        target=cell,
    )


@transaction.atomic
def group_cell(
    *,
    cell_id: int,
    on: date,
    cluster_id: int | None = None,
    new_name: str | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Put a cell into a cluster from a day on, one formed for it, or into none.

    Args:
        new_name: of a cluster to be formed in the committee right above; None: none is.

    Raises:
        CannotFormCluster: the cluster is not of a committee above, or the name is taken.
    """
    cell = visible_organisation(cell_id, CannotFormCluster)
    if cluster_id is None and new_name is None:
        end_in_cluster(cell_id=cell_id, on=on, actor=actor, at=at)
        return
    if cluster_id is None:
        placement = cell.placements.all().valid_on(on).first()
        if placement is None:
            raise CannotFormCluster("Ngày này chi bộ không có cấp trên. Hãy nhập lại.", field="on")
        cluster_id = form_cluster(
            organisation_id=placement.parent_id, name=new_name or "", actor=actor, at=at
        ).pk
    assign_to_cluster(cluster_id=cluster_id, cell_id=cell_id, on=on, actor=actor, at=at)
