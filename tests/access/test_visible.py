"""Each `visible_to` by itself: with the rights of the owner no policy helps it.

Whoever asks from elsewhere, or lacks the one permission, is not given a single row by the
database, not even one that Python would drop afterwards. A new call fails here until it
says below how it is reached.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.db.models import Q
from django.http import Http404
from django.test import RequestFactory

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import subtree
from nenep.access.scope import scope
from nenep.accounts import actions as accounts_actions
from nenep.accounts import queries as accounts
from nenep.accounts.views import unit
from nenep.commands.failures import CannotGoOn
from nenep.core import clock
from nenep.core.errors import Refusal
from nenep.documents import queries as documents
from nenep.exchange.extract import write_extract
from nenep.exchange.queries import own_code
from nenep.exchange.reading import read
from nenep.exchange.tests.workbooks import a_meeting_row, a_workbook
from nenep.figures.periods import month, parse
from nenep.meetings import coming
from nenep.meetings.agenda import views as agenda_views
from nenep.meetings.body.http import cell_or_404, meeting_or_404
from nenep.meetings.body.queries import committees
from nenep.meetings.book.queries import book_of, book_of_body, entries_of
from nenep.meetings.calendar.queries import calendars
from nenep.meetings.calendar.views import days
from nenep.meetings.figures import first_month
from nenep.meetings.invitee.queries import cells_without_secretary
from nenep.meetings.meeting.queries import meetings_of, next_meeting
from nenep.meetings.models import Entry, Meeting, PromiseMade
from nenep.meetings.printed import archive
from nenep.meetings.room.queries.room import state_of_room
from nenep.meetings.sheets.past import checks as exchange_meetings
from nenep.meetings.sheets.past.columns import MEETINGS
from nenep.meetings.tests.builders import a_promise
from nenep.meetings.topic import queries as topics
from nenep.meetings.topic.actions import put_topic
from nenep.members import actions as members_actions
from nenep.members import balance
from nenep.members import queries as members_queries
from nenep.members.permissions import MemberPermission
from nenep.members.queries.post_table import PostUnit
from nenep.members.sheets import people
from nenep.members.sheets.people import People
from nenep.members.tests.builders import a_member
from nenep.members.views import duties as members
from nenep.members.views import persons
from nenep.members.views import posts as member_posts
from nenep.members.views import terms as member_terms
from nenep.notices import queries as notices
from nenep.notices import views as notice_views
from nenep.notices.models import Delivery, LetterWording, Notice
from nenep.organisations import actions as organisations_actions
from nenep.organisations import unit as unit_of_tree
from nenep.organisations import views as unit_views
from nenep.organisations.models import Body, Organisation
from nenep.organisations.permissions import TreePermission
from nenep.organisations.standing import Question, question_about
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_cell, building
from nenep.provisions import queries as provisions
from nenep.provisions import views as provisions_views
from nenep.provisions.models import OwnValue
from nenep.reports import actions as reports_actions
from nenep.reports import committees as reported
from nenep.reports import figures, journal
from nenep.reports import unit as unit_figures
from nenep.reports import waiting as reports_waiting
from nenep.reports.month import _rows, cells_of
from nenep.reports.views import remind
from nenep.reports.views.month import _committee
from nenep.reports.year import year_of_cells
from nenep.sheets.world import World as Imported
from nenep.tasks import queries as tasks
from nenep.tasks import waiting as tasks_waiting
from nenep.tasks.figures import first_given
from nenep.tasks.models import Task
from nenep.tasks.views import assigned as assigned_views
from nenep.tasks.views import own as own_views
from nenep.today.asked import Asker
from nenep.villages import actions as villages_actions
from nenep.villages import figures as village_figures
from nenep.villages import queries as villages
from nenep.villages import views as village_views
from nenep.villages.models import Village
from nenep.villages.sheets import villages as village_sheet
from nenep.workdays.queries import trees_decided_by
from tests.access.test_strangers import World as Victim
from tools.attack_source import EQUIVALENT, calls
from tools.folders import ROOT

MONTH = TODAY.replace(day=1)


class World(Victim):
    """The victim, with the rows that only some questions look at."""

    def __init__(self):
        super().__init__()
        a_promise(self.cast)
        settled = a_promise(self.cast, "Sửa đường")
        gone = a_member(self.cast.cell, "Lò Văn Rời")
        # Nobody leads it, so that a page about it asks for nobody's post.
        self.quiet = a_cell(self.commune, "Chi bộ Mới Lập")
        # What it hangs under; only the key counts.
        self.top = Organisation(scope_key=self.commune.scope_key.partition("/")[0] + "/")
        self.unit = Organisation(pk=self.keys["cell"], scope_key=self.cast.cell.scope_key)
        sheet = a_workbook({"meetings": [a_meeting_row(self.cast.cell.code, month="12/2026")]})
        with building():
            PromiseMade.objects.create(
                meeting=self.planned, task_id=self.keys["task"], scope_key=self.unit.scope_key
            )
            members_actions.do_act(
                member_id=gone.pk, kind="died", day=TODAY, actor=EVERYTHING, at=NOW
            )
            villages_actions.end_village(
                village_id=villages_actions.enter_village(
                    organisation_id=self.commune.pk, code="CU", name="Bản Cũ", since=TODAY,
                    actor=EVERYTHING, at=NOW,
                ).pk,
                on=TODAY + timedelta(days=30), actor=EVERYTHING, at=NOW,
            )  # fmt: skip
            Task.objects.filter(pk=settled.pk).update(state="done", settled_on=TODAY)
            of_cell = {"scope_key": self.unit.scope_key, "about": "thư"}
            told, _ = (
                Notice.objects.create(
                    organisation=self.unit,
                    member=to,
                    occasion="meeting",
                    subject="Họp",
                    text="Họp",
                    sent_at=NOW,
                    **of_cell,
                )
                for to in (self.cast.secretary, None)
            )
            Delivery.objects.create(
                notice=told, member=told.member, due_at=NOW, changed_at=NOW, **of_cell
            )
            OwnValue.objects.create(
                organisation_id=self.commune.pk,
                scope_key=self.commune.scope_key,
                rule=OwnValue.Rule.LEAD_DAYS,
                value=2,
                valid_from=MONTH,
                decision="QĐ 01",
                decided_by="Văn phòng",
                decided_at=NOW,
            )
            LetterWording.objects.create(
                organisation_id=self.commune.pk,
                scope_key=self.commune.scope_key,
                says_more=True,
                valid_from=MONTH,
                decision="QĐ 01",
                decided_by="Văn phòng",
                decided_at=NOW,
            )
            reports_actions.note_call(
                cell=self.quiet, month=MONTH, words="Họp bù", actor=EVERYTHING, at=NOW
            )
            cluster = organisations_actions.form_cluster(
                organisation_id=self.commune.pk, name="Cụm 1", actor=EVERYTHING, at=NOW
            )
            organisations_actions.assign_to_cluster(
                cluster_id=cluster.pk,
                cell_id=self.cast.cell.pk,
                on=TODAY,
                actor=EVERYTHING,
                at=NOW,
            )
            put_topic(
                cell=self.cast.cell,
                month=MONTH,
                title="Nêu gương",
                drafter_id=None,
                actor=EVERYTHING,
                at=NOW,
            )
            book = read(sheet)
            self.rows = book.of(MEETINGS)
            self.known = Imported(book, EVERYTHING, NOW)
            self.known.of(People)


def asking(who, *, method="GET"):
    """The request of an actor."""
    request = RequestFactory().generic(method, "/")
    request.actor, request.session = who, {}
    request._messages = FallbackStorage(request)
    return request


def _asked(world, who):
    """What is asked of the victim's commune."""
    return Question(who, world.commune, parse(f"{MONTH:%Y-%m}"), NOW)


