"""Who spoke on which item: one tap, taken back by the next; sealed and printed."""

from uuid import uuid4

import pytest

from nenep.access.scope import scope
from nenep.meetings.models import Guest, Meeting, Speaking
from nenep.meetings.printed import minutes_of
from nenep.meetings.room.actions.speaking import CannotSpeak
from nenep.meetings.room.queries.agenda_rows import agenda_rows
from nenep.meetings.room.queries.gaps import gaps
from nenep.meetings.tests.builders import a_cast, an_open_meeting, end, send, sign_both
from nenep.meetings.tests.printed.test_printed import texts
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db


class Floor:
    """A meeting in which members may have the floor."""

    def __init__(self) -> None:
        self.cast = a_cast()
        self.meeting = an_open_meeting(self.cast)
        with building():
            self.item = self.meeting.items.get(step="discussion")
            self.other = self.meeting.items.get(step="report")

    def spoke(self, who, **more):
        more = {"item": self.item.pk, **more}
        return send(self.meeting, self.cast.secretary_actor, "spoke", who=who, **more)

    def member(self, number=0):
        return f"member {self.cast.members[number].pk}"

    def a_guest(self, name="Lường Thị Huệ", function="Phó bí thư"):
        send(self.meeting, self.cast.secretary_actor, "add_guest", name=name, function=function)
        with building():
            return Guest.objects.get(name=name)

    def names(self):
        with building():
            return sorted(Speaking.objects.values_list("item_id", "name"))

    def version(self):
        with building():
            return Meeting.objects.get(pk=self.meeting.pk).version

    def sealed(self):
        end(self.meeting, self.cast)
        return sign_both(self.meeting, self.cast)


@pytest.mark.world("open")
class TestSpoke:
    def test_notes_a_member_and_a_guest_by_item(self):
        floor = Floor()
        guest = floor.a_guest()

        told = floor.spoke(floor.member()).sentence
        floor.spoke(f"guest {guest.pk}", item=floor.other.pk)

        assert told == f"Đã ghi {floor.cast.members[0].full_name} phát biểu."
        assert floor.names() == sorted(
            [(floor.item.pk, floor.cast.members[0].full_name), (floor.other.pk, guest.name)]
        )

    def test_twice_is_once(self):
        floor = Floor()
        floor.spoke(floor.member(), device=uuid4())
        floor.spoke(floor.member(), device=uuid4(), base_version=0)
        assert len(floor.names()) == 1

    @pytest.mark.parametrize("is_guest", [False, True])
    def test_is_taken_back_by_the_next_tap(self, is_guest):
        floor = Floor()
        who = f"guest {floor.a_guest().pk}" if is_guest else floor.member()
        floor.spoke(who)
        assert "Đã bỏ" in floor.spoke(f"{who} no").sentence
        assert floor.names() == []
        assert "không có trong danh sách" in floor.spoke(f"{who} no").sentence

    def test_is_not_taken_back_where_another_device_noted_it_unseen(self):
        floor = Floor()
        seen = floor.version()
        floor.spoke(floor.member(), device=uuid4())
        with pytest.raises(CannotSpeak, match="Máy khác vừa ghi"):
            floor.spoke(f"{floor.member()} no", device=uuid4(), base_version=seen)
        assert len(floor.names()) == 1

    @pytest.mark.parametrize(
        "who", ["", "member", "member x", "member 0", "guest 0", "guest -1", "khác 1", "guest 1 no"]
    )
    def test_refuses_who_is_not_of_this_meeting(self, who):
        floor = Floor()
        with pytest.raises(
            CannotSpeak, match=r"Không tìm thấy khách|không có trong danh sách điểm"
        ):
            floor.spoke(who)

    def test_refuses_a_member_called_anything_else(self):
        floor = Floor()
        with pytest.raises(CannotSpeak, match="không có trong danh sách điểm danh"):
            floor.spoke(floor.member().replace("member", "khác"))

    def test_refuses_an_item_of_another_meeting(self):
        floor = Floor()
        with pytest.raises(CannotSpeak, match="Không tìm thấy nội dung"):
            floor.spoke(floor.member(), item=0)

    def test_refuses_whoever_is_away(self):
        floor = Floor()
        away = floor.cast.members[0]
        send(floor.meeting, floor.cast.secretary_actor, "mark", member=away.pk, mark="health")
        with pytest.raises(CannotSpeak, match="điểm danh vắng mặt"):
            floor.spoke(floor.member())

    def test_of_somebody_marked_away_later_is_missing_before_signing(self):
        floor = Floor()
        floor.spoke(floor.member())
        away = floor.cast.members[0]
        send(floor.meeting, floor.cast.secretary_actor, "mark", member=away.pk, mark="none")
        with building():
            found = gaps(Meeting.objects.get(pk=floor.meeting.pk), [])
        assert [gap.step for gap in found if away.full_name in gap.sentence] == ["roll_call"]

    def test_of_a_guest_goes_with_the_guest(self):
        floor = Floor()
        guest = floor.a_guest()
        floor.spoke(f"guest {guest.pk}")
        send(floor.meeting, floor.cast.secretary_actor, "remove_guest", guest=guest.pk)
        assert floor.names() == []


@pytest.mark.world("open")
class TestRows:
    def test_offer_whoever_is_not_away_and_guests(self):
        floor = Floor()
        guest, away = floor.a_guest(), floor.cast.members[1]
        send(floor.meeting, floor.cast.secretary_actor, "mark", member=away.pk, mark="none")
        floor.spoke(floor.member())
        with scope(floor.cast.secretary_actor):
            rows = agenda_rows(floor.meeting, now=NOW)
        row = next(row for row in rows if row.item == floor.item)
        names = [one.name for one in row.speakers]
        assert len(names) == len(floor.cast.members) - 1 + 3
        assert away.full_name not in names
        assert names[-1] == guest.name
        assert [one.key for one in row.speakers if one.has_spoken] == [floor.member()]
        assert row.spoken == 1
        assert "Góp ý cho đồng chí …: …" in row.phrases

    def test_cost_no_more_queries_with_more_items_and_people(self, django_assert_max_num_queries):
        floor = Floor()
        with scope(floor.cast.secretary_actor), django_assert_max_num_queries(6):
            agenda_rows(floor.meeting, now=NOW)


@pytest.mark.world("open")
class TestMinutes:
    def test_say_who_spoke_members_by_name_guests_with_their_function(self):
        floor = Floor()
        guest, nobody = floor.a_guest(), floor.a_guest("Giàng A Khách", "")
        for who in (f"guest {guest.pk}", f"guest {nobody.pk}", floor.member(1), floor.member(0)):
            floor.spoke(who)
        entry = floor.sealed()

        first, second = sorted(floor.cast.members[:2], key=lambda one: (one.sort_key, one.pk))
        told = (
            f"Phát biểu: đồng chí {first.full_name}; đồng chí {second.full_name}; "
            "Lường Thị Huệ, Phó bí thư; Giàng A Khách."
        )
        for text in texts(entry, minutes_of, floor.cast.secretary_actor):
            assert told in text

    def test_seal_only_commitments_of_the_names(self):
        floor = Floor()
        floor.spoke(floor.member())
        entry = floor.sealed()
        assert '"spoke":[{"name":{"c":' in entry.content
        assert floor.cast.members[0].full_name not in entry.content

    def test_say_nothing_where_nobody_was_noted(self):
        floor = Floor()
        entry = floor.sealed()
        assert '"spoke":[' not in entry.content
        for text in texts(entry, minutes_of, floor.cast.secretary_actor):
            assert "Phát biểu:" not in text
