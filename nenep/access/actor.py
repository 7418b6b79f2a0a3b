"""Who acts, in which post, over which part of the tree."""

from dataclasses import dataclass, field, replace

from django.db.models import Q

from nenep.access.mask import MaskPermission
from nenep.access.permissions import Permission
from nenep.access.ranges import MOST_RANGES, Range
from nenep.core.errors import NotAllowed


@dataclass(frozen=True)
class Actor:
    """A person acting in one post, or a job acting for a purpose (người thực hiện).

    `label` is for people ("Bí thư chi bộ Bản Mới"); `ancestors` are the ids of the
    organisations above, whose names may be shown; `purpose` is set for jobs and commands.
    """

    account_id: int
    member_id: int | None
    label: str
    permissions: frozenset[Permission] = frozenset()
    ranges: tuple[Range, ...] = ()
    ancestors: tuple[int, ...] = ()
    organisation_id: int | None = None
    role_code: str = ""
    purpose: str = field(default="")

    def __post_init__(self) -> None:
        if len(self.ranges) > MOST_RANGES:
            raise ValueError(f"An actor has at most {MOST_RANGES} ranges.")

    def may(self, permission: Permission, scope_key: str | None = None) -> bool:
        """Whether the actor holds a permission, over this key if one is given."""
        if permission not in self.permissions:
            return False
        return scope_key is None or any(scope_key in part for part in self.ranges)

    def bounds(self, permission: Permission) -> Q:
        """Return the condition on `scope_key` under which rows are visible."""
        condition = Q(pk__in=[])
        if permission in self.permissions:
            for part in self.ranges:
                condition |= Q(scope_key__gte=part.low, scope_key__lt=part.high)
        return condition

    def with_personal_view(self) -> "Actor":
        """Return the actor with masked data open; only `members.actions.unmask` and imports may."""
        return replace(self, permissions=self.permissions | {MaskPermission.PERSONAL_VIEW})


# An explicit scope that matches nothing: pages for everybody, before log-in.
ANONYMOUS = Actor(account_id=0, member_id=None, label="Khách")


def authorise(actor: Actor, permission: Permission, scope_key: str) -> None:
    """Let the actor go on, or refuse.

    Raises:
        NotAllowed: the actor does not hold the permission over this place in the tree.
    """
    if not actor.may(permission, scope_key):
        raise NotAllowed("Đồng chí không có quyền làm việc này ở đơn vị này.")
