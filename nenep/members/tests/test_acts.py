"""What is done about a member: what follows, what is refused, what is taken back."""

from datetime import date, timedelta

import pytest

from nenep.access.scope import scope, widened
from nenep.accounts.models import Account
from nenep.accounts.tests.builders import an_account
from nenep.audit.models import Event
from nenep.core.errors import NotAllowed
from nenep.members import actions
from nenep.members.actions.acts import acts_for, by_slug, what_follows
from nenep.members.actions.acts.standing import PersonStanding, standing_on
from nenep.members.around import CannotAct
from nenep.members.models import (
    Act,
    Member,
    Membership,
    MemberState,
    PersonalData,
    Post,
    StandIn,
)
from nenep.members.tests.builders import (
    a_charge,
    a_member,
    a_post,
    a_secretary_of,
    acting,
    an_office_of,
    duties_of,
)
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    building,
)
from nenep.tasks.actions import assign_task
from nenep.tasks.models import Task

pytestmark = pytest.mark.django_db

DAY = TODAY - timedelta(days=40)
LATER = TODAY - timedelta(days=10)


class World:
    """A commune with two cells, somebody with a post, a charge and an account, and its office."""

    def __init__(self):
        self.commune = a_commune()
        self.cell = a_cell(self.commune)
        self.other = a_cell(self.commune, "Chi bộ Bản Hai")
        self.member = a_member(self.cell, "Lò Văn Thử")
        self.post = a_post("deputy", self.cell, self.member)
        self.charge = a_charge(self.other, self.member)
        self.account = an_account(self.member)
        self.secretary = a_secretary_of(self.cell)
        self.office = an_office_of(self.commune)


@pytest.fixture(scope="class")
def world(built_once):
    """Built once: what a test does is undone."""
    return built_once(World)


def do(world, kind, day=LATER, member=None, **given):
    with scope(world.office):
        return actions.do_act(
            member_id=(member or world.member).pk,
            kind=kind,
            day=day,
            actor=world.office,
            at=NOW,
            **given,
        )


def undo(world, act):
    with scope(world.office):
        return actions.undo_act(act_id=act.pk, actor=world.office, at=NOW)


def standing(world, day=TODAY, member=None):
    with scope(world.office):
        return standing_on(member or world.member, day)


def everything_of(world):
    """All dated rows about the member that ever held."""
    with scope(EVERYTHING):
        return {
            model.__name__: sorted(
                (one.valid_from, one.valid_to, getattr(one, "organisation_id", 0))
                for one in model.objects.filter(member=world.member)
                if one.valid_to != one.valid_from
            )
            for model in (Membership, MemberState, Post, StandIn)
        }


class TestTransfer:
    def test_moves_and_ends_what_lies_with_the_old_cell(self, world):
        do(world, "transferred", to_id=world.other.pk)

        assert standing(world).stay.organisation == world.other
        assert standing(world, LATER - timedelta(days=1)).stay.organisation == world.cell
        with scope(EVERYTHING):
            world.post.refresh_from_db()
            world.charge.refresh_from_db()
            assert Member.objects.get(pk=world.member.pk).home == world.other
        assert world.post.valid_to == LATER
        assert world.charge.valid_to is None

    def test_refuses_a_day_before_what_is_recorded(self, world):
        do(world, "transferred", to_id=world.other.pk)

        with pytest.raises(CannotAct, match="không được ở trước"):
            do(world, "transferred", day=DAY, to_id=world.cell.pk)

    def test_may_lie_ahead_but_leaving_may_not(self, world):
        ahead = TODAY + timedelta(days=3)
        with pytest.raises(CannotAct, match="ở sau hôm nay"):
            do(world, "moved_out", day=ahead)

        do(world, "transferred", day=ahead, to_id=world.other.pk)

        assert standing(world).stay.organisation == world.cell

    def test_is_not_for_the_secretary_of_the_cell(self, world):
        with scope(world.secretary), pytest.raises(NotAllowed):
            actions.do_act(
                member_id=world.member.pk,
                kind="transferred",
                day=TODAY,
                to_id=world.other.pk,
                actor=world.secretary,
                at=NOW,
            )


