"""A meeting with its parts, agenda and roles."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localtime

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.meetings.permissions import MeetingPermission
from nenep.members.models import Member
from nenep.members.permissions import MemberPermission
from nenep.organisations.models import Body, Organisation
from nenep.organisations.permissions import TreePermission
from nenep.tasks.models import Task

# How the meetings of bodies above the cell are called; a cell has «sinh hoạt».
_MEETINGS_ABOVE = {
    Body.Kind.COMMITTEE: "Hội nghị Ban Chấp hành",
    Body.Kind.STANDING_COMMITTEE: "Họp Ban Thường vụ",
    Body.Kind.BRIEFING: "Hội nghị giao ban",
    Body.Kind.WHOLE: "Hội nghị toàn đảng bộ",
}


class Meeting(Scoped):
    """One meeting of a body (buổi sinh hoạt, cuộc họp): no names, only days and states."""

    class Kind(models.TextChoices):
        REGULAR = "regular", "Sinh hoạt thường kỳ"
        THEMATIC = "thematic", "Sinh hoạt chuyên đề"
        EXTRAORDINARY = "extraordinary", "Sinh hoạt bất thường"

    class State(models.TextChoices):
        PLANNED = "planned", "Đã lên lịch"
        POSTPONED = "postponed", "Hoãn"
        NOT_HELD = "not_held", "Không họp"
        IN_PROGRESS = "in_progress", "Đang họp"
        ENDED = "ended", "Đã họp, chưa ký"
        SIGNED = "signed", "Đã ký biên bản"
        PAPER = "paper", "Nhập từ sổ giấy"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="meetings")
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    kind = models.CharField("loại", max_length=16, choices=Kind)
    # First day of the month it counts for.
    counts_for = models.DateField("tính cho tháng")
    planned_at = models.DateTimeField("dự kiến lúc")
    place = models.CharField("địa điểm", max_length=200, blank=True)
    state = models.CharField("tình trạng", max_length=16, choices=State, default=State.PLANNED)
    not_held_reason = models.CharField("lý do không họp", max_length=300, blank=True)
    noticed_at = models.DateTimeField("đã báo lúc", null=True)
    started_at = models.DateTimeField("bắt đầu", null=True)
    ended_at = models.DateTimeField("kết thúc", null=True)
    # The device told the hour of the end, of a time without network.
    ended_by_device = models.BooleanField("giờ kết thúc theo máy", default=False)
    signed_at = models.DateTimeField("ký xong", null=True)
    # Why a signed entry is being corrected; signing again writes the new entry.
    correction = models.CharField("sửa gì", max_length=500, blank=True)
    correction_reason = models.CharField("vì sao sửa", max_length=500, blank=True)
    correction_begun_at = models.DateTimeField("mở để sửa lúc", null=True)
    # What the words were when a correction was opened: their digest, and that of each piece.
    correction_of = models.CharField(max_length=64, blank=True, default="")
    correction_pieces = models.TextField(blank=True, default="")
    # Of the rules in force on the day it was held, e.g. "2025".
    edition = models.CharField("bản quy định", max_length=32, blank=True)
    # Counts the commands of the room; a device says on which one it was based.
    version = models.PositiveIntegerField(default=0)
    # The version that its start made: while it is still the version, nothing else is recorded.
    begun_version = models.PositiveIntegerField(null=True)

    protection: ClassVar = Protection(
        read=(TreePermission.FIGURES_VIEW, MemberPermission.ROSTER_VIEW),
        insert=MeetingPermission.MEETING_PLAN,
        update=(MeetingPermission.MEETING_PLAN, MeetingPermission.MEETING_RUN),
        parent="body",
        parent_key="meeting_key",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="meeting_one_regular_a_month",
                fields=["body", "counts_for"],
                condition=Q(kind="regular"),
            ),
            models.CheckConstraint(
                name="meeting_counts_for_a_month", condition=Q(counts_for__day=1)
            ),
            models.CheckConstraint(
                name="meeting_times_fit_state",
                condition=(
                    Q(state__in=["planned", "postponed", "not_held", "paper"], started_at=None)
                    | Q(state="in_progress", started_at__isnull=False, ended_at=None)
                    | Q(state="ended", ended_at__isnull=False, signed_at=None)
                    | Q(state="signed", ended_at__isnull=False, signed_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="meeting_ends_after_start",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
            ),
            models.CheckConstraint(
                name="meeting_not_held_says_why",
                condition=~Q(state="not_held") | ~Q(not_held_reason=""),
            ),
            models.CheckConstraint(
                name="meeting_correction_begins_with_words",
                condition=Q(correction_begun_at=None) | ~Q(correction=""),
            ),
        ]
        indexes = [models.Index(fields=["scope_key", "counts_for"], name="meeting_by_month")]

    def __str__(self) -> str:
        return f"{self.kind_words} {self.counts_for:%m/%Y}"

    @property
    def kind_words(self) -> str:
        """What sort of meeting of what body it is: "Sinh hoạt thường kỳ", "Giao ban bất thường"."""
        return meeting_words(self.body.kind, self.kind)

    @property
    def is_open(self) -> bool:
        """Whether the room takes commands: begun or ended, not signed."""
        return self.state in (self.State.IN_PROGRESS, self.State.ENDED)

    @property
    def is_just_begun(self) -> bool:
        """Whether nothing but the start is recorded, so that the start may be taken back."""
        return self.state == self.State.IN_PROGRESS and self.version == self.begun_version

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to be held."""
        return self.state in (self.State.PLANNED, self.State.POSTPONED)

    @property
    def makes_resolution(self) -> bool:
        """Whether it passes the month's resolution: a cell's regular meeting."""
        return self.kind == self.Kind.REGULAR and self.body.kind == Body.Kind.CELL

    @property
    def waits_to_be_held(self) -> bool:
        """Whether it may still begin: planned, postponed, or not held and made up for."""
        return self.is_ahead or self.state == self.State.NOT_HELD

    @property
    def last_day(self) -> date | None:
        """The local day on which it ended; None while it has not."""
        return localtime(self.ended_at).date() if self.ended_at else None

    @property
    def held_late(self) -> bool:
        """Whether it was held after the month it counts for (họp muộn)."""
        if self.started_at is None:
            return False
        month = (self.counts_for.year, self.counts_for.month)
        started = localtime(self.started_at)
        return (started.year, started.month) > month


