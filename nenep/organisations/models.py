"""The tree of Party organisations through time."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q

from nenep.access.models import Protection, Row, Scoped, ScopedQuerySet
from nenep.organisations.permissions import TreePermission


class DateRange(Func):
    """The days from `valid_from` until the day before `valid_to`."""

    function = "daterange"
    output_field = models.Field()


class KeyEndsWithId(Func):
    """Whether a key is a path of ids that ends with this one."""

    template = "(%(expressions)s || '/$'))"
    arg_joiner = " ~ ('^([0-9]+/)*' || "
    output_field = models.BooleanField()


class MeetingKey(Func):
    """Return the key of a body's meetings: "1/7/.committee/" of the committee of "1/7/"."""

    template = (
        "(CASE WHEN kind IN ('cell', 'cell_committee') THEN scope_key "
        "ELSE scope_key || '.' || kind || '/' END)"
    )
    output_field = models.CharField(max_length=255, db_collation="C")


class DatedQuerySet(ScopedQuerySet[Row]):
    """Dated facts: `valid_from` is the first day, `valid_to` the first day no longer."""

    def valid_on(self, day: date) -> Self:
        """Return the facts that held on a day."""
        return self.not_over(day).filter(valid_from__lte=day)

    def not_over(self, day: date) -> Self:
        """Return the facts that hold on a day or begin later."""
        ended_first = Q(valid_to=F("valid_from"))
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day)).exclude(ended_first)


class Dated(models.Model):
    """A fact that holds from a day to a day (có thời hạn)."""

    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)

    class Meta:
        abstract = True


def dates_in_order(name: str) -> models.CheckConstraint:
    """A dated fact does not end before it begins; an empty one never held."""
    return models.CheckConstraint(
        name=name, condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
    )


