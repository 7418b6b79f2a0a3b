"""Measure what grows: ``make bench ONLY=province``. A province of 17,000 cells, a year, a roll call each.

Every figure is the median of several runs through the policies as the web role, beside a floor
measured in the same run: the same question to the same rows without policies, as a superuser.
The ratio is what the policies and the product cost; it means the same on any machine.
"""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg

from tools.bench.machine import machine
from tools.messages import say
from tools.province import FIRST_CELL, FIRST_COMMUNE, YEAR, fill
from tools.server import SUPERUSER
from tools.temporary_server import temporary_server
from tools.testing_databases import WorkerDatabase, make_template

CELLS = int(os.environ.get("CELLS", "17000"))
RUNS = 7

YEAR_OF_FACTS = """
SELECT counts_for, level, count(*), sum(present_counted), sum(counted) FROM meetings_facts
WHERE is_current AND counts_for BETWEEN '{year}-01-01' AND '{year}-12-01' {place}
GROUP BY counts_for, level
"""


@dataclass(frozen=True)
class Figure:
    """One question, its time and its floor, in milliseconds."""

    name: str
    measured: float
    floor: float

    @property
    def ratio(self) -> float:
        """How many times as long as its floor it takes."""
        return self.measured / self.floor if self.floor else 0


def measure() -> list[dict[str, object]]:
    """Fill, measure, print; return the figures."""
    with temporary_server() as running:
        server = running.url(SUPERUSER, "postgres")
        make_template(server)
        database = WorkerDatabase(server, "bench")
        database.copy_template()
        say(f"Dựng tỉnh {CELLS} chi bộ …")
        fill(database.urls.superuser, cells=CELLS, members=5, attendance=True)
        _django(database)
        figures = _figures(database)
        _print(f"{machine(database.urls.superuser)}; {_sizes(database)}", figures)
    return [
        {
            "name": one.name,
            "measured_ms": round(one.measured, 2),
            "floor_ms": round(one.floor, 2),
            "ratio": round(one.ratio, 2),
        }
        for one in figures
    ]


def _django(database: WorkerDatabase) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nenep.settings")
    os.environ["NENEP_TRIAL"] = "1"
    import django  # Django is set up first

    django.setup()
    database.connect_django_as("nenep_web")


