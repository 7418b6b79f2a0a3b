"""Every address of the product, asked for by people whose business it is not.

A new address fails here until it says below whether it hides somebody's rows, shows only
one's own, or is open to all.
"""

import uuid

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse

from nenep.access.actor import Actor
from nenep.access.scope import widened
from nenep.accounts.models import Account, Session
from nenep.accounts.tests.builders import an_account, log_in
from nenep.core import clock
from nenep.meetings.agenda.actions.papers import add_paper
from nenep.meetings.invitee.actions import invite
from nenep.meetings.occasions import MEETING
from nenep.meetings.paper.code import sheet_code
from nenep.meetings.tests.builders import (
    PASSWORD,
    a_cast,
    a_noticed_meeting,
    a_promise,
    a_signed_meeting,
)
from nenep.members.actions import charge, do_act, give_desks, give_post, stand_in
from nenep.members.models import Post
from nenep.members.tests.builders import a_member, a_post
from nenep.notices.actions import tell
from nenep.notices.models import Notice
from nenep.organisations.actions import begin_term
from nenep.organisations.models import Body
from nenep.organisations.tests.builders import EVERYTHING, NOW, a_cell, a_commune, building
from nenep.tasks.actions import assign_task
from nenep.villages.actions import enter_village

# Whose rows an address shows, by the keys in it.
HIDING = {
    "accounts:end_session": {"pk": "session"},
    "accounts:unit": {"pk": "cell"},
    "accounts:unit_file": {"pk": "cell", "file_type": "xlsx"},
    "accounts:slips": {"pk": "cell"},
    "accounts:lock": {"pk": "account"},
    "accounts:unlock": {"pk": "account"},
    "members:roster": {"pk": "cell"},
    "members:add": {"pk": "cell"},
    "members:person": {"pk": "member"},
    "members:correct": {"pk": "member"},
    "members:act": {"pk": "member", "slug": "slug"},
    "members:undo": {"pk": "act"},
    "members:reported": {"pk": "act"},
    "members:unmask": {"pk": "member"},
    "members:stand_in": {"pk": "post"},
    "members:post": {"pk": "post"},
    "members:replace_holder": {"pk": "post"},
    "members:posts": {"pk": "cell"},
    "members:term": {"pk": "term"},
    "members:congress": {"pk": "term"},
    "members:give_post": {"pk": "cell"},
    "members:enter_email": {"pk": "member"},
    "notices:open": {"pk": "notice"},
    "documents:register": {"pk": "cell"},
    "documents:enter_term": {"pk": "cell"},
    "documents:take_term_back": {"pk": "cell"},
    "documents:set_opening": {"pk": "cell"},
    "documents:take_opening_back": {"pk": "cell"},
    "meetings:cell": {"pk": "cell"},
    "meetings:cell_year": {"pk": "cell", "year": "year"},
    "meetings:plan_meeting": {"pk": "cell"},
    "meetings:meeting_day": {"pk": "cell"},
    "meetings:topics": {"pk": "cell"},
    "meetings:topics_of_year": {"pk": "cell", "year": "year"},
    "meetings:book": {"pk": "cell"},
    "meetings:book_export": {"pk": "cell"},
    "meetings:meeting": {"pk": "meeting"},
    "meetings:prepare": {"pk": "meeting"},
    "meetings:meeting_calendar": {"pk": "meeting"},
    "meetings:consult": {"pk": "meeting"},
    "meetings:consultation_file": {"pk": "meeting", "file_type": "file_type"},
    "meetings:change_item": {"pk": "meeting", "item": "item"},
    "meetings:paper": {"pk": "meeting", "paper": "paper"},
    "meetings:remove_paper": {"pk": "meeting", "paper": "paper"},
    "meetings:give_notice": {"pk": "meeting"},
    "meetings:send_again": {"pk": "meeting"},
    "meetings:reach": {"pk": "meeting"},
    "meetings:notice_file": {"pk": "meeting", "what": "paper_form", "file_type": "file_type"},
    "meetings:report_task": {"pk": "task"},
    "meetings:settle_task": {"pk": "task"},
    "tasks:assign": {"pk": "cell"},
    "tasks:task": {"pk": "assigned"},
    "tasks:report": {"pk": "assigned"},
    "tasks:settle": {"pk": "assigned"},
    "tasks:open_again": {"pk": "assigned"},
    "tasks:change": {"pk": "assigned"},
    "meetings:answer": {"pk": "meeting"},
    "meetings:room": {"pk": "meeting"},
    "meetings:room_step": {"pk": "meeting", "step": "step"},
    "meetings:room_device": {"pk": "meeting"},
    "meetings:room_changes": {"pk": "meeting"},
    "meetings:room_left": {"pk": "meeting"},
    "meetings:command": {"pk": "meeting"},
    "meetings:confirm_score": {"pk": "meeting"},
    "meetings:sign": {"pk": "meeting"},
    "meetings:paper_signature": {"pk": "meeting"},
    "meetings:beside": {"pk": "meeting"},
    "meetings:words": {"pk": "meeting"},
    "meetings:issue_code": {"pk": "meeting"},
    "meetings:draft": {"pk": "meeting"},
    "meetings:sheet": {"pk": "planned"},
    "meetings:enter_sheet": {"pk": "planned"},
    "meetings:enter_by_code": {"code": "sheet"},
    "meetings:minutes": {"pk": "meeting"},
    "meetings:entry": {"pk": "meeting", "sequence": "sequence"},
    "meetings:download": {
        "pk": "meeting",
        "sequence": "sequence",
        "what": "what",
        "file_type": "file_type",
    },
    "meetings:correct": {"pk": "meeting"},
    "meetings:withdraw_correction": {"pk": "meeting"},
    "members:desks": {"pk": "commune"},
    "organisations:unit": {"pk": "commune"},
    "organisations:found_below": {"pk": "commune"},
    "organisations:rename": {"pk": "cell"},
    "organisations:move": {"pk": "cell"},
    "organisations:cluster": {"pk": "cell"},
    "organisations:cancel_move": {"pk": "placement"},
    "villages:villages": {"pk": "commune"},
    "villages:file": {"pk": "commune", "file_type": "xlsx"},
    "villages:add": {"pk": "commune"},
    "villages:village": {"pk": "village"},
    "villages:take_back": {"pk": "village"},
    "members:end_desk": {"pk": "desk"},
    "members:end_stand_in": {"pk": "stand_in"},
    "members:end_charge": {"pk": "charge"},
    "meetings:bodies": {"pk": "commune"},
    "meetings:bodies_year": {"pk": "commune", "year": "year"},
    "meetings:plan_body_meeting": {"pk": "commune", "kind": "committee"},
    "meetings:body_book": {"pk": "commune", "kind": "committee"},
    "meetings:body_book_export": {"pk": "commune", "kind": "committee"},
    "meetings:invitees": {"pk": "commune", "kind": "briefing"},
    "meetings:change_invitee": {"pk": "commune", "kind": "briefing", "invitee": "invitee"},
    "reports:month_below": {"year": "year", "number": "number", "pk": "commune"},
    "reports:file_below": {
        "year": "year",
        "number": "number",
        "pk": "commune",
        "file_type": "xlsx",
    },
    "reports:year_below": {"year": "year", "pk": "commune"},
    "reports:year_file_below": {"year": "year", "pk": "commune", "file_type": "xlsx"},
}
# Everybody who is logged in reaches them, or some role does; they show one's own only.
OWN = {
    "accounts:log_out": {},
    "accounts:posts": {},
    "accounts:mine": {},
    "accounts:change_password": {},
    "accounts:list": {},
    "accounts:leaders": {},
    "accounts:leaders_slips": {},
    "accounts:leaders_file": {"file_type": "xlsx"},
    "accounts:list_file": {"file_type": "xlsx"},
    "reports:month_now": {},
    "reports:figures": {},
    "reports:balance": {},
    "members:cells": {},
    "reports:month": {"year": "year", "number": "number"},
    "reports:file": {"year": "year", "number": "number", "file_type": "xlsx"},
    "reports:year": {"year": "year"},
    "reports:year_file": {"year": "year", "file_type": "xlsx"},
    "reports:journal_file": {"file_type": "xlsx"},
    "meetings:plan_year": {},
    "meetings:topics_lacking": {},
    "meetings:calendar": {},
    "meetings:calendar_of": {"year": "year", "number": "number"},
    "meetings:calendar_file": {},
    "meetings:calendar_list": {"year": "year", "number": "number"},
    "meetings:calendar_list_file": {"year": "year", "number": "number", "file_type": "xlsx"},
    "meetings:topics_lacking_in": {"year": "year", "number": "quarter"},
    "meetings:bodies_now": {},
    "meetings:own_tasks": {},
    "tasks:list": {},
    "tasks:list_file": {"file_type": "xlsx"},
    "tasks:choose_unit": {},
    "meetings:find_sheet": {},
    "reports:remind": {"year": "year", "number": "number", "pk": "cell"},
    "reports:journal": {},
    "provisions:now": {},
    "provisions:own": {},
    "provisions:rulebook": {"code": "code"},
    "workdays:show": {},
    "documents:registers": {},
    "workdays:take_back": {},
    "meetings:own_notices": {},
    "members:own_email": {},
    "notices:wording": {},
    "notices:read_all": {},
    "exchange:show": {},
    "exchange:upload": {},
    "exchange:load": {},
    "exchange:forget": {},
    "exchange:template": {},
    "exchange:errors": {},
    "exchange:extract": {},
    "web:start": {},
    "web:find": {},
    "web:settings": {},
}
OPEN = {
    "accounts:log_in",
    "accounts:slip",
    "accounts:first_password",
    "web:health",
    "web:ready",
    "web:gallery",
    "web:service_worker",
    "meetings:room_shell",
    "meetings:check",
    "meetings:sign_with_code",
}
# What a stranger gets: not there, not yours, not this way, not now.
REFUSED = {403, 404, 405, 422}


