"""What the database does for the pages that grow: read as the web role, on two provinces.

A plan that reads a whole table which grows is refused unless it is named below.
"""

import json
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection, connections
from django.db.models import Count, Sum

from nenep.access.actor import Actor
from nenep.access.policies import protected_models
from nenep.access.ranges import subtree
from nenep.access.roles import ROLES
from nenep.access.scope import scope, scope_statements
from nenep.accounts import queries as accounts
from nenep.meetings.book.queries import book_of
from nenep.meetings.meeting.queries import meetings_of, next_meeting
from nenep.meetings.models import Facts
from nenep.members import queries as members
from nenep.members.permissions import MemberPermission
from nenep.notices import queries as notices
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.reports.month import month_of_cells
from nenep.tasks import queries as tasks
from tools.bench.province import YEAR_OF_FACTS
from tools.province import CELLS_IN_A_COMMUNE, FIRST_CELL, FIRST_COMMUNE, YEAR, fill
from tools.server import WEB
from tools.testing_databases import DATABASE_KEY, WorkerDatabase

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(YEAR, 12, 3, 19, 30, tzinfo=ZONE)
MONTH = date(YEAR, 12, 1)
# A table with fewer rows may be read whole whenever the planner likes.
BIG = 1_000

CELL_KEY = f"1/{FIRST_COMMUNE}/{FIRST_CELL}/"
MEMBER_ID = FIRST_CELL * 10

WHOLE = {
    # Whoever looks at a whole province reads it all, and here by more than an index carries.
    ("year of a province", "meetings_facts"),
    # The names of the homes of those found are joined by hash.
    ("search in a commune", "organisations_organisation"),
}


def actor(role, key):
    """Somebody of a role in an organisation."""
    above = key.strip("/").split("/")[:-1]
    return Actor(
        account_id=MEMBER_ID,
        member_id=MEMBER_ID,
        label=role,
        permissions=ROLES[role].permissions,
        ranges=(subtree(key),),
        ancestors=tuple(map(int, above)),
        organisation_id=int(key.strip("/").split("/")[-1]),
        role_code=role,
    )


SECRETARY = actor("cell_secretary", CELL_KEY)
MEMBER = actor("member", CELL_KEY)
LEADER = actor("commune_leader", f"1/{FIRST_COMMUNE}/")
OFFICE = actor("commune_office", f"1/{FIRST_COMMUNE}/")
PROVINCE = actor("province_officer", "1/")
OVERSEER = Actor(
    MEMBER_ID,
    MEMBER_ID,
    "overseer",
    ROLES["overseer"].permissions,
    tuple(subtree(f"1/{FIRST_COMMUNE}/{FIRST_CELL + n}/") for n in range(3)),
)


def year_of_a_province(who):
    return (
        Facts.objects.visible_to(who, TreePermission.FIGURES_VIEW)
        .filter(is_current=True, counts_for__gte=date(YEAR, 1, 1), counts_for__lte=MONTH)
        .values("counts_for", "level")
        .annotate(cells=Count("pk"), present=Sum("present_counted"), counted=Sum("counted"))
    )


def month(who):
    return month_of_cells(actor=who, month=MONTH, now=NOW).rows


