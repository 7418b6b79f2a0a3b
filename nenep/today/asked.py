"""Who asks what the page «Hôm nay» lists, and when."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from nenep.access.actor import Actor


@dataclass(frozen=True)
class Asker:
    """Somebody in one of their duties, at a moment.

    A reader is called once a duty, inside its scope; one of own rows once a person.

    Attributes:
        everyone: the person in each of their duties, this one too.
    """

    actor: Actor
    now: datetime
    everyone: tuple[Actor, ...] = field(default=(), repr=False)

    @property
    def today(self) -> date:
        """The local day."""
        return timezone.localtime(self.now).date()

    def midnight(self, days: int = 0) -> datetime:
        """Return the moment at which today begins, or the day so many days from now."""
        begun = timezone.localtime(self.now).replace(hour=0, minute=0, second=0, microsecond=0)
        return begun + timedelta(days=days)
