"""Say before loading which numbers two persons would have: neither logs in by it any more."""

from collections import defaultdict
from collections.abc import Sequence

from nenep.access.scope import widened
from nenep.members.models import PersonalData
from nenep.members.permissions import MemberPermission
from nenep.sheets.results import Note
from nenep.sheets.rows import Row
from nenep.sheets.world import World

_MOST_NAMED = 20


def note_shared_phones(rows: Sequence[Row], world: World) -> None:
    """Add a note with the rows whose number another row, or somebody in reach, has too.

    Of whoever is out of reach it says nothing: that a number is a member's is not everybody's
    to know.
    """
    holders: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.text("phone") and row.text("code"):
            holders[row.text("phone")].add(row.text("code"))
    if not holders:
        return
    # Whom the workbook gives another number no longer has the old one.
    given = {row.text("code") for row in rows if row.text("phone")}
    reach = world.actor.bounds(MemberPermission.ROSTER_VIEW)
    with widened(world.actor.with_personal_view()):
        known = PersonalData.objects.filter(reach, phone__in=list(holders)).values_list(
            "phone", "member__code"
        )
        for phone, code in known:
            if code not in given:
                holders[phone].add(code)
    shared = [
        str(row.number)
        for row in rows
        if row.text("code") and len(holders.get(row.text("phone"), ())) > 1
    ]
    if shared:
        named = ", ".join(shared[:_MOST_NAMED]) + (" …" if len(shared) > _MOST_NAMED else "")
        world.book.notes.append(
            Note(
                rows[0].sheet.title,
                f"Dòng {named}: số điện thoại này hai người cùng có. Nạp rồi thì cả hai không "
                "đăng nhập bằng số ấy được, chỉ bằng tên đăng nhập. Nếu ghi nhầm số, hãy sửa trước.",
            )
        )