# What is asked, by whom, and the question.
QUESTIONS = {
    "month of a commune": (LEADER, month),
    "month of an overseer": (OVERSEER, month),
    "month of a commune that has passed": (
        LEADER,
        lambda who: (
            month_of_cells(actor=who, month=MONTH, now=datetime(YEAR + 1, 2, 1, tzinfo=ZONE)).rows
        ),
    ),
    "year of a province": (PROVINCE, year_of_a_province),
    "a cell's last twelve": (
        SECRETARY,
        lambda who: meetings_of(actor=who, organisation_id=FIRST_CELL, year=YEAR),
    ),
    "next meeting of a cell": (
        SECRETARY,
        lambda who: [next_meeting(actor=who, organisation_id=FIRST_CELL, now=NOW)],
    ),
    "book of a cell": (
        MEMBER,
        lambda who: book_of(actor=who, organisation_id=FIRST_CELL),
    ),
    "roster": (
        MEMBER,
        lambda _: members.roll(organisation=Organisation(pk=FIRST_CELL), on=NOW.date()),
    ),
    "posts of a cell": (
        MEMBER,
        lambda _: members.posts_in(Organisation(pk=FIRST_CELL), NOW.date()),
    ),
    "accounts of a cell": (
        SECRETARY,
        lambda who: accounts.people_of(who, Organisation(pk=FIRST_CELL)),
    ),
    "units with accounts": (OFFICE, accounts.units_with_accounts),
    "held duties": (MEMBER, lambda who: members.held_duties(who.member_id, NOW.date())),
    "search in a commune": (OFFICE, lambda _: members.search("dang vien 1")),
    "own tasks": (MEMBER, lambda who: tasks.own_tasks(actor=who)),
    "open tasks of a cell": (
        SECRETARY,
        lambda who: tasks.open_tasks(actor=who, organisation_id=FIRST_CELL),
    ),
    "own notices": (MEMBER, lambda who: notices.own_notices(actor=who)[:100]),
    "notices to a commune": (LEADER, lambda who: notices.notices_from_below(actor=who)[:100]),
}


@pytest.fixture(scope="module", params=[170, 17_000], ids=["170 cells", "17000 cells"])
def province(request, testrun_uid, django_db_setup, django_db_blocker):
    """A province, with Django connected to it as the web role; the URL of a superuser."""
    server = request.config.stash[DATABASE_KEY].server
    database = WorkerDatabase(server, f"province_{testrun_uid}_{request.param}")
    # Nobody writes in it, so whoever comes first fills it for all workers of this run.
    with psycopg.connect(server, autocommit=True) as first:
        first.execute("SELECT pg_advisory_lock(%s)", (request.param,))
        there = "SELECT FROM pg_database WHERE datname = %s"
        if first.execute(there, (database.name,)).fetchone() is None:
            filling = WorkerDatabase(server, f"{database.name}_filling")
            filling.copy_template()
            fill(filling.urls.superuser, cells=request.param)
            first.execute(f"ALTER DATABASE {filling.name} RENAME TO {database.name}")
    with django_db_blocker.unblock():
        database.connect_django_as(WEB)
        yield database.urls.superuser
        connections.close_all()


@pytest.fixture
def asked(province):
    """A connection that sees every plan, of functions too, of what it runs as the web role."""
    found = []
    with psycopg.connect(province, autocommit=True) as superuser:
        superuser.execute("LOAD 'auto_explain'")
        for name, value in {
            "auto_explain.log_min_duration": "0",
            "auto_explain.log_nested_statements": "on",
            "auto_explain.log_format": "json",
            "auto_explain.log_level": "notice",
            "client_min_messages": "notice",
        }.items():
            superuser.execute("SELECT set_config(%s, %s, false)", (name, value))
        superuser.add_notice_handler(lambda notice: found.append(notice.message_primary))

        def plans(who, statements, **settings):
            with superuser.transaction(force_rollback=True):
                # As on a disk that turns: then a table that is read whole says so.
                for name, value in ({"random_page_cost": "4"} | settings).items():
                    superuser.execute("SELECT set_config(%s, %s, true)", (name, value))
                superuser.execute(f"SET LOCAL ROLE {WEB}")
                superuser.execute(scope_statements(who))
                found.clear()
                for statement, values in statements:
                    superuser.execute(statement, values)
            plans = [text.partition("plan:\n")[2] for text in found if "plan:\n" in text]
            return [json.loads(plan)["Plan"] for plan in plans]

        big = superuser.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", (BIG,)
        )
        plans.big = {name for (name,) in big.fetchall()}
        cells = superuser.execute("SELECT count(*) FROM organisations_body")
        plans.cells = cells.fetchone()[0]
        yield plans


