"""Where an organisation hangs: placed, moved (also back-dated), a move cancelled."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.access.ranges import subtree
from nenep.audit import actions as audit
from nenep.core.constraints import explained
from nenep.core.errors import Refusal
from nenep.organisations.keys import lock_tree, rewrite_all_keys, rewrite_keys
from nenep.organisations.lookup import visible_organisation
from nenep.organisations.models import ClusterCell, Organisation, Placement
from nenep.organisations.permissions import TreePermission
from nenep.organisations.rules import SENTENCES, TREE_TRIGGERS


class CannotMove(Refusal):
    """The organisation cannot hang there then."""


@transaction.atomic
def place(
    *,
    organisation_id: int,
    parent_id: int,
    valid_from: date,
    decision: str = "",
    actor: Actor,
    at: datetime,
) -> Placement:
    """Record where an organisation hung before its first known place (nơi trực thuộc trước đó).

    Raises:
        CannotMove: its place on that day is known already, or it cannot have hung there.
    """
    lock_tree()
    organisation = visible_organisation(organisation_id, CannotMove)
    parent = visible_organisation(parent_id, CannotMove)
    authorise(actor, TreePermission.TREE_EDIT, organisation.scope_key)
    authorise(actor, TreePermission.TREE_EDIT, parent.scope_key)
    first = organisation.placements.order_by("valid_from").first()
    if first and first.valid_from <= valid_from:
        raise CannotMove(
            f"Từ ngày {first.valid_from:%d/%m/%Y} đã ghi cấp trên của đơn vị. "
            "Hãy dùng việc chuyển đơn vị."
        )
    with explained(CannotMove, SENTENCES, deferred=TREE_TRIGGERS):
        placement = Placement.objects.create(
            organisation=organisation,
            parent=parent,
            valid_from=valid_from,
            valid_to=first.valid_from if first else None,
            decision=decision,
        )
        rewrite_keys([organisation.pk], today=timezone.localdate(at))
    audit.record(
        "organisation.placed",
        actor=actor,
        at=at,
        words=f"Ghi {organisation.name} trực thuộc {parent.name} từ {valid_from:%d/%m/%Y}.",
        target=organisation,
    )
    return placement


@transaction.atomic
def move(
    *,
    organisation_id: int,
    to_id: int,
    on: date,
    decision: str = "",
    actor: Actor,
    at: datetime,
) -> Placement:
    """Hang an organisation under another parent from a day on (chuyển đơn vị).

    A day in the past corrects history: it holds until the next move already recorded. A day
    in the future waits; `rekey` carries rights over when it comes.

    Raises:
        CannotMove: the parent does not fit, is not there all that time, or is below it.
        NotAllowed: the actor may not edit the tree at the old or at the new parent.
    """
    lock_tree()
    organisation, parent = (
        visible_organisation(organisation_id, CannotMove),
        visible_organisation(to_id, CannotMove),
    )
    authorise(actor, TreePermission.TREE_EDIT, organisation.scope_key)
    authorise(actor, TreePermission.TREE_EDIT, parent.scope_key)
    with explained(CannotMove, SENTENCES, deferred=TREE_TRIGGERS):
        placement = rehang(organisation, parent, on=on, decision=decision, actor=actor)
        rewrite_keys([organisation.pk], today=timezone.localdate(at))
    organisation.refresh_from_db()
    audit.record(
        "organisation.moved",
        actor=actor,
        at=at,
        words=f"Chuyển {organisation.name} về {parent.name} từ ngày {on:%d/%m/%Y}.",
        target=organisation,
    )
    return placement


@transaction.atomic
def cancel_move(*, placement_id: int, actor: Actor, at: datetime) -> None:
    """Take a move back: where it hung before goes on instead (hủy việc chuyển).

    Raises:
        CannotMove: it is the first place known.
    """
    lock_tree()
    placement = Placement.objects.select_related("organisation", "parent").get(pk=placement_id)
    organisation = placement.organisation
    authorise(actor, TreePermission.TREE_EDIT, organisation.scope_key)
    before = organisation.placements.filter(valid_to=placement.valid_from).first()
    if before is None:
        raise CannotMove("Đây là nơi trực thuộc đầu tiên, không phải một lần chuyển.")
    authorise(actor, TreePermission.TREE_EDIT, placement.parent.scope_key)
    authorise(actor, TreePermission.TREE_EDIT, before.parent.scope_key)
    with explained(CannotMove, SENTENCES, deferred=TREE_TRIGGERS):
        placement.delete()
        before.valid_to = placement.valid_to
        before.save(update_fields=["valid_to"])
        rewrite_keys([organisation.pk], today=timezone.localdate(at))
    organisation.refresh_from_db()
    audit.record(
        "organisation.move_cancelled",
        actor=actor,
        at=at,
        words=f"Hủy việc chuyển {organisation.name} từ ngày {placement.valid_from:%d/%m/%Y}.",
        target=organisation,
    )


@transaction.atomic
def rekey(*, on: date) -> int:
    """Let rights follow the tree of a day; a daily job calls it for moves dated ahead.

    Returns:
        how many organisations changed their key.
    """
    lock_tree()
    return rewrite_all_keys(today=on)


def rehang(
    organisation: Organisation, parent: Organisation, *, on: date, decision: str, actor: Actor
) -> Placement:
    """Cut the place that holds on a day and continue it under another parent.

    The caller holds the lock, checks the tree and rewrites the keys.
    """
    current = organisation.placements.filter(
        Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on
    ).first()
    if current is None:
        raise CannotMove(
            f"Ngày {on:%d/%m/%Y} không có cấp trên nào được ghi cho {organisation.name}. "
            "Hãy chọn ngày khác hoặc ghi nơi trực thuộc trước đó."
        )
    authorise(actor, TreePermission.TREE_EDIT, current.parent.scope_key)
    if current.parent_id == parent.pk:
        raise CannotMove(f"Ngày {on:%d/%m/%Y} đơn vị đã trực thuộc {parent.name}.")
    until = current.valid_to
    _leave_clusters(organisation, on=on, until=until)
    if current.valid_from == on:
        current.delete()
    else:
        current.valid_to = on
        current.save(update_fields=["valid_to"])
    return Placement.objects.create(
        organisation=organisation,
        parent=parent,
        valid_from=on,
        valid_to=until,
        decision=decision,
    )


def _leave_clusters(organisation: Organisation, *, on: date, until: date | None) -> None:
    """A cluster is of one committee, so the cells of whoever goes away leave it."""
    below = subtree(organisation.scope_key)
    stays = ClusterCell.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=on),
        scope_key__gte=below.low,
        scope_key__lt=below.high,
    ).select_related("cluster")
    for stay in stays:
        if stay.cluster.scope_key not in below and (until is None or stay.valid_from < until):
            stay.valid_to = max(on, stay.valid_from)
            stay.save(update_fields=["valid_to"])
