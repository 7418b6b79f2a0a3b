"""The table of posts of an organisation and of those below it, on a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Prefetch, Q

from nenep.access.actor import Actor
from nenep.core.vietnamese import name_sort_key, title_sort_key
from nenep.members.models import Act, Charge, Post, StandIn
from nenep.members.permissions import MemberPermission
from nenep.members.rules import ENDING_DAYS, OUTSIDE_THE_PARTY, rank_of, title_of
from nenep.organisations.models import ClusterCell, Organisation

_OF_A_MEETING = (Post.Kind.CHAIR, Post.Kind.MINUTE_TAKER)


@dataclass(frozen=True)
class PostLine:
    """A post that is held or will be; `ends_soon` says that its last day is near."""

    post: Post
    title: str
    ends_soon: bool
    is_coming: bool
    stand_ins: list[StandIn]


@dataclass(frozen=True)
class PostUnit:
    """The posts of one organisation by rank, with who looks after it.

    Attributes:
        is_vacant: nobody is secretary, though posts were written down there.
        is_unwritten: no post of the Party was ever written down.
    """

    organisation: Organisation
    lines: list[PostLine]
    charges: list[Charge]
    is_vacant: bool
    is_unwritten: bool


@dataclass(frozen=True)
class PostTable:
    """Units, the organisation itself first; `ending` are lines of all of them, the soonest first."""

    units: list[PostUnit]
    ending: list[tuple[Organisation, PostLine]] = field(default_factory=list)

    @property
    def vacant(self) -> list[PostUnit]:
        """Those without a secretary, also where nobody has written one down."""
        return [unit for unit in self.units if unit.is_vacant or unit.is_unwritten]


def post_table(top: Organisation, on: date, actor: Actor) -> PostTable:
    """Return who holds what in an organisation and below, as far as the reader sees rosters.

    The number of queries does not hang on the number of units.
    """
    places = sorted(
        Organisation.objects.visible_to(actor, MemberPermission.ROSTER_VIEW)
        .filter(scope_key__startswith=top.scope_key, founded_on__lte=on)
        .filter(Q(dissolved_on=None) | Q(dissolved_on__gt=on)),
        key=lambda one: (one.pk != top.pk, title_sort_key(one.name), one.pk),
    )
    ids = [one.pk for one in places]
    held: dict[int, list[Post]] = defaultdict(list)
    standing_in = StandIn.objects.not_over(on).select_related("member").order_by("valid_from")
    posts = (
        Post.objects.not_over(on)
        .filter(organisation_id__in=ids)
        .exclude(kind__in=_OF_A_MEETING)
        .select_related("organisation", "body")
        .prefetch_related(Prefetch("stand_ins", standing_in, to_attr="standing_in"))
    )
    for post in posts:
        held[post.organisation_id].append(post)
    written = set(
        Post.objects.filter(organisation_id__in=ids)
        .exclude(kind__in=(*_OF_A_MEETING, *OUTSIDE_THE_PARTY))
        .values_list("organisation_id", flat=True)
        .distinct()
    )
    charges = _charges(ids, on)
    units = [_unit(one, held[one.pk], charges[one.pk], one.pk in written, on) for one in places]
    ending = [(unit.organisation, line) for unit in units for line in unit.lines if line.ends_soon]
    return PostTable(
        units, sorted(ending, key=lambda one: (one[1].post.valid_to or on, rank_of(one[1].post)))
    )


def last_acts_on_posts(units: Iterable[PostUnit], actor: Actor, most: int = 3) -> list[Act]:
    """Return the last acts that gave or ended posts there and stand, the last first."""
    return list(
        Act.objects.visible_to(actor, MemberPermission.MEMBERS_EDIT)
        .filter(
            to_organisation_id__in=[unit.organisation.pk for unit in units],
            kind__in=(Act.Kind.APPOINTED, Act.Kind.POST_ENDED),
            undone_at=None,
        )
        .select_related("member", "to_organisation")
        .order_by("-pk")[:most]
    )


def _unit(
    place: Organisation, posts: list[Post], charges: list[Charge], is_written: bool, on: date
) -> PostUnit:
    lines = [
        PostLine(
            post,
            title_of(post),
            post.valid_to is not None and post.valid_to <= on + timedelta(days=ENDING_DAYS),
            post.valid_from > on,
            post.standing_in,  # type: ignore[attr-defined]
        )
        for post in sorted(posts, key=lambda one: (rank_of(one), one.valid_from))
    ]
    secretaries = (
        one for one in lines if one.post.kind == Post.Kind.SECRETARY and not one.is_coming
    )
    is_led = next(secretaries, None) is not None
    return PostUnit(place, lines, charges, is_written and not is_led, not is_written)


def _charges(places: list[int], on: date) -> dict[int, list[Charge]]:
    """Return who looks after each place: by itself, or with its cluster."""
    clusters: dict[int, list[int]] = defaultdict(list)
    for cluster, cell in (
        ClusterCell.objects.valid_on(on)
        .filter(organisation_id__in=places)
        .values_list("cluster_id", "organisation_id")
    ):
        clusters[cluster].append(cell)
    found: dict[int, list[Charge]] = defaultdict(list)
    for charge in Charge.objects.valid_on(on).filter(
        Q(cluster=None, organisation_id__in=places) | Q(cluster_id__in=list(clusters))
    ):
        over = clusters[charge.cluster_id] if charge.cluster_id else [charge.organisation_id]
        for place in over:
            found[place].append(charge)
    for group in found.values():
        group.sort(key=lambda one: name_sort_key(one.holder_name))
    return found
