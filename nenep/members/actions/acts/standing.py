"""How a member stands on a day: where, as what, and what was done last."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from nenep.members.models import IN, OUT, Act, Member, Membership, MemberState

_OFFICIAL = Membership.Kind.OFFICIAL
_State = MemberState.State
# What somebody is beneath an exemption or a suspension.
BASIC = (_State.PROBATIONARY, _State.OFFICIAL)
_OF_PLACE = (
    *(Act.Kind(one) for one in ("enrolled", "transferred", "moved_out", "moved_in")),
    *(Act.Kind(one) for one in ("died", "left_party", "restored")),
)


@dataclass(frozen=True)
class PersonStanding:
    """How a member stands on a day.

    Attributes:
        stay: the official belonging that day.
        coming: the next official belonging that begins later.
        state: what the member is; empty where nothing is known.
        basic: what the member is beneath an exemption, a suspension, or before leaving.
        gone: the last act that took the member out, while nothing brought them back.
        last: the last act that says where the member is.
    """

    stay: Membership | None
    coming: Membership | None
    state: str
    basic: str
    gone: Act | None
    last: Act | None

    @property
    def is_here(self) -> bool:
        """Whether the member belongs somewhere and is in the Party."""
        return self.stay is not None and self.state != _State.LEFT


def standing_on(member: Member, day: date) -> PersonStanding:
    """Return how a member stands on a day, as far as the scope reads it."""
    stays = list(
        Membership.objects.not_over(day)
        .filter(member=member, kind=_OFFICIAL)
        .select_related("organisation")
        .order_by("valid_from")
    )
    stay = next((one for one in stays if one.valid_from <= day), None)
    coming = next((one for one in stays if one.valid_from > day), None)
    states = list(
        MemberState.objects.filter(member=member)
        .exclude(valid_to=F("valid_from"))
        .order_by("valid_from")
    )
    known = [one.state for one in states if one.valid_from <= day]
    state = known[-1] if known else (states[0].state if states else "")
    basic = next((one for one in reversed(known) if one in BASIC), "") or (
        state if state in BASIC else _State.OFFICIAL
    )
    acts = standing_acts(member)
    last = next((one for one in acts if one.kind in _OF_PLACE and is_of_place(one)), None)
    moved = next((one for one in acts if one.movement in (*IN, *OUT)), None)
    gone = moved if moved and moved.movement in OUT else None
    return PersonStanding(stay, coming, state, basic, gone, last)


def is_of_place(act: Act) -> bool:
    """Whether an act says where somebody is: to be restored from an exemption does not."""
    return act.kind != Act.Kind.RESTORED or act.movement != ""


def standing_acts(member: Member) -> list[Act]:
    """Return the acts about a member that were not taken back, the last recorded first."""
    return list(
        Act.objects.filter(Q(undone_at=None), member=member)
        .exclude(kind=Act.Kind.CORRECTED)
        .select_related("organisation", "to_organisation")
        .order_by("-pk")
    )