def names(resolver=None, above=""):
    """Yield the full name of every address."""
    for pattern in (resolver or get_resolver(settings.ROOT_URLCONF)).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern, f"{pattern.namespace}:" if pattern.namespace else above)
        else:
            yield f"{above}{pattern.name}"


@pytest.mark.django_db
class TestYears:
    @pytest.mark.parametrize("year", ["9" * 20, "9999", "0", "1899", "2200"])
    def test_that_nobody_means_are_no_address(self, year):
        places = {name: keys for name, keys in (HIDING | OWN).items() if "year" in keys}
        assert len(places) > 5
        browser = log_in(Client(), an_account(a_member(a_cell())))
        for name, keys in places.items():
            known = {"year": 2026, "kind": "committee", "file_type": "xlsx"}
            address = reverse(name, kwargs={key: known.get(key, 1) for key in keys})
            there = browser.get(address.replace("/2026", f"/{year}"))
            assert there.status_code == 404, address


class World:
    """A commune with a cell whose rows nobody else may see, and strangers around it."""

    def __init__(self):
        self.commune = a_commune(name="Đảng bộ xã Nạn Nhân")
        victim = a_cell(self.commune, "Chi bộ Nạn Nhân")
        cast = a_cast(victim)
        with building():
            other = a_noticed_meeting(
                cast, month=NOW.date().replace(month=11, day=1), planned_at=NOW
            )
            paper = add_paper(
                meeting_id=other.pk, title="Giấy", data=b"%PDF-1.7", secrecy="",
                actor=EVERYTHING, at=NOW,
            )  # fmt: skip
            self.briefing = Body.objects.get(organisation=self.commune, kind="briefing")
            self.invitee = invite(
                body_id=self.briefing.pk, name="Lò Văn Nạn Nhân", function="Trưởng bản",
                valid_from=NOW.date(), actor=EVERYTHING, at=NOW,
            )  # fmt: skip
        task = a_promise(cast)
        meeting, entry = a_signed_meeting(cast)
        with building():
            tell(
                organisation=victim, member_ids=[cast.secretary.pk], occasion=MEETING, about="việc",
                subject="Việc", text="Việc", link="", actor=EVERYTHING, at=NOW,
            )  # fmt: skip
            notice = Notice.objects.get(about="việc")
            assigned = assign_task(
                giver_id=self.commune.pk, organisation_id=victim.pk, member_id=None, body_id=None,
                title="Rà soát", product="", due_on=NOW.date(), supervisor_id=None,
                source_words="", actor=EVERYTHING, at=NOW,
            )  # fmt: skip
            [desk] = give_desks(
                person=cast.secretary.code, organisation_id=self.commune.pk,
                kinds=["desk_treasurer"], valid_from=NOW.date(), decision="QĐ 1",
                actor=EVERYTHING, at=NOW,
            )  # fmt: skip
            post = Post.objects.get(member=cast.secretary, kind="secretary")
            instead = stand_in(
                post_id=desk.pk, member_id=cast.members[1].pk, valid_from=NOW.date(), valid_to=None,
                decided_by="Đảng ủy", actor=EVERYTHING, at=NOW,
            )  # fmt: skip
            looking_after = charge(
                member_id=cast.members[0].pk, organisation_id=victim.pk, duty="Dự họp",
                valid_from=NOW.date(), actor=EVERYTHING, at=NOW,
            )  # fmt: skip
            act = do_act(
                member_id=cast.members[1].pk, kind="suspended", day=NOW.date(), actor=EVERYTHING,
                at=NOW,
            )  # fmt: skip
            term = begin_term(
                body_id=Body.objects.get(organisation=victim, kind="cell").pk, label="2025-2027",
                valid_from=NOW.date(), actor=EVERYTHING, at=NOW,
            )  # fmt: skip
            give_post(
                person=cast.members[2].code, organisation_id=victim.pk, kind="village_deputy",
                day=NOW.date(), actor=EVERYTHING, at=NOW,
            )  # fmt: skip
            village = enter_village(
                organisation_id=self.commune.pk, code="NN", name="Bản Nạn Nhân",
                since=NOW.date(), actor=EVERYTHING, at=NOW,
            )  # fmt: skip
            account = Account.objects.get(member=cast.secretary)
            log_in(Client(), account, PASSWORD)
            holder = Actor(account.pk, cast.secretary.pk, "Nạn nhân")
            with widened(holder):
                session = Session.objects.own_of(holder).get()
            self.keys = {
                "cell": victim.pk,
                "commune": self.commune.pk,
                "account": account.pk,
                "session": session.pk,
                "xlsx": "xlsx",
                "committee": "committee",
                "briefing": "briefing",
                "invitee": self.invitee.pk,
                "code": "2025",
                "member": cast.members[0].pk,
                "post": post.pk,
                "term": term.pk,
                "act": act.pk,
                "slug": "tu-tran",
                "stand_in": instead.pk,
                "charge": looking_after.pk,
                "desk": desk.pk,
                "village": village.pk,
                "placement": victim.placements.get().pk,
                "meeting": meeting.pk,
                "planned": other.pk,
                "sheet": sheet_code(other.pk),
                "item": meeting.items.first().pk,
                "paper": paper.pk,
                "sequence": entry.sequence,
                "what": "bien-ban",
                "paper_form": "giay-moi-tat-ca",
                "task": task.pk,
                "assigned": assigned.pk,
                "notice": notice.pk,
                "file_type": "pdf",
                "step": "diem-danh",
                "year": NOW.year,
                "number": NOW.month,
                "quarter": 4,
            }
        self.cast, self.planned, self.signed, self.act = cast, other, meeting, act
        self.marks = ["Nạn Nhân", *(one.full_name for one in (cast.secretary, cast.minute_taker))]

    def address(self, name, keys):
        """An address that leads to the victim."""
        return reverse(name, kwargs={key: self.keys[value] for key, value in keys.items()})

    def a_secretary_beside(self):
        """The secretary of another cell of the same commune."""
        cell = a_cell(self.commune, "Chi bộ Bên Cạnh")
        return a_client("secretary", cell, a_member(cell, "Giàng A Sử"))

    def an_office_elsewhere(self):
        """The office of another commune, which may do most."""
        commune = a_commune(name="Đảng bộ xã Khác")
        return a_client("office", commune, a_member(a_cell(commune), "Giàng A Lử"))

    def a_leader_elsewhere(self):
        """The standing deputy of another commune."""
        commune = a_commune(name="Đảng bộ xã Khác")
        return a_client("standing_deputy", commune, a_member(a_cell(commune), "Giàng A Pó"))

    def a_member_elsewhere(self):
        """A member of a cell of another commune, without any post."""
        return log_in(Client(), an_account(a_member(a_cell(), "Giàng A Tủa")))


