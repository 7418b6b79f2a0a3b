"""What the pages of accounts show."""

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from nenep.access.actor import Actor
from nenep.accounts.models import Account, Session
from nenep.accounts.permissions import AccountPermission
from nenep.members.models import Member
from nenep.members.permissions import MemberPermission
from nenep.members.queries import with_names_apart
from nenep.members.rules import has_desks
from nenep.organisations.models import Organisation


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
    return (
        with_names_apart(people)
        .annotate(
            account_pk=F("account__pk"),
            login=F("account__login"),
            is_open=F("account__is_open"),
            password_set_at=F("account__password_set_at"),
            slip_expires_at=F("account__slip_expires_at"),
        )
        .order_by("sort_key", "pk")
    )


def members_who_log_in(actor: Actor, member_ids: list[int]) -> set[int]:
    """Return those of these members who have an account in use, as far as the actor may know."""
    accounts = Account.objects.visible_to(actor, AccountPermission.ACCOUNTS_MANAGE).filter(
        member_id__in=member_ids, is_open=True, password_set_at__isnull=False
    )
    return {pk for pk in accounts.values_list("member_id", flat=True) if pk is not None}
