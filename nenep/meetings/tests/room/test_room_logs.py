"""What is typed in the room never reaches a log."""

import logging
from io import StringIO

import pytest
from django.db import connection

from nenep.core import clock
from nenep.core.logs import JsonFormatter
from nenep.meetings.models import Guest
from nenep.meetings.tests.room.test_pages_room import a_room
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _evening():
    with clock.at(NOW):
        yield


@pytest.mark.owner
class TestLogs:
    def test_never_carry_what_was_typed(self):
        marked, out = "LờiRấtRiêng", StringIO()
        handler = logging.StreamHandler(out)
        handler.setFormatter(JsonFormatter())
        logging.getLogger().addHandler(handler)
        try:
            _, meeting, phone = a_room()
            phone.browser.raise_request_exception = False
            for kind in ("add_guest", "promise", marked):
                phone.post(kind, name=marked, title=marked, due_on=marked)
            phone.post("add_guest", name=f"{marked}\x00")
            break_the_guests()
            broken = phone.post("add_guest", name=marked)
        finally:
            logging.getLogger().removeHandler(handler)

        assert broken.status_code == 500
        assert marked not in broken.content.decode()
        assert marked not in out.getvalue()
        assert "P0001" in out.getvalue()
        with building():
            assert Guest.objects.get(meeting=meeting).name == marked


def break_the_guests():
    """Let the database fail in a way nobody foresaw, quoting the row in its words."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "CREATE FUNCTION pg_temp.broken() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'broken by %', NEW.name USING DETAIL = NEW.name; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON meetings_guest "
            "FOR EACH ROW EXECUTE FUNCTION pg_temp.broken()"
        )
