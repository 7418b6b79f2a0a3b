"""What people are told inside the product."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.permissions import Permission
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.members.models import Member
from nenep.organisations.models import Organisation


class Notice(Scoped):
    """A message to one member, or to the committee above (thông báo).

    `member` empty means "the committee above": whoever looks over the cell reads it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="notices")
    member = models.ForeignKey(Member, models.PROTECT, related_name="notices", null=True)
    # What it is about, with its version, so that telling twice tells once.
    about = models.CharField(max_length=64)
    subject = models.CharField("tiêu đề", max_length=200)
    text = models.TextField("nội dung")
    link = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField("gửi lúc")
    read_at = models.DateTimeField("đọc lúc", null=True)

    personal: ClassVar = {
        "member": PersonalField(Closeness.SENSITIVE, "gửi cho ai", "chính người ấy", "hai năm"),
    }
    not_personal: ClassVar = (
        "organisation",
        "about",
        "subject",
        "text",
        "link",
        "sent_at",
        "read_at",
    )
    protection: ClassVar = Protection(
        read=None,
        insert=Permission.MEETING_PLAN,
        own="member_id",
        own_updates=True,
        columns=("read_at",),
        parent="organisation",
        also_read=("member_id IS NULL", Permission.FIGURES_VIEW),
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