# How each function with a call of `visible_to` is asked for the victim's rows.
QUESTIONS = {
    "open_account": lambda w, who: accounts_actions.open_account(
        member_id=w.keys["member"], actor=who, at=NOW
    ),
    "print_slips": lambda w, who: accounts_actions.print_slips(
        member_ids=[w.keys["member"]], actor=who, at=NOW
    ),
    "units_with_accounts": lambda _, who: list(accounts.units_with_accounts(who)),
    "people_of": lambda w, who: list(accounts.people_of(who, w.unit)),
    "_unit": lambda w, who: unit._unit(asking(who), w.keys["cell"]),
    "_account": lambda w, who: unit._account(asking(who), w.keys["account"]),
    "_known": lambda w, who: exchange_meetings._known(w.rows, replace(w.known, actor=who)),
    "codes_of": lambda w, who: people.codes_of([w.keys["member"]], who),
    "codes_in_reach": lambda _, who: people.codes_in_reach(who),
    "own_code": lambda w, who: own_code(replace(who, organisation_id=w.keys["cell"])),
    "write_extract": lambda w, who: write_extract(
        BytesIO(), code=w.cast.cell.code, reason="", actor=who, at=NOW
    ),
    "acts_about": lambda w, who: list(members_queries.acts_about(who, w.act.member)),
    "not_reported": lambda _, who: list(reports_waiting.not_reported(Asker(who, NOW))),
    "acts_that_count": lambda w, who: list(
        members_queries.acts_that_count(who, [w.unit.pk], MONTH, TODAY + timedelta(days=1))
    ),
    "_cells": lambda w, who: balance._cells(_asked(w, who)),
    "_acts_about": lambda w, who: list(people._acts_about([w.act.member_id], who)),
    "_names": lambda w, who: balance._names(_asked(w, who), {w.keys["member"]}),
    "gone_from": lambda w, who: list(members_queries.gone_from(w.unit, who, TODAY)),
    "cells_to_choose": lambda _, who: list(members_queries.cells_to_choose(who, TODAY)),
    "_posts": lambda w, who: persons._posts(asking(who), w.cast.members[0]),
    "_member_or_404": lambda w, who: persons._member_or_404(
        asking(who), w.keys["member"], MemberPermission.PERSON_VIEW
    ),
    "_act_or_404": lambda w, who: persons._act_or_404(asking(who, method="POST"), w.act.pk),
    "_codes_like": lambda _, who: people._codes_like(["DV-0"], {}, [], who),
    "meetings_of": lambda w, who: list(
        meetings_of(actor=who, organisation_id=w.keys["cell"], year=NOW.year)
    ),
    "next_meeting": lambda w, who: next_meeting(
        actor=who, organisation_id=w.keys["cell"], now=NOW - timedelta(days=20)
    ),
    "entries_of": lambda w, who: list(entries_of(actor=who, meeting_id=w.signed.pk)),
    "book_of": lambda w, who: list(book_of(actor=who, organisation_id=w.keys["cell"])),
    "_meetings": lambda w, who: list(committees._meetings(who).filter(organisation=w.unit)),
    "tasks_of_bodies": lambda w, who: list(
        committees.tasks_of_bodies(actor=who, organisation_id=w.keys["cell"])
    ),
    "book_of_body": lambda w, who: list(
        book_of_body(actor=who, body=Body(organisation=w.unit, meeting_key=w.unit.scope_key))
    ),
    "cells_without_secretary": lambda w, who: cells_without_secretary(
        Body(organisation=w.commune), [], actor=who, on=TODAY
    ),
    "paper": lambda w, who: agenda_views.paper(asking(who), w.planned.pk, w.keys["paper"]),
    "_enclosures": lambda w, _: archive._enclosures(Entry(meeting_id=w.planned.pk), []),
    "meeting_or_404": lambda w, who: meeting_or_404(asking(who), w.signed.pk),
    "meeting_day": lambda w, who: days.meeting_day(asking(who), w.keys["cell"]),
    "year_of_topics": lambda w, who: topics.year_of_topics(actor=who, cell=w.unit, year=MONTH.year),
    "cells_lacking_topics": lambda _, who: topics.cells_lacking_topics(
        actor=who, year=MONTH.year, number=4
    ),
    "_between": lambda _, who: (
        calendars.month_of_meetings(actor=who, first=MONTH, today=TODAY).count
    ),
    "coming_file": lambda _, who: calendars.coming_file(actor=who, at=NOW - timedelta(days=1)),
    "cell_or_404": lambda w, who: cell_or_404(asking(who), w.keys["cell"]),
    "unmask": lambda w, who: members.unmask(asking(who), w.keys["member"]),
    "named": lambda w, who: members_queries.named(w.cast.secretary.code, who),
    "desks": lambda w, who: members.desks(asking(who), w.keys["commune"]),
    "end_desk": lambda w, who: members.end_desk(asking(who, method="POST"), w.keys["desk"]),
    "committees_with_desks": lambda _, who: list(accounts.committees_with_desks(who)),
    "end_stand_in": lambda w, who: members.end_stand_in(
        asking(who, method="POST"), w.keys["stand_in"]
    ),
    "end_charge": lambda w, who: members.end_charge(asking(who, method="POST"), w.keys["charge"]),
    "stand_in": lambda w, who: members.stand_in(asking(who), w.keys["post"]),
    "posts": lambda w, who: member_posts.posts(asking(who), w.keys["cell"]),
    "give_post": lambda w, who: member_posts.give_post(asking(who), w.keys["cell"]),
    "_post_or_404": lambda w, who: member_posts.post(asking(who), w.keys["post"]),
    "post_table": lambda w, who: members_queries.post_table(w.cast.cell, NOW.date(), who).units,
    "term": lambda w, who: member_terms.term(asking(who), w.keys["term"]),
    "congress": lambda w, who: member_terms.congress(asking(who), w.keys["term"]),
    "terms_of": lambda w, who: members_queries.terms_of(w.cast.cell, who),
    "last_acts_on_posts": lambda w, who: members_queries.last_acts_on_posts(
        [PostUnit(w.cast.cell, [], [], is_vacant=False, is_unwritten=False)], who
    ),
    "enter_email": lambda w, who: members.enter_email(asking(who), w.keys["member"]),
    "members_who_log_in": lambda w, who: accounts.members_who_log_in(who, [w.cast.secretary.pk]),
    "_task_or_404": lambda w, who: own_views._task_or_404(asking(who), w.keys["task"]),
    "wording": lambda w, who: notice_views.wording(
        asking(replace(who, organisation_id=w.commune.pk))
    ),
    "_cell_or_404": lambda w, who: members._cell_or_404(asking(who), w.keys["cell"]),
    "notices_from_below": lambda _, who: list(notices.notices_from_below(actor=who)),
    "registers": lambda _, who: list(documents.registers(actor=who)),
    "register_of": lambda w, who: documents.register_of(actor=who, organisation=w.cast.cell),
    "trees_decided_by": lambda _, who: list(trees_decided_by(who)),
    "own_values": lambda w, who: provisions_views.own_values(
        asking(replace(who, organisation_id=w.commune.pk))
    ),
    "decisions_of": lambda w, who: list(provisions.decisions_of(actor=who, organisation=w.commune)),
    "wordings_of": lambda w, who: list(notices.wordings_of(actor=who, organisation=w.commune)),
    "deliveries": lambda _, who: notices.deliveries(actor=who, about="thư"),
    "cells_of": lambda _, who: cells_of(who, MONTH, date(2027, 1, 1), Q()),
    "_rows": lambda _, who: _rows(
        question_about(actor=who, top=None, period=month(MONTH), now=NOW), MONTH
    ),
    "_organisations": lambda w, who: reported._organisations(who, [w.commune.pk]),
    "rows_of": lambda w, who: list(
        _asked(w, who).rows_of(Meeting.objects, dated="counts_for", by_unit=True)
    ),
    "nodes": lambda w, who: _asked(w, who).nodes,
    "_parents": lambda w, who: _asked(w, who)._parents(),
    "_clusters": lambda w, who: _asked(w, who)._clusters(),
    "first_month": lambda w, who: first_month(_asked(w, who)),
    "units_below": lambda w, who: list(
        unit_of_tree.units_below(actor=who, unit=w.commune, day=TODAY)
    ),
    "possible_parents": lambda w, who: unit_of_tree.possible_parents(
        actor=who,
        unit=Organisation(pk=0, kind="cell", scope_key=w.unit.scope_key),
        day=TODAY,
    ),
    "_unit_or_404": lambda w, who: unit_views._unit_or_404(
        asking(who), w.keys["cell"], TreePermission.TREE_VIEW
    ),
    "cancel_move": lambda w, who: unit_views.cancel_move(
        asking(who, method="POST"), w.keys["placement"]
    ),
    "_read_villages": lambda w, who: village_figures._read_villages(
        question_about(actor=who, top=w.commune, period=month(MONTH), now=NOW)
    ),
    "villages_of": lambda w, who: list(
        villages.villages_of(actor=who, organisation=w.commune, day=TODAY)
    ),
    "ended_villages": lambda w, who: list(
        villages.ended_villages(actor=who, organisation=w.commune, day=TODAY + timedelta(days=40))
    ),
    "states_of_village": lambda w, who: villages.states_of_village(
        actor=who, village=Village(pk=w.keys["village"])
    ),
    "villages_beside": lambda w, who: list(
        villages.villages_beside(
            actor=who, village=Village(pk=0, organisation_id=w.commune.pk), day=TODAY
        )
    ),
    "add_village": lambda w, who: village_views.add_village(asking(who), w.commune.pk),
    "_village_place": lambda w, who: village_views._village_place(asking(who), w.commune.pk),
    "_village_or_404": lambda w, who: village_views._village_or_404(asking(who), w.keys["village"]),
    "_known_villages": lambda w, who: village_sheet._known_villages(replace(w.known, actor=who)),
    "first_given": lambda w, who: first_given(_asked(w, who)),
    "places": lambda _, who: figures.places(who, today=TODAY),
    "place_of": lambda w, who: figures.place_of(who, w.commune.code),
    "_seen": lambda w, who: (figures._seen(who, [w.commune.pk]), reported._seen(who, [w.quiet.pk])),
    "_committee": lambda w, who: _committee(asking(who), w.commune.pk),
    "page_of": lambda _, who: journal.page_of(actor=who),
    "year_of_cells": lambda _, who: year_of_cells(actor=who, year=NOW.year, now=NOW),
    "open_tasks": lambda w, who: list(tasks.open_tasks(actor=who, organisation_id=w.keys["cell"])),
    "assigned_tasks": lambda _, who: list(tasks.assigned_tasks(actor=who)),
    "assigned_task": lambda w, who: tasks.assigned_task(actor=who, pk=w.keys["assigned"]),
    "units_to_assign": lambda _, who: tasks.units_to_assign(actor=who, on=TODAY),
    "assign": lambda w, who: assigned_views.assign(
        asking(replace(who, organisation_id=w.commune.pk)), w.keys["cell"]
    ),
    "state_of_room": lambda w, who: state_of_room(actor=who, meeting_id=w.signed.pk),
    "may_open": lambda w, who: committees.may_open(w.signed.pk, actor=who),
    "remind": lambda w, who: remind.remind(asking(who), NOW.year, NOW.month, w.keys["cell"]),
    "_page": lambda w, who: list(remind._page(asking(who), w.quiet, MONTH)["contacts"]),
    "openable": lambda w, who: committees.openable([w.signed.pk], actor=who),
    "late_cells": lambda _, who: list(
        reports_waiting.late_cells(Asker(who, NOW + timedelta(days=20)))
    ),
    "meetings": lambda _, who: coming.meetings(Asker(who, NOW - timedelta(days=1))),
    "of_unit": lambda w, who: list(
        tasks_waiting.of_unit(Asker(replace(who, organisation_id=w.keys["cell"]), NOW))
    ),
    "_held": lambda w, who: unit_figures._held(who, w.unit, MONTH),
    "leaders_with_accounts": lambda _, who: accounts.leaders_with_accounts(who, on=TODAY),
}
# Calls that only a permission keeps apart: what lies before them asks for another.
LACKING = [
    ("_known", TreePermission.FIGURES_VIEW, "meetings_facts"),
    ("paper", MemberPermission.ROSTER_VIEW, "meetings_papercontent"),
]

