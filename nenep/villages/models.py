"""Villages through time."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped
from nenep.access.personal import Kind, PersonalField
from nenep.organisations.models import (
    Dated,
    DatedQuerySet,
    Organisation,
    dates_in_order,
    no_overlap,
)
from nenep.organisations.permissions import TreePermission


class Village(Scoped, Dated):
    """A village or quarter of a commune (thôn, bản, tổ dân phố); what is said of it is dated."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="villages")
    code = models.CharField("mã", max_length=32)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="merged", null=True, blank=True
    )
    decision = models.CharField("kết thúc theo quyết định", max_length=200, blank=True)

    protection: ClassVar = Protection(
        read=TreePermission.TREE_VIEW,
        insert=TreePermission.TREE_EDIT,
        update=TreePermission.TREE_EDIT,
        columns=("valid_to", "merged_into_id", "decision"),
        delete=TreePermission.TREE_EDIT,
        parent="organisation",
    )
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("village_dates_in_order"),
            models.UniqueConstraint(name="village_code_once", fields=["organisation", "code"]),
            models.CheckConstraint(
                name="village_merged_into_another",
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="village_merged_has_ended",
                condition=Q(merged_into=None) | Q(valid_to__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class VillageState(Scoped, Dated):
    """What a village was like for a time: name, cell, households, who heads it.

    None is unknown; a village without `cell` has none that covers it.
    """

    village = models.ForeignKey(Village, models.PROTECT, related_name="states")
    name = models.CharField("tên", max_length=200)
    cell = models.ForeignKey(
        Organisation, models.PROTECT, related_name="village_states", null=True, blank=True
    )
    households = models.PositiveIntegerField("số hộ", null=True, blank=True)
    head_is_member = models.BooleanField("trưởng là đảng viên", null=True, blank=True)
    deputy_is_member = models.BooleanField("phó là đảng viên", null=True, blank=True)

    personal: ClassVar = {
        "head_is_member": PersonalField(
            Kind.SENSITIVE,
            "tính tỷ lệ trưởng thôn là đảng viên",
            Audience.COMMITTEE_AND_ADMINISTRATOR,
            Kept.UNTIL_OUT_OF_THE_ORGANISATION,
        ),
        "deputy_is_member": PersonalField(
            Kind.SENSITIVE,
            "tính tỷ lệ phó trưởng thôn là đảng viên",
            Audience.COMMITTEE_AND_ADMINISTRATOR,
            Kept.UNTIL_OUT_OF_THE_ORGANISATION,
        ),
    }
    not_personal: ClassVar = ("village", "name", "cell", "households")
    protection: ClassVar = Protection(
        read=TreePermission.TREE_VIEW,
        insert=TreePermission.TREE_EDIT,
        update=TreePermission.TREE_EDIT,
        delete=TreePermission.TREE_EDIT,
        parent="village",
    )
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("village_state_dates_in_order"),
            no_overlap("village_state_one_at_a_time", "village"),
            models.CheckConstraint(name="village_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
