"""What stood where on a day, read from the dated rows themselves."""

from datetime import date

from nenep.organisations.models import Cluster, ClusterCell, Organisation, Placement


def children_on(parent: Organisation, day: date) -> list[Organisation]:
    """What hung directly under an organisation on a day."""
    placed = Placement.objects.valid_on(day).filter(parent=parent).select_related("organisation")
    return sorted((one.organisation for one in placed), key=lambda one: one.code)


def cells_of_cluster(cluster: Cluster, day: date) -> list[Organisation]:
    """The cells that were in a cluster on a day."""
    stays = ClusterCell.objects.valid_on(day).filter(cluster=cluster).select_related("organisation")
    return sorted((one.organisation for one in stays), key=lambda one: one.code)