def a_client(kind, organisation, member):
    """A browser of somebody with a post, acting in it."""
    post = a_post(kind, organisation, member)
    client = log_in(Client(), an_account(member))
    client.post(reverse("accounts:posts"), {"code": f"post:{post.pk}"})
    return client


@pytest.fixture(autouse=True)
def _at_the_meeting():
    with clock.at(NOW):
        yield


@pytest.fixture(scope="class")
def world(built_once):
    """Built once for those who attack it."""

    def build():
        with clock.at(NOW):
            return World()

    return built_once(build)


class TestAddresses:
    def test_each_say_who_is_a_stranger_there(self):
        known = {*HIDING, *OWN, *OPEN}
        found = set(names())
        assert sorted(found - known) == [], "Say above how a stranger is answered there."
        assert sorted(known - found) == []


STRANGERS = (
    "a_secretary_beside",
    "an_office_elsewhere",
    "a_leader_elsewhere",
    "a_member_elsewhere",
)


@pytest.mark.django_db
class TestStranger:
    def test_finds_nothing_and_changes_nothing(self, world):
        wrong = []
        for stranger in STRANGERS:
            client = getattr(world, stranger)()
            for name, keys in HIDING.items():
                address = world.address(name, keys)
                form = {"id": uuid.uuid4(), "reason": "Muốn biết", "password": "x", "coming": "on"}
                for response in (client.get(address), client.post(address, form)):
                    body = response.content.decode(errors="replace")
                    seen = [mark for mark in world.marks if mark in body]
                    if response.status_code not in REFUSED or seen:
                        method = response.request["REQUEST_METHOD"]
                        wrong.append((stranger, name, method, response.status_code))
        assert wrong == []

    def test_sees_only_what_is_own(self, world):
        wrong = []
        for stranger in STRANGERS:
            client = getattr(world, stranger)()
            # One's own commune is named on one's own pages.
            marks = world.marks[1:] if stranger == "a_secretary_beside" else world.marks
            for name, keys in OWN.items():
                if name == "accounts:log_out":
                    continue
                response = client.get(world.address(name, keys))
                body = b"".join(response) if response.streaming else response.content
                if any(mark in body.decode(errors="replace") for mark in marks):
                    wrong.append((stranger, name, response.status_code))
        assert wrong == []

    def test_who_is_not_logged_in_is_asked_to(self, world):
        for name, keys in (HIDING | OWN).items():
            address = world.address(name, keys)
            asked = Client().get(address)
            assert asked.status_code == 302, name
            assert asked.url.startswith(reverse("accounts:log_in")), name
            assert Client().post(address).status_code == 401, name


@pytest.mark.owner
class TestStrangerWithoutPolicies(TestStranger):
    """With the rights of the owner no policy helps: `authorise` and `visible_to` hold alone."""
