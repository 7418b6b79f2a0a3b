"""Who plays the demo: the builder, and its invented people as they stand in the database."""

from dataclasses import dataclass
from datetime import date, time

from nenep.access.actor import Actor
from nenep.access.jobs import EVERYWHERE
from nenep.access.mask import MaskPermission
from nenep.access.permissions import Permission
from nenep.access.roles import permissions_of
from nenep.access.scope import scope
from nenep.demo.commune import Commune
from nenep.members.queries import held_duties

PASSWORD = "suối trong rừng xanh"  # noqa: S105  (of fictional people, printed)
HOUR = time(19, 30)

BUILDER = Actor(
    account_id=0,
    member_id=None,
    label="Dựng xã mẫu",
    permissions=frozenset(Permission) - {MaskPermission.PERSONAL_VIEW},
    ranges=(EVERYWHERE,),
    purpose="dựng xã mẫu",
)


@dataclass(frozen=True)
class Stage:
    """The commune and where its people stand in the database.

    Attributes:
        made: the commune.
        ids: of members, by code.
        accounts: ids of accounts, by id of the member.
    """

    made: Commune
    ids: dict[str, int]
    accounts: dict[int, int]

    def acting(self, member_id: int, role_code: str, on: date) -> Actor:
        """Return the actor of a member in the duty that has a role, on a day."""
        nobody_yet = Actor(
            account_id=self.accounts[member_id], member_id=member_id, label="Dựng xã mẫu"
        )
        with scope(nobody_yet):
            duty = next(duty for duty in held_duties(member_id, on) if duty.role_code == role_code)
        return Actor(
            account_id=self.accounts[member_id],
            member_id=member_id,
            label=duty.label,
            permissions=permissions_of(duty.role_code),
            ranges=duty.ranges,
            ancestors=duty.ancestors,
            organisation_id=duty.organisation_id,
            role_code=duty.role_code,
        )
