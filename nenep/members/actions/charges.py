"""Who looks after whom."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from nenep.access.actor import Actor, authorise
from nenep.access.ranges import MOST_RANGES, merged, subtree
from nenep.audit import actions as audit
from nenep.core.constraints import explained
from nenep.core.errors import Refusal
from nenep.members.models import Charge, Member
from nenep.members.permissions import MemberPermission
from nenep.members.rules import SENTENCES
from nenep.organisations.lookup import visible_organisation
from nenep.organisations.models import Cluster, ClusterCell


class CannotCharge(Refusal):
    """The duty cannot be given so."""


@transaction.atomic
def charge(
    *,
    member_id: int,
    organisation_id: int,
    cluster_id: int | None = None,
    duty: str,
    valid_from: date,
    valid_to: date | None = None,
    decision: str = "",
    confirms_scores: bool = False,
    actor: Actor,
    at: datetime,
) -> Charge:
    """Charge a member with looking after a cell, a commune or a cluster (phân công phụ trách).

    Args:
        organisation_id: the cell or commune; of a cluster, the committee that formed it.

    Raises:
        CannotCharge: somebody else confirms scores there then, or the member would look
            after more separate parts of the tree than one log-in can hold.
    """
    organisation = visible_organisation(organisation_id, CannotCharge)
    authorise(actor, MemberPermission.MEMBERS_EDIT, organisation.scope_key)
    # Two at once for the same person would each count without the other.
    member = Member.objects.select_for_update(of=("self",)).filter(pk=member_id).first()
    if member is None:
        raise CannotCharge("Không tìm thấy đảng viên đã chọn. Hãy chọn lại.")
    if cluster_id and not Cluster.objects.filter(pk=cluster_id, organisation=organisation).exists():
        raise CannotCharge(SENTENCES["charge_cluster_of_organisation"])
    with explained(CannotCharge, SENTENCES, deferred=["nobody_after_leaving"]):
        given = Charge.objects.create(
            member=member,
            organisation=organisation,
            cluster_id=cluster_id,
            holder_name=member.full_name,
            duty=duty,
            decision=decision,
            confirms_scores=confirms_scores,
            valid_from=valid_from,
            valid_to=valid_to,
        )
    most = _most_ranges(member.pk, valid_from)
    if most > MOST_RANGES:
        raise CannotCharge(
            f"Với phân công này đồng chí sẽ phụ trách {most} nơi tách rời cùng một lúc, "
            f"nhiều nhất là {MOST_RANGES}. Hãy kết thúc một phân công khác hoặc giao cho người khác."
        )
    audit.record(
        "charge.given",
        actor=actor,
        at=at,
        words=f"Phân công phụ trách {organisation.name} từ ngày {valid_from:%d/%m/%Y}.",
        target=given,
    )
    return given


@transaction.atomic
def end_charge(*, charge_id: int, on: date, actor: Actor, at: datetime) -> Charge:
    """End a duty; `on` is the first day it no longer holds (thôi phụ trách)."""
    given = Charge.objects.select_for_update(of=("self",)).get(pk=charge_id)
    authorise(actor, MemberPermission.MEMBERS_EDIT, given.scope_key)
    given.valid_to = on
    with explained(CannotCharge, SENTENCES):
        given.save(update_fields=["valid_to"])
    audit.record(
        "charge.ended",
        actor=actor,
        at=at,
        words=f"Thôi phụ trách từ ngày {on:%d/%m/%Y}.",
        target=given,
    )
    return given


def _most_ranges(member_id: int, since: date) -> int:
    """Return how many separate parts of the tree the member looks after at the worst day."""
    charges = list(
        Charge.objects.filter(Q(valid_to=None) | Q(valid_to__gt=since), member_id=member_id)
    )
    stays = list(
        ClusterCell.objects.filter(
            Q(valid_to=None) | Q(valid_to__gt=since),
            cluster__in=[one.cluster_id for one in charges if one.cluster_id],
        )
    )
    # It grows only on a day on which something begins.
    dated: list[Charge | ClusterCell] = [*charges, *stays]
    begins = {since, *(max(since, one.valid_from) for one in dated)}
    return max(len(_ranges_on(day, charges, stays)) for day in begins)


def _ranges_on(day: date, charges: list[Charge], stays: list[ClusterCell]) -> tuple[object, ...]:
    def holds(one: Charge | ClusterCell) -> bool:
        return one.valid_from <= day and (one.valid_to is None or one.valid_to > day)

    held = [one for one in charges if holds(one)]
    clusters = {one.cluster_id for one in held if one.cluster_id}
    keys = [one.scope_key for one in held if not one.cluster_id]
    keys += [stay.scope_key for stay in stays if holds(stay) and stay.cluster_id in clusters]
    return merged(subtree(key) for key in keys)
