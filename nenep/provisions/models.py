"""What committees decided to do otherwise than the edition says."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.provisions.permissions import RulePermission

MOST_LEAD_DAYS = 30


class OwnValue(Scoped):
    """A committee's own value of a rule, for its subtree from a day on (mức riêng).

    Insert-only: a later row of the same committee, rule and size of cell replaces an earlier
    one, and one without value takes it back. What a committee nearer to a cell decided counts.
    """

    class Rule(models.TextChoices):
        REGULAR_MINUTES = "duration.regular", "Buổi thường kỳ, ít nhất (phút)"
        COMBINED_MINUTES = (
            "duration.regular_with_thematic",
            "Thường kỳ có chuyên đề, ít nhất (phút)",
        )
        THEMATIC_MINUTES = "duration.thematic", "Buổi chỉ có chuyên đề, ít nhất (phút)"
        LEAD_DAYS = "notice.lead_days", "Báo trước khi họp, ít nhất (ngày)"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="own_values")
    rule = models.CharField("quy định", max_length=40, choices=Rule)
    # Minutes or days; empty: the edition's value again.
    value = models.SmallIntegerField("mức", null=True)
    # Only for cells with fewer members than this; empty: for all.
    fewer_than = models.SmallIntegerField("chi bộ dưới", null=True)
    valid_from = models.DateField("áp dụng từ ngày")
    decision = models.CharField("theo quyết định số", max_length=200)
    # The post, not the person; who it was stands in the journal.
    decided_by = models.CharField("người ghi", max_length=300)
    decided_at = models.DateTimeField("ghi lúc")

    protection: ClassVar = Protection(
        read=TreePermission.TREE_VIEW,
        insert=RulePermission.RULES_DECIDE,
        parent="organisation",
        from_above="organisation_id",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="own_value_names_decision", condition=~Q(decision="")),
            models.CheckConstraint(
                name="own_value_within_a_day",
                condition=Q(value=None)
                | Q(rule="notice.lead_days", value__range=(0, MOST_LEAD_DAYS))
                | (~Q(rule="notice.lead_days") & Q(value__range=(1, 600))),
            ),
            models.CheckConstraint(
                name="own_value_of_some_cells",
                condition=Q(fewer_than=None) | Q(fewer_than__gte=1),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "valid_from"], name="own_value_newest")]

    def __str__(self) -> str:
        return f"OwnValue {self.pk}"

    @property
    def is_length(self) -> bool:
        """Whether it is counted in minutes; else in days."""
        return self.rule != self.Rule.LEAD_DAYS
