"""Whose name was typed, where somebody proves who they are on another's device."""

from nenep.access.actor import Actor
from nenep.access.scope import widened
from nenep.accounts import functions, rules
from nenep.accounts.models import Account


def person_named(*, name: str) -> tuple[int, int | None] | None:
    """Return account and member of a log-in name or phone; it proves nothing yet.

    Runs inside a scope.

    Args:
        name: as typed.
    """
    found = functions.find(rules.typed_login(name), rules.typed_phone(name))
    if found is None:
        return None
    holder = Actor(account_id=found[0], member_id=None, label="Người đăng nhập")
    with widened(holder):
        member_id = Account.objects.own_of(holder).values_list("member_id", flat=True).first()
    return found[0], member_id
