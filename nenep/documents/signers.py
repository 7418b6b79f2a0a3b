"""Who signs for a body on a day: its secretary, else whoever stands next."""

from datetime import date

from django.db.models import Q

from nenep.documents.structure import SignaturePlace
from nenep.members.models import Post

# The secretary, then those who sign where there is none that day.
_SIGNING = {
    Post.Kind.SECRETARY: "Bí thư",
    Post.Kind.STANDING_DEPUTY: "Phó bí thư",
    Post.Kind.DEPUTY: "Phó bí thư",
}


def signature_for(body: Q, *, role: str, day: date) -> SignaturePlace:
    """Return the place for a signature on behalf of a body.

    Args:
        body: the condition on posts that finds those of the body.
        role: on whose behalf, as the edition writes it ("T/M CHI BỘ").
        day: of the document. Where nobody held a post then, the place stays without a name.
    """
    posts = Post.objects.valid_on(day).filter(body, kind__in=list(_SIGNING))
    order = list(_SIGNING)
    held = min(
        posts.values_list("kind", "holder_name", "pk"),
        key=lambda one: (order.index(Post.Kind(one[0])), one[2]),
        default=None,
    )
    if held is None:
        return SignaturePlace(role, "", _SIGNING[Post.Kind.SECRETARY])
    return SignaturePlace(role, held[1], _SIGNING[Post.Kind(held[0])])