class TestLeave:
    @pytest.mark.parametrize(
        ("kind", "given", "movement"),
        [
            ("died", {}, "died"),
            ("moved_out", {"elsewhere": "Đảng bộ xã Xa", "is_far": True}, "moved_out"),
            ("left_party", {"movement": "struck_off"}, "struck_off"),
            ("left_party", {"movement": "expelled"}, "expelled"),
            ("left_party", {"movement": "left"}, "left"),
        ],
    )
    def test_ends_everything_from_the_day_and_comes_back_whole(self, world, kind, given, movement):
        before = everything_of(world)

        act = do(world, kind, decision="Số 5-QĐ/ĐU", **given)

        assert act.movement == movement
        after = standing(world)
        assert not after.is_here
        with scope(EVERYTHING):
            assert not Post.objects.not_over(LATER).filter(member=world.member).exists()
            assert not Account.objects.get(pk=world.account.pk).is_open
            world.charge.refresh_from_db()
            assert world.charge.valid_to == LATER
        undo(world, act)
        assert everything_of(world) == before
        with scope(EVERYTHING):
            assert Account.objects.get(pk=world.account.pk).is_open
            world.charge.refresh_from_db()
            assert world.charge.valid_to is None

    def test_is_once(self, world):
        do(world, "died", day=DAY)

        with pytest.raises(CannotAct, match="«Từ trần» từ ngày") as refused:
            do(world, "moved_out")

        assert refused.value.field == "day"

    def test_says_beforehand_what_follows(self, world):
        with scope(world.office):
            said = what_follows(
                member=world.member, act=by_slug("tu-tran"), day=LATER, actor=world.office, at=NOW
            )

        words = " ".join(said)
        assert f"Phó bí thư {world.cell.name}" in words
        assert f"Thôi phụ trách: {world.other.name}" in words
        assert "Khóa tài khoản" in words
        assert "30 ngày làm việc" in words

    def test_hands_tasks_on_and_takes_them_back(self, world):
        with building():
            task = assign_task(
                giver_id=world.commune.pk,
                organisation_id=world.cell.pk,
                member_id=world.member.pk,
                title="Rà soát hồ sơ",
                due_on=TODAY + timedelta(days=9),
                actor=EVERYTHING,
                at=NOW,
            )
        with scope(world.office):
            said = what_follows(
                member=world.member, act=by_slug("chuyen-di"), day=TODAY, actor=world.office, at=NOW
            )
        assert "Bàn giao 1 việc" in " ".join(said)

        act = do(world, "moved_out", day=TODAY)

        with scope(EVERYTHING):
            handed = Task.objects.get(state="open", title="Rà soát hồ sơ")
            assert (handed.holder_organisation, handed.member) == (world.cell, None)
        undo(world, act)
        with scope(EVERYTHING):
            assert Task.objects.get(state="open", title="Rà soát hồ sơ") == task

    def test_is_not_recorded_about_oneself(self, world):
        with building():
            clerk = Member.objects.get(pk=world.office.member_id)
        with pytest.raises(CannotAct, match="cho mình"):
            do(world, "died", member=clerk)

    def test_is_refused_where_something_is_held_out_of_reach(self, world):
        elsewhere = a_commune(name="Đảng bộ xã Bản Xa")
        a_post("committee_member", elsewhere, world.member)

        with pytest.raises(CannotAct, match="ngoài phạm vi"):
            do(world, "died")


def somebody(world, post):
    """Who holds a post or desk of the commune, acting in it."""
    holder = a_post(post, world.commune).member
    duty = next(one for one in duties_of(holder) if one.organisation_id == world.commune.pk)
    return acting(holder, duty.code)


class TestWho:
    @pytest.mark.parametrize("post", ["standing_deputy", "desk_members", "office"])
    def test_keeps_members_does_and_takes_back(self, world, post):
        actor = somebody(world, post)
        with scope(actor):
            act = actions.do_act(
                member_id=world.member.pk, kind="died", day=LATER, actor=actor, at=NOW
            )
            actions.undo_act(act_id=act.pk, actor=actor, at=NOW)
        with scope(EVERYTHING):
            assert Account.objects.get(pk=world.account.pk).is_open

    @pytest.mark.parametrize("post", ["desk_documents", "desk_inspection", "committee_member"])
    def test_keeps_none_does_nothing(self, world, post):
        actor = somebody(world, post)
        with scope(actor), pytest.raises(NotAllowed):
            actions.do_act(member_id=world.member.pk, kind="died", day=LATER, actor=actor, at=NOW)


