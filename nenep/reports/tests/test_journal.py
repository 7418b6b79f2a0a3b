"""The journal: complete within one's scope, silent about the neighbour's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nenep.access.scope import scope
from nenep.audit import actions as audit
from nenep.audit.models import Event
from nenep.core import clock
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.actions import unmask
from nenep.members.tests.builders import (
    a_commune_leader_of,
    a_member,
    a_post,
    a_secretary_of,
    an_office_of,
)
from nenep.organisations.tests.builders import EVERYTHING, NOW, a_cell, a_commune, building
from nenep.reports.journal import KINDS, PAGE, page_of

pytestmark = pytest.mark.django_db


def happened(cell, code, words, *, minutes=0):
    with building():
        audit.record(
            code, actor=EVERYTHING, at=NOW + timedelta(minutes=minutes), words=words, target=cell
        )


def words_for(actor, **more):
    with scope(actor):
        return [line.event.words for line in page_of(actor=actor, **more).lines]


class TestPageOf:
    def test_shows_own_units_newest_first_and_not_the_neighbours(self):
        commune, other = a_commune(), a_commune()
        cell, neighbour = a_cell(commune), a_cell(other)
        leader = a_commune_leader_of(commune)
        happened(cell, "meeting.planned", "Việc đầu", minutes=1)
        happened(cell, "meeting.planned", "Việc sau", minutes=2)
        happened(neighbour, "meeting.planned", "Việc nhà bên", minutes=3)

        found = words_for(leader)

        assert found[:2] == ["Việc sau", "Việc đầu"]
        assert "Việc nhà bên" not in found

    def test_gives_nothing_to_a_secretary(self):
        cell = a_cell()
        secretary = a_secretary_of(cell)
        happened(cell, "meeting.planned", "Lập lịch")

        assert words_for(secretary) == []

    def test_goes_back_page_by_page_without_losing_a_line(self):
        commune = a_commune()
        leader, cell = a_commune_leader_of(commune), a_cell(commune)
        for minute in range(PAGE + 5):
            happened(cell, "meeting.planned", f"Việc {minute}", minutes=minute + 1)

        with scope(leader):
            first = page_of(actor=leader, kind="hop")
            second = page_of(actor=leader, kind="hop", after=first.lines[-1].event.pk)

        assert (first.has_older, second.has_older) == (True, False)
        both = [line.event.words for line in (*first.lines, *second.lines)]
        assert both == [f"Việc {minute}" for minute in reversed(range(PAGE + 5))]

    def test_loses_none_of_those_that_happened_in_one_moment(self):
        commune = a_commune()
        leader, cell = a_commune_leader_of(commune), a_cell(commune)
        for number in range(PAGE + 5):
            happened(cell, "meeting.planned", f"Việc {number}")

        with scope(leader):
            first = page_of(actor=leader, kind="hop")
            second = page_of(actor=leader, kind="hop", after=first.lines[-1].event.pk)

        both = {line.event.words for line in (*first.lines, *second.lines)}
        assert both == {f"Việc {number}" for number in range(PAGE + 5)}

    def test_every_recorded_code_has_its_kind(self):
        starts = [start for _, codes in KINDS.values() for start in codes]
        with building():
            codes = set(Event.objects.values_list("code", flat=True)) | {"meeting.sealed"}

        assert [code for code in codes if not code.startswith(tuple(starts))] == []


class TestPage:
    def test_tells_the_office_who_opened_masked_data_and_why(self):
        commune = a_commune()
        cell = a_cell(commune, "Chi bộ Bản Mới")
        member = a_member(cell, phone="0912345678")
        office = an_office_of(commune)
        with clock.at(NOW), scope(office):
            unmask(member_id=member.pk, reason="Gọi nhắc họp", actor=office, at=NOW)
        deputy = a_member(a_cell(commune, "Chi bộ Văn phòng"))
        a_post("deputy", commune, deputy)

        with clock.at(NOW):
            visitor = a_visitor(deputy)
            address = reverse("reports:journal")
            shown = text_of(visitor.get(address, {"loai": "thong-tin-rieng"}))
            odd = visitor.get(address, {"loai": "<x>", "sau": "hôm qua"})

        assert "Lý do: Gọi nhắc họp" in shown
        assert "Văn phòng" in shown
        assert "0912345678" not in shown
        assert odd.status_code == 200

    def test_is_not_there_for_a_secretary(self):
        cell = a_cell()
        secretary = a_member(cell)
        a_post("secretary", cell, secretary)

        assert a_visitor(secretary).get(reverse("reports:journal")).status_code == 404

    def test_asks_as_often_for_many_lines_as_for_few(self):
        commune = a_commune()
        deputy = a_member(a_cell(commune, "Chi bộ Văn phòng"))
        a_post("deputy", commune, deputy)
        for minute in range(PAGE):
            happened(commune, "meeting.planned", f"Việc {minute}", minutes=minute)
        visitor = a_visitor(deputy)
        with CaptureQueriesContext(connection) as asked:
            visitor.get(reverse("reports:journal"))

        assert len(asked) <= 14
