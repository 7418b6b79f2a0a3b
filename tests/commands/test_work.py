from datetime import date, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from nenep.access.actor import Actor
from nenep.access.jobs import daily_jobs
from nenep.accounts import actions as accounts
from nenep.accounts import functions, keys, rules
from nenep.accounts.models import Session
from nenep.accounts.tests.builders import PASSWORD, an_account
from nenep.audit.models import Event
from nenep.command import run
from nenep.commands.upkeep import enqueue_due
from nenep.commands.work import work_once
from nenep.meetings.reminders import remind
from nenep.members.tests.builders import a_member
from nenep.organisations import actions as organisations
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    a_cell,
    a_commune,
    a_province,
    building,
)
from tests.commands import sample_jobs
from tests.commands.processes import nenep

pytestmark = pytest.mark.django_db

EVERY_DAY = len(daily_jobs())


def the_job(function: str) -> DBTaskResult:
    """The only job of a function."""
    with building():
        return DBTaskResult.objects.get(task_path__endswith=f".{function}")


def enqueue(task, **arguments) -> None:
    """Leave a job for the worker, as an action does."""
    with building():
        task.enqueue(**arguments)


def the_queue() -> list[DBTaskResult]:
    """All jobs."""
    with building():
        return list(DBTaskResult.objects.all())


def traces() -> list[str]:
    """What sample jobs left."""
    with building():
        return list(Event.objects.filter(code="sample.ran").values_list("words", flat=True))


class TestWorkOnce:
    def test_does_everything_that_is_due(self):
        for words in ("một", "hai"):
            enqueue(sample_jobs.note, words=words)
        assert work_once(at=NOW) == 2 + EVERY_DAY
        assert sorted(traces()) == ["hai", "một"]
        assert work_once(at=NOW) == 0

    def test_leaves_what_is_dated_later_to_its_moment(self):
        later = NOW + timedelta(hours=2)
        enqueue(sample_jobs.note.using(run_after=later), words="sau")
        work_once(at=NOW)
        assert traces() == []
        work_once(at=later)
        assert traces() == ["sau"]

    def test_plays_at_the_moment_given(self):
        enqueue(sample_jobs.note, words="lúc đó")
        assert run(["work", "--once", "--at", "2026-12-03 19:30"]) == 0
        with building():
            assert Event.objects.get(code="sample.ran").at == NOW

    def test_is_refused_another_moment_in_production(self, settings, capsys):
        settings.TRIAL = False
        assert run(["work", "--once", "--at", "2026-12-03 19:30"]) == 1
        assert "bản dùng thử" in capsys.readouterr().err

    def test_is_refused_a_moment_without_once(self, capsys):
        assert run(["work", "--at", "2026-12-03 19:30"]) == 1
        assert "--once" in capsys.readouterr().err


class TestFailedJob:
    @pytest.mark.parametrize(
        ("function", "kind"),
        [
            ("fail", "ValueError"),
            ("break_a_constraint", "IntegrityError"),
            ("break_a_deferred_constraint", "IntegrityError"),
        ],
    )
    def test_is_undone_and_keeps_no_words(self, capsys, function, kind):
        enqueue(getattr(sample_jobs, function))
        work_once(at=NOW)
        job = the_job(function)
        assert kind in job.exception_class_path
        assert "sample_jobs.py" in job.traceback or "queue.py" in job.traceback
        with building():
            row = str(DBTaskResult.objects.filter(pk=job.pk).values().get())
        shown = capsys.readouterr()
        assert sample_jobs.MARK not in row + shown.err + shown.out
        assert '"message": "job not done"' in shown.err
        assert traces() == []

    def test_is_tried_three_times_and_then_given_up(self):
        enqueue(sample_jobs.fail)
        at = NOW
        for wait in (timedelta(minutes=1), timedelta(minutes=10)):
            work_once(at=at)
            job = the_job("fail")
            assert (job.status, job.run_after) == ("READY", at + wait)
            at = job.run_after
        work_once(at=at)
        assert the_job("fail").status == "FAILED"
        work_once(at=at + timedelta(days=1))
        assert len(the_job("fail").worker_ids) == 3

    def test_does_not_stop_those_after_it(self):
        enqueue(sample_jobs.fail)
        enqueue(sample_jobs.note, words="vẫn làm")
        work_once(at=NOW)
        assert traces() == ["vẫn làm"]

    def test_whose_code_is_gone_fails_like_any_other(self):
        enqueue(sample_jobs.note, words="x")
        with building():
            DBTaskResult.objects.update(task_path="tests.commands.sample_jobs.gone")
        work_once(at=NOW)
        assert "ImportError" in the_job("gone").exception_class_path