def statements_of(who, question):
    """What a question sends to the database, and how many rows came of it."""
    sent = []

    def remember(execute, statement, values, many, context):
        if not statement.startswith(("SET LOCAL", "SAVEPOINT", "RELEASE")):
            sent.append((statement, values))
        return execute(statement, values, many, context)

    with scope(who), connection.execute_wrapper(remember):
        rows = len(list(question(who)))
    return sent, rows


def nodes(plan):
    """Yield a plan's nodes."""
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


FROM_ABOVE = {
    model._meta.db_table: model for model in protected_models() if model.protection.from_above
}


class TestBounds:
    """What an index compares with is computed once, and not for every row."""

    @pytest.mark.parametrize("who", [PROVINCE, LEADER], ids=["province", "commune"])
    def test_of_a_year_are_asked_by_its_index_alone(self, asked, who):
        if asked.cells < BIG:
            return  # A small table is read whole, and nobody waits for it.
        year = YEAR_OF_FACTS.replace("{year}", str(YEAR)).replace("{place}", "")
        [plan] = asked(who, [(year, None)], random_page_cost="1.1")
        [scan] = [node for node in nodes(plan) if node.get("Relation Name") == "meetings_facts"]
        assert scan["Index Name"] == "facts_of_year"
        assert scan["Node Type"] == "Index Only Scan"
        assert "nenep.can" in scan["Index Cond"]
        assert "nenep.can" not in scan["Filter"]

    def test_of_several_ranges_are_each_asked_by_an_index(self, asked):
        if asked.cells < BIG:
            return
        last = FIRST_CELL + asked.cells - 1
        far = f"1/{FIRST_COMMUNE + (last - FIRST_CELL) // CELLS_IN_A_COMMUNE}/{last}/"
        actor = replace(OVERSEER, ranges=(*OVERSEER.ranges, subtree(far)))
        [plan] = asked(actor, [("SELECT place FROM meetings_meeting", None)])
        asked_of = [node["Node Type"] for node in nodes(plan) if "Index Cond" in node]
        assert set(asked_of) == {"Bitmap Index Scan"}
        assert len(asked_of) >= len(actor.ranges)

    @pytest.mark.parametrize("table", FROM_ABOVE)
    def test_of_what_is_addressed_downwards_are_asked_by_an_index(self, asked, table):
        [plan] = asked(
            replace(MEMBER, permissions=frozenset({MemberPermission.ROSTER_VIEW})),
            [(f"SELECT * FROM {table}", None)],
            enable_seqscan="off",
        )
        conditions = [node.get("Index Cond", "") for node in nodes(plan)]
        assert any("nenep.ancestors" in one and "ANY" in one for one in conditions)


class TestPlans:
    @pytest.mark.parametrize("name", QUESTIONS)
    def test_read_no_growing_table_whole(self, asked, name):
        who, question = QUESTIONS[name]
        sent, rows = statements_of(who, question)
        assert rows or name in ("book of a cell",)
        plans = asked(who, sent)
        assert len(plans) >= len(sent)
        whole = {
            node["Relation Name"]
            for plan in plans
            for node in nodes(plan)
            if node["Node Type"] == "Seq Scan" and node["Relation Name"] in asked.big
        }
        assert {table for table in whole if (name, table) not in WHOLE} == set()

    def test_see_what_a_function_does_inside(self, asked):
        who, question = QUESTIONS["roster"]
        plans = asked(who, statements_of(who, question)[0])
        tables = {node.get("Relation Name") for plan in plans for node in nodes(plan)}
        assert {"members_membership", "members_member"} <= tables

    def test_would_see_a_table_read_whole(self, asked):
        statement = ("SELECT count(*) FROM meetings_facts WHERE sector = 'village'", None)
        [plan] = asked(PROVINCE, [statement])
        assert any(node["Node Type"] in ("Seq Scan", "Bitmap Heap Scan") for node in nodes(plan))
