"""Write what was recorded of coming, leaving and moving as rows of their sheet."""

from collections.abc import Iterator, Mapping

from nenep.members.models import OUT, Act
from nenep.members.permissions import MemberPermission
from nenep.members.sheets.movements.columns import KINDS
from nenep.members.sheets.people import MOVED, codes_in_reach
from nenep.sheets.columns import words_by_code
from nenep.sheets.noun import Extract


def movement_rows(extract: Extract) -> Iterator[Mapping[str, object]]:
    """Return each movement up to that day that was not taken back, in the order of days."""
    codes, words = codes_in_reach(extract.actor), words_by_code(KINDS)
    acts = (
        Act.objects.filter(
            extract.within(MemberPermission.PERSON_VIEW), undone_at=None, day__lte=extract.day
        )
        .select_related("organisation", "to_organisation")
        .order_by("day", "pk")
    )
    for act in acts:
        kind = MOVED if act.kind == Act.Kind.TRANSFERRED else act.movement
        if not kind or act.member_id not in codes:
            continue
        to = act.to_organisation or act.organisation
        yield {
            "member": codes[act.member_id],
            "day": act.day,
            "kind": words[kind],
            "to": act.elsewhere if kind in OUT else to.code,
            "decision": act.decision,
        }
