"""Posts, stand-ins, charges, and the duties that come of them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nenep.access.actor import Actor
from nenep.access.roles import DocumentsDesk, InspectionDesk
from nenep.access.scope import NoScope, scope
from nenep.audit.permissions import AuditPermission
from nenep.core.errors import NotAllowed
from nenep.meetings.permissions import MeetingPermission
from nenep.members import actions
from nenep.members.models import Post
from nenep.members.permissions import MemberPermission
from nenep.members.queries import has_committee, held_duties
from nenep.members.tests.builders import (
    a_charge,
    a_member,
    a_post,
    a_secretary_of,
    acting,
    duties_of,
)
from nenep.organisations import actions as organisations
from nenep.organisations.tests.builders import (
    EVERYTHING,
    LONG_AGO,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    a_province,
    building,
)

pytestmark = pytest.mark.django_db


def by_everything(action, **how):
    with building():
        return action(**how, actor=EVERYTHING, at=NOW)


class TestAppoint:
    def test_refuses_a_second_secretary_and_says_who_is(self):
        cell = a_cell()
        a_post("secretary", cell, a_member(cell, "Lò Văn Đào"))
        with pytest.raises(
            actions.CannotAppoint, match="Lò Văn Đào đang là Bí thư từ ngày 01/01/2020"
        ):
            a_post("secretary", cell)

    def test_lets_the_next_begin_when_the_last_ends(self):
        cell = a_cell()
        old = a_post("secretary", cell)
        by_everything(actions.end_post, post_id=old.pk, on=TODAY)
        a_post("secretary", cell, valid_from=TODAY)

    def test_refuses_an_office_in_a_cell(self):
        with pytest.raises(actions.CannotAppoint, match="không có chức vụ đó"):
            a_post("office", a_cell())

    def test_tells_whether_a_cell_has_a_committee(self):
        cell = a_cell()
        with building():
            assert not has_committee(cell, TODAY)
        a_post("committee_member", cell)
        with building():
            assert has_committee(cell, TODAY)


class TestAppointForMeeting:
    def test_gives_a_plain_member_the_right_to_run_the_meeting(self):
        cell = a_cell()
        secretary, member = a_secretary_of(cell), a_member(cell)
        with scope(secretary):
            post = actions.appoint_for_meeting(
                member_id=member.pk,
                organisation_id=cell.pk,
                kind="minute_taker",
                actor=secretary,
                at=NOW,
            )
        actor = acting(member, f"post:{post.pk}")
        assert actor.may(MeetingPermission.MEETING_RUN, cell.scope_key)
        assert actor.may(MeetingPermission.MINUTES_VIEW, cell.scope_key)

        with scope(secretary):
            actions.end_post(post_id=post.pk, on=TODAY, actor=secretary, at=NOW)
        assert f"post:{post.pk}" not in {duty.code for duty in duties_of(member)}

    def test_refuses_another_post_and_another_cell(self):
        commune = a_commune()
        cell, other = a_cell(commune), a_cell(commune, "Chi bộ Bản Sâu")
        secretary, member = a_secretary_of(cell), a_member(cell)
        how = {"member_id": member.pk, "actor": secretary, "at": NOW}
        with scope(secretary):
            with pytest.raises(actions.CannotAppoint, match="chủ trì hoặc thư ký"):
                actions.appoint_for_meeting(organisation_id=cell.pk, kind="secretary", **how)
            with pytest.raises((NotAllowed, actions.CannotAppoint)):
                actions.appoint_for_meeting(organisation_id=other.pk, kind="chair", **how)


class TestStandIn:
    def give(self, post, member, **changes):
        return by_everything(
            actions.stand_in,
            **(
                {
                    "post_id": post.pk,
                    "member_id": member.pk,
                    "valid_from": TODAY,
                    "valid_to": TODAY + timedelta(days=30),
                    "decided_by": "Đảng ủy xã",
                }
                | changes
            ),
        )

    def test_acts_as_the_holder_until_it_ends(self):
        cell = a_cell()
        post, member = a_post("secretary", cell), a_member(cell)
        instead = self.give(post, member)

        duty = next(duty for duty in duties_of(member) if duty.code == f"standin:{instead.pk}")
        assert (duty.label, duty.role_code) == ("Thay Bí thư Chi bộ Bản Mới", "cell_secretary")
        by_everything(actions.end_stand_in, stand_in_id=instead.pk, on=TODAY)
        assert len(duties_of(member)) == 1

    def test_ends_with_the_post(self):
        cell = a_cell()
        post, member = a_post("secretary", cell), a_member(cell)
        self.give(post, member)
        by_everything(actions.end_post, post_id=post.pk, on=TODAY)
        assert len(duties_of(member)) == 1

    def test_refuses_the_holder_and_a_second_one(self):
        cell = a_cell()
        post, member = a_post("secretary", cell), a_member(cell)
        with pytest.raises(actions.CannotAppoint, match="người khác"):
            self.give(post, post.member)
        self.give(post, member)
        with pytest.raises(actions.CannotAppoint, match="đã có người thay"):
            self.give(post, a_member(cell))

    def test_refuses_to_last_longer_than_the_post(self):
        cell = a_cell()
        post = a_post("secretary", cell, valid_to=TODAY + timedelta(days=3))
        with pytest.raises(actions.CannotAppoint, match="ở trong thời gian giữ chức vụ"):
            self.give(post, a_member(cell))


class TestCharge:
    def test_of_cells_side_by_side_becomes_one_way(self):
        commune = a_commune()
        cells = [a_cell(commune, f"Chi bộ {name}") for name in ("Thẳm", "Đông Pao")]
        member = a_member(cells[0])
        for cell in cells:
            a_charge(cell, member)
        duty = next(duty for duty in duties_of(member) if duty.code == "charges")
        assert duty.label == "Phụ trách Chi bộ Thẳm, Chi bộ Đông Pao"
        assert [part.low for part in duty.ranges] == sorted(cell.scope_key for cell in cells)
        assert set(duty.ancestors) == {commune.pk, _top(commune)}

    def test_of_a_cluster_reaches_its_cells_of_the_day(self):
        commune = a_commune()
        cell, late = a_cell(commune), a_cell(commune, "Chi bộ Bản Sâu")
        cluster = by_everything(
            organisations.form_cluster, organisation_id=commune.pk, name="Phấn Kiến"
        )
        soon = TODAY + timedelta(days=1)
        for one, day in ((cell, LONG_AGO), (late, soon)):
            by_everything(
                organisations.assign_to_cluster, cluster_id=cluster.pk, cell_id=one.pk, on=day
            )
        member = a_member(cell)
        a_charge(commune, member, cluster_id=cluster.pk)

        duty = next(duty for duty in duties_of(member) if duty.code == "charges")
        assert duty.label == "Phụ trách cụm Phấn Kiến"
        assert [part.low for part in duty.ranges] == [cell.scope_key]
        tomorrow = next(duty for duty in duties_of(member, on=soon) if duty.code == "charges")
        assert len(tomorrow.ranges) == 2

    def test_of_a_cluster_says_the_word_once(self):
        commune = a_commune()
        cell = a_cell(commune)
        cluster = by_everything(
            organisations.form_cluster, organisation_id=commune.pk, name="Cụm 3"
        )
        by_everything(
            organisations.assign_to_cluster, cluster_id=cluster.pk, cell_id=cell.pk, on=LONG_AGO
        )
        member = a_member(cell)
        a_charge(commune, member, cluster_id=cluster.pk)

        duty = next(duty for duty in duties_of(member) if duty.code == "charges")
        assert duty.label == "Phụ trách Cụm 3"

    def test_refuses_more_than_a_scope_can_hold(self):
        commune = a_commune()
        cells = [a_cell(commune, f"Chi bộ {number}") for number in range(9)]
        member = a_member(cells[0])
        for cell in cells[:8]:
            a_charge(cell, member)
        with pytest.raises(actions.CannotCharge, match="9 nơi tách rời"):
            a_charge(cells[8], member)
        # The whole commune is one place, and the cells lie within it.
        a_charge(commune, member)

    def test_by_a_cluster_that_grew_splits_into_several_ways(self):
        commune = a_commune()
        cells = [a_cell(commune, f"Chi bộ {number}") for number in range(9)]
        cluster = by_everything(
            organisations.form_cluster, organisation_id=commune.pk, name="Phấn Kiến"
        )
        member = a_member(cells[0])
        a_charge(commune, member, cluster_id=cluster.pk)
        for cell in cells:
            by_everything(
                organisations.assign_to_cluster, cluster_id=cluster.pk, cell_id=cell.pk, on=LONG_AGO
            )
        duties = {duty.code: len(duty.ranges) for duty in duties_of(member)}
        assert (duties["charges"], duties["charges-2"]) == (8, 1)

    def test_refuses_a_second_who_confirms_scores(self):
        cell = a_cell()
        a_charge(cell, confirms_scores=True)
        a_charge(cell)
        with pytest.raises(actions.CannotCharge, match="đã có người xác nhận điểm"):
            a_charge(cell, confirms_scores=True)


class TestWaysToAct:
    @pytest.mark.parametrize(
        ("where", "kind", "role", "label"),
        [
            ("cell", "secretary", "cell_secretary", "Bí thư Chi bộ Bản Mới"),
            ("cell", "deputy", "cell_secretary", "Phó bí thư Chi bộ Bản Mới"),
            ("cell", "committee_member", "cell_committee_member", "Chi ủy viên Chi bộ Bản Mới"),
            ("commune", "secretary", "commune_leader", "Bí thư Đảng ủy xã Bản Mây"),
            (
                "commune",
                "standing_deputy",
                "commune_leader",
                "Phó bí thư thường trực Đảng ủy xã Bản Mây",
            ),
            (
                "commune",
                "committee_member",
                "commune_committee_member",
                "Ủy viên Ban Chấp hành Đảng ủy xã Bản Mây",
            ),
            ("commune", "office", "commune_office", "Văn phòng Đảng ủy xã Bản Mây"),
            ("province", "officer", "province_officer", "Cán bộ chuyên trách Tỉnh ủy Sơn Hà"),
            ("province", "secretary", "province_officer", "Bí thư Tỉnh ủy Sơn Hà"),
        ],
    )
    def test_follow_from_post_and_place(self, where, kind, role, label):
        province = a_province()
        commune = a_commune(province)
        cell = a_cell(commune)
        place = {"province": province, "commune": commune, "cell": cell}[where]
        post = a_post(kind, place, a_member(cell))

        duty = next(duty for duty in duties_of(post.member) if duty.code == f"post:{post.pk}")
        assert (duty.role_code, duty.label) == (role, label)
        assert duty.ranges[0].low == place.scope_key
        assert duty.organisation_id == place.pk

    def test_are_one_for_all_desks_of_a_committee(self):
        commune = a_commune()
        holder = a_member(a_cell(commune))
        for kind in ("desk_inspection", "desk_documents"):
            a_post(kind, commune, holder)
        a_post("desk_treasurer", a_commune(name="Đảng bộ xã Khác"), holder)

        here, there = (way for way in duties_of(holder) if way.code.startswith("desks:"))
        actor = acting(holder, here.code)

        assert here.label == "Văn thư – tài liệu, kiểm tra Đảng ủy xã Bản Mây"
        assert actor.permissions == (DocumentsDesk.permissions | InspectionDesk.permissions)
        assert [part.low for part in here.ranges] == [commune.scope_key]
        assert there.role_code == "desk_treasurer"
        assert not any(commune.scope_key in part for part in there.ranges)

    def test_of_a_desk_end_with_it_and_leave_the_others(self):
        commune = a_commune()
        holder = a_member(a_cell(commune))
        ended = a_post("desk_members", commune, holder)
        a_post("desk_inspection", commune, holder)
        code = f"desks:{commune.pk}"
        assert acting(holder, code).may(MemberPermission.MEMBERS_EDIT)
        by_everything(actions.end_post, post_id=ended.pk, on=TODAY)
        assert not acting(holder, code).may(MemberPermission.MEMBERS_EDIT)
        assert acting(holder, code).may(AuditPermission.AUDIT_VIEW)

    @pytest.mark.parametrize("where", ["cell", "province"])
    def test_know_no_desk_where_there_is_no_office(self, where):
        province = a_province()
        cell = a_cell(a_commune(province))
        place = {"province": province, "cell": cell}[where]
        with pytest.raises(actions.CannotAppoint, match="không có chức vụ đó"):
            a_post("desk_members", place, a_member(cell))

    def test_are_asked_in_one_query(self):
        cell = a_cell()
        post = a_post("secretary", cell)
        a_charge(cell, post.member)
        myself = Actor(account_id=1, member_id=post.member_id, label="")
        with building(myself), CaptureQueriesContext(connection) as queries:
            # The post, the commune's briefing, the charge, the belonging.
            assert len(held_duties(post.member_id, TODAY)) == 4
        assert sum("members_ways_to_act" in query["sql"] for query in queries) == 1
        assert sum(query["sql"].startswith("SELECT *") for query in queries) == 1

    def test_are_refused_for_somebody_else(self):
        member, other = a_member(), a_member()
        myself = Actor(account_id=1, member_id=member.pk, label="")
        with building(myself), pytest.raises(NoScope):
            held_duties(other.pk, TODAY)

    @pytest.mark.parametrize("state", ["left", "suspended"])
    def test_are_none_for_whoever_left_or_is_suspended(self, state):
        post = a_post("secretary", a_cell())
        by_everything(actions.change_state, member_id=post.member_id, state=state, on=TODAY)
        assert duties_of(post.member) == []

    def test_begin_and_end_with_the_days(self):
        cell = a_cell()
        post = a_post("deputy", cell, valid_from=TODAY, valid_to=TODAY + timedelta(days=2))
        found = [
            any(duty.code.startswith("post") for duty in duties_of(post.member, on=day))
            for day in (TODAY + timedelta(days=ahead) for ahead in (-1, 0, 1, 2))
        ]
        assert found == [False, True, True, False]
        assert post.kind == Post.Kind.DEPUTY


def _top(commune):
    return int(commune.scope_key.split("/")[0])
