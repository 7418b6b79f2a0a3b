"""Members found by name or code, and what somebody told of themselves."""

from dataclasses import dataclass

from nenep.access.actor import Actor
from nenep.core.vietnamese import without_marks
from nenep.members.models import Member, PersonalData
from nenep.members.permissions import MemberPermission
from nenep.members.queries.functions import rows_of


@dataclass(frozen=True)
class FoundMember:
    """Somebody found by name."""

    member_id: int
    full_name: str
    home_id: int
    home_name: str


def search(name: str, *, most: int = 20) -> list[FoundMember]:
    """Return members whose name has all these words, whatever the marks, within the scope.

    Args:
        name: as typed; "dao" finds "Đào".
        most: how many at most.
    """
    return [
        FoundMember(*row) for row in rows_of("members_search(%s, %s)", without_marks(name), most)
    ]


def named(words: str, actor: Actor) -> list[FoundMember]:
    """Return the member with this code, or those with such a name, within the scope."""
    by_code = Member.objects.visible_to(actor, MemberPermission.ROSTER_VIEW).filter(code=words)
    if (one := by_code.select_related("home").first()) is not None:
        return [FoundMember(one.pk, one.full_name, one.home_id, one.home.name)]
    return search(words)


def own_email(actor: Actor) -> tuple[str, bool]:
    """Return one's own address, and whether one said no."""
    row = PersonalData.objects.own_of(actor).values_list("email", "email_refused").first()
    return row or ("", False)
