"""`nenep demo --again` takes nobody's tables from under their feet."""

import psycopg
import pytest

from nenep.commands import demo
from nenep.commands.failures import CannotGoOn

pytestmark = pytest.mark.django_db


class TestAgain:
    def test_is_refused_while_somebody_else_is_connected(self, database_urls):
        with (
            psycopg.connect(database_urls.web),
            pytest.raises(CannotGoOn, match=r"đang dùng cơ sở dữ liệu này.*AGAIN=1"),
        ):
            demo._check_nobody_else_is_in()

    def test_goes_on_alone(self):
        demo._check_nobody_else_is_in()
