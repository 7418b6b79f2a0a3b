"""A new row takes its place in the tree from the parent it declares."""

import uuid

import pytest
from django.db import models

from nenep.access.models import NoPlace, Scoped, ScopedQuerySet
from nenep.access.policies import protected_models, protection_of
from nenep.access.scope import scope
from nenep.meetings.models import Meeting
from nenep.members.models import Member, Membership, MemberState
from nenep.members.tests.builders import a_member, an_actor_with
from nenep.notices.models import Appointment
from nenep.organisations.models import Body, FormerName
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_cell, a_commune

BENEATH = [
    model
    for model in protected_models()
    if issubclass(model, Scoped) and protection_of(model).parent
]


def an_appointment(**place):
    return Appointment(
        uid=uuid.uuid4(), sequence=0, title="Họp", starts_at=NOW, minutes=90, place="", **place
    )


class TestPlace:
    @pytest.mark.parametrize("model", BENEATH, ids=lambda model: model._meta.label)
    def test_is_filled_by_the_queryset_of_every_row_beneath_another(self, model):
        assert isinstance(model._default_manager.get_queryset(), ScopedQuerySet)
        field = model._meta.get_field(protection_of(model).parent)
        assert isinstance(field, models.ForeignKey)
        assert field.related_model._meta.get_field(protection_of(model).parent_key)


@pytest.mark.django_db
class TestNewRow:
    def test_is_where_its_parent_is(self):
        cell = a_cell()
        with scope(EVERYTHING):
            one = FormerName.objects.create(
                organisation=cell, name="Cũ", valid_from=cell.founded_on, valid_to=TODAY
            )
        assert one.scope_key == cell.scope_key

    def test_asks_once_for_the_places_of_many(self, django_assert_num_queries):
        cells = [a_cell() for _ in range(3)]
        with scope(EVERYTHING):
            rows = [an_appointment(organisation_id=cell.pk) for cell in cells]
            with django_assert_num_queries(2):
                Appointment.objects.bulk_create(rows)
        assert [row.scope_key for row in rows] == [cell.scope_key for cell in cells]

    def test_asks_for_nothing_where_the_parent_is_at_hand(self, django_assert_num_queries):
        cell = a_cell()
        with scope(EVERYTHING), django_assert_num_queries(1):
            one = Appointment.objects.create(**_values(an_appointment(organisation=cell), cell))
        assert one.scope_key == cell.scope_key

    def test_of_a_committee_is_in_its_meetings_and_not_among_its_cells(self):
        commune = a_commune()
        with scope(EVERYTHING):
            body = Body.objects.get(organisation=commune, kind=Body.Kind.COMMITTEE)
            one = Meeting.objects.create(
                organisation=commune, body=body, kind="regular", counts_for=TODAY.replace(day=1),
                planned_at=NOW, place="", state="planned", edition="2025",
            )  # fmt: skip
        assert one.scope_key == body.meeting_key

    def test_keeps_a_place_that_it_is_given(self):
        cell = a_cell()
        with scope(EVERYTHING):
            one = an_appointment(organisation=cell, scope_key=cell.scope_key)
            Appointment.objects.bulk_create([one])
        assert one.scope_key == cell.scope_key

    def test_is_refused_where_the_parent_is_out_of_sight(self):
        hidden, cell = a_member(a_cell()), a_cell()
        with scope(an_actor_with("secretary", cell)), pytest.raises(NoPlace):
            MemberState.objects.create(member_id=hidden.pk, state="official", valid_from=TODAY)

    def test_follows_its_parent_and_no_other(self):
        cell, other = a_cell(), a_cell()
        member = a_member(cell)
        with scope(EVERYTHING):
            assert Member.objects.get(pk=member.pk).scope_key == cell.scope_key
            one = Membership.objects.create(
                member=member, organisation=other, kind="assigned", valid_from=TODAY
            )
        assert one.scope_key == other.scope_key


def _values(one, cell):
    names = ("uid", "sequence", "title", "starts_at", "minutes", "place")
    return {name: getattr(one, name) for name in names} | {"organisation": cell}