class TestKilledWorker:
    @pytest.mark.django_db(transaction=True)
    def test_loses_nothing_and_does_nothing_by_half(self):
        enqueue(sample_jobs.be_killed)
        answer = nenep("work", "--once")
        assert answer.returncode == -9
        job = the_job("be_killed")
        assert (job.status, job.worker_ids) == ("READY", [])
        assert traces() == []


class TestUpkeep:
    def test_is_enqueued_once_a_day(self):
        assert work_once(at=NOW) == EVERY_DAY
        assert work_once(at=NOW + timedelta(hours=1)) == 0
        assert work_once(at=NOW + timedelta(days=1)) == EVERY_DAY

    def test_finds_each_where_its_app_declares_it(self):
        assert [(one.task.module_path, one.by_day) for one in daily_jobs()] == [
            ("nenep.access.jobs.clear_done", False),
            ("nenep.organisations.jobs.follow_the_tree", False),
            ("nenep.accounts.jobs.clear_expired", False),
            ("nenep.meetings.reminders.remind", True),
            ("nenep.exchange.jobs.clear_drafts", False),
        ]

    def test_keeps_letters_to_people_for_the_day(self):
        night = NOW.replace(hour=23)
        enqueue_due(at=night)
        begin = {job.task_path: job.run_after for job in the_queue()}
        assert begin.pop(remind.module_path) > night
        assert set(begin.values()) == {night}

    @pytest.mark.parametrize("name", ["follow_the_tree", "clear_expired"])
    def test_still_runs_what_was_queued_where_it_lay_before(self, name):
        with building():
            DBTaskResult.objects.create(
                args_kwargs={"args": [], "kwargs": {"day": "2026-12-03"}},
                task_path=f"nenep.commands.upkeep.{name}",
                backend_name="default",
                run_after=NOW,
            )
        assert work_once(at=NOW) == 1 + EVERY_DAY
        assert {job.status for job in the_queue()} == {"SUCCESSFUL"}

    def test_lets_rights_follow_a_move_on_its_day(self):
        province = a_province()
        cell = a_cell(a_commune(province))
        other = a_commune(province, "Đảng bộ xã Nà Sản")
        day = date(2027, 1, 1)
        with building():
            organisations.move(
                organisation_id=cell.pk, to_id=other.pk, on=day, actor=EVERYTHING, at=NOW
            )
        for at, parent in ((NOW, cell), (NOW + timedelta(days=29), other)):
            work_once(at=at)
            with building():
                key = Organisation.objects.get(pk=cell.pk).scope_key
            assert key.startswith(other.scope_key) == (parent is other)

    def test_forgets_jobs_done_long_ago(self):
        enqueue(sample_jobs.note, words="cũ")
        work_once(at=NOW)
        work_once(at=NOW + timedelta(days=31))
        assert not [job for job in the_queue() if job.task_path.endswith(".note")]

    def test_forgets_sessions_and_slips_that_are_over(self):
        account = an_account(a_member())
        with building():
            slip = accounts.print_slip(member_id=a_member().pk, actor=EVERYTHING, at=NOW)
        accounts.log_in(
            name=account.login,
            password=PASSWORD,
            address="",
            user_agent="",
            shared_device=True,
            at=NOW,
        )
        holder = Actor(account_id=account.pk, member_id=account.member_id, label="")
        found = []
        for days in (1, 32):
            work_once(at=NOW + timedelta(days=days))
            digest = keys.digest(rules.typed_slip(slip.code))
            with building(holder):
                sessions = Session.objects.own_of(holder).count()
            found.append((sessions, functions.read_slip(digest, NOW) is not None))
        assert found == [(1, True), (0, False)]
