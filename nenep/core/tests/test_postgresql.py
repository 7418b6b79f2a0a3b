"""A line that takes everything and answers nothing."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import OperationalError

from nenep.core.postgresql.base import DatabaseWrapper
from nenep.settings import database
from tools.drill.proxy import Proxy

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]


@pytest.fixture
def proxy(database_urls):
    folder = Path(parse_qs(urlsplit(database_urls.web).query)["host"][0])
    with Proxy(folder / ".s.PGSQL.5432") as found:
        yield found


@pytest.fixture
def connection(proxy, database_urls):
    wrapper = DatabaseWrapper(
        database(proxy.url(database_urls.web), answer_seconds=0.5)
        | {"CONN_MAX_AGE": None, "TIME_ZONE": None, "AUTOCOMMIT": True},
        "silent",
    )
    wrapper.ensure_connection()
    yield wrapper
    wrapper.close()


def ask(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone()


class TestSilentLine:
    def test_is_given_up_and_closed(self, proxy, connection):
        assert ask(connection) == (1,)
        proxy.fall_silent()
        with pytest.raises(OperationalError, match="no answer"):
            ask(connection)
        assert connection.connection.closed

    def test_is_not_usable_at_the_next_request(self, proxy, connection):
        assert connection.is_usable()
        proxy.fall_silent()
        assert not connection.is_usable()

    def test_that_speaks_again_in_time_is_kept(self, proxy, connection):
        proxy.fall_silent()
        proxy.speak()
        assert ask(connection) == (1,)
        assert connection.is_usable()
