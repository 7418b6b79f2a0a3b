"""Write who looks after whom today as rows of their sheet."""

from collections.abc import Iterator, Mapping

from nenep.members.models import Charge
from nenep.members.permissions import MemberPermission
from nenep.members.sheets.people import codes_in_reach
from nenep.sheets.columns import YES_NO
from nenep.sheets.noun import Extract
from nenep.sheets.spans import last_day


def charge_rows(extract: Extract) -> Iterator[Mapping[str, object]]:
    """Return each duty that holds that day, of somebody whose record may be read."""
    codes = codes_in_reach(extract.actor)
    given = (
        Charge.objects.filter(extract.within(MemberPermission.CHARGES_VIEW))
        .valid_on(extract.day)
        .order_by("scope_key", "pk")
        .values_list(
            "member_id",
            "organisation__code",
            "cluster__name",
            "duty",
            "decision",
            "valid_from",
            "valid_to",
            "confirms_scores",
        )
    )
    for member, place, cluster, duty, decision, since, until, confirms in given:
        if member in codes:
            yield {
                "member": codes[member],
                "organisation": place,
                "cluster": cluster,
                "duty": duty,
                "decision": decision,
                "since": since,
                "until": last_day(until),
                "confirms": YES_NO[0] if confirms else YES_NO[1],
            }
