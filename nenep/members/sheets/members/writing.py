"""Write today's members as rows of their sheet: who belongs where, how, and as what."""

from collections.abc import Iterator, Mapping
from typing import Any

from nenep.access.mask import MaskPermission
from nenep.access.scope import widened
from nenep.members.models import Membership, MemberState, PersonalData
from nenep.members.permissions import MemberPermission
from nenep.members.sheets.members.columns import BELONGINGS, SEXES, STATES
from nenep.members.sheets.people import PERSONAL, codes_in_reach
from nenep.sheets.columns import words_by_code
from nenep.sheets.noun import Extract
from nenep.sheets.spans import last_day

_OFFICIAL = Membership.Kind.OFFICIAL


def member_rows(extract: Extract) -> Iterator[Mapping[str, object]]:
    """Return each belonging that day, cell by cell; of one person the official one first.

    Whoever belongs here for a time, and whose record is out of reach, is left out: a row
    about them could not be loaded.
    """
    codes = codes_in_reach(extract.actor)
    states = _states(extract)
    personal = _personal(extract) if extract.opens_personal else {}
    belongings, sexes, words = (words_by_code(one) for one in (BELONGINGS, SEXES, STATES))
    stays = (
        Membership.objects.filter(extract.within(MemberPermission.ROSTER_VIEW))
        .valid_on(extract.day)
        .order_by("scope_key", "member__sort_key", "pk")
        .values_list(
            "member_id", "member__full_name", "organisation__code", "kind", "valid_from", "valid_to"
        )
    )
    for member, name, cell, kind, since, until in stays:
        if member not in codes:
            continue
        state, state_since = states.get(member, ("", None))
        data = personal.get(member, {})
        row = {
            "code": codes[member],
            "full_name": name,
            "cell": cell,
            "belonging": belongings[kind],
            "since": since,
            "until": None if kind == _OFFICIAL else last_day(until),
            "state": words.get(state),
            "state_since": state_since,
            **data,
        }
        if data:
            row["sex"] = sexes.get(data["sex"])
        if state == MemberState.State.PROBATIONARY:
            row["recognised_on"] = None
        yield row


def _states(extract: Extract) -> dict[int, tuple[str, object]]:
    """Return what each member is that day, else was last, and since when."""
    found = (
        MemberState.objects.filter(
            extract.actor.bounds(MemberPermission.ROSTER_VIEW), valid_from__lte=extract.day
        )
        .order_by("valid_from")
        .values_list("member_id", "state", "valid_from")
    )
    return {member: (state, since) for member, state, since in found}


def _personal(extract: Extract) -> dict[int, dict[str, Any]]:
    """Open masked data for this one reading; the export is in the log."""
    with widened(extract.actor.with_personal_view()):
        found = PersonalData.objects.filter(extract.actor.bounds(MaskPermission.UNMASK))
        return {row.pop("member_id"): row for row in found.values("member_id", *PERSONAL)}
