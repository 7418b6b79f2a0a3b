import json
import logging
import logging.config
import threading
import warnings

import psycopg
import pytest
from django.conf import settings

from nenep.core import logs

MARK = "Lò Thị Bí Mật"


@pytest.fixture
def lines(capsys):
    """What the configured logs wrote, line by line."""
    logging.config.dictConfig(settings.LOGGING)

    def written() -> list[dict[str, object]]:
        return [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    return written


class TestMessages:
    def test_are_printed_where_they_stand_in_the_code(self, lines):
        logging.getLogger("nenep.x").info("something happened", extra={"job": "tell", "count": 3})
        (line,) = lines()
        assert (line["message"], line["job"], line["count"]) == ("something happened", "tell", 3)

    def test_keep_their_arguments_to_themselves(self, lines):
        logging.getLogger("library").warning("cannot find %s", MARK)
        (line,) = lines()
        assert line["message"] == "cannot find %s"

    @pytest.mark.parametrize("logger", ["nenep.x", "library", "gunicorn.error", "django.security"])
    def test_are_withheld_where_values_were_put_into_them(self, lines, logger):
        logging.getLogger(logger).error(f"bad host {MARK}")
        (line,) = lines()
        assert MARK not in json.dumps(line, ensure_ascii=False)
        assert "withheld" in str(line["message"])

    def test_take_no_other_fields(self, lines):
        logging.getLogger("nenep.x").info("x", extra={"person": MARK, "count": [MARK]})
        assert MARK not in json.dumps(lines(), ensure_ascii=False)

    def test_never_hold_sql(self, lines):
        logging.getLogger("django.db.backends").error("SELECT %s", MARK)
        assert lines() == []


class TestExceptions:
    def test_lose_their_words_and_keep_kind_and_place(self, lines):
        try:
            raise ValueError(MARK)
        except ValueError:
            logging.getLogger("nenep.x").exception("failed")
        (line,) = lines()
        assert line["exception"] == "ValueError"
        assert "test_logs.py" in str(line["where"])
        assert MARK not in json.dumps(line, ensure_ascii=False)

    def test_name_the_constraint_and_not_the_row(self, database_urls, lines):
        with psycopg.connect(database_urls.web) as connection:
            connection.execute("CREATE TEMP TABLE t (name text CONSTRAINT name_once UNIQUE)")
            connection.execute("INSERT INTO t VALUES (%s)", [MARK])
            with pytest.raises(psycopg.errors.UniqueViolation) as broken:
                connection.execute("INSERT INTO t VALUES (%s)", [MARK])
        assert MARK in str(broken.value)
        logging.getLogger("nenep.x").error("failed", exc_info=broken.value)
        (line,) = lines()
        assert (line["sqlstate"], line["constraint"]) == ("23505", "name_once")
        assert MARK not in json.dumps(line, ensure_ascii=False)

    def test_that_are_safe_to_log_say_why(self, lines):
        logging.getLogger("nenep.x").error("no", exc_info=logs.SafeToLog("DEBUG đang bật"))
        assert lines()[0]["reason"] == "DEBUG đang bật"


class TestUncaught:
    def test_goes_to_the_log_without_words(self, lines, monkeypatch):
        for name in ("excepthook", "unraisablehook"):
            monkeypatch.setattr(f"sys.{name}", None)
        monkeypatch.setattr(threading, "excepthook", None)
        monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
        logs.log_uncaught()

        def fail() -> None:
            raise ValueError(MARK)

        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        warnings.showwarning(MARK, UserWarning, "somewhere.py", 7)
        error, warning = lines()
        assert (error["exception"], error["level"]) == ("ValueError", "CRITICAL")
        assert warning["place"] == "somewhere.py:7"
        assert MARK not in json.dumps([error, warning], ensure_ascii=False)

    def test_line_that_cannot_be_written_is_dropped(self, lines):
        class Awkward(int):
            def __repr__(self) -> str:
                raise RuntimeError(MARK)

            __str__ = __format__ = __repr__

        logging.getLogger("nenep.x").info("x", extra={"count": Awkward(3), "job": object()})
        assert MARK not in json.dumps(lines(), ensure_ascii=False)