NOBODY_THERE = Actor(0, None, "Nơi khác", frozenset(Permission), (subtree("999999999/"),))


@pytest.fixture(scope="class")
def world(built_once):
    """Built once: every question is undone."""

    def build():
        with clock.at(NOW):
            return World()

    return built_once(build)


@pytest.fixture(autouse=True)
def _at_the_moment():
    with clock.at(NOW):
        yield


def rows_given(who, question):
    """How many rows the database gave out, by the statement that asked for them."""
    given = {}

    def count(execute, statement, values, many, context):
        answer = execute(statement, values, many, context)
        if statement.startswith("SELECT") and context["cursor"].rowcount > 0:
            given[statement] = context["cursor"].rowcount
        return answer

    refusals = (Refusal, ObjectDoesNotExist, Http404, CannotGoOn)
    with scope(who), suppress(*refusals), connection.execute_wrapper(count), transaction.atomic():
        question(who)
    return given


@pytest.mark.owner
@pytest.mark.django_db
class TestVisibleTo:
    @pytest.mark.parametrize("name", QUESTIONS)
    def test_gives_no_row_to_somebody_elsewhere(self, world, name):
        assert rows_given(NOBODY_THERE, lambda who: QUESTIONS[name](world, who)) == {}

    @pytest.mark.parametrize("name", QUESTIONS)
    def test_gives_rows_to_who_may_see_them(self, world, name):
        assert rows_given(EVERYTHING, lambda who: QUESTIONS[name](world, who)) != {}

    @pytest.mark.parametrize(("name", "permission", "table"), LACKING)
    def test_gives_no_row_without_the_permission(self, world, name, permission, table):
        def of_table(who):
            given = rows_given(who, lambda who: QUESTIONS[name](world, who))
            return [statement for statement in given if f'FROM "{table}"' in statement]

        assert of_table(EVERYTHING) != []
        assert of_table(replace(EVERYTHING, permissions=frozenset(Permission) - {permission})) == []


class TestQuestions:
    def test_reach_every_call(self):
        found = {
            call.function
            for path in (ROOT / "nenep").rglob("*.py")
            if "tests" not in path.parts and path.parent.name != "access"
            for call in calls(path.read_text(encoding="utf-8"))
            if call.kind == "visible_to" and ("visible_to", call.function) not in EQUIVALENT
        }
        assert sorted(found - set(QUESTIONS)) == [], "Say above how it is asked."
        assert sorted(set(QUESTIONS) - found) == []
