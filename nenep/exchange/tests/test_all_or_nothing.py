"""All or nothing, by whom, after which preview."""

from datetime import date, timedelta

import pytest

from nenep.access.scope import scope
from nenep.audit.models import Event
from nenep.core.errors import NotAllowed
from nenep.exchange import actions
from nenep.exchange.tests.workbooks import (
    a_cell_row,
    a_charge_row,
    a_meeting_row,
    a_member_row,
    a_post_row,
    a_workbook,
    loaded,
    previewed,
)
from nenep.members.tests.builders import a_secretary_of
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import NOW, building
from nenep.sheets.results import Preview, State

pytestmark = pytest.mark.django_db


class TestAllOrNothing:
    def test_one_wrong_row_and_nothing_is_loaded(self, commune, office):
        rows = {"organisations": [a_cell_row(commune)], "members": [a_member_row(phone="abc")]}
        with pytest.raises(actions.CannotLoad) as refused:
            loaded(office, **rows)
        assert [one.heading for one in refused.value.problems] == ["Điện thoại"]
        with building():
            assert not Organisation.objects.filter(code="CB-01").exists()

    def test_what_changed_since_the_preview_is_shown_first(self, commune, office):
        rows = {"organisations": [a_cell_row(commune)]}
        seen = previewed(office, **rows)
        loaded(office, **rows)
        changed = {"organisations": [a_cell_row(commune, name="Tên khác")]}
        with scope(office), pytest.raises(actions.CannotLoad, match="đã đổi từ lúc xem trước"):
            actions.load(data=a_workbook(changed), actor=office, at=NOW, expected=seen.fingerprint)

    def test_a_refusal_of_the_database_loads_nothing(self, commune, office, monkeypatch):
        rows = {
            "organisations": [a_cell_row(commune)],
            "members": [a_member_row(), a_member_row("DV-02")],
            "posts": [a_post_row(), a_post_row("DV-02")],
        }
        # As if somebody else had appointed one between check and write.
        monkeypatch.setattr("nenep.members.sheets.posts.checks._check_together", lambda _: None)
        with pytest.raises(actions.CannotLoad, match="Chưa nạp dòng nào"):
            loaded(office, **rows)
        with building():
            assert not Organisation.objects.filter(code="CB-01").exists()

    def test_is_for_those_who_may_import(self, commune, office):
        loaded(office, organisations=[a_cell_row(commune)])
        with building():
            cell = Organisation.objects.get(code="CB-01")
        secretary = a_secretary_of(cell)
        for action in (actions.preview, actions.load):
            with scope(secretary), pytest.raises(NotAllowed):
                action(data=a_workbook({}), actor=secretary, at=NOW)

    def test_is_logged_without_anybodys_name(self, commune, office):
        loaded(office, organisations=[a_cell_row(commune)], members=[a_member_row()])
        with pytest.raises(actions.CannotLoad):
            loaded(office, members=[a_member_row(phone="abc")])
        with building():
            words = dict(
                Event.objects.filter(code__startswith="import.").values_list("code", "words")
            )
            assert words["import.loaded"].startswith("Nạp bảng tính: 2 dòng mới")
            assert not any("Thử" in one or "DV-01" in one for one in words.values())


class TestPreview:
    def test_is_the_same_after_it_was_kept(self, commune, office):
        rows = {
            "organisations": [a_cell_row(commune)],
            "members": [a_member_row(phone="abc"), a_member_row("DV-02")],
        }
        seen = previewed(office, **rows)
        again = Preview.from_json(seen.to_json())
        assert (again, again.fingerprint) == (seen, seen.fingerprint)

    def test_counts_by_sheet_and_changes_nothing(self, commune, office):
        seen = previewed(
            office, organisations=[a_cell_row(commune)], members=[a_member_row(sex="?")]
        )
        assert seen.counts["Tổ chức"][State.NEW] == 1
        assert seen.counts["Đảng viên"][State.WRONG] == 1
        assert not seen.can_load
        with building():
            assert not Organisation.objects.filter(code="CB-01").exists()

    def test_asks_no_more_of_many_rows_than_of_few(
        self, commune, office, django_assert_max_num_queries
    ):
        cells = [f"CB-{number:02}" for number in range(40)]
        rows = {
            "organisations": [a_cell_row(commune, code) for code in cells],
            "members": [a_member_row(f"DV-{code}", code) for code in cells],
            "posts": [a_post_row(f"DV-{code}", code) for code in cells],
            "charges": [a_charge_row(f"DV-{code}", code) for code in cells],
            "meetings": [a_meeting_row(code) for code in cells],
        }
        loaded(office, **rows)
        data = a_workbook(rows)
        with django_assert_max_num_queries(34), scope(office):
            actions.preview(data=data, actor=office, at=NOW)

    def test_of_a_day_is_by_the_clock_given(self, commune, office):
        row = a_meeting_row(held_on=date(2026, 3, 3))
        with scope(office):
            seen = actions.preview(
                data=a_workbook({"organisations": [a_cell_row(commune)], "meetings": [row]}),
                actor=office,
                at=NOW - timedelta(days=300),
            )
        assert "sau hôm nay" in seen.problems[0].sentence
