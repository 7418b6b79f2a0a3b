"""Who was in the room when, from hours alone; and that nobody is ever counted twice."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nenep.meetings.attendance.stays import Stay, presence_during, stretches

START = datetime(2026, 12, 3, 12, 30, tzinfo=UTC)


def at(minute):
    return None if minute is None else START + timedelta(minutes=minute)


def stay(mark="present", came=None, left=None, name="A"):
    return Stay(name, mark, at(came), at(left))


MINUTES = st.one_of(st.none(), st.integers(0, 60))
STAYS = st.builds(
    stay, mark=st.sampled_from(["present", "excused", "absent", ""]), came=MINUTES, left=MINUTES
)


class TestInRoom:
    @pytest.mark.parametrize(
        ("came", "left", "moment", "there"),
        [
            (None, None, 0, True),
            (10, None, 9, False),
            (10, None, 10, True),
            (None, 20, 19, True),
            (None, 20, 20, False),
            (10, 20, 15, True),
        ],
    )
    def test_at_a_moment_counts_from_coming_until_leaving(self, came, left, moment, there):
        assert stay(came=came, left=left).is_in_room(at(moment)) is there

    @pytest.mark.parametrize(
        ("came", "left", "where"),
        [
            (None, None, "whole"),
            (10, None, "whole"),
            (11, None, "partly"),
            (19, None, "partly"),
            (20, None, "missing"),
            (None, 20, "whole"),
            (None, 19, "partly"),
            (None, 11, "partly"),
            (None, 10, "missing"),
            (12, 15, "partly"),
        ],
    )
    def test_for_an_item_from_minute_10_to_20(self, came, left, where):
        found = presence_during([stay(came=came, left=left)], at(10), at(20))
        assert found.missing == (("A",) if where == "missing" else ())
        assert found.partly == (("A",) if where == "partly" else ())
        assert found.present == (where != "missing")
        assert found.differs is (where != "whole")

    def test_leaves_out_whoever_was_not_present_at_all(self):
        found = presence_during([stay("excused"), stay("absent"), stay("")], at(0), at(60))
        assert (found.present, found.differs) == (0, False)

    @given(stays=st.lists(STAYS, max_size=6), begins=st.integers(0, 60), ends=st.integers(0, 60))
    def test_counts_everybody_present_once(self, stays, begins, ends):
        begins, ends = sorted((begins, ends))
        named = [Stay(str(n), s.mark, s.arrived_at, s.left_at) for n, s in enumerate(stays)]
        found = presence_during(named, at(begins), at(ends))
        held = [one for one in named if one.mark == "present"]
        assert found.present + len(found.missing) == len(held)
        assert not set(found.missing) & set(found.partly)
        assert len(found.missing) + len(found.partly) <= len(held)
        for one in held:
            # Who is there at the beginning does not miss it.
            assert not (one.is_in_room(at(begins)) and one.name in found.missing)


class TestStretches:
    def test_last_until_the_next_one_or_the_end_of_the_part(self):
        found = stretches([(2, at(30), at(60)), (1, at(5), at(60)), (3, at(70), at(90))])
        assert found == {1: (at(5), at(30)), 2: (at(30), at(60)), 3: (at(70), at(90))}

    def test_that_begin_together_end_together(self):
        found = stretches([(1, at(5), at(60)), (2, at(5), at(60)), (3, at(9), at(60))])
        assert found[1] == found[2] == (at(5), at(9))

    def test_never_end_before_they_begin(self):
        assert stretches([(1, at(50), at(40))]) == {1: (at(50), at(50))}
