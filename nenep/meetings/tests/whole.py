"""A commune that meets as a whole, for tests: hundreds of members, written in a few statements."""

from dataclasses import dataclass

from nenep.core.vietnamese import name_sort_key, without_marks
from nenep.meetings.models import Meeting
from nenep.meetings.tests.builders import send
from nenep.meetings.tests.committees import Committee, a_committee, a_committee_meeting
from nenep.members.models import Member, Membership, MemberState
from nenep.organisations.models import Body, Organisation
from nenep.organisations.tests.builders import TODAY, a_cell, building

_FAMILY = ("Lò", "Lường", "Quàng", "Tòng", "Cà", "Hoàng", "Vì", "Mùa", "Giàng", "Sùng")
_MIDDLE = ("Văn", "Thị", "A", "Đức", "Minh", "Thu")
_GIVEN = ("An", "Bình", "Chung", "Dếnh", "Giang", "Hặc", "Inh", "Khoa", "Lả", "Mỷ", "Nếnh")
LATELY = TODAY.replace(year=TODAY.year - 2)


@dataclass
class Whole:
    """A committee, its cells, and a meeting of everybody."""

    committee: Committee
    cells: list[Organisation]

    def meeting(self) -> Meeting:
        """A meeting of the whole organisation, planned and announced."""
        return a_committee_meeting(self.committee, Body.Kind.WHOLE)

    def begun(self) -> Meeting:
        """The meeting in progress, the committee's secretary in the chair."""
        meeting = self.meeting()
        send(
            meeting,
            self.committee.secretary_actor(),
            "start",
            chair=self.committee.secretary.pk,
            minute_taker=self.committee.minute_taker.pk,
        )
        return meeting


def a_whole(cells: int = 2, members: int = 3) -> Whole:
    """A commune with so many cells of so many members each; the last of each is probationary."""
    committee = a_committee()
    made = [a_cell(committee.commune, f"Chi bộ Bản {number:02}") for number in range(1, cells + 1)]
    with building():
        for number, cell in enumerate(made):
            _fill(cell, members, number * members)
    return Whole(committee, made)


def _fill(cell: Organisation, count: int, first: int) -> None:
    names = [
        f"{_FAMILY[n % 10]} {_MIDDLE[n % 6]} {_GIVEN[n % 11]}" for n in range(first, first + count)
    ]
    people = Member.objects.bulk_create(
        Member(
            home=cell,
            full_name=name,
            sort_key=name_sort_key(name),
            folded_name=without_marks(name),
            code=f"ĐV-{cell.pk}-{number}",
        )
        for number, name in enumerate(names)
    )
    for number, one in enumerate(people, start=1):
        where = {"member": one, "scope_key": cell.scope_key, "valid_from": LATELY}
        Membership.objects.create(organisation=cell, kind="official", **where)
        state = "probationary" if number == count else "official"
        MemberState.objects.create(state=state, **where)
