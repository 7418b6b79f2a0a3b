"""The minute book: sealed entries, what they disclose, and the frozen facts."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.documents.models import IssuedDocument
from nenep.meetings.models.meeting import Meeting, Part
from nenep.meetings.permissions import MeetingPermission
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.rulebooks import rulebook_of_code, rulebook_on
from nenep.sheets.permissions import SheetPermission


class Entry(Scoped):
    """One sealed entry of a minute book (mục trong sổ biên bản).

    A cell has one book; each body of a committee has its own, told by organisation and key.

    `content` is the canonical text that was hashed, kept to the letter; see
    docs/minute-book.md. Insert-only: a trigger refuses everything else, to the owner too.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="book")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="entries")
    sequence = models.PositiveIntegerField("số thứ tự")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField("mã niêm phong", max_length=64, unique=True)
    content = models.TextField()
    sealed_at = models.DateTimeField("niêm phong lúc")
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="replaced_by", null=True, blank=True
    )
    correction = models.CharField("sửa gì", max_length=500, blank=True)
    correction_reason = models.CharField("vì sao", max_length=500, blank=True)
    resolution = models.ForeignKey(
        IssuedDocument, models.PROTECT, related_name="entries", null=True, blank=True
    )

    protection: ClassVar = Protection(
        read=MeetingPermission.MINUTES_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        parent="meeting",
        guarded_apart=True,
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="entry_sequence_once", fields=["organisation", "scope_key", "sequence"]
            ),
            models.UniqueConstraint(
                name="entry_previous_once", fields=["organisation", "scope_key", "previous_hash"]
            ),
            models.UniqueConstraint(
                name="entry_first_of_meeting_once",
                fields=["meeting"],
                condition=Q(replaces=None),
            ),
            models.CheckConstraint(
                name="entry_correction_says_what_and_why",
                condition=Q(replaces=None, correction="", correction_reason="")
                | (Q(replaces__isnull=False) & ~Q(correction="") & ~Q(correction_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.sequence}"


class EntryDisclosure(Scoped):
    """A personal field of an entry with its salt (nội dung riêng của mục).

    The entry holds only the commitment. Removing a row lawfully removes the words and
    leaves the chain whole; the commitment then says that something was removed.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="disclosures")
    commitment = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    value = models.TextField()
    # Why somebody was away: not for everybody who reads minutes.
    says_why_away = models.BooleanField(default=False)

    personal: ClassVar = {
        "value": PersonalField(
            Closeness.SENSITIVE,
            "tên, lý do, ghi chép trong biên bản đã ký; gỡ được theo yêu cầu",
            Audience.MEMBERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
    }
    not_personal: ClassVar = (
        "entry",
        "commitment",
        "salt",
        "says_why_away",
    )
    protection: ClassVar = Protection(
        read=MeetingPermission.REASONS_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        parent="entry",
        also_read=("NOT says_why_away", MeetingPermission.MINUTES_VIEW),
        removable=True,
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="disclosure_once", fields=["entry", "commitment"]),
            # The hash covers salt and value in one: only its length says where the salt ends.
            models.CheckConstraint(
                name="disclosure_salt_of_16_bytes", condition=Q(salt__regex=r"^[0-9a-f]{32}$")
            ),
        ]

    def __str__(self) -> str:
        return self.commitment


class Facts(Scoped):
    """What a meeting came to, frozen (số liệu chốt): insert-only, one current row a meeting."""

    class Source(models.TextChoices):
        SEALED = "sealed", "Từ biên bản đã ký"
        PAPER = "paper", "Nhập từ sổ giấy"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="facts")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="facts")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="facts", null=True)
    source = models.CharField("nguồn", max_length=8, choices=Source)
    is_current = models.BooleanField(default=True)
    # Where the cell hung on the day of the meeting: a path of ids like `scope_key`.
    place_key = models.CharField(max_length=255, db_collation="C")
    sector = models.CharField("loại hình", max_length=16, blank=True)
    kind = models.CharField("loại", max_length=16, choices=Meeting.Kind)
    has_thematic_part = models.BooleanField("có phần chuyên đề", default=False)
    counts_for = models.DateField("tính cho tháng")
    held_on = models.DateField("ngày họp")
    entitled = models.PositiveSmallIntegerField("tổng số đảng viên được dự")
    counted = models.PositiveSmallIntegerField("số tính tỷ lệ")
    present = models.PositiveSmallIntegerField("có mặt")
    present_counted = models.PositiveSmallIntegerField("có mặt trong số tính tỷ lệ")
    excused = models.PositiveSmallIntegerField("vắng có lý do")
    absent = models.PositiveSmallIntegerField("vắng không lý do")
    minutes = models.PositiveSmallIntegerField("số phút", null=True)
    score = models.DecimalField("điểm", max_digits=5, decimal_places=2, null=True)
    level = models.CharField("xếp loại", max_length=20, blank=True)
    # Of the thematic part of a regular meeting; a thematic meeting's own stand above.
    thematic_score = models.DecimalField(
        "điểm chuyên đề", max_digits=5, decimal_places=2, null=True
    )
    thematic_level = models.CharField("xếp loại chuyên đề", max_length=20, blank=True, default="")
    in_time = models.BooleanField("biên bản đúng hạn", null=True)
    edition = models.CharField("bản quy định", max_length=32, blank=True)

    protection: ClassVar = Protection(
        read=TreePermission.FIGURES_VIEW,
        insert=(MeetingPermission.MEETING_RUN, SheetPermission.IMPORT),
        parent="meeting",
        guarded_apart=True,
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="facts_one_current", fields=["meeting"], condition=Q(is_current=True)
            ),
            models.CheckConstraint(
                name="facts_add_up",
                condition=Q(entitled=F("present") + F("excused") + F("absent")),
            ),
            models.CheckConstraint(
                name="facts_counted_within_entitled",
                condition=Q(counted__lte=F("entitled"))
                & Q(present_counted__lte=F("present"))
                & Q(present_counted__lte=F("counted")),
            ),
            models.CheckConstraint(
                name="facts_sealed_has_entry",
                condition=Q(source="sealed", entry__isnull=False) | Q(source="paper", entry=None),
            ),
            models.CheckConstraint(
                name="facts_score_of_hundred", condition=Q(score=None) | Q(score__range=(0, 100))
            ),
            models.CheckConstraint(
                name="facts_thematic_score_of_a_part",
                condition=Q(thematic_score=None, thematic_level="")
                | Q(has_thematic_part=True, thematic_score__range=(0, 100)),
            ),
        ]
        indexes = [
            models.Index(fields=["scope_key", "counts_for"], name="facts_by_month"),
            models.Index(fields=["place_key", "counts_for"], name="facts_by_place"),
            # A year of many cells is added up from here alone; see adr/0020.
            models.Index(
                fields=["scope_key", "counts_for"],
                include=["level", "present_counted", "counted"],
                condition=Q(is_current=True),
                name="facts_of_year",
            ),
        ]

    def __str__(self) -> str:
        return f"Facts {self.pk}"

    @property
    def level_title(self) -> str:
        """The level in words, as the edition of its day names it."""
        return self._title(self.level, Part.Kind.REGULAR)

    @property
    def thematic_level_title(self) -> str:
        """The level of the thematic part in words."""
        return self._title(self.thematic_level, Part.Kind.THEMATIC)

    def _title(self, code: str, kind: str) -> str:
        if not code:
            return ""
        rulebook = rulebook_of_code(self.edition) if self.edition else rulebook_on(self.held_on)
        levels = rulebook.scoring.form_for(kind).levels
        return next((level.title for level in levels if level.code == code), code)
