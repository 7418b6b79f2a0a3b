"""What was done is recorded with it; what must stay is recorded apart."""

import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from nenep.access.actor import ANONYMOUS, authorise
from nenep.access.scope import scope
from nenep.audit import actions as audit
from nenep.audit.models import Event
from nenep.core.errors import NotAllowed
from nenep.members import actions as members
from nenep.members.tests.builders import a_member, a_secretary_of
from nenep.organisations.tests.builders import EVERYTHING, NOW, a_cell, building
from nenep.sheets.permissions import SheetPermission


def codes():
    """What the log says, the oldest first."""
    with building():
        return list(Event.objects.order_by("at", "code").values_list("code", flat=True))


def write_apart(actor=EVERYTHING, code="thử"):
    audit.record_apart(code, actor=actor, at=NOW, words="Thử.")


class Undone(Exception):
    """Work that ends badly."""


def undone(work):
    """Do something in a transaction that does not come to its end."""
    work()
    raise Undone


@pytest.mark.django_db
class TestRecord:
    def test_says_who_did_what_to_what(self):
        member = a_member()
        with scope(EVERYTHING):
            audit.record("thử", actor=EVERYTHING, at=NOW, words="Thử.", target=member)
            event = Event.objects.get(code="thử")
        assert (event.target_table, event.target_id) == ("members_member", str(member.pk))
        assert event.scope_key == member.scope_key
        assert (event.label, event.at) == (EVERYTHING.label, NOW)

    def test_is_undone_with_the_work(self):
        with pytest.raises(Undone), scope(EVERYTHING):
            undone(lambda: audit.record("thử", actor=EVERYTHING, at=NOW, words="Thử."))
        assert "thử" not in codes()

    def test_is_in_nobody_elses_name(self):
        other = replace(EVERYTHING, account_id=7)
        with scope(EVERYTHING), pytest.raises(DatabaseError, match="row-level security"):
            audit.record("thử", actor=other, at=NOW, words="Thử.")


@pytest.mark.django_db
class TestRecordApart:
    def test_is_written_at_once_where_no_scope_is_open(self):
        write_apart()
        assert "thử" in codes()

    def test_stays_when_the_work_is_undone(self):
        with pytest.raises(Undone), scope(EVERYTHING):
            undone(write_apart)
        assert "thử" in codes()

    def test_stays_when_an_inner_step_is_undone(self):
        with scope(EVERYTHING):
            with pytest.raises(Undone), scope(EVERYTHING):
                undone(write_apart)
            with transaction.atomic():
                write_apart(code="thử nữa")
                transaction.set_rollback(True)
        assert {"thử", "thử nữa"} <= set(codes())

    def test_stays_when_the_database_refused_the_work(self):
        def refused():
            write_apart()
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")

        with pytest.raises(DatabaseError), scope(EVERYTHING):
            refused()
        assert "thử" in codes()

    def test_waits_for_the_end_of_a_request(self):
        audit.begin()
        with scope(EVERYTHING):
            write_apart()
        assert "thử" not in codes()
        audit.flush()
        assert codes().count("thử") == 1
        audit.flush()
        assert codes().count("thử") == 1

    def test_tells_of_somebody_unknown(self):
        write_apart(ANONYMOUS)
        assert "thử" in codes()

    def test_tells_of_a_refusal(self):
        cell = a_cell()
        secretary = a_secretary_of(cell)

        def refused():
            write_apart(secretary, "access.refused")
            authorise(secretary, SheetPermission.IMPORT, cell.scope_key)

        with pytest.raises(NotAllowed), scope(secretary):
            refused()
        assert "access.refused" in codes()

    def test_tells_of_an_unmasking_whose_page_was_never_drawn(self):
        cell = a_cell()
        member, secretary = a_member(cell, phone="0912345678"), a_secretary_of(cell)

        def unmask():
            opened = members.unmask(
                member_id=member.pk, reason="Gọi họp gấp", actor=secretary, at=NOW
            )
            assert opened.phone

        with pytest.raises(Undone), scope(secretary):
            undone(unmask)
        assert "member.unmasked" in codes()


CRASH = """
import django
django.setup()
import os, signal
from nenep.access.scope import scope
from nenep.audit import actions as audit
from nenep.organisations.tests.builders import EVERYTHING, NOW

with scope(EVERYTHING):
    audit.record("trong giao dịch", actor=EVERYTHING, at=NOW, words="Thử.")
    audit.record_apart("đã ghi riêng", actor=EVERYTHING, at=NOW, words="Thử.")
{kill}
    print("chưa ai thấy gì", flush=True)
"""


@pytest.mark.django_db(transaction=True)
class TestCrash:
    @pytest.mark.parametrize(
        ("kill", "kept"),
        [
            ("    os.kill(os.getpid(), signal.SIGKILL)", set()),
            ("os.kill(os.getpid(), signal.SIGKILL)\nif 0:", {"trong giao dịch", "đã ghi riêng"}),
        ],
        ids=["within the work", "after the work"],
    )
    def test_leaves_work_and_log_together(self, kill, kept):
        """Whoever is killed has shown nothing that is not in the log."""
        process = subprocess.run(
            [sys.executable, "-c", CRASH.format(kill=kill)],
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "nenep.settings"},
            capture_output=True,
            check=False,
            text=True,
        )
        assert process.returncode == -signal.SIGKILL, process.stderr
        assert process.stdout == ""
        assert set(codes()) & {"trong giao dịch", "đã ghi riêng"} == kept

    def test_of_the_log_withholds_the_answer(self):
        """If the log cannot be written, no answer leaves either."""
        with pytest.raises(DatabaseError), scope(EVERYTHING):
            write_apart(code="x" * 65)
        assert codes() == []
