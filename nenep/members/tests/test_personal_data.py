"""Masked data: opened with a reason, logged; card numbers; every field declared."""

import base64
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from nenep.access import personal
from nenep.access.permissions import MaskPermission
from nenep.access.scope import scope
from nenep.audit.models import Change, Event
from nenep.core.errors import NotAllowed
from nenep.members import actions, card_numbers
from nenep.members.models import PersonalData
from nenep.members.tests.builders import a_member, a_member_of, a_secretary_of, an_office_of
from nenep.organisations import actions as organisations
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    building,
)

KEY = base64.b64encode(bytes(range(32))).decode()
NUMBER = "012 345 678 901"


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
class TestCardNumber:
    @pytest.fixture
    def cell(self, settings):
        settings.CARD_KEY = KEY
        commune = a_commune()
        with building():
            organisations.switch_card_numbers(
                organisation_id=commune.pk, on=True, actor=EVERYTHING, at=NOW
            )
        return a_cell(commune)

    def with_card(self, cell, code="T1", number=NUMBER):
        with building():
            return actions.enrol(
                full_name="Lò Văn Thẻ",
                code=code,
                organisation_id=cell.pk,
                since=TODAY,
                personal=actions.MaskedDetails(card_number=number),
                actor=EVERYTHING,
                at=NOW,
            )

    def test_is_encrypted_and_found_again(self, cell):
        member = self.with_card(cell)
        with building():
            data = PersonalData.objects.get(member=member)
            stored = bytes(data.card_number_encrypted) + bytes(data.card_number_lookup)
            assert b"012345678901" not in stored
            opened = actions.unmask(
                member_id=member.pk, reason="Đối chiếu thẻ", actor=EVERYTHING, at=NOW
            )
            assert opened.card_number == "012345678901"
            found = actions.find_by_card_number(number=NUMBER, actor=EVERYTHING, at=NOW)
            assert found == member

    def test_is_refused_twice(self, cell):
        self.with_card(cell)
        with pytest.raises(actions.CannotEnrol, match="đã ghi cho một đảng viên khác"):
            self.with_card(cell, "T2")

    def test_is_refused_where_the_committee_does_not_keep_it(self, settings):
        settings.CARD_KEY = KEY
        with pytest.raises(actions.CannotEnrol, match="không ghi số thẻ"):
            self.with_card(a_cell())

    @pytest.mark.parametrize("number", ["123", "01234567890x", "٠١٢٣٤٥٦٧٨٩٠١"])
    def test_is_refused_if_it_is_none(self, cell, number):
        with pytest.raises(actions.CannotEnrol, match="12 chữ số"):
            self.with_card(cell, number=number)

    def test_cannot_be_opened_with_another_key(self, settings):
        settings.CARD_KEY = KEY
        encrypted, lookup = card_numbers.sealed(NUMBER)
        settings.CARD_KEY = base64.b64encode(bytes(32)).decode()
        with pytest.raises(card_numbers.CardNumberRefused, match="CARD_KEY"):
            card_numbers.opened(encrypted)
        assert card_numbers.lookup(NUMBER) != lookup


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
        # Print it anew with
        # python -c "import django; django.setup(); from nenep.access import personal as p;
        # print(p.as_markdown(), end='')" > docs/personal-data.md
        page = Path(django_settings.PROJECT_ROOT, "docs", "personal-data.md")
        assert page.read_text() == personal.as_markdown()
