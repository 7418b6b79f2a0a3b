"""What acts do to dated rows: belonging, state, posts. Each through a trace."""

from datetime import date
from typing import Any

from django.db.models import F, Q

from nenep.members.actions.acts.trace import Trace
from nenep.members.models import Charge, Member, Membership, MemberState, Post, StandIn
from nenep.organisations.models import Organisation

# They belong to one meeting, and end with it.
ROLES_OF_A_MEETING = (Post.Kind.CHAIR, Post.Kind.MINUTE_TAKER)


def set_state(
    trace: Trace, member: Member, state: str, day: date, *, until: date | None = None
) -> None:
    """Let a member be something from a day on; until a day, then what it was before.

    Whoever has left is nothing else later.
    """
    rows = list(
        MemberState.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), member=member)
        .exclude(valid_to=F("valid_from"))
        .order_by("valid_from")
    )
    covering = rows.pop(0) if rows and rows[0].valid_from <= day else None
    ends = covering.valid_to if covering else (rows[0].valid_from if rows else None)
    if covering:
        trace.end(covering, day)
    if state == MemberState.State.LEFT:
        for later in rows:
            trace.end(later, day)
        ends = None
    if covering and until and (ends is None or until < ends):
        trace.make(MemberState, member=member, state=state, valid_from=day, valid_to=until)
        trace.make(
            MemberState, member=member, state=covering.state, valid_from=until, valid_to=ends
        )
    else:
        trace.make(MemberState, member=member, state=state, valid_from=day, valid_to=ends)


def belong(
    trace: Trace,
    member: Member,
    to: Organisation,
    day: date,
    *,
    kind: str = Membership.Kind.OFFICIAL,
    until: date | None = None,
) -> None:
    """Let a member belong to a cell; whoever took part there beside another now belongs there."""
    if kind == Membership.Kind.OFFICIAL:
        for beside in Membership.objects.valid_on(day).filter(member=member, organisation=to):
            trace.end(beside, day)
    trace.make(
        Membership, member=member, organisation=to, kind=kind, valid_from=day, valid_to=until
    )


def end_duties(trace: Trace, member: Member, day: date, *, only_in: Organisation | None) -> None:
    """End posts with who stands in for them, standing in for others, and charges.

    Args:
        only_in: only what lies with this cell; charges lie with the committee and stay then.
    """
    posts = held_posts(member, day)
    instead = StandIn.objects.not_over(day).filter(member=member)
    if only_in:
        posts, instead = posts.filter(organisation=only_in), instead.filter(organisation=only_in)
    for post in posts:
        end_held(trace, post, day)
    for one in instead:
        trace.end(one, day)
    if only_in is None:
        for charge in held_charges(member, day):
            trace.end(charge, day)


def end_held(trace: Trace, post: Post, day: date, *, reason: str = "") -> None:
    """End a post with whoever stands in for its holder."""
    for one in StandIn.objects.not_over(day).filter(post=post):
        trace.end(one, day)
    trace.end(post, day, reason=reason)


def held_posts(member: Member, day: date) -> Any:
    """Return the posts that a member holds from a day on, in reach; no roles of a meeting."""
    return (
        Post.objects.not_over(day)
        .filter(member=member)
        .exclude(kind__in=ROLES_OF_A_MEETING)
        .select_related("organisation", "body")
        .order_by("valid_from", "pk")
    )


def held_charges(member: Member, day: date) -> Any:
    """Return what a member looks after from a day on, in reach."""
    return (
        Charge.objects.not_over(day)
        .filter(member=member)
        .select_related("organisation", "cluster")
        .order_by("valid_from", "pk")
    )
