"""What happens in the room: roll call, notes, votes, promises, scores, signatures."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.permissions import Permission
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.meetings.models.meeting import AgendaItem, Meeting, MeetingRole, Part
from nenep.members.models import Member
from nenep.tasks.models import Task


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
            "bí thư, phó bí thư, chủ trì, thư ký; người phụ trách; đảng ủy xã, chính người ấy",
            "như sổ biên bản của chi bộ",
        ),
        "name": PersonalField(
            Closeness.SENSITIVE,
            "điểm danh",
            "bí thư, phó bí thư, chủ trì, thư ký; người phụ trách; đảng ủy xã, chính người ấy",
            "như sổ biên bản của chi bộ",
        ),
        "sort_key": PersonalField(
            Closeness.SENSITIVE,
            "xếp theo tên",
            "bí thư, phó bí thư, chủ trì, thư ký; người phụ trách; đảng ủy xã, chính người ấy",
            "như sổ biên bản của chi bộ",
        ),
        "member_state": PersonalField(
            Closeness.SENSITIVE,
            "quyền dự và biểu quyết",
            "bí thư, phó bí thư, chủ trì, thư ký; người phụ trách; đảng ủy xã, chính người ấy",
            "như sổ biên bản của chi bộ",
        ),
        "mark": PersonalField(
            Closeness.PERSONAL,
            "có mặt hay vắng",
            "bí thư, phó bí thư, chủ trì, thư ký; người phụ trách; đảng ủy xã, chính người ấy",
            "như sổ biên bản của chi bộ",
        ),
        "unit": PersonalField(
            Closeness.SENSITIVE,
            "điểm danh theo chi bộ ở hội nghị nhiều chi bộ",
            "bí thư, phó bí thư, chủ trì, thư ký; người phụ trách; đảng ủy xã, chính người ấy",
            "như sổ biên bản của đảng ủy",
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
        read=Permission.MEETING_VIEW,
        insert=Permission.MEETING_RUN,
        update=Permission.MEETING_RUN,
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
            "bí thư, phó bí thư, chủ trì, thư ký; người phụ trách; đảng ủy xã",
            "như sổ biên bản của chi bộ",
        ),
        "function": PersonalField(
            Closeness.PERSONAL,
            "khách dự",
            "bí thư, phó bí thư, chủ trì, thư ký; người phụ trách; đảng ủy xã",
            "như sổ biên bản của chi bộ",
        ),
        "mark": PersonalField(
            Closeness.PERSONAL,
            "người được mời có mặt hay vắng",
            "bí thư, phó bí thư, chủ trì, thư ký; đảng ủy xã",
            "như sổ biên bản của đảng ủy",
        ),
    }
    not_personal: ClassVar = ("meeting", "is_invited", "version", "device")
    protection: ClassVar = Protection(
        read=Permission.MEETING_VIEW,
        insert=Permission.MEETING_RUN,
        update=Permission.MEETING_RUN,
        delete=Permission.MEETING_RUN,
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


class Vote(Scoped):
    """A vote (biểu quyết), by hands, by name or by ballot: parts and who was entitled, frozen."""

    class Way(models.TextChoices):
        HANDS = "hands", "Giơ tay"
        BALLOT = "ballot", "Bỏ phiếu kín"
        NAMED = "named", "Theo tên"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="votes")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="votes", null=True, blank=True
    )
    subject = models.CharField("biểu quyết về", max_length=300)
    rule = models.CharField("nguyên tắc", max_length=40)
    in_favour = models.PositiveSmallIntegerField("tán thành")
    against = models.PositiveSmallIntegerField("không tán thành")
    abstained = models.PositiveSmallIntegerField("không có ý kiến")
    # Present and entitled to vote at that moment; and what the majority is counted of.
    entitled = models.PositiveSmallIntegerField("số được biểu quyết")
    denominator = models.PositiveSmallIntegerField("mẫu số")
    reached = models.BooleanField("thông qua")
    sentence = models.CharField("kết quả", max_length=400)
    way = models.CharField("cách biểu quyết", max_length=8, choices=Way, default=Way.HANDS)
    # Of a vote on the score of a part: the lines as judged then (score_standing.py).
    score_of = models.ForeignKey(
        Part, models.CASCADE, related_name="score_votes", null=True, blank=True
    )
    score_digest = models.CharField(max_length=64, blank=True, default="")
    # Of a ballot only; who voted how is nowhere.
    tellers = models.CharField("tổ kiểm phiếu", max_length=300, blank=True, default="")
    issued = models.PositiveSmallIntegerField("phiếu phát ra", null=True)
    collected = models.PositiveSmallIntegerField("phiếu thu về", null=True)
    invalid = models.PositiveSmallIntegerField("phiếu không hợp lệ", null=True)

    personal: ClassVar = {
        "tellers": PersonalField(
            Closeness.SENSITIVE,
            "ai kiểm phiếu",
            "bí thư, phó bí thư, chủ trì, thư ký; người phụ trách; đảng ủy xã",
            "như sổ biên bản của chi bộ",
        ),
    }
    not_personal: ClassVar = (
        "meeting",
        "item",
        "subject",
        "rule",
        "in_favour",
        "against",
        "abstained",
        "entitled",
        "denominator",
        "reached",
        "sentence",
        "way",
        "score_of",
        "score_digest",
        "issued",
        "collected",
        "invalid",
    )
    protection: ClassVar = Protection(
        read=Permission.MEETING_VIEW,
        insert=Permission.MEETING_RUN,
        delete=Permission.MEETING_RUN,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="vote_parts_within_entitled",
                condition=Q(entitled__gte=F("in_favour") + F("against") + F("abstained")),
            ),
            models.CheckConstraint(name="vote_has_subject", condition=~Q(subject="")),
            models.CheckConstraint(
                name="vote_by_hands_has_no_ballots",
                condition=Q(way="ballot")
                | Q(issued=None, collected=None, invalid=None, tellers=""),
            ),
            models.UniqueConstraint(name="vote_on_score_once", fields=["score_of"]),
            models.CheckConstraint(
                name="vote_on_score_by_hands_says_what",
                condition=Q(score_of=None, score_digest="")
                | (Q(score_of__isnull=False, way="hands") & ~Q(score_digest="")),
            ),
            models.CheckConstraint(
                name="vote_by_name_adds_up",
                condition=~Q(way="named")
                | Q(entitled=F("in_favour") + F("against") + F("abstained")),
            ),
            models.CheckConstraint(
                name="vote_by_ballot_adds_up",
                condition=~Q(way="ballot")
                | (
                    ~Q(tellers="")
                    & Q(issued__isnull=False, collected__isnull=False, invalid__isnull=False)
                    & Q(issued__lte=F("entitled"), collected__lte=F("issued"))
                    & Q(collected=F("in_favour") + F("against") + F("abstained") + F("invalid"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Vote {self.pk}"


class PromiseMade(Scoped):
    """A task given in this meeting (việc giao tại buổi họp)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="promises")
    task = models.OneToOneField(Task, models.PROTECT, related_name="promised_in")

    protection: ClassVar = Protection(
        read=Permission.MEETING_VIEW,
        insert=Permission.MEETING_RUN,
        delete=Permission.MEETING_RUN,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"PromiseMade {self.pk}"


class ScoreEntry(Scoped):
    """One line of a part's score sheet, as judged (chấm điểm)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="score_entries")
    part = models.ForeignKey(Part, models.CASCADE, related_name="score_entries")
    line = models.CharField("tiêu chí", max_length=40)
    # Empty where a line was cleared again.
    points = models.DecimalField("điểm", max_digits=5, decimal_places=2, null=True)
    reason = models.CharField("lý do", max_length=300, blank=True)
    # Of the meeting when the line was last judged; by whom, and on which device.
    version = models.PositiveIntegerField(default=0)
    written_by = models.CharField("người chấm", max_length=120, blank=True)
    device = models.UUIDField(null=True)

    personal: ClassVar = {
        "written_by": PersonalField(
            Closeness.PERSONAL,
            "ai chấm, khi hai người cùng chấm một dòng",
            "bí thư, phó bí thư, chủ trì, thư ký; người phụ trách; đảng ủy xã",
            "như sổ biên bản của chi bộ",
        ),
    }
    not_personal: ClassVar = ("meeting", "part", "line", "points", "reason", "version", "device")
    protection: ClassVar = Protection(
        read=Permission.MEETING_VIEW,
        insert=Permission.MEETING_RUN,
        update=Permission.MEETING_RUN,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="score_line_once", fields=["part", "line"]),
            models.CheckConstraint(
                name="score_points_not_negative", condition=Q(points=None) | Q(points__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.points}"


class Command(Scoped):
    """One write of the room (lệnh): its id is made on the device and counts once.

    The payload is kept as a digest only; what it changed stands in its own table.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="commands")
    kind = models.CharField(max_length=40)
    payload_digest = models.CharField(max_length=64)
    base_version = models.PositiveIntegerField()
    device_time = models.DateTimeField(null=True)
    # When it happened, by the device, where it was sent later (room/times.py).
    happened_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    account_id = models.BigIntegerField()
    answer = models.JSONField()

    personal: ClassVar = {
        "account_id": PersonalField(
            Closeness.PERSONAL, "ai gửi lệnh", "chủ trì, thư ký, bí thư", "một năm"
        ),
        "answer": PersonalField(
            Closeness.PERSONAL,
            "câu trả lời cho máy đã gửi lệnh, có khi nêu tên người vừa ghi",
            "chủ trì, thư ký, bí thư",
            "một năm",
        ),
    }
    not_personal: ClassVar = (
        "meeting",
        "kind",
        "payload_digest",
        "base_version",
        "device_time",
        "happened_at",
        "received_at",
    )
    protection: ClassVar = Protection(
        read=Permission.MEETING_RUN, insert=Permission.MEETING_RUN, parent="meeting"
    )
    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Signature(Scoped):
    """One of the two who sign (chữ ký xác nhận), and the digest of what was signed.

    Confirmed by its owner in the application (with the own password, also on the other's
    device; or with a one-time code), or made by hand and entered by somebody else: on the
    print of the same words, or on the sheet from which the meeting was entered. Of the two
    at most one is by code or on the print. `entered_by` is who entered it, whose device it
    was, or who handed out the code.
    """

    class Way(models.TextChoices):
        APPLICATION = "app", "Xác nhận trên phần mềm"
        PAPER = "paper", "Ký trên bản giấy"
        SHEET = "sheet", "Ký trên phiếu họp giấy"
        BESIDE = "beside", "Xác nhận trên máy của người kia"
        CODE = "code", "Xác nhận bằng mã một lần"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="signatures")
    kind = models.CharField("vai trò", max_length=16, choices=MeetingRole.Kind)
    member = models.ForeignKey(Member, models.PROTECT, related_name="signatures")
    name = models.CharField("người ký", max_length=120)
    signed_at = models.DateTimeField("lúc")
    content_digest = models.CharField(max_length=64)
    way = models.CharField("cách ký", max_length=8, choices=Way, default=Way.APPLICATION)
    signed_on = models.DateField("ngày ký trên giấy", null=True, blank=True)
    witness = models.CharField("người chứng kiến", max_length=120, blank=True, default="")
    entered_by = models.CharField("người nhập", max_length=120, blank=True, default="")

    personal: ClassVar = {
        "member": PersonalField(
            Closeness.SENSITIVE,
            "ai ký biên bản",
            "đảng viên chi bộ, người phụ trách, đảng ủy xã",
            "như sổ biên bản của chi bộ",
        ),
        "name": PersonalField(
            Closeness.SENSITIVE,
            "ai ký biên bản",
            "đảng viên chi bộ, người phụ trách, đảng ủy xã",
            "như sổ biên bản của chi bộ",
        ),
        "witness": PersonalField(
            Closeness.SENSITIVE,
            "ai thấy chữ ký trên giấy",
            "đảng viên chi bộ, người phụ trách, đảng ủy xã",
            "như sổ biên bản của chi bộ",
        ),
        "entered_by": PersonalField(
            Closeness.SENSITIVE,
            "ai nhập chữ ký trên giấy",
            "đảng viên chi bộ, người phụ trách, đảng ủy xã",
            "như sổ biên bản của chi bộ",
        ),
    }
    not_personal: ClassVar = (
        "meeting",
        "kind",
        "signed_at",
        "content_digest",
        "way",
        "signed_on",
    )
    protection: ClassVar = Protection(
        read=Permission.ROSTER_VIEW,
        insert=Permission.MEETING_RUN,
        delete=Permission.MEETING_RUN,
        own="member_id",
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="signature_once", fields=["meeting", "kind"]),
            models.UniqueConstraint(name="signature_two_people", fields=["meeting", "member"]),
            # Somebody answers for the entry: the other signature is its owner's own.
            models.UniqueConstraint(
                name="signature_one_on_paper",
                fields=["meeting"],
                condition=Q(way__in=["paper", "code"]),
            ),
            models.CheckConstraint(
                name="signature_on_paper_says_all",
                condition=Q(way="app", signed_on=None, witness="", entered_by="")
                | (
                    Q(way__in=["paper", "sheet"], signed_on__isnull=False)
                    & ~Q(witness="")
                    & ~Q(entered_by="")
                )
                | (Q(way__in=["beside", "code"], signed_on=None, witness="") & ~Q(entered_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Signature {self.pk}"


class SigningCode(Scoped):
    """A one-time code with which somebody without an account signs one entry (mã ký một lần).

    Handed out on paper by who looks after accounts; kept as a digest, gone once used.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="signing_codes")
    member = models.ForeignKey(Member, models.PROTECT, related_name="signing_codes")
    digest = models.BinaryField(unique=True)
    expires_at = models.DateTimeField("dùng đến")
    issued_by = models.CharField("người đưa mã", max_length=120)

    personal: ClassVar = {
        "member": PersonalField(
            Closeness.SENSITIVE,
            "ai được ký bằng mã",
            "bí thư, phó bí thư, văn phòng đảng ủy",
            "một ngày, hoặc đến khi ký",
        ),
        "issued_by": PersonalField(
            Closeness.SENSITIVE,
            "ai đưa mã, ghi vào biên bản",
            "bí thư, phó bí thư, văn phòng đảng ủy",
            "một ngày, hoặc đến khi ký",
        ),
    }
    not_personal: ClassVar = ("meeting", "digest", "expires_at")
    protection: ClassVar = Protection(
        read=Permission.ACCOUNTS_MANAGE,
        insert=Permission.ACCOUNTS_MANAGE,
        delete=Permission.ACCOUNTS_MANAGE,
        parent="meeting",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="signing_code_one_each", fields=["meeting", "member"])
        ]

    def __str__(self) -> str:
        return f"SigningCode {self.pk}"
