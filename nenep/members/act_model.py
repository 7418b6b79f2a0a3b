"""What was done about a member and rests on a decision: the table of acts."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.members.permissions import MemberPermission
from nenep.organisations.models import Organisation


class Act(Scoped):
    """Something done about a member with its day, decision and reason (việc về đảng viên).

    Kept for ever; `trace` says which dated rows it made and ended, so that it can be taken back
    whole. Those with a `movement` change how many members there are (biến động).
    """

    class Kind(models.TextChoices):
        ENROLLED = "enrolled", "Thêm đảng viên"
        TRANSFERRED = "transferred", "Chuyển chi bộ"
        TEMPORARY = "temporary", "Sinh hoạt tạm thời"
        EXEMPTED = "exempted", "Miễn sinh hoạt"
        SUSPENDED = "suspended", "Đình chỉ"
        RECOGNISED = "recognised", "Công nhận chính thức"
        MOVED_OUT = "moved_out", "Chuyển đi"
        MOVED_IN = "moved_in", "Chuyển đến"
        DIED = "died", "Từ trần"
        LEFT_PARTY = "left_party", "Ra khỏi Đảng"
        RESTORED = "restored", "Phục hồi"
        APPOINTED = "appointed", "Giao chức vụ"
        POST_ENDED = "post_ended", "Thôi chức vụ"
        # Keeps why; corrected again where it was wrong, never taken back.
        CORRECTED = "corrected", "Sửa"

    class Movement(models.TextChoices):
        ADMITTED = "admitted", "Kết nạp"
        MOVED_IN = "moved_in", "Chuyển đến"
        RESTORED = "restored", "Phục hồi đảng tịch"
        DIED = "died", "Từ trần"
        EXPELLED = "expelled", "Khai trừ"
        STRUCK_OFF = "struck_off", "Xóa tên"
        LEFT = "left", "Xin ra"
        MOVED_OUT = "moved_out", "Chuyển đi"

    class Ground(models.TextChoices):
        AGE = "age", "Tuổi cao, sức yếu"
        OTHER = "other", "Trường hợp khác theo quy định"

    member = models.ForeignKey("members.Member", models.PROTECT, related_name="acts")
    # The cell it happened in: where somebody left, or came to.
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True
    )
    kind = models.CharField("việc", max_length=16, choices=Kind)
    movement = models.CharField("loại biến động", max_length=16, choices=Movement, blank=True)
    ground = models.CharField("trường hợp miễn", max_length=8, choices=Ground, blank=True)
    day = models.DateField("ngày")
    # The first day it no longer holds, of what holds for a time.
    until = models.DateField("đến trước ngày", null=True, blank=True)
    # Outside the commune: where to, or where from.
    elsewhere = models.CharField("nơi ngoài xã", max_length=200, blank=True)
    is_far = models.BooleanField("ngoài tỉnh", default=False)
    was_probationary = models.BooleanField("khi ấy còn dự bị", default=False)
    decision = models.CharField("theo quyết định, nghị quyết", max_length=200, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)
    trace = models.JSONField(default=dict)
    recorded_at = models.DateTimeField("ghi lúc")
    reported_on = models.DateField("đã báo cấp trên ngày", null=True, blank=True)
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)

    personal: ClassVar = {
        "member": PersonalField(
            Closeness.SENSITIVE,
            "việc này là về ai",
            Audience.LEADERS_AND_OFFICE,
            Kept.UNTIL_OUT_OF_THE_PARTY,
        ),
        "movement": PersonalField(
            Closeness.SENSITIVE,
            "báo cáo tăng, giảm đảng viên",
            Audience.LEADERS_AND_OFFICE,
            Kept.UNTIL_OUT_OF_THE_PARTY,
        ),
        "kind": PersonalField(
            Closeness.SENSITIVE,
            "đã làm việc gì",
            Audience.LEADERS_AND_OFFICE,
            Kept.UNTIL_OUT_OF_THE_PARTY,
        ),
        "ground": PersonalField(
            Closeness.SENSITIVE,
            "ai quyết định việc miễn, đến khi nào",
            Audience.LEADERS_AND_OFFICE,
            Kept.UNTIL_OUT_OF_THE_PARTY,
        ),
        "elsewhere": PersonalField(
            Closeness.PERSONAL,
            "chuyển đi đâu, từ đâu đến",
            Audience.LEADERS_AND_OFFICE,
            Kept.UNTIL_OUT_OF_THE_PARTY,
        ),
        "reason": PersonalField(
            Closeness.SENSITIVE,
            "vì sao, để đối chiếu với quyết định",
            Audience.LEADERS_AND_OFFICE,
            Kept.UNTIL_OUT_OF_THE_PARTY,
        ),
    }
    not_personal: ClassVar = (
        "organisation",
        "to_organisation",
        "day",
        "until",
        "is_far",
        "was_probationary",
        "decision",
        "trace",
        "recorded_at",
        "reported_on",
        "undone_at",
    )
    protection: ClassVar = Protection(
        read=MemberPermission.PERSON_VIEW,
        insert=MemberPermission.MEMBERS_EDIT,
        update=MemberPermission.MEMBERS_EDIT,
        columns=("reported_on", "undone_at"),
        own="member_id",
        parent="member",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="act_movement_of_its_kind",
                condition=Q(kind__in=["died", "moved_out", "moved_in"], movement=F("kind"))
                | Q(kind="left_party", movement__in=["expelled", "struck_off", "left"])
                | Q(kind="enrolled", movement__in=["", "admitted", "moved_in", "restored"])
                | Q(kind="restored", movement__in=["", "restored"])
                | (
                    Q(movement="")
                    & ~Q(
                        kind__in=[
                            "died",
                            "moved_out",
                            "moved_in",
                            "left_party",
                            "enrolled",
                            "restored",
                        ]
                    )
                ),
            ),
            models.CheckConstraint(
                name="act_ground_of_an_exemption",
                condition=Q(kind="exempted") & ~Q(ground="") | ~Q(kind="exempted") & Q(ground=""),
            ),
            models.CheckConstraint(
                name="act_until_after_its_day", condition=Q(until=None) | Q(until__gt=F("day"))
            ),
        ]
        indexes = [models.Index(fields=["organisation", "day"], name="act_by_place")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.member_id}"


# What takes a member out of the count; what brings one into it again.
OUT = (
    Act.Movement.DIED,
    Act.Movement.EXPELLED,
    Act.Movement.STRUCK_OFF,
    Act.Movement.LEFT,
    Act.Movement.MOVED_OUT,
)
IN = (Act.Movement.ADMITTED, Act.Movement.MOVED_IN, Act.Movement.RESTORED)
