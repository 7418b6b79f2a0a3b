"""A world holds what the actions make, no more and no less, and nobody spoils it for another."""

import psycopg
import pytest

from nenep.meetings.models import Meeting
from nenep.meetings.tests import builders
from nenep.meetings.tests.worlds import BUILDERS
from nenep.organisations.tests.builders import building
from tools.testing_worlds import world_of

TABLES = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


def rows(url):
    """How many rows each table of a database has."""
    with psycopg.connect(url) as connection:
        tables = [name for (name,) in connection.execute(TABLES).fetchall()]
        asked = {name: f'SELECT count(*) FROM "{name}"' for name in tables}
        return {name: connection.execute(count).fetchone()[0] for name, count in asked.items()}


class TestWorld:
    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("name", BUILDERS)
    def test_holds_the_rows_that_the_actions_make(self, name, request, database_urls):
        BUILDERS[name]()
        made = rows(database_urls.superuser)
        assert made["members_member"] == 5
        world = world_of(request.config, name).database
        # A test before may have kept something apart.
        world.copy_template()
        assert rows(world.urls.superuser) == made

    @pytest.mark.django_db
    @pytest.mark.world("open")
    @pytest.mark.parametrize("_time", ["first", "second"])
    def test_is_given_to_each_test_as_it_was_built(self, _time):
        cast = builders.a_cast()
        meeting = builders.an_open_meeting(cast)
        with building():
            # Begun, and everybody marked.
            assert Meeting.objects.get().version == 2
        member = cast.members.pop().pk
        builders.send(meeting, cast.secretary_actor, "mark", member=member, mark="none")
        assert len(cast.members) == 2

    @pytest.mark.django_db
    @pytest.mark.world("ended")
    def test_is_given_once(self):
        meeting = builders.an_ended_meeting(builders.a_cast())
        cast = builders.a_cast()
        assert builders.an_ended_meeting(cast).pk != meeting.pk

    @pytest.mark.django_db
    @pytest.mark.world("signed")
    def test_does_not_stand_for_what_is_asked_with_other_words(self):
        cast = builders.a_cast()
        meeting = builders.an_ended_meeting(cast, month=builders.TODAY.replace(month=11, day=1))
        assert meeting.pk != builders.a_signed_meeting(cast)[0].pk