def _figures(database: WorkerDatabase) -> list[Figure]:
    from nenep.meetings.meeting import queries  # Django is set up first
    from nenep.members import queries as members  # Django is set up first
    from nenep.notices import queries as notices  # Django is set up first
    from nenep.organisations.models import Organisation  # Django is set up first
    from nenep.reports.month import month_of_cells  # Django is set up first
    from nenep.search import queries as search  # Django is set up first
    from nenep.tasks import queries as tasks  # Django is set up first
    from tests.access.test_plans import (  # Django is set up first
        LEADER,
        MEMBER,
        MONTH,
        NOW,
        PROVINCE,
        SECRETARY,
    )

    units, people = ("organisations_organisation", "name"), ("members_member", "full_name")
    searches = (
        ("chi bo 16999", "tỉnh", PROVINCE, *units, "chi:* & bo:* & 16999:*"),
        ("chi bo thang 11", "tỉnh", PROVINCE, *units, "chi:* & bo:* & thang:* & 11:*"),
        ("chi bp 16999", "tỉnh, gõ sai một phím", PROVINCE, *units, "chi:* & bo:* & 16999:*"),
        ("dang vien", "xã", LEADER, *people, "dang:* & vien:*"),
        ("dang vien 12", "chi bộ", SECRETARY, *people, "dang:* & vien:* & 12:*"),
    )
    cell, commune = FIRST_CELL, f"1/{FIRST_COMMUNE}/"
    near = f"scope_key >= '{commune}' AND scope_key < '{commune[:-1]}0'"
    plain = psycopg.connect(database.urls.superuser, autocommit=True)

    def floor(*statements: str) -> Callable[[], object]:
        return lambda: [plain.execute(statement).fetchall() for statement in statements]

    year = YEAR_OF_FACTS.replace("{year}", str(YEAR))
    of_cell = f"organisation_id = {cell}"
    return [
        _figure(
            "một năm của tỉnh, 17.000 chi bộ × 12 tháng",
            _sql(PROVINCE, year.replace("{place}", "")),
            floor(year.replace("{place}", "")),
        ),
        _figure(
            "một năm của xã",
            _sql(LEADER, year.replace("{place}", "")),
            floor(year.replace("{place}", f"AND {near}")),
        ),
        _figure(
            "bảng tháng của xã (113 chi bộ), cả phần Python",
            _asked(LEADER, lambda who: month_of_cells(actor=who, month=MONTH, now=NOW).rows),
            floor(
                f"SELECT * FROM organisations_organisation WHERE kind = 'cell' AND {near}",
                f"SELECT * FROM meetings_meeting WHERE counts_for = '{MONTH}' AND {near}",
                f"SELECT * FROM meetings_facts WHERE counts_for = '{MONTH}' AND {near}",
                "SELECT organisation_id, count(*) FROM tasks_task "
                f"WHERE state = 'open' AND {near} GROUP BY 1",
            ),
        ),
        _figure(
            "mười hai buổi của một chi bộ",
            _asked(
                SECRETARY,
                lambda who: queries.meetings_of(actor=who, organisation_id=cell, year=YEAR),
            ),
            floor(
                f"SELECT * FROM meetings_meeting WHERE {of_cell} ORDER BY counts_for",
                f"SELECT * FROM meetings_facts WHERE {of_cell} AND is_current",
            ),
        ),
        _figure(
            "danh sách đảng viên một chi bộ",
            _asked(
                MEMBER, lambda _: members.roll(organisation=Organisation(pk=cell), on=NOW.date())
            ),
            floor(
                "SELECT p.* FROM members_membership m JOIN members_member p ON p.id = m.member_id "
                f"WHERE m.{of_cell} ORDER BY p.sort_key"
            ),
        ),
        _figure(
            "việc của tôi",
            _asked(MEMBER, lambda who: tasks.own_tasks(actor=who)),
            floor(f"SELECT * FROM tasks_task WHERE member_id = {MEMBER.member_id}"),
        ),
        _figure(
            "thông báo của tôi",
            _asked(MEMBER, lambda who: notices.own_notices(actor=who)[:100]),
            floor(
                f"SELECT * FROM notices_notice WHERE member_id = {MEMBER.member_id} "
                "ORDER BY sent_at DESC LIMIT 100"
            ),
        ),
        _figure(
            "điểm danh một buổi",
            _sql(SECRETARY, "SELECT * FROM meetings_attendance WHERE meeting_id = 1"),
            floor("SELECT * FROM meetings_attendance WHERE meeting_id = 1"),
        ),
        *(
            _figure(
                f"tìm «{typed}»: {whose}",
                _asked(who, lambda _, typed=typed: [search.find(typed, now=NOW)]),
                floor(f"SELECT 1 FROM {table} WHERE search_words({what}) @@ '{words}' LIMIT 9"),
            )
            for typed, whose, who, table, what, words in searches
        ),
    ]


def _asked(who: Any, question: Callable[[Any], Any]) -> Callable[[], object]:
    """Ask the product, in a scope of its own as a page would."""
    from nenep.access.scope import scope  # Django is set up first

    def ask() -> object:
        with scope(who):
            return list(question(who))

    return ask


def _sql(who: Any, statement: str) -> Callable[[], object]:
    """Ask by SQL as the web role, in a scope of its own."""
    from django.db import connection  # Django is set up first

    from nenep.access.scope import scope  # Django is set up first

    def ask() -> object:
        with scope(who), connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    return ask


def _figure(name: str, ask: Callable[[], object], floor: Callable[[], object]) -> Figure:
    return Figure(name, _median(ask), _median(floor))


def _median(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def _sizes(database: WorkerDatabase) -> str:
    with psycopg.connect(database.urls.superuser) as connection:
        rows = connection.execute("SELECT count(*) FROM meetings_attendance").fetchone()
    return f"{CELLS} chi bộ, {CELLS * 12} buổi, {rows[0] if rows else 0} dòng điểm danh"


def _print(machine: str, figures: list[Figure]) -> None:
    print(f"\n{machine}\n")
    print(f"{'':48} {'qua chính sách':>15} {'sàn':>10} {'tỷ lệ':>7}")
    for one in figures:
        print(f"{one.name:48} {one.measured:12.1f} ms {one.floor:7.1f} ms {one.ratio:6.1f}×")