def meeting_words(body_kind: str, kind: str) -> str:
    """Return what a sort of meeting of a body is called; see `Meeting.kind_words`."""
    words = str(Meeting.Kind(kind).label)
    above = _MEETINGS_ABOVE.get(Body.Kind(body_kind))
    return words if above is None else f"{above} {words.removeprefix('Sinh hoạt ')}"


class Postponement(Scoped):
    """A meeting moved to another day (hoãn): the old day is kept."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="postponements")
    planned_before = models.DateTimeField("lịch cũ")
    planned_after = models.DateTimeField("lịch mới")
    reason = models.CharField("lý do", max_length=300)
    decided_at = models.DateTimeField("lúc")

    protection: ClassVar = Protection(
        read=(TreePermission.FIGURES_VIEW, MemberPermission.ROSTER_VIEW),
        insert=MeetingPermission.MEETING_PLAN,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="postponement_says_why", condition=~Q(reason=""))
        ]

    def __str__(self) -> str:
        return f"Hoãn {self.meeting_id}"


class Part(Scoped):
    """A part of a meeting (phần thường kỳ, phần chuyên đề) with its own score."""

    class Kind(models.TextChoices):
        REGULAR = "regular", "Thường kỳ"
        THEMATIC = "thematic", "Chuyên đề"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField("thứ tự")
    kind = models.CharField("phần", max_length=16, choices=Kind)
    topic = models.CharField("chuyên đề", max_length=300, blank=True)
    started_at = models.DateTimeField("bắt đầu", null=True)
    ended_at = models.DateTimeField("kết thúc", null=True)

    not_personal: ClassVar = ("meeting", "number", "kind", "topic", "started_at", "ended_at")
    protection: ClassVar = Protection(
        read=MemberPermission.ROSTER_VIEW,
        insert=MeetingPermission.MEETING_PLAN,
        update=MeetingPermission.MEETING_RUN,
        delete=MeetingPermission.MEETING_PLAN,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="part_once", fields=["meeting", "kind"]),
            models.CheckConstraint(
                name="part_ends_after_start",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def conclusion(self) -> str:
        """How the part was concluded; empty too for whoever may not read it before it is signed."""
        concluded = getattr(self, "concluded", None)
        return concluded.text if concluded else ""

    @property
    def has_draft(self) -> bool:
        """Whether the conclusion was written before the meeting and nobody has confirmed it."""
        return bool(self.conclusion) and not self.concluded.version


class AgendaItem(Scoped):
    """One item of the agenda (nội dung chương trình)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    part = models.ForeignKey(Part, models.CASCADE, related_name="items")
    # An unfinished item keeps it in the next meeting.
    identity = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField("thứ tự")
    step = models.CharField("bước", max_length=40, blank=True)
    title = models.CharField("nội dung", max_length=300)
    minutes = models.PositiveSmallIntegerField("số phút", null=True, blank=True)
    speaker = models.CharField("người trình bày", max_length=120, blank=True)
    # Who was in the room for it follows from this hour and the roll call (presence.py).
    started_at = models.DateTimeField("bắt đầu", null=True)
    started_by_device = models.BooleanField("giờ theo máy", default=False)
    started_version = models.PositiveIntegerField(default=0)
    started_device = models.UUIDField(null=True)
    task = models.ForeignKey(
        Task, models.PROTECT, related_name="agenda_items", null=True, blank=True
    )

    protection: ClassVar = Protection(
        read=MemberPermission.ROSTER_VIEW,
        insert=(MeetingPermission.MEETING_PLAN, MeetingPermission.MEETING_RUN),
        update=(MeetingPermission.MEETING_PLAN, MeetingPermission.MEETING_RUN),
        delete=MeetingPermission.MEETING_PLAN,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="item_position_once",
                fields=["meeting", "position"],
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(name="item_identity_once", fields=["meeting", "identity"]),
            models.CheckConstraint(name="item_has_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title


class MeetingRole(Scoped):
    """Who chairs and who takes the minutes of one meeting (chủ trì, thư ký)."""

    class Kind(models.TextChoices):
        CHAIR = "chair", "Chủ trì"
        MINUTE_TAKER = "minute_taker", "Thư ký"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="roles")
    kind = models.CharField("vai trò", max_length=16, choices=Kind)
    member = models.ForeignKey(Member, models.PROTECT, related_name="meeting_roles")
    name = models.CharField("người giữ", max_length=120)

    personal: ClassVar = {
        "member": PersonalField(
            Closeness.SENSITIVE,
            "ai chủ trì, ai ghi biên bản",
            Audience.MEMBERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
        "name": PersonalField(
            Closeness.SENSITIVE,
            "ai chủ trì, ai ghi biên bản",
            Audience.MEMBERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
    }
    not_personal: ClassVar = (
        "meeting",
        "kind",
    )
    protection: ClassVar = Protection(
        read=MemberPermission.ROSTER_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        update=MeetingPermission.MEETING_RUN,
        delete=MeetingPermission.MEETING_RUN,
        own="member_id",
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="meeting_role_once", fields=["meeting", "kind"])
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
