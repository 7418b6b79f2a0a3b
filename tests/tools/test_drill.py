"""`make drill`: what it counts, what it writes, and that it hurts what it says it hurts."""

import json
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.utils import timezone

from nenep.meetings.models import AgendaItem
from nenep.organisations.tests.builders import a_commune, building
from nenep.tasks.models import Task
from tools.drill.__main__ import DRILLS, main, report
from tools.drill.kill_phone import left, note
from tools.drill.kill_worker import counted
from tools.drill.outcome import Outcome
from tools.drill.phone import Entered, Room
from tools.drill.proxy import Cut, Proxy
from tools.drill.scene import a_room
from tools.json_file import write_json
from tools.messages import CannotGoOn

# Others read them.
NAMES = [
    "commit-cut",
    "kill-web",
    "kill-worker",
    "kill-phone",
    "half-open-database",
    "disk-full",
    "locked-row",
    "restore",
    "stale-signature",
    "lockout",
]


def an_outcome(**more):
    return Outcome(**{"name": "kill-web", "wanted": 3, "trials": 3, "acknowledged": 9, **more})


class TestDrills:
    def test_have_the_names_of_the_file(self):
        assert list(DRILLS) == NAMES

    def test_are_tried_often_enough_in_all(self):
        assert sum(drill.TRIALS for drill in DRILLS.values()) >= 300
        assert all(0 < drill.SHORT < drill.TRIALS for drill in DRILLS.values())

    def test_are_written_as_others_read_them(self, tmp_path):
        write_json(tmp_path / "drill.json", {"drills": [an_outcome(lost=1, doubled=2).told]})
        assert json.loads((tmp_path / "drill.json").read_text()) == {
            "drills": [
                {"name": "kill-web", "trials": 3, "acknowledged": 9, "lost": 1, "doubled": 2}
            ]
        }

    def test_are_chosen_by_name_and_seed(self, monkeypatch):
        monkeypatch.setenv("ONLY", "kill-all")
        with pytest.raises(CannotGoOn, match="ONLY=kill-all không có"):
            main()
        monkeypatch.setenv("ONLY", "kill-web")
        monkeypatch.setenv("SEED", "bảy")
        with pytest.raises(CannotGoOn, match="SEED=bảy không phải là số"):
            main()


class TestOutcome:
    def test_finds_what_is_lost_and_what_is_there_twice(self):
        found = Outcome("commit-cut", wanted=0)
        found.count(
            acknowledged=["a", "b", "c"],
            sent=["a", "b", "c", "d", "e"],
            # One that was answered is not there; of two that were sent again one has a double.
            found=["a", "b", "b", "d", "e", "e", "e"],
        )
        assert (found.acknowledged, found.lost, found.doubled) == (3, 1, 3)
        assert found.sentences == ["MẤT 1 trong 3 việc đã báo là xong", "GHI ĐÔI 3 việc"]

    def test_holds_where_each_is_there_once(self):
        found = Outcome("commit-cut", wanted=0)
        found.count(["a"], ["a", "b"], ["a"])
        found.count(["c"], ["c", "d"], ["c", "d"])
        assert (found.acknowledged, found.lost, found.doubled) == (2, 0, 0)
        assert found.sentences == []

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"lost": 2}, "MẤT 2 trong 9"),
            ({"doubled": 1}, "GHI ĐÔI 1"),
            ({"trials": 2}, "chỉ thử được 2 trong 3 lần"),
            ({"acknowledged": 0}, "không việc nào được báo là xong"),
            ({"problems": ["trang web không chạy lại được"]}, "trang web không chạy lại được"),
        ],
    )
    def test_fails_with_a_sentence(self, capsys, change, sentence):
        assert report([an_outcome(**change)], "máy") == 1
        assert f"✗ kill-web: {sentence}" in capsys.readouterr().out

    def test_passes_with_a_table(self, capsys):
        assert report([an_outcome(), an_outcome(name="lockout")], "máy") == 0
        shown = capsys.readouterr().out
        assert "✗" not in shown
        assert shown.splitlines()[-1].split() == ["tất", "cả", "6", "18", "0", "0"]


class TestLetters:
    def test_taken_twice_of_themselves_are_doubled(self):
        assert Counter(counted([1, 2], Counter({1: 2}), Counter({1: 2, 2: 1}), {1})) == {1: 2, 2: 1}

    def test_asked_for_again_because_nobody_knew_count_once(self):
        itself, asked = Counter({1: 1}), Counter({1: 2, 2: 1})
        assert Counter(counted([1, 2, 3], itself, asked, {1, 2})) == {1: 1, 2: 1}


class TestStoreOfPhone:
    def test_keeps_what_has_no_answer_in_order(self, tmp_path):
        command, form, last = (Entered(str(uuid4()), is_form=flag) for flag in (False, True, False))
        for one in (command, form, last):
            note(tmp_path / "entered", one)
        note(tmp_path / "answered", form)
        with (tmp_path / "answered").open("a") as cut_off:
            cut_off.write(f"{last.mark} comm")
        assert left(tmp_path) == [command, last]

    def test_of_a_new_phone_is_empty(self, tmp_path):
        assert left(tmp_path) == []


@pytest.mark.django_db
@pytest.mark.enable_socket
class TestProxy:
    @pytest.mark.parametrize(
        ("cut", "may_be_kept"),
        [(Cut.BEFORE, {False}), (Cut.ON_THE_WAY, {True, False}), (Cut.AFTER, {True})],
    )
    def test_cuts_where_a_transaction_is_kept(self, database_urls, cut, may_be_kept):
        folder = Path(parse_qs(urlsplit(database_urls.superuser).query)["host"][0])
        with psycopg.connect(database_urls.superuser, autocommit=True) as direct:
            direct.execute("CREATE TABLE drilled ()")
            with Proxy(folder / ".s.PGSQL.5432") as proxy:
                with psycopg.connect(proxy.url(database_urls.superuser)) as connection:
                    connection.execute("INSERT INTO drilled DEFAULT VALUES")
                    proxy.arm(cut)
                    with pytest.raises(psycopg.OperationalError):
                        connection.commit()
                assert proxy.cuts == 1
            with direct.transaction():
                # Waits for whoever is still at it.
                direct.execute("LOCK TABLE drilled")
                [kept] = direct.execute("SELECT count(*) FROM drilled").fetchone()
                direct.execute("DROP TABLE drilled")
        assert bool(kept) in may_be_kept


@pytest.mark.django_db(transaction=True)
class TestEntered:
    def test_is_there_once_however_often_it_is_sent(self, live_server):
        port = urlsplit(live_server.url).port
        room = Room(**a_room(a_commune(), timezone.localtime()))
        task, item = (Entered(str(uuid4()), is_form=flag) for flag in (False, True))
        for one in (task, item, task, item):
            assert one.is_done(one.send(room, port))
        with building():
            assert Task.objects.filter(title=task.mark).count() == 1
            assert AgendaItem.objects.filter(title=item.mark, task=None).count() == 1

    def test_is_not_done_where_it_is_refused(self, live_server):
        port = urlsplit(live_server.url).port
        room = Room("nobody's", meeting=1, planned=1, member=1, login="")
        for one in (Entered(str(uuid4()), is_form=False), Entered(str(uuid4()), is_form=True)):
            assert not one.is_done(one.send(room, port))
