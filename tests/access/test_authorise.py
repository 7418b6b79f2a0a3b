"""Each `authorise` by itself: whoever may do everything everywhere but at that one place.

The actor reaches every key but the one the call asks about, and connects with the rights of
the owner, so nothing else can refuse. A new call fails here until it says below how it is
reached.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from nenep.access.permissions import Permission
from nenep.access.ranges import Range
from nenep.access.scope import scope
from nenep.accounts import actions as accounts
from nenep.accounts.actions.manage import open_account
from nenep.accounts.actions.slips import issue
from nenep.accounts.models import Account
from nenep.accounts.permissions import AccountPermission
from nenep.core import clock
from nenep.core.errors import NotAllowed
from nenep.documents import actions as documents
from nenep.documents.actions import take_number
from nenep.meetings.body.locking import locked
from nenep.meetings.calendar.actions import days, plan
from nenep.meetings.calendar.rules import DayRule
from nenep.meetings.invitee import actions
from nenep.meetings.occasions import MEETING
from nenep.meetings.paper import actions as paper_actions
from nenep.meetings.paper.rules import ByHand, SheetStep
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.scoring.actions import confirm_score
from nenep.meetings.signing.actions import sign, sign_code, withdraw
from nenep.meetings.tests.builders import a_promise
from nenep.meetings.topic import actions as topics
from nenep.members import actions as members
from nenep.members.actions import belonging
from nenep.members.models import Membership
from nenep.members.tests.builders import a_charge, a_member
from nenep.notices import actions as notices
from nenep.organisations import actions as organisations
from nenep.organisations.models import Body, Organisation, Placement
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    building,
)
from nenep.provisions import actions as provisions
from nenep.reports import actions as reports
from nenep.tasks import actions as tasks
from nenep.villages import actions as villages
from nenep.workdays.actions import take_day_back
from tests.access.test_strangers import World as Victim
from tools.attack_source import calls
from tools.folders import ROOT

MONTH = TODAY.replace(day=1)
LATER = TODAY + timedelta(days=30)


class World(Victim):
    """The victim, a neighbour to send things to, and what can be ended or taken back."""

    def __init__(self):
        super().__init__()
        self.cell, self.member = self.cast.cell, self.cast.members[0]
        self.neighbour = a_commune(name="Đảng bộ xã Bản Sông")
        self.other = a_cell(self.neighbour, "Chi bộ Bên Sông")
        # Without anybody to lead it.
        self.empty = a_cell(self.commune, "Chi bộ Mới Lập")
        self.moved = a_cell(self.commune, "Chi bộ Đã Chuyển")
        self.charge = a_charge(self.cell, a_member(self.cell))
        self.task = a_promise(self.cast)
        with building():
            everywhere = {"actor": EVERYTHING, "at": NOW}
            self.province = Organisation.objects.get(
                pk=int(self.commune.scope_key.partition("/")[0])
            )
            self.account = Account.objects.get(pk=self.keys["account"])
            self.membership = Membership.objects.get(member=self.member)
            self.body = Body.objects.get(organisation=self.cell, kind=Body.Kind.CELL)
            self.term = organisations.begin_term(
                body_id=self.body.pk, label="2000-2005", valid_from=date(2000, 1, 1),
                valid_to=date(2005, 1, 1), **everywhere,
            )  # fmt: skip
            self.opening = documents.set_opening_number(
                term_id=self.term.pk, type_code="NQ", last_number=3, source="x", **everywhere
            )
            self.cluster = organisations.form_cluster(
                organisation_id=self.commune.pk, name="Cụm 1", **everywhere
            )
            self.stand_in = members.stand_in(
                post_id=self.keys["post"],
                member_id=self.member.pk,
                valid_from=TODAY,
                valid_to=None,
                decided_by="Chi ủy",
                **everywhere,
            )
            organisations.move(
                organisation_id=self.moved.pk, to_id=self.neighbour.pk, on=TODAY, **everywhere
            )
            self.moved.refresh_from_db()
            self.move = Placement.objects.get(organisation=self.moved, valid_to=None)


def all_but(key):
    """An actor who may do everything everywhere, below that key too, but not at it."""
    return replace(EVERYTHING, ranges=(Range("", key), Range(f"{key}0", ":")))


def at(place):
    """The actor for a world: everything but at the organisation of that name in it."""
    return lambda world: all_but(getattr(world, place).scope_key)


def without(permission):
    """The actor for a world: everything but one permission."""
    return lambda _: replace(EVERYTHING, permissions=frozenset(Permission) - {permission})


# Function with a call; at what place it is asked; how it is reached.
CALLS = [
    (
        "open_account",
        without(AccountPermission.ACCOUNTS_MANAGE),
        lambda w, h: open_account(member_id=w.member.pk, **h),
    ),
    ("lock_account", at("cell"), lambda w, h: accounts.lock_account(account_id=w.account.pk, **h)),
    (
        "unlock_account",
        at("cell"),
        lambda w, h: accounts.unlock_account(account_id=w.account.pk, **h),
    ),
    ("issue", at("cell"), lambda w, h: issue(account=w.account, name="X", **h)),
    (
        "take_number",
        at("cell"),
        lambda w, h: take_number(
            organisation=w.cell,
            type_code="NQ",
            organisation_code="CB",
            issued_on=TODAY,
            subject="x",
            actor=h["actor"],
        ),
    ),
    (
        "locked",
        at("cell"),
        lambda w, h: locked(w.signed.pk, MeetingPermission.MEETING_RUN, actor=h["actor"]),
    ),
    (
        "confirm_score",
        at("cell"),
        lambda w, h: confirm_score(meeting_id=w.signed.pk, seen="", **h),
    ),
    (
        "plan_year",
        at("commune"),
        lambda w, h: plan.plan_year(
            committee_id=w.commune.pk, year=TODAY.year, hour=time(19), first_month=12, **h
        ),
    ),
    (
        "plan_meeting",
        at("cell"),
        lambda w, h: plan.plan_meeting(
            body_id=w.body.pk,
            kind="extraordinary",
            counts_for=MONTH,
            planned_at=NOW,
            place="Nhà văn hóa",
            **h,
        ),
    ),
    (
        "moves_of",
        at("cell"),
        lambda w, h: days.moves_of(organisation=w.cell, from_month=MONTH, rule=DayRule(day=9), **h),
    ),
    (
        "change_meeting_day",
        at("cell"),
        lambda w, h: days.change_meeting_day(
            organisation=w.cell,
            from_month=MONTH,
            rule=DayRule(day=9),
            take=[],
            seen="",
            reason="",
            **h,
        ),
    ),
    (
        "issue_code",
        at("cell"),
        lambda w, h: sign_code.issue_code(meeting_id=w.planned.pk, kind="chair", **h),
    ),
    (
        "enter_sheet",
        at("cell"),
        lambda w, h: paper_actions.enter_sheet(
            meeting_id=w.planned.pk,
            started_at=NOW,
            start=SheetStep("", "start", {}),
            steps=(),
            by_hand=ByHand(frozenset(), TODAY, ""),
            password="x",
            **h,
        ),
    ),
    (
        "invite",
        lambda w: all_but(w.briefing.meeting_key),
        lambda w, h: actions.invite(
            body_id=w.briefing.pk, name="Lò Văn Mới", function="Trưởng bản", valid_from=TODAY, **h
        ),
    ),
    (
        "_listed",
        lambda w: all_but(w.briefing.meeting_key),
        lambda w, h: actions.remove_invitee(invitee_id=w.invitee.pk, **h),
    ),
    (
        "put_topic",
        at("cell"),
        lambda w, h: topics.put_topic(cell=w.cell, month=MONTH, title="x", drafter_id=None, **h),
    ),
    (
        "drop_topic",
        at("cell"),
        lambda w, h: topics.drop_topic(cell=w.cell, month=MONTH, **h),
    ),
    (
        "correct",
        without(MeetingPermission.MEETING_PLAN),
        lambda w, h: sign.correct(meeting_id=w.signed.pk, correction="Sửa", reason="Nhầm", **h),
    ),
    (
        "withdraw_correction",
        without(MeetingPermission.MEETING_PLAN),
        lambda w, h: withdraw.withdraw_correction(meeting_id=w.signed.pk, **h),
    ),
    *(
        (
            "transfer",
            at(place),
            lambda w, h: members.transfer(member_id=w.member.pk, to_id=w.other.pk, on=TODAY, **h),
        )
        for place in ("cell", "other")
    ),
    (
        "enter_village",
        at("commune"),
        lambda w, h: villages.enter_village(
            organisation_id=w.commune.pk, code="B2", name="Bản Hai", since=TODAY, **h
        ),
    ),
    (
        "change_village",
        at("commune"),
        lambda w, h: villages.change_village(
            village_id=w.keys["village"],
            on=TODAY,
            name="Bản Lạ",
            cell_id=None,
            households=None,
            head_is_member=None,
            deputy_is_member=None,
            **h,
        ),
    ),
    (
        "end_village",
        at("commune"),
        lambda w, h: villages.end_village(village_id=w.keys["village"], on=LATER, **h),
    ),
    (
        "take_back_village",
        at("commune"),
        lambda w, h: villages.take_back_village(village_id=w.keys["village"], **h),
    ),
    (
        "end_belonging",
        at("cell"),
        lambda w, h: belonging.end_belonging(membership_id=w.membership.pk, on=TODAY, **h),
    ),
    *(
        (
            "follow_merger",
            at(place),
            lambda w, h: belonging.follow_merger(
                from_id=w.cell.pk, to_id=w.other.pk, on=TODAY, **h
            ),
        )
        for place in ("cell", "other")
    ),
    (
        "_beside",
        at("other"),
        lambda w, h: belonging._beside(
            "assigned", w.member.pk, w.other.pk, TODAY, None, h["actor"], h["at"]
        ),
    ),
    (
        "charge",
        at("cell"),
        lambda w, h: members.charge(
            member_id=w.member.pk, organisation_id=w.cell.pk, duty="Dự", valid_from=TODAY, **h
        ),
    ),
    (
        "end_charge",
        at("cell"),
        lambda w, h: members.end_charge(charge_id=w.charge.pk, on=TODAY, **h),
    ),
    (
        "enter_email",
        at("cell"),
        lambda w, h: members.enter_email(member_id=w.member.pk, email="a@example.vn", **h),
    ),
    (
        "enrol",
        at("cell"),
        lambda w, h: members.enrol(
            full_name="Lò Văn Lạ", code="LẠ", organisation_id=w.cell.pk, since=TODAY, **h
        ),
    ),
    (
        "rename",
        at("cell"),
        lambda w, h: members.rename(member_id=w.member.pk, full_name="Lò Văn Lạ", **h),
    ),
    (
        "change_state",
        at("cell"),
        lambda w, h: members.change_state(member_id=w.member.pk, state="exempt", on=TODAY, **h),
    ),
    (
        "locked_member",
        at("cell"),
        lambda w, h: members.correct_member(
            member_id=w.member.pk, full_name="Lò Văn Lạ", reason="Nhầm", **h
        ),
    ),
    (
        "cell_to",
        at("other"),
        lambda w, h: members.do_act(
            member_id=w.member.pk, kind="transferred", day=TODAY, to_id=w.other.pk, **h
        ),
    ),
    ("_locked", at("cell"), lambda w, h: members.undo_act(act_id=w.keys["act"], **h)),
    ("unmask", at("cell"), lambda w, h: members.unmask(member_id=w.member.pk, reason="Gọi", **h)),
    (
        "change_personal_data",
        at("cell"),
        lambda w, h: members.change_personal_data(
            member_id=w.member.pk, personal=members.MaskedDetails(phone="0900000001"), **h
        ),
    ),
    (
        "send_again",
        at("cell"),
        lambda w, h: notices.send_again(organisation=w.cell, about="x", **h),
    ),
    (
        "appoint",
        at("cell"),
        lambda w, h: members.appoint(
            member_id=w.member.pk,
            organisation_id=w.cell.pk,
            kind="deputy",
            valid_from=TODAY,
            **h,
        ),
    ),
    (
        "appoint_for_meeting",
        at("cell"),
        lambda w, h: members.appoint_for_meeting(
            member_id=w.member.pk, organisation_id=w.cell.pk, kind="chair", **h
        ),
    ),
    (
        "end_post",
        at("cell"),
        lambda w, h: members.end_post(post_id=w.keys["post"], on=TODAY, **h),
    ),
    (
        "describe_post",
        at("cell"),
        lambda w, h: members.describe_post(
            post_id=w.keys["post"],
            term="",
            decision="",
            begun_by="",
            from_place="",
            is_local=None,
            class_attended="",
            age_band="",
            **h,
        ),
    ),
    (
        "_held",
        at("cell"),
        lambda w, h: members.do_act(
            member_id=w.cast.secretary.pk,
            kind="post_ended",
            day=TODAY,
            held=w.keys["post"],
            **h,
        ),
    ),
    (
        "stand_in",
        at("cell"),
        lambda w, h: members.stand_in(
            post_id=w.keys["post"],
            member_id=w.cast.members[1].pk,
            valid_from=TODAY,
            valid_to=None,
            decided_by="Chi ủy",
            **h,
        ),
    ),
    (
        "end_stand_in",
        at("cell"),
        lambda w, h: members.end_stand_in(stand_in_id=w.stand_in.pk, on=LATER, **h),
    ),
    (
        "tell",
        at("cell"),
        lambda w, h: notices.tell(
            organisation=w.cell,
            member_ids=[w.member.pk],
            occasion=MEETING,
            about="x",
            subject="x",
            text="x",
            link="",
            **h,
        ),
    ),
    (
        "send_outside",
        at("cell"),
        lambda w, h: notices.send_outside(organisation=w.cell, about="x", by_day=True, **h),
    ),
    (
        "appoint",
        at("cell"),
        lambda w, h: notices.appoint(
            organisation=w.cell,
            uid=uuid4(),
            title="Họp",
            starts_at=NOW,
            minutes=90,
            place="x",
            actor=h["actor"],
        ),
    ),
    (
        "decide_wording",
        at("commune"),
        lambda w, h: notices.decide_wording(
            organisation_id=w.commune.pk,
            says_more=True,
            valid_from=LATER,
            decision="QĐ 01",
            **h,
        ),
    ),
    (
        "decide_own_value",
        at("commune"),
        lambda w, h: provisions.decide_own_value(
            organisation_id=w.commune.pk,
            rule="notice.lead_days",
            value=2,
            fewer_than=None,
            valid_from=LATER,
            decision="QĐ 01",
            **h,
        ),
    ),
    (
        "form_cluster",
        at("commune"),
        lambda w, h: organisations.form_cluster(organisation_id=w.commune.pk, name="Cụm 2", **h),
    ),
    *(
        (
            "assign_to_cluster",
            at(place),
            lambda w, h: organisations.assign_to_cluster(
                cluster_id=w.cluster.pk, cell_id=w.cell.pk, on=TODAY, **h
            ),
        )
        for place in ("cluster", "cell")
    ),
    (
        "end_in_cluster",
        at("cell"),
        lambda w, h: organisations.end_in_cluster(cell_id=w.cell.pk, on=TODAY, **h),
    ),
    (
        "merge",
        at("cell"),
        lambda w, h: organisations.merge(from_ids=[w.empty.pk], into_id=w.cell.pk, on=TODAY, **h),
    ),
    (
        "record_succession",
        at("other"),
        lambda w, h: organisations.record_succession(
            organisation_id=w.other.pk, predecessor_id=w.empty.pk, on=TODAY, **h
        ),
    ),
    (
        "_end",
        at("commune"),
        lambda w, h: organisations.dissolve(organisation_id=w.empty.pk, on=LATER, **h),
    ),
    (
        "found",
        at("commune"),
        lambda w, h: organisations.found(
            kind="cell",
            name="Chi bộ Lạ",
            code="LẠ",
            founded_on=TODAY,
            parent_id=w.commune.pk,
            sector="village",
            **h,
        ),
    ),
    (
        "rename",
        at("cell"),
        lambda w, h: organisations.rename(
            organisation_id=w.cell.pk, name="Chi bộ Lạ", on=TODAY, **h
        ),
    ),
    (
        "enter_day",
        at("cell"),
        lambda w, h: days.enter_day(organisation=w.cell, from_month=MONTH, day=5, **h),
    ),
    *(
        (
            "place",
            at(place),
            lambda w, h: organisations.place(
                organisation_id=w.empty.pk,
                parent_id=w.neighbour.pk,
                valid_from=w.empty.founded_on - timedelta(days=9),
                **h,
            ),
        )
        for place in ("empty", "neighbour")
    ),
    *(
        (
            name,
            at(place),
            lambda w, h: organisations.move(
                organisation_id=w.empty.pk, to_id=w.neighbour.pk, on=LATER, **h
            ),
        )
        for name, place in (("move", "empty"), ("move", "neighbour"), ("rehang", "commune"))
    ),
    *(
        (
            "cancel_move",
            at(place),
            lambda w, h: organisations.cancel_move(placement_id=w.move.pk, **h),
        )
        for place in ("moved", "neighbour", "commune")
    ),
    ("remind", at("cell"), lambda w, h: reports.remind(cell=w.cell, month=MONTH, **h)),
    (
        "note_call",
        at("cell"),
        lambda w, h: reports.note_call(cell=w.cell, month=MONTH, words="Họp bù", **h),
    ),
    (
        "numbers_to_ring",
        at("empty"),
        lambda w, h: reports.numbers_to_ring(cell=w.empty, month=MONTH, **h),
    ),
    (
        "begin_term",
        at("cell"),
        lambda w, h: organisations.begin_term(
            body_id=w.body.pk, label="2031", valid_from=TODAY, **h
        ),
    ),
    (
        "describe_term",
        at("cell"),
        lambda w, h: organisations.describe_term(
            term_id=w.term.pk, label="2000-2004", congress="", **h
        ),
    ),
    (
        "take_term_back",
        at("cell"),
        lambda w, h: organisations.take_term_back(term_id=w.term.pk, **h),
    ),
    (
        "enter_term",
        at("cell"),
        lambda w, h: documents.enter_term(
            organisation_id=w.cell.pk, label="2031", valid_from=TODAY, congress="", **h
        ),
    ),
    (
        "set_opening_number",
        at("cell"),
        lambda w, h: documents.set_opening_number(
            term_id=w.term.pk, type_code="NQ", last_number=3, source="x", **h
        ),
    ),
    (
        "take_opening_number_back",
        at("cell"),
        lambda w, h: documents.take_opening_number_back(opening_id=w.opening.pk, **h),
    ),
    (
        "tree_locked",
        at("province"),
        lambda w, h: take_day_back(organisation_id=w.province.pk, day=TODAY, **h),
    ),
    (
        "give_task",
        at("cell"),
        lambda w, h: tasks.give_task(
            organisation=w.cell,
            member_id=w.member.pk,
            holder_name="x",
            title="x",
            product="",
            due_on=LATER,
            given_on=TODAY,
            actor=h["actor"],
        ),
    ),
    *(
        (
            "assign_task",
            at(place),
            lambda w, h: tasks.assign_task(
                giver_id=w.commune.pk,
                organisation_id=w.cell.pk,
                member_id=None,
                body_id=None,
                title="x",
                product="",
                due_on=LATER,
                supervisor_id=None,
                source_words="",
                **h,
            ),
        )
        for place in ("commune", "cell")
    ),
    (
        "locked_assigned",
        at("commune"),
        lambda w, h: tasks.settle_assigned(task_id=w.keys["assigned"], done=True, result="x", **h),
    ),
    (
        "report_for_unit",
        at("cell"),
        lambda w, h: tasks.report_for_unit(
            task_id=w.keys["assigned"],
            finished=True,
            words="x",
            actor=replace(h["actor"], organisation_id=w.cell.pk),
            at=h["at"],
        ),
    ),
    (
        "settle_task",
        at("cell"),
        lambda w, h: tasks.settle_task(
            task_id=w.task.pk, done=True, result="x", settled_on=TODAY, actor=h["actor"]
        ),
    ),
]


@pytest.fixture(scope="class")
def world(built_once):
    """Built once: every try is undone."""

    def build():
        with clock.at(NOW):
            return World()

    return built_once(build)


@pytest.mark.owner
@pytest.mark.django_db
class TestAuthorise:
    @pytest.mark.parametrize(
        ("actor", "reach"),
        [(actor, reach) for _, actor, reach in CALLS],
        ids=[name for name, _, _ in CALLS],
    )
    def test_refuses_where_nothing_else_would(self, world, actor, reach):
        who = actor(world)
        with clock.at(NOW), scope(who), pytest.raises(NotAllowed):
            reach(world, {"actor": who, "at": NOW})


class TestCalls:
    def test_are_all_reached(self):
        found = Counter(
            call.function
            for path in (ROOT / "nenep").rglob("*.py")
            if "tests" not in path.parts and path.parent.name != "access"
            for call in calls(path.read_text(encoding="utf-8"))
            if call.kind == "authorise"
        )
        assert found == Counter(name for name, _, _ in CALLS), "Say above how it is reached."
