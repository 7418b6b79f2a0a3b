"""Who holds which post or desk, and who leads."""

from datetime import date

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from nenep.members.models import Post, StandIn
from nenep.members.rules import DESKS, RANKS, rank_of
from nenep.organisations.models import Body, Organisation

_RANK = Case(
    *(When(kind=kind, then=Value(place)) for place, kind in enumerate(RANKS)),
    output_field=IntegerField(),
)


def desks_of(committee: Organisation, on: date) -> QuerySet[Post]:
    """Return the desks of a committee's office that are held on a day or given from a later one."""
    return (
        Post.objects.filter(organisation=committee, kind__in=list(DESKS))
        .filter(Q(valid_to=None) | Q(valid_to__gt=on))
        .order_by(_RANK, "valid_from", "holder_name")
    )


def has_committee(cell: Organisation, on: date) -> bool:
    """Whether a cell has a committee (chi ủy) on a day: somebody is a member of it."""
    return (
        Post.objects.valid_on(on)
        .filter(
            organisation=cell,
            body__kind=Body.Kind.CELL_COMMITTEE,
            kind=Post.Kind.COMMITTEE_MEMBER,
        )
        .exists()
    )


def posts_in(cell: Organisation, on: date) -> QuerySet[Post]:
    """Return the posts held in a cell on a day by rank, not the roles of a meeting.

    `in_rank_order` also puts equals into the order of names. Each has `standing_in`: who stands in on that day, and who will.
    """
    standing_in = StandIn.objects.not_over(on).select_related("member").order_by("valid_from")
    return (
        Post.objects.valid_on(on)
        .filter(organisation=cell)
        .exclude(kind__in=(Post.Kind.CHAIR, Post.Kind.MINUTE_TAKER))
        .select_related("body")
        .prefetch_related(Prefetch("stand_ins", standing_in, to_attr="standing_in"))
        .order_by(_RANK, "holder_name")
    )


def in_rank_order(posts: QuerySet[Post]) -> list[Post]:
    """Return posts as people are named: secretary before members, equals by name."""
    return sorted(posts, key=rank_of)


def leaders(organisation: Organisation, on: date) -> list[int]:
    """Return the ids of the secretary and who stands in; of the deputies where there is none."""
    posts = list(posts_in(organisation, on))
    held = [post for post in posts if post.kind == Post.Kind.SECRETARY] or [
        post for post in posts if post.kind == Post.Kind.DEPUTY
    ]
    instead = StandIn.objects.valid_on(on).filter(post__in=held)
    return [*(post.member_id for post in held), *instead.values_list("member_id", flat=True)]