def no_overlap(name: str, *columns: str, condition: Q | None = None) -> ExclusionConstraint:
    """No two facts with the same columns hold on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (DateRange(F("valid_from"), F("valid_to")), "&&"),
            *((F(column), "=") for column in columns),
        ],
        condition=condition,
    )


class Organisation(Scoped):
    """A Party organisation (tổ chức đảng): a committee's or a cell."""

    class Kind(models.TextChoices):
        PROVINCE = "province", "Đảng bộ tỉnh"
        DISTRICT = "district", "Đảng bộ huyện"
        BASE = "base", "Đảng bộ xã"
        OTHER_BASE = "other_base", "Đảng bộ cơ sở khác"
        SUB_COMMITTEE = "sub_committee", "Đảng bộ bộ phận"
        CELL = "cell", "Chi bộ"

    class Sector(models.TextChoices):
        NONE = "", "Không phân loại"
        VILLAGE = "village", "Thôn, bản"
        URBAN = "urban", "Tổ dân phố"
        SCHOOL = "school", "Trường học"
        HEALTH = "health", "Y tế"
        AGENCY = "agency", "Cơ quan"
        ENTERPRISE = "enterprise", "Doanh nghiệp"
        ARMED_FORCES = "armed_forces", "Lực lượng vũ trang"
        RETIRED = "retired", "Hưu trí"

    kind = models.CharField("loại", max_length=16, choices=Kind)
    sector = models.CharField("loại hình", max_length=16, choices=Sector, blank=True)
    code = models.CharField("mã", max_length=32)
    # The name of today; earlier ones are in `FormerName`.
    name = models.CharField("tên", max_length=200)
    founded_on = models.DateField("ngày thành lập")
    # The first day on which it is no longer there, like `valid_to`.
    dissolved_on = models.DateField("ngày giải thể", null=True, blank=True)

    protection: ClassVar = Protection(
        read=TreePermission.TREE_VIEW,
        insert=TreePermission.TREE_EDIT,
        update=TreePermission.TREE_EDIT,
        # Where those above hang and what they were called is printed on every page.
        from_above="id",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="organisation_key_once", fields=["scope_key"]),
            models.UniqueConstraint(name="organisation_code_once", fields=["code"]),
            models.CheckConstraint(
                name="organisation_key_ends_with_id",
                condition=KeyEndsWithId(F("scope_key"), F("id")),
            ),
            models.CheckConstraint(
                name="organisation_dissolved_after_founded",
                condition=Q(dissolved_on=None) | Q(dissolved_on__gte=F("founded_on")),
            ),
            models.CheckConstraint(
                name="organisation_sector_of_cells", condition=Q(kind="cell") | Q(sector="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FormerName(Scoped, Dated):
    """What an organisation was called before (tên cũ)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="former_names")
    name = models.CharField("tên cũ", max_length=200)

    protection: ClassVar = Protection(
        read=TreePermission.TREE_VIEW,
        insert=TreePermission.TREE_EDIT,
        parent="organisation",
        from_above="organisation_id",
    )
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("former_name_dates_in_order"),
            no_overlap("former_name_one_at_a_time", "organisation"),
            models.CheckConstraint(name="former_name_ended", condition=Q(valid_to__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name


class Placement(Scoped, Dated):
    """Where an organisation hangs, and when (trực thuộc)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Organisation, models.PROTECT, related_name="placements_below")
    decision = models.CharField("theo quyết định", max_length=200, blank=True)

    protection: ClassVar = Protection(
        read=TreePermission.TREE_VIEW,
        insert=TreePermission.TREE_EDIT,
        update=TreePermission.TREE_EDIT,
        delete=TreePermission.TREE_EDIT,
        parent="organisation",
        from_above="organisation_id",
    )
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("placement_dates_in_order"),
            no_overlap("placement_one_at_a_time", "organisation"),
            models.CheckConstraint(
                name="placement_not_under_itself", condition=~Q(parent=F("organisation"))
            ),
        ]
        # What has moved since a day: few of many.
        indexes = [
            models.Index(
                fields=["valid_to"], name="placement_ended", condition=Q(valid_to__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.parent_id}"


class Succession(Scoped):
    """One organisation continues another (kế thừa): a merger has several rows, a split too."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="predecessors")
    predecessor = models.ForeignKey(Organisation, models.PROTECT, related_name="successors")
    happened_on = models.DateField("ngày")
    decision = models.CharField("theo quyết định", max_length=200, blank=True)

    protection: ClassVar = Protection(
        read=TreePermission.TREE_VIEW, insert=TreePermission.TREE_EDIT, parent="organisation"
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="succession_once", fields=["organisation", "predecessor"]),
            models.CheckConstraint(
                name="succession_of_another", condition=~Q(predecessor=F("organisation"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.organisation_id}"


class Cluster(Scoped):
    """Cells that a committee groups to look after them (cụm chi bộ)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="clusters")
    name = models.CharField("tên cụm", max_length=200)

    protection: ClassVar = Protection(
        read=TreePermission.TREE_VIEW,
        insert=TreePermission.TREE_EDIT,
        update=TreePermission.TREE_EDIT,
        parent="organisation",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cluster_name_once", fields=["organisation", "name"])
        ]

    def __str__(self) -> str:
        return self.name


class ClusterCell(Scoped, Dated):
    """A cell in a cluster, and when (chi bộ thuộc cụm); one cluster at a time."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="cells")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="in_clusters")

    protection: ClassVar = Protection(
        read=TreePermission.TREE_VIEW,
        insert=TreePermission.TREE_EDIT,
        update=TreePermission.TREE_EDIT,
        parent="organisation",
    )
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("cluster_cell_dates_in_order"),
            no_overlap("cluster_cell_one_at_a_time", "organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} ∈ {self.cluster_id}"


class Body(Scoped):
    """What meets (tập thể họp): a cell, its committee, a committee, a briefing …"""

    class Kind(models.TextChoices):
        CELL = "cell", "Chi bộ"
        CELL_COMMITTEE = "cell_committee", "Chi ủy"
        COMMITTEE = "committee", "Ban Chấp hành đảng bộ"
        STANDING_COMMITTEE = "standing_committee", "Ban Thường vụ"
        BRIEFING = "briefing", "Giao ban bí thư, trưởng thôn"
        WHOLE = "whole", "Toàn đảng bộ"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bodies")
    kind = models.CharField("loại", max_length=20, choices=Kind)
    # Where its meetings stand for rights: a cell's with the cell, a committee's by themselves.
    meeting_key = models.GeneratedField(
        expression=MeetingKey("scope_key", "kind"),
        output_field=models.CharField(max_length=255, db_collation="C"),
        db_persist=True,
    )

    protection: ClassVar = Protection(
        read=TreePermission.TREE_VIEW,
        insert=TreePermission.TREE_EDIT,
        parent="organisation",
        # That a committee above meets is no secret: its name is not either.
        from_above="organisation_id",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="body_once", fields=["organisation", "kind"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"

    @property
    def is_of_a_cell(self) -> bool:
        """Whether it is a cell, or the committee in one."""
        return self.kind in (self.Kind.CELL, self.Kind.CELL_COMMITTEE)


class Term(Scoped, Dated):
    """A term of a body, from one congress to the next (nhiệm kỳ).

    What runs through a term, such as the numbers of documents, finds it by the day.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="terms")
    body = models.ForeignKey(Body, models.PROTECT, related_name="terms")
    label = models.CharField("nhiệm kỳ", max_length=40)
    congress = models.CharField("đại hội", max_length=200, blank=True)
    # What the congress was like; all of it may be left open.
    congress_from = models.DateField("đại hội từ ngày", null=True, blank=True)
    congress_to = models.DateField("đại hội đến ngày", null=True, blank=True)
    # Nobody has said is None.
    is_model = models.BooleanField("đại hội điểm", null=True, blank=True)
    model_chosen_by = models.CharField(
        "ai chọn làm điểm", max_length=200, blank=True, default="", db_default=""
    )
    delegates = models.PositiveIntegerField("số đại biểu", null=True, blank=True)
    shortcomings = models.TextField(
        "hạn chế, khuyết điểm đại hội nêu", max_length=4000, blank=True, default="", db_default=""
    )

    not_personal: ClassVar = (
        "organisation",
        "body",
        "label",
        "congress",
        "congress_from",
        "congress_to",
        "is_model",
        "model_chosen_by",
        "delegates",
        "shortcomings",
    )
    protection: ClassVar = Protection(
        read=TreePermission.TREE_VIEW,
        insert=TreePermission.TERM_EDIT,
        update=TreePermission.TERM_EDIT,
        delete=TreePermission.TERM_EDIT,
        parent="organisation",
    )
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("term_dates_in_order"),
            no_overlap("term_one_at_a_time", "body"),
            models.CheckConstraint(name="term_has_label", condition=~Q(label="")),
            models.CheckConstraint(
                name="term_congress_days_in_order",
                condition=Q(congress_from=None, congress_to=None)
                | Q(congress_from__isnull=False, congress_to__gte=F("congress_from")),
            ),
            models.CheckConstraint(
                name="term_chosen_as_model",
                condition=Q(model_chosen_by="") | Q(is_model=True),
            ),
        ]

    def __str__(self) -> str:
        return self.label
