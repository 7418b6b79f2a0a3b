"""Fifty signings at once, each on a connection of its own: every book one unbroken chain."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from nenep.access.scope import scope
from nenep.documents.models import IssuedDocument
from nenep.meetings.book.export import export
from nenep.meetings.book.verify import verify
from nenep.meetings.models import Entry, Facts, Meeting
from nenep.meetings.tests.builders import a_cast, an_ended_meeting, sign_as
from nenep.organisations.tests.builders import NOW, a_cell, a_commune

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(jobs: list[Callable[[], object]]) -> list[object]:
    """Run every job in a thread of its own, all beginning together; return what came of each."""
    start = Barrier(len(jobs), timeout=60)
    found: list[object] = [None] * len(jobs)

    def run(place: int) -> None:
        try:
            connection.ensure_connection()
            start.wait()
            found[place] = jobs[place]()
        except Exception as error:
            found[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,)) for place in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


class TestFiftySignings:
    def test_leave_one_unbroken_chain_in_each_book(self):
        commune = a_commune()
        casts = [a_cast(a_cell(commune, f"Chi bộ {n}"), others=0) for n in range(5)]
        jobs = []
        for cast in casts:
            for n in range(10):
                meeting = an_ended_meeting(
                    cast,
                    month=date(2026, 1 + n, 1),
                    planned_at=NOW - timedelta(days=31 * (11 - n)),
                )
                jobs.append(second_signature(cast, meeting))

        found = all_at_once(jobs)

        assert [type(one).__name__ for one in found] == ["Entry"] * 50
        for cast in casts:
            with scope(cast.secretary_actor):
                book = [export(entry) for entry in Entry.objects.order_by("sequence")]
                verdict = verify(book)
                numbers = sorted(IssuedDocument.objects.values_list("number", flat=True))
                assert Facts.objects.filter(is_current=True).count() == 10
                assert set(Meeting.objects.values_list("state", flat=True)) == {"signed"}
            assert (verdict.entries, verdict.findings) == (10, ())
            assert numbers == list(range(1, 11))

    def test_of_both_in_the_same_moment_seal_once(self):
        cast = a_cast(others=0)
        for n in range(5):
            meeting = an_ended_meeting(
                cast, month=date(2026, 6 + n, 1), planned_at=NOW - timedelta(days=31 * (6 - n))
            )
            at = meeting.planned_at + timedelta(hours=2)
            minute_taker = cast.minute_taker_actor(meeting.planned_at.date())

            found = all_at_once(
                [
                    lambda meeting=meeting, at=at: sign_as(meeting, cast.secretary_actor, at),
                    lambda meeting=meeting, at=at, actor=minute_taker: sign_as(meeting, actor, at),
                ]
            )

            assert sorted(type(one).__name__ for one in found) == ["Entry", "NoneType"]
        with scope(cast.secretary_actor):
            assert Entry.objects.count() == 5


def second_signature(cast, meeting):
    """Sign as one of the two, and return the signing of the other."""
    at = meeting.planned_at + timedelta(hours=2)
    sign_as(meeting, cast.secretary_actor, at)
    actor = cast.minute_taker_actor(meeting.planned_at.date())
    return lambda: sign_as(meeting, actor, at)