class TestReturn:
    def test_from_outside_counts_as_moved_in(self, world):
        do(world, "moved_out", day=DAY)

        act = do(world, "moved_in", to_id=world.other.pk, elsewhere="Đảng bộ xã Xa")

        assert act.movement == "moved_in"
        assert standing(world).stay.organisation == world.other
        do(world, "died", day=TODAY)

    def test_to_the_party_gives_back_what_somebody_was(self, world):
        do(world, "left_party", day=DAY, movement="expelled")
        with pytest.raises(CannotAct, match="Phục hồi"):
            do(world, "moved_in", to_id=world.other.pk)

        act = do(world, "restored")

        assert act.movement == "restored"
        now = standing(world)
        assert (now.stay.organisation, now.state) == (world.cell, "official")

    def test_from_the_dead_is_refused(self, world):
        do(world, "died", day=DAY)

        with pytest.raises(CannotAct, match="Hoàn tác"):
            do(world, "restored")


class TestState:
    def test_exemption_for_age_has_no_end(self, world):
        do(world, "exempted", ground="age")

        assert standing(world).state == "exempt"

    def test_exemption_for_another_ground_ends_within_a_year(self, world):
        with pytest.raises(CannotAct, match="dưới 12 tháng"):
            do(world, "exempted", ground="other")
        with pytest.raises(CannotAct, match="dưới 12 tháng"):
            do(world, "exempted", day=date(2026, 1, 1), until=date(2027, 1, 1), ground="other")

        do(world, "exempted", ground="other", until=TODAY + timedelta(days=30))

        assert standing(world, TODAY + timedelta(days=29)).state == "exempt"
        assert standing(world, TODAY + timedelta(days=30)).state == "official"

    def test_suspension_ends_by_restoring_which_counts_nowhere(self, world):
        do(world, "suspended", day=DAY)

        act = do(world, "restored")

        assert act.movement == ""
        assert standing(world).state == "official"

    def test_recognition_enters_its_day_and_takes_it_back(self, world):
        with building():
            new = a_member(world.cell, state="probationary")
        act = do(world, "recognised", member=new)

        assert standing(world, member=new).state == "official"
        assert recognised_on(new) == LATER
        undo(world, act)
        assert standing(world, member=new).state == "probationary"
        assert recognised_on(new) is None


def recognised_on(member):
    with scope(EVERYTHING), widened(EVERYTHING.with_personal_view()):
        return PersonalData.objects.get(member=member).recognised_on


class TestPost:
    def test_is_given_and_taken_back(self, world):
        act = do(world, "appointed", post=("committee_member", world.commune.pk))

        with scope(EVERYTHING):
            held = Post.objects.get(member=world.member, organisation=world.commune)
        assert held.valid_from == LATER
        undo(world, act)
        with scope(EVERYTHING):
            held.refresh_from_db()
        assert held.valid_to == held.valid_from


class TestUndo:
    def test_is_of_the_last_act_only(self, world):
        first = do(world, "suspended", day=DAY)
        do(world, "restored")

        with pytest.raises(CannotAct, match="hoàn tác việc ấy trước"):
            undo(world, first)

    def test_is_refused_after_another_change(self, world):
        act = do(world, "transferred", to_id=world.other.pk)
        with building():
            stay = Membership.objects.get(member=world.member, valid_to=None)
            actions.end_belonging(membership_id=stay.pk, on=TODAY, actor=EVERYTHING, at=NOW)

        with pytest.raises(CannotAct, match="thay đổi khác"):
            undo(world, act)

    def test_is_once_and_in_the_journal(self, world):
        act = do(world, "died")
        undo(world, act)

        with pytest.raises(CannotAct, match="đã hoàn tác"):
            undo(world, act)
        with scope(EVERYTHING):
            words = Event.objects.get(code="member.act_undone").words
        assert words == f"Hoàn tác «Từ trần» từ ngày {LATER:%d/%m/%Y}."


