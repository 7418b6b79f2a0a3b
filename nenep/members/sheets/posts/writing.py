"""Write today's posts as rows of their sheet."""

from collections.abc import Iterator, Mapping

from nenep.members.models import Post
from nenep.members.permissions import MemberPermission
from nenep.members.sheets.people import codes_in_reach
from nenep.members.sheets.posts.columns import BEGINNINGS, BODIES, POST_KINDS, SECTORS, sector_of
from nenep.sheets.columns import YES_NO, words_by_code
from nenep.sheets.noun import Extract
from nenep.sheets.spans import last_day


def post_rows(extract: Extract) -> Iterator[Mapping[str, object]]:
    """Return each post held that day by somebody whose record may be read."""
    codes = codes_in_reach(extract.actor)
    kinds, bodies = words_by_code(POST_KINDS), words_by_code(BODIES)
    sectors, beginnings = words_by_code(SECTORS), words_by_code(BEGINNINGS)
    yes, no = YES_NO
    held = (
        Post.objects.filter(extract.within(MemberPermission.ROSTER_VIEW), kind__in=kinds)
        .valid_on(extract.day)
        .order_by("scope_key", "pk")
        .values_list(
            "member_id",
            "organisation__code",
            "body__kind",
            "kind",
            "term",
            "valid_from",
            "valid_to",
            "decision",
            "begun_by",
            "from_place",
            "end_reason",
            "is_local",
        )
    )
    for member, place, body, kind, term, since, until, decision, begun, came, why, local in held:
        if member in codes:
            yield {
                "member": codes[member],
                "organisation": place,
                "body": bodies.get(body),
                "kind": kinds[kind],
                "term": term,
                "since": since,
                "until": last_day(until),
                "decision": decision,
                "sector": sectors[sector_of(kind)],
                "begun_by": beginnings.get(begun),
                "from_place": came,
                "end_reason": why,
                "is_local": {True: yes, False: no, None: None}[local],
            }
