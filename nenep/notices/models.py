"""What people are told, how it reaches them outside the product, and what it may say there."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.members.models import Member
from nenep.members.permissions import MemberPermission
from nenep.notices.permissions import NoticePermission
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission

# Between what a message is about and which time it is sent.
AGAIN = " lần "


class LetterWording(Scoped):
    """A committee's decision on what messages outside the product say (cách ghi thư báo).

    Without one, or where it is taken back, they name neither Party nor cell. It holds for
    the subtree until a committee nearer to a cell, or a later one of the same, decides anew.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="letter_wordings")
    says_more = models.BooleanField("ghi rõ nội dung")
    valid_from = models.DateField("áp dụng từ ngày")
    decision = models.CharField("theo quyết định số", max_length=200)
    # The post, not the person; who it was stands in the log.
    decided_by = models.CharField("người ghi", max_length=200)
    decided_at = models.DateTimeField("ghi lúc")

    protection: ClassVar = Protection(
        read=TreePermission.TREE_VIEW,
        insert=NoticePermission.NOTICES_DECIDE,
        parent="organisation",
        from_above="organisation_id",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="letter_wording_names_decision", condition=~Q(decision=""))
        ]
        indexes = [
            models.Index(fields=["organisation", "-valid_from"], name="letter_wording_newest")
        ]

    def __str__(self) -> str:
        return f"LetterWording {self.pk}"


class Appointment(Scoped):
    """What calendars are told of one meeting (mục lịch): a row for each version, none changed.

    `uid` is the same for everybody and for every version; `sequence` rises with every change of
    what stands in a calendar, whether it is mailed or downloaded.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="appointments")
    uid = models.UUIDField()
    sequence = models.PositiveSmallIntegerField("lần")
    title = models.CharField("tên", max_length=200)
    starts_at = models.DateTimeField("bắt đầu")
    minutes = models.PositiveSmallIntegerField("số phút")
    place = models.CharField("địa điểm", max_length=200, blank=True)
    is_cancelled = models.BooleanField("không họp", default=False)
    # Written because somebody downloaded the meeting, not because anybody was told.
    for_download = models.BooleanField("để tải về", default=False)

    protection: ClassVar = Protection(
        read=(TreePermission.FIGURES_VIEW, MemberPermission.ROSTER_VIEW, NoticePermission.DELIVER),
        insert=NoticePermission.NOTICE_TELL,
        parent="organisation",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="appointment_version_once", fields=["uid", "sequence"])
        ]

    def __str__(self) -> str:
        return f"Appointment {self.pk}"


class Notice(Scoped):
    """A message to one member, or to the committee above (thông báo).

    `member` empty means "the committee above": whoever looks over the cell reads it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="notices")
    member = models.ForeignKey(Member, models.PROTECT, related_name="notices", null=True)
    # What it is about, with its version or step, so that telling twice tells once.
    about = models.CharField(max_length=64)
    # The code of an `Occasion` that some app declares; `database.py` refuses any other.
    occasion = models.CharField("dịp", max_length=40)
    subject = models.CharField("tiêu đề", max_length=200)
    text = models.TextField("nội dung")
    link = models.CharField(max_length=200, blank=True)
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, related_name="notices", null=True, blank=True
    )
    sent_at = models.DateTimeField("gửi lúc")
    read_at = models.DateTimeField("đọc lúc", null=True)

    personal: ClassVar = {
        "member": PersonalField(
            Closeness.SENSITIVE, "gửi cho ai", Audience.ONESELF, Kept.TWO_YEARS
        ),
    }
    not_personal: ClassVar = (
        "organisation",
        "about",
        "occasion",
        "subject",
        "text",
        "link",
        "appointment",
        "sent_at",
        "read_at",
    )
    # Whoever tells reads back which of the rows are there: to send each once.
    protection: ClassVar = Protection(
        read=NoticePermission.DELIVER,
        insert=NoticePermission.NOTICE_TELL,
        own="member_id",
        own_updates=True,
        columns=("read_at",),
        parent="organisation",
        also_read=("member_id IS NULL", TreePermission.FIGURES_VIEW),
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="notice_once", fields=["about", "member"], condition=Q(member__isnull=False)
            ),
            models.UniqueConstraint(
                name="notice_above_once", fields=["about"], condition=Q(member=None)
            ),
        ]
        indexes = [models.Index(fields=["member", "-sent_at"], name="notice_of_member")]

    def __str__(self) -> str:
        return f"Notice {self.pk}"


class Delivery(Scoped):
    """One notice on its way to one person outside the product (lượt gửi thư).

    The address is not here: it is read at the moment of sending. What was sent, or may have
    been, is never sent again; `database.py` sees to that.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Chờ gửi"
        SENDING = "sending", "Đang gửi"
        SENT = "sent", "Đã gửi"
        FAILED = "failed", "Không gửi được"
        NO_ADDRESS = "no_address", "Chưa có địa chỉ"
        UNCLEAR = "unclear", "Không rõ đã tới chưa"

    class Channel(models.TextChoices):
        EMAIL = "email", "Thư điện tử"

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="deliveries")
    member = models.ForeignKey(Member, models.PROTECT, related_name="deliveries")
    # The notice's, so that one message reaches one person once by one channel.
    about = models.CharField(max_length=64)
    channel = models.CharField("kênh", max_length=8, choices=Channel, default=Channel.EMAIL)
    state = models.CharField("tình trạng", max_length=12, choices=State, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField("số lần thử", default=0)
    # Not before; a reminder does not go out at night.
    due_at = models.DateTimeField("gửi từ lúc")
    by_day = models.BooleanField("chỉ gửi ban ngày", default=False)
    changed_at = models.DateTimeField("lúc")
    # A kind of error and a code, never its words: they quote the address.
    failure = models.CharField("lỗi", max_length=60, blank=True)

    personal: ClassVar = {
        "member": PersonalField(
            Closeness.SENSITIVE,
            "gửi cho ai",
            Audience.LEADERS_AND_OFFICE,
            Kept.TWO_YEARS,
        ),
        "state": PersonalField(
            Closeness.PERSONAL,
            "biết ai cần được báo bằng cách khác",
            Audience.LEADERS_AND_OFFICE,
            Kept.TWO_YEARS,
        ),
    }
    not_personal: ClassVar = (
        "notice",
        "about",
        "channel",
        "tries",
        "due_at",
        "by_day",
        "changed_at",
        "failure",
    )
    protection: ClassVar = Protection(
        read=(MemberPermission.MAIL_VIEW, NoticePermission.DELIVER),
        insert=NoticePermission.DELIVER,
        update=NoticePermission.DELIVER,
        columns=("state", "tries", "due_at", "changed_at", "failure"),
        parent="notice",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="delivery_once", fields=["about", "member", "channel"]),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="delivery_waiting",
                condition=Q(state__in=["queued", "sending"]),
            )
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk}"
