"""Who signs for a body on a day: its secretary, else whoever stands next."""

from dataclasses import dataclass
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
    held = signer_on(body, day)
    if held is None:
        return SignaturePlace(role, "", _SIGNING[Post.Kind.SECRETARY])
    return SignaturePlace(role, held.name, held.post)


@dataclass(frozen=True)
class Signer:
    """Who signs, and the post as it is printed ("Phó bí thư")."""

    name: str
    post: str


def signer_on(body: Q, day: date) -> Signer | None:
    """Return who signs for a body on a day: by the posts held then, else those that ended then.

    Args:
        body: the condition on posts that finds those of the body.
        day: of the document.
    """
    signing = Post.objects.filter(body, kind__in=list(_SIGNING))
    order = list(_SIGNING)
    for posts in (signing.valid_on(day), signing.filter(valid_to=day, valid_from__lt=day)):
        held = min(
            posts.values_list("kind", "holder_name", "pk"),
            key=lambda one: (order.index(Post.Kind(one[0])), one[2]),
            default=None,
        )
        if held is not None:
            return Signer(held[1], _SIGNING[Post.Kind(held[0])])
    return None
