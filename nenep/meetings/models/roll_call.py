"""Who is entitled, who is there, and who came as a guest."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.meetings.models.meeting import Meeting
from nenep.meetings.permissions import MeetingPermission
from nenep.members.models import Member


class Attendance(Scoped):
    """One line of the roll call (điểm danh); what counts is frozen when the meeting opens."""

    class Mark(models.TextChoices):
        UNKNOWN = "", "Chưa điểm danh"
        PRESENT = "present", "Có mặt"
        EXCUSED = "excused", "Vắng có lý do"
        ABSENT = "absent", "Vắng không lý do"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendances")
    name = models.CharField("họ và tên", max_length=120)
    sort_key = models.CharField(max_length=255, db_collation="C")
    belonging = models.CharField("hình thức sinh hoạt", max_length=16)
    member_state = models.CharField("tình trạng đảng viên", max_length=16)
    counted = models.BooleanField("tính vào tỷ lệ dự họp")
    # When the person counts among those who may vote; see rulebooks/standing.py.
    vote = models.CharField("được biểu quyết", max_length=16)
    mark = models.CharField("có mặt", max_length=8, choices=Mark, blank=True)
    arrived_at = models.DateTimeField("đến lúc", null=True)
    left_at = models.DateTimeField("về lúc", null=True)
    # The cell somebody comes from, in a body that several cells sit in.
    unit = models.CharField("chi bộ", max_length=200, blank=True, default="")
    # Away for a reason that takes the person out of the attendance rate.
    leaves_base = models.BooleanField(default=False)
    # An hour that the device told, of a time without network.
    times_by_device = models.BooleanField("giờ theo máy", default=False)
    # The version of the meeting, and the device, that marked last.
    version = models.PositiveIntegerField(default=0)
    device = models.UUIDField(null=True)

    personal: ClassVar = {
        "member": PersonalField(
            Closeness.SENSITIVE,
            "điểm danh",
            Audience.RUNNERS_ABOVE_AND_ONESELF,
            Kept.AS_THE_BOOK,
        ),
        "name": PersonalField(
            Closeness.SENSITIVE,
            "điểm danh",
            Audience.RUNNERS_ABOVE_AND_ONESELF,
            Kept.AS_THE_BOOK,
        ),
        "sort_key": PersonalField(
            Closeness.SENSITIVE,
            "xếp theo tên",
            Audience.RUNNERS_ABOVE_AND_ONESELF,
            Kept.AS_THE_BOOK,
        ),
        "member_state": PersonalField(
            Closeness.SENSITIVE,
            "quyền dự và biểu quyết",
            Audience.RUNNERS_ABOVE_AND_ONESELF,
            Kept.AS_THE_BOOK,
        ),
        "mark": PersonalField(
            Closeness.PERSONAL,
            "có mặt hay vắng",
            Audience.RUNNERS_ABOVE_AND_ONESELF,
            Kept.AS_THE_BOOK,
        ),
        "unit": PersonalField(
            Closeness.SENSITIVE,
            "điểm danh theo chi bộ ở hội nghị nhiều chi bộ",
            Audience.RUNNERS_ABOVE_AND_ONESELF,
            Kept.AS_THE_COMMITTEES_BOOK,
        ),
    }
    not_personal: ClassVar = (
        "meeting",
        "belonging",
        "counted",
        "vote",
        "arrived_at",
        "left_at",
        "leaves_base",
        "times_by_device",
        "version",
        "device",
    )
    protection: ClassVar = Protection(
        read=MeetingPermission.MEETING_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        update=MeetingPermission.MEETING_RUN,
        delete=MeetingPermission.MEETING_RUN,
        own="member_id",
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="attendance_once", fields=["meeting", "member"]),
            models.CheckConstraint(
                name="attendance_times_of_present",
                condition=Q(mark="present") | Q(arrived_at=None, left_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"Attendance {self.pk}"


class Guest(Scoped):
    """Somebody who attends without belonging (khách dự): name and function only.

    Who stands in the invitation list of the body (models/invitee.py) is expected, and marked
    like a member, but neither counted with them nor able to vote.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="guests")
    name = models.CharField("họ và tên", max_length=120)
    function = models.CharField("chức danh", max_length=200, blank=True)
    is_invited = models.BooleanField("mời theo danh sách", default=False, db_default=False)
    mark = models.CharField(
        "có mặt", max_length=8, choices=Attendance.Mark, blank=True, default="", db_default=""
    )
    # The version of the meeting, and the device, that marked last.
    version = models.PositiveIntegerField(default=0, db_default=0)
    device = models.UUIDField(null=True)

    personal: ClassVar = {
        "name": PersonalField(
            Closeness.PERSONAL,
            "khách dự",
            Audience.RUNNERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
        "function": PersonalField(
            Closeness.PERSONAL,
            "khách dự",
            Audience.RUNNERS_AND_ABOVE,
            Kept.AS_THE_BOOK,
        ),
        "mark": PersonalField(
            Closeness.PERSONAL,
            "người được mời có mặt hay vắng",
            "bí thư, phó bí thư, chủ trì, thư ký; đảng ủy xã",
            Kept.AS_THE_COMMITTEES_BOOK,
        ),
    }
    not_personal: ClassVar = ("meeting", "is_invited", "version", "device")
    protection: ClassVar = Protection(
        read=MeetingPermission.MEETING_VIEW,
        insert=MeetingPermission.MEETING_RUN,
        update=MeetingPermission.MEETING_RUN,
        delete=MeetingPermission.MEETING_RUN,
        columns=("mark", "version", "device", "scope_key"),
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="guest_has_name", condition=~Q(name="")),
            # Who came unasked is there; only of those invited somebody may have stayed away.
            models.CheckConstraint(
                name="guest_marked_is_invited", condition=Q(is_invited=True) | Q(mark="")
            ),
        ]

    def __str__(self) -> str:
        return f"Guest {self.pk}"
