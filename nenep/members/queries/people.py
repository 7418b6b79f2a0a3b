"""Members found by name or code, and what somebody told of themselves."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat

from nenep.access.actor import Actor
from nenep.core.vietnamese import without_marks
from nenep.members.models import Act, Member, Membership, PersonalData
from nenep.members.permissions import MemberPermission
from nenep.members.queries.functions import rows_of
from nenep.members.rules import name_with_code
from nenep.organisations.models import Organisation
from nenep.organisations.queries import alive_on


@dataclass(frozen=True)
class FoundMember:
    """Somebody found by name."""

    member_id: int
    full_name: str
    home_id: int
    home_name: str
    sort_key: str = ""
    code: str = ""


def search(name: str, *, most: int = 20) -> list[FoundMember]:
    """Return members whose name has all these words, whatever the marks, within the scope.

    Args:
        name: as typed; "dao" finds "Đào".
        most: how many at most.
    """
    found = [
        FoundMember(*row) for row in rows_of("members_search(%s, %s)", without_marks(name), most)
    ]
    names = Counter((one.sort_key, one.home_id) for one in found)
    return [
        replace(one, full_name=name_with_code(one.full_name, one.code))
        if names[one.sort_key, one.home_id] > 1
        else one
        for one in found
    ]


def with_names_apart(members: QuerySet[Member]) -> QuerySet[Member]:
    """Return members with `shown_name`: the name, with the code where a cell has it twice."""
    twice = Member.objects.filter(
        home_id=OuterRef("home_id"), sort_key=OuterRef("sort_key")
    ).exclude(pk=OuterRef("pk"))
    with_code = Concat("full_name", Value(" ("), "code", Value(")"), output_field=CharField())
    return members.annotate(
        shown_name=Case(When(Exists(twice), then=with_code), default=F("full_name"))
    )


def named(words: str, actor: Actor) -> list[FoundMember]:
    """Return the member with this code, or those with such a name, within the scope."""
    by_code = Member.objects.visible_to(actor, MemberPermission.ROSTER_VIEW).filter(code=words)
    if (one := by_code.select_related("home").first()) is not None:
        return [FoundMember(one.pk, one.full_name, one.home_id, one.home.name, code=one.code)]
    return search(words)


def own_email(actor: Actor) -> tuple[str, bool]:
    """Return one's own address, and whether one said no."""
    row = PersonalData.objects.own_of(actor).values_list("email", "email_refused").first()
    return row or ("", False)


def acts_about(actor: Actor, member: Member) -> QuerySet[Act]:
    """Return what was done about a member, the last first, also what was taken back."""
    return (
        Act.objects.visible_to(actor, MemberPermission.PERSON_VIEW)
        .filter(member=member)
        .select_related("organisation", "to_organisation", "member")
        .order_by("-pk")
    )


def acts_that_count(
    actor: Actor, cells: Collection[int], first: date, after: date
) -> QuerySet[Act]:
    """Return the acts that changed how many members cells had, in a time, by day.

    Each has `shown_name`, with the code where a cell has the name twice.
    """
    names = with_names_apart(Member.objects.filter(pk=OuterRef("member_id")))
    return (
        Act.objects.visible_to(actor, MemberPermission.PERSON_VIEW)
        .filter(undone_at=None, organisation_id__in=cells, day__gte=first, day__lt=after)
        .exclude(movement="")
        .annotate(shown_name=Subquery(names.values("shown_name")))  # type: ignore[misc]
        .select_related("organisation")
        .order_by("day", "pk")
    )


def stays_of(member: Member, on: date) -> list[Membership]:
    """Return where a member belongs on a day or will, as far as the scope reads it."""
    stays = Membership.objects.not_over(on).filter(member=member)
    return list(stays.select_related("organisation").order_by("valid_from", "pk"))


def gone_from(cell: Organisation, actor: Actor, on: date) -> QuerySet[Member]:
    """Return those whose last cell it is and who belong nowhere on a day any more."""
    here = Membership.objects.not_over(on).filter(
        member=OuterRef("pk"), kind=Membership.Kind.OFFICIAL
    )
    gone = Member.objects.visible_to(actor, MemberPermission.PERSON_VIEW).filter(home=cell)
    return with_names_apart(gone).exclude(Exists(here)).order_by("sort_key", "pk")


def cells_to_choose(actor: Actor, on: date) -> QuerySet[Organisation]:
    """Return the cells of a day to which the actor may bring members, in order."""
    reached = Organisation.objects.visible_to(actor, MemberPermission.MEMBERS_EDIT)
    return reached.filter(alive_on(on), kind=Organisation.Kind.CELL).order_by("name", "code")
