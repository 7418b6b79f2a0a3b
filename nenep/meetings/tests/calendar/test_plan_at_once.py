"""Two who plan the same month at the same moment."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from nenep.access.scope import scope
from nenep.meetings.calendar.actions import plan
from nenep.meetings.models import Meeting
from nenep.meetings.tests.builders import a_cast, a_meeting, a_plan
from nenep.organisations.models import Body
from nenep.organisations.tests.builders import building

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
class TestPlanMeetingTwiceAtOnce:
    def test_lets_one_in_and_tells_the_other_why(self):
        cast = a_cast()
        answers: list[object] = []
        both = Barrier(2, timeout=20)

        def one() -> None:
            try:
                both.wait()
                answers.append(a_meeting(cast).pk)
            except plan.CannotPlan as refusal:
                answers.append(str(refusal))
            finally:
                connection.close()

        threads = [Thread(target=one) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(type(answer).__name__ for answer in answers) == ["int", "str"]
        with building():
            assert Meeting.objects.count() == 1

    def test_is_refused_by_the_database_too(self):
        # The transaction of the first is still open when the second looks: it sees nothing.
        cast = a_cast()
        with building():
            body = Body.objects.get(organisation=cast.cell, kind=Body.Kind.CELL)
        begun, refused = Barrier(2, timeout=20), []

        def second() -> None:
            begun.wait()
            try:
                a_plan(cast, body_id=body.pk)
            except plan.CannotPlan as refusal:
                refused.append(str(refusal))
            finally:
                connection.close()

        thread = Thread(target=second)
        thread.start()
        with scope(cast.secretary_actor):
            a_plan(cast, body_id=body.pk)
            begun.wait()
            wait_until_somebody_waits()
        thread.join()

        assert refused == [
            "Tháng 12/2026 đã có buổi sinh hoạt thường kỳ. "
            "Hãy mở buổi đó, hoặc chọn loại sinh hoạt khác."
        ]


def wait_until_somebody_waits() -> None:
    """Return when another connection waits for a lock of this one's."""
    with connection.cursor() as cursor:
        for _ in range(100_000):
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted "
                "AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waits.")
