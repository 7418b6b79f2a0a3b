"""The terms of an organisation, each with its whole committee."""

from nenep.access.actor import Actor
from nenep.members.models import Post
from nenep.members.permissions import MemberPermission
from nenep.members.queries.posts import in_rank_order
from nenep.organisations.models import Body, Organisation, Term

_OF_A_MEETING = (Post.Kind.CHAIR, Post.Kind.MINUTE_TAKER)


def terms_of(organisation: Organisation, actor: Actor) -> list[Term]:
    """Return the terms that were entered of an organisation, the last first."""
    terms = Term.objects.visible_to(actor, MemberPermission.ROSTER_VIEW)
    return list(terms.filter(organisation=organisation).order_by("-valid_from"))


def committee_of(term: Term) -> list[Post]:
    """Return everybody who sat in the committee of a term at any time, by rank.

    Of a cell its secretary and deputies and the cell's committee; of a committee also the
    standing one. As far as the scope reads their posts.
    """
    held = Post.objects.filter(
        organisation_id=term.organisation_id,
        body__kind__in=(
            Body.Kind.CELL,
            Body.Kind.CELL_COMMITTEE,
            Body.Kind.COMMITTEE,
            Body.Kind.STANDING_COMMITTEE,
        ),
    ).exclude(kind__in=_OF_A_MEETING)
    if term.valid_to:
        held = held.filter(valid_from__lt=term.valid_to)
    return in_rank_order(held.not_over(term.valid_from).select_related("body", "organisation"))
