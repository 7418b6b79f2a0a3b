"""Masked data: opened with a reason, logged; every field declared."""

import os
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from nenep.access import personal
from nenep.access.mask import MaskPermission
from nenep.access.scope import scope
from nenep.audit.models import Change, Event
from nenep.core.errors import NotAllowed
from nenep.members import actions
from nenep.members.models import PersonalData
from nenep.members.tests.builders import a_member, a_member_of, a_secretary_of, an_office_of
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    building,
)


@pytest.mark.django_db
class TestUnmask:
    def test_opens_for_one_read_and_logs_it(self):
        cell = a_cell()
        secretary, member = a_secretary_of(cell), a_member(cell, phone="0900000001")
        with scope(secretary):
            opened = actions.unmask(
                member_id=member.pk, reason="Gọi báo hoãn họp", actor=secretary, at=NOW
            )
            assert opened.phone == "0900000001"
            assert not PersonalData.objects.exclude(member_id=secretary.member_id).exists()
        with building():
            event = Event.objects.get(code="member.unmasked")
        assert "Gọi báo hoãn họp" in event.words
        assert "0900000001" not in event.words

    @pytest.mark.parametrize("reason", ["", "   ", "xem"])
    def test_refuses_without_a_reason(self, reason):
        cell = a_cell()
        secretary, member = a_secretary_of(cell), a_member(cell)
        with scope(secretary), pytest.raises(actions.CannotUnmask, match="lý do"):
            actions.unmask(member_id=member.pk, reason=reason, actor=secretary, at=NOW)

    def test_refuses_a_plain_member(self):
        cell = a_cell()
        somebody, member = a_member_of(cell), a_member(cell)
        with scope(somebody), pytest.raises(NotAllowed):
            actions.unmask(member_id=member.pk, reason="Tò mò thôi", actor=somebody, at=NOW)

    def test_leaves_the_view_closed_after_a_refusal(self):
        cell = a_cell()
        secretary = a_secretary_of(cell)
        assert not secretary.may(MaskPermission.PERSONAL_VIEW)


@pytest.mark.django_db
class TestChangePersonalData:
    def test_replaces_it_for_the_office(self):
        commune = a_commune()
        office, member = an_office_of(commune), a_member(a_cell(commune), phone="1")
        with scope(office):
            actions.change_personal_data(
                member_id=member.pk,
                personal=actions.MaskedDetails(phone="0900000009"),
                actor=office,
                at=NOW,
            )
        with building():
            assert PersonalData.objects.get(member=member).phone == "0900000009"

    def test_refuses_dates_that_cannot_follow_each_other(self):
        member = a_member()
        with building(), pytest.raises(actions.CannotEnrol, match="trước ngày vào Đảng"):
            actions.change_personal_data(
                member_id=member.pk,
                personal=actions.MaskedDetails(
                    admitted_on=TODAY, recognised_on=TODAY.replace(day=1)
                ),
                actor=EVERYTHING,
                at=NOW,
            )


@pytest.mark.django_db
class TestHistory:
    def test_says_that_masked_data_changed_but_not_what_it_was(self):
        commune = a_commune()
        office, member = an_office_of(commune), a_member(a_cell(commune), phone="0900000001")
        with scope(office):
            actions.change_personal_data(
                member_id=member.pk,
                personal=actions.MaskedDetails(phone="0900000009"),
                actor=office,
                at=NOW,
            )
        with building():
            changes = list(Change.objects.filter(table_name="members_personaldata"))
        assert any("phone" in (change.before or {}) for change in changes)
        assert "0900000001" not in str([change.before for change in changes])


class TestDeclarations:
    def test_are_there_for_every_field_about_a_person(self):
        assert personal.undeclared() == []

    def test_are_printed_in_the_document(self):
        page = Path(django_settings.PROJECT_ROOT, "docs", "personal-data.md")
        if os.environ.get("UPDATE_DOCS") == "1":
            page.write_text(personal.as_markdown(), encoding="utf-8")
        assert page.read_text(encoding="utf-8") == personal.as_markdown(), (
            "docs/personal-data.md is out of date: run with UPDATE_DOCS=1 and read the difference."
        )