class TestAdd:
    def add(self, world, **given):
        values = {
            "full_name": "Vàng Thị Mới",
            "birth_date": date(1990, 2, 3),
            "since": date(2026, 6, 1),
            "admitted_on": date(2026, 6, 1),
        } | given
        with scope(world.office):
            return actions.add_member(
                organisation_id=world.cell.pk, actor=world.office, at=NOW, **values
            )

    def test_gives_a_code_and_defaults_by_the_day_of_admission(self, world):
        new = self.add(world)
        older = self.add(world, full_name="Vàng Văn Cũ", admitted_on=date(2010, 5, 19))

        assert new.code == f"{world.cell.code}-001"
        assert older.code == f"{world.cell.code}-002"
        assert standing(world, member=new).state == "probationary"
        assert standing(world, member=older).state == "official"
        with scope(EVERYTHING):
            assert Act.objects.get(member=new).movement == "admitted"
            assert Act.objects.get(member=older).movement == "moved_in"

    def test_begins_probation_where_it_has_ended_since(self, world):
        day = date(2025, 3, 1)
        one = self.add(world, since=day, admitted_on=day)

        assert standing(world, date(2026, 2, 28), one).state == "probationary"
        assert standing(world, date(2026, 3, 1), one).state == "official"

    def test_asks_about_somebody_of_the_same_name_and_birth_date(self, world):
        self.add(world)

        with pytest.raises(actions.CannotEnrol, match=f"{world.cell.code}-001") as refused:
            self.add(world, full_name="vàng  thị Mới")

        assert refused.value.field == "is_another"
        self.add(world, is_another=True)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"since": TODAY + timedelta(days=1)}, "since"),
            ({"admitted_on": date(2026, 6, 2)}, "since"),
            ({"birth_date": TODAY + timedelta(days=1)}, "birth_date"),
        ],
    )
    def test_refuses_days_that_cannot_be(self, world, given, field):
        with pytest.raises(actions.CannotEnrol) as refused:
            self.add(world, **given)

        assert refused.value.field == field

    def test_is_taken_back_whole(self, world):
        new = self.add(world)
        with scope(EVERYTHING):
            act = Act.objects.get(member=new)
        undo(world, act)

        assert standing(world, member=new).stay is None


class TestCorrect:
    def correct(self, world, **given):
        with scope(world.office):
            actions.correct_member(
                member_id=world.member.pk,
                reason="Ghi nhầm khi nạp",
                actor=world.office,
                at=NOW,
                **({"full_name": "Lò Văn Thử"} | given),
            )

    def data(self, world):
        with scope(EVERYTHING), widened(EVERYTHING.with_personal_view()):
            return PersonalData.objects.get(member=world.member)

    def test_changes_what_is_typed_and_leaves_the_rest(self, world):
        self.correct(world, phone="0912 345 678", birth_date=date(1970, 1, 1))
        self.correct(world, full_name="Lò Văn Thứ")

        data = self.data(world)
        assert (data.phone, data.birth_date) == ("0912345678", date(1970, 1, 1))
        with scope(EVERYTHING):
            assert Member.objects.get(pk=world.member.pk).full_name == "Lò Văn Thứ"

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({}, "Chưa sửa gì"),
            ({"phone": "12"}, "Số điện thoại"),
            ({"birth_date": date(2001, 1, 1), "admitted_on": date(2000, 1, 1)}, "trước ngày sinh"),
        ],
    )
    def test_refuses_what_cannot_be(self, world, given, words):
        with pytest.raises(actions.CannotEnrol, match=words):
            self.correct(world, **given)

    def test_stands_in_the_way_of_no_undoing(self, world):
        act = do(world, "suspended")
        self.correct(world, full_name="Lò Văn Thứ")

        undo(world, act)


class TestOffered:
    def slugs(self, **how):
        values = dict.fromkeys(("stay", "coming", "gone", "last")) | {
            "state": "official",
            "basic": "official",
        }
        return {one.slug for one in acts_for(PersonStanding(**(values | how)))}

    def test_are_those_that_fit(self):
        stay, gone = Membership(), Act(kind="left_party", movement="expelled")

        assert "cong-nhan" not in self.slugs(stay=stay)
        assert "cong-nhan" in self.slugs(stay=stay, state="probationary")
        assert "phuc-hoi" in self.slugs(stay=stay, state="exempt")
        assert self.slugs(state="left", gone=gone) == {"phuc-hoi"}
        assert self.slugs() == {"chuyen-den"}
        assert self.slugs(state="left", gone=Act(kind="died", movement="died")) == set()
