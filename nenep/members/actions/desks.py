"""Give the parts of a committee's office: one, or several at once."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from nenep.access.actor import Actor
from nenep.core.vietnamese import clean
from nenep.members.actions.posts import CannotAppoint, appoint
from nenep.members.models import Post
from nenep.members.queries import FoundMember, named
from nenep.members.rules import DESKS


@transaction.atomic
def give_desks(
    *,
    person: str,
    organisation_id: int,
    kinds: Collection[str],
    valid_from: date,
    valid_to: date | None = None,
    decision: str,
    actor: Actor,
    at: datetime,
) -> list[Post]:
    """Give a member desks of a committee's office, all or none of those named (giao phần việc).

    Args:
        person: the member's code, or a name that only one has.
        kinds: of `rules.DESKS`.
        valid_to: the first day they are no longer held.
        decision: number and day of the decision.

    Raises:
        CannotAppoint: it is not clear who is meant, or it is oneself; no desk is named, the
            decision is missing, or one is held already.
        NotAllowed: the actor may not give posts there.
    """
    if not kinds or not set(kinds) <= set(DESKS):
        raise CannotAppoint(
            "Chưa chọn phần việc nào. Hãy chọn ít nhất một phần việc.", field="kinds"
        )
    if not clean(decision):
        raise CannotAppoint(
            "Chưa ghi theo quyết định nào. Hãy ghi số, ngày của quyết định.", field="decision"
        )
    member = the_one_meant(person, actor)
    if member.member_id == actor.member_id:
        raise CannotAppoint(
            "Không tự giao phần việc cho mình được. Hãy nhờ người khác có quyền giao.",
            field="person",
        )
    return [
        appoint(
            member_id=member.member_id,
            organisation_id=organisation_id,
            kind=kind,
            valid_from=valid_from,
            valid_to=valid_to,
            decision=clean(decision),
            actor=actor,
            at=at,
        )
        for kind in DESKS
        if kind in kinds
    ]


def the_one_meant(person: str, actor: Actor) -> FoundMember:
    """Return the one member whom a code or a name means.

    Raises:
        CannotAppoint: nobody, or several.
    """
    found = named(clean(person), actor)
    if not found:
        raise CannotAppoint(
            "Không thấy đảng viên nào có tên hoặc mã này. Hãy kiểm tra lại.", field="person"
        )
    if len(found) > 1:
        homes = "; ".join(f"{one.full_name} ({one.home_name})" for one in found[:5])
        raise CannotAppoint(
            f"Có nhiều đảng viên tên như vậy: {homes}. Hãy ghi mã đảng viên.", field="person"
        )
    return found[0]
