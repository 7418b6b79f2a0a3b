"""The villages of a place."""

from datetime import date

from django.db.models import QuerySet

from nenep.access.actor import Actor
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.organisations.queries import alive_on
from nenep.organisations.standing import below
from nenep.villages.models import Village, VillageState


def villages_of(*, actor: Actor, organisation: Organisation, day: date) -> QuerySet[VillageState]:
    """The villages of a commune, or of all below an organisation, as they are on a day."""
    seen = VillageState.objects.visible_to(actor, TreePermission.TREE_VIEW)
    return (
        seen.filter(below(organisation))
        .valid_on(day)
        .select_related("village__organisation", "cell")
        .order_by("scope_key", "name", "pk")
    )


def ended_villages(*, actor: Actor, organisation: Organisation, day: date) -> QuerySet[Village]:
    """The villages there that are gone, the last first, each with its states."""
    seen = Village.objects.visible_to(actor, TreePermission.TREE_VIEW)
    return (
        seen.filter(below(organisation), valid_to__lte=day)
        .prefetch_related("states", "merged_into__states")
        .order_by("-valid_to", "code")
    )


def states_of_village(*, actor: Actor, village: Village) -> list[VillageState]:
    """Return what was said of a village, the first first."""
    seen = VillageState.objects.visible_to(actor, TreePermission.TREE_VIEW)
    return list(seen.filter(village=village).select_related("cell").order_by("valid_from"))


def cells_that_may_cover(commune: Organisation, day: date) -> QuerySet[Organisation]:
    """The cells of a commune that may cover a village, as far as the scope lets through."""
    cells = Organisation.objects.filter(below(commune), kind=Organisation.Kind.CELL)
    return cells.filter(alive_on(day)).order_by("name", "pk")


def villages_beside(*, actor: Actor, village: Village, day: date) -> QuerySet[VillageState]:
    """The other villages of the commune: what this one may merge into."""
    seen = VillageState.objects.visible_to(actor, TreePermission.TREE_VIEW).valid_on(day)
    others = seen.filter(village__organisation_id=village.organisation_id)
    return others.exclude(village=village).order_by("name", "pk")
