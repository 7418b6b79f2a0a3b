"""What the pages of accounts show."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from nenep.access.actor import Actor
from nenep.accounts import functions
from nenep.accounts.models import Account, Session
from nenep.accounts.permissions import AccountPermission
from nenep.core.vietnamese import title_sort_key
from nenep.members.models import Member, Post
from nenep.members.permissions import MemberPermission
from nenep.members.queries import with_names_apart
from nenep.members.rules import has_desks
from nenep.organisations.models import Organisation

_A_MONTH = timedelta(days=30)
# In the order of rank.
_LEADING = [Post.Kind.SECRETARY, Post.Kind.STANDING_DEPUTY, Post.Kind.DEPUTY]


def own_account(actor: Actor) -> Account:
    """The account one is logged in with."""
    return Account.objects.own_of(actor).get()


def slip_of_password(actor: Actor) -> tuple[int | None, datetime | None]:
    """Return which member printed the slip that set one's own password, and when."""
    found = Account.objects.own_of(actor).values_list("password_slip_by_id", "password_slip_at")
    return found.first() or (None, None)


def own_sessions(actor: Actor, *, at: datetime) -> QuerySet[Session]:
    """One's sessions that are open, last seen first."""
    return (
        Session.objects.own_of(actor)
        .filter(ended_at=None, expires_at__gt=at)
        .order_by("-seen_at", "-pk")
    )


def units_with_accounts(actor: Actor) -> QuerySet[Organisation]:
    """Cells with members whose accounts the actor looks after, with counts."""
    return (
        Organisation.objects.visible_to(actor, AccountPermission.ACCOUNTS_MANAGE)
        .annotate(
            people=Count("members_at_home"),
            ready=Count(
                "members_at_home",
                filter=Q(
                    members_at_home__account__is_open=True,
                    members_at_home__account__password_set_at__isnull=False,
                ),
            ),
        )
        .filter(people__gt=0)
        .order_by("scope_key")
    )


def committees_with_desks(actor: Actor) -> QuerySet[Organisation]:
    """Committees whose office's work the actor may give to people."""
    return (
        Organisation.objects.visible_to(actor, MemberPermission.MEMBERS_EDIT)
        .filter(kind__in=[kind for kind in Organisation.Kind if has_desks(kind)])
        .order_by("scope_key")
    )


def people_of(actor: Actor, unit: Organisation) -> QuerySet[Member]:
    """The members of a cell in the order of names, each with the state of the account."""
    people = Member.objects.visible_to(actor, MemberPermission.ROSTER_VIEW).filter(home=unit)
    return _with_accounts(people).order_by("sort_key", "pk")


@dataclass(frozen=True)
class LeaderAccount:
    """Somebody who leads a cell or a committee, and how their account stands.

    Attributes:
        pk: the member's.
        seen_on: when it was last used; None: never, or before that was kept.
    """

    pk: int
    shown_name: str
    sort_key: str
    duty: str
    account_pk: int | None
    login: str | None
    is_open: bool | None
    password_set_at: datetime | None
    slip_expires_at: datetime | None
    seen_on: date | None

    @property
    def lacks_access(self) -> bool:
        """Whether they have no password yet, and nobody locked them out."""
        return self.is_open is not False and self.password_set_at is None

    def is_long_away(self, on: date) -> bool:
        """Whether they have a password and did not use it for a month."""
        has_password = bool(self.is_open and self.password_set_at)
        return has_password and (self.seen_on is None or self.seen_on <= on - _A_MONTH)


def leaders_with_accounts(actor: Actor, *, on: date) -> list[LeaderAccount]:
    """Return secretaries and deputies of the units whose accounts the actor looks after.

    In the order of units, then of posts; somebody with several posts stands once.
    """
    duties: dict[int, str] = {}
    posts = (
        Post.objects.visible_to(actor, AccountPermission.ACCOUNTS_MANAGE)
        .valid_on(on)
        .filter(kind__in=_LEADING)
        .select_related("organisation")
    )
    for post in sorted(posts, key=_by_unit_and_rank):
        words = f"{post.get_kind_display()} {post.organisation.name}"
        duties[post.member_id] = "; ".join(filter(None, [duties.get(post.member_id), words]))
    people = Member.objects.visible_to(actor, MemberPermission.ROSTER_VIEW).filter(pk__in=duties)
    seen, found = functions.seen(), {person.pk: person for person in _with_accounts(people)}
    return [
        LeaderAccount(
            pk=pk,
            shown_name=found[pk].shown_name,
            sort_key=found[pk].sort_key,
            duty=words,
            account_pk=found[pk].account_pk,
            login=found[pk].login,
            is_open=found[pk].is_open,
            password_set_at=found[pk].password_set_at,
            slip_expires_at=found[pk].slip_expires_at,
            seen_on=seen.get(found[pk].account_pk),
        )
        for pk, words in duties.items()
        if pk in found
    ]


def _by_unit_and_rank(post: Post) -> tuple[str, int]:
    return title_sort_key(post.organisation.name), _LEADING.index(Post.Kind(post.kind))


def _with_accounts(people: QuerySet[Member]) -> QuerySet[Any]:
    return with_names_apart(people).annotate(
        account_pk=F("account__pk"),
        login=F("account__login"),
        is_open=F("account__is_open"),
        password_set_at=F("account__password_set_at"),
        slip_expires_at=F("account__slip_expires_at"),
    )


def members_who_log_in(actor: Actor, member_ids: list[int]) -> set[int]:
    """Return those of these members who have an account in use, as far as the actor may know."""
    accounts = Account.objects.visible_to(actor, AccountPermission.ACCOUNTS_MANAGE).filter(
        member_id__in=member_ids, is_open=True, password_set_at__isnull=False
    )
    return {pk for pk in accounts.values_list("member_id", flat=True) if pk is not None}
