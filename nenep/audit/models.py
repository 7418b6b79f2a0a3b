"""Who did what: events in readable words, and the history of every change."""

import uuid
from typing import ClassVar

from django.db import models

from nenep.access.audiences import Audience, Kept
from nenep.access.models import EVERYBODY, Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.audit.permissions import AuditPermission


class Event(Scoped):
    """Something somebody did or was refused (nhật ký). Append-only, no personal data."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField("lúc")
    account_id = models.BigIntegerField("tài khoản")
    label = models.CharField("với tư cách", max_length=300)
    code = models.CharField("việc", max_length=64)
    target_table = models.CharField(max_length=64, blank=True)
    target_id = models.CharField(max_length=64, blank=True)
    words = models.CharField("nội dung", max_length=500)

    # Whoever acts writes what was done, in nobody else's name.
    personal: ClassVar = {
        "account_id": PersonalField(
            Closeness.PERSONAL,
            "ai đã làm",
            Audience.COMMITTEE_AND_ADMINISTRATOR,
            Kept.AS_THE_JOURNAL,
        ),
        "label": PersonalField(
            Closeness.PERSONAL,
            "với tư cách nào",
            Audience.COMMITTEE_AND_ADMINISTRATOR,
            Kept.AS_THE_JOURNAL,
        ),
        "words": PersonalField(
            Closeness.PERSONAL,
            "việc đã làm, lý do xem thông tin riêng",
            Audience.COMMITTEE_AND_ADMINISTRATOR,
            Kept.AS_THE_JOURNAL,
        ),
    }
    not_personal: ClassVar = (
        "at",
        "code",
        "target_table",
        "target_id",
    )
    protection: ClassVar = Protection(
        read=AuditPermission.AUDIT_VIEW, insert=EVERYBODY, signed_by="account_id"
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["scope_key", "-at"], name="event_by_place")]

    def __str__(self) -> str:
        return self.words


class Change(Scoped):
    """One change of one row (lịch sử thay đổi). Written by a trigger, append-only.

    An update keeps the columns that changed, as they were; a deletion keeps the row. Whoever
    reads it must be allowed to read the table it speaks of: history unmasks nothing.
    """

    at = models.DateTimeField()
    account_id = models.BigIntegerField()
    label = models.CharField(max_length=300)
    table_name = models.CharField(max_length=64)
    row_id = models.CharField(max_length=64)
    operation = models.CharField(max_length=8)
    before = models.JSONField(null=True)

    personal: ClassVar = {
        "account_id": PersonalField(
            Closeness.PERSONAL,
            "ai đã đổi",
            Audience.COMMITTEE_AND_ADMINISTRATOR,
            Kept.AS_THE_JOURNAL,
        ),
        "label": PersonalField(
            Closeness.PERSONAL,
            "với tư cách nào",
            Audience.COMMITTEE_AND_ADMINISTRATOR,
            Kept.AS_THE_JOURNAL,
        ),
        "before": PersonalField(
            Closeness.SENSITIVE,
            "nội dung trước khi đổi, trừ cột đang che",
            "lãnh đạo và văn phòng cấp ủy",
            Kept.AS_THE_JOURNAL,
        ),
    }
    not_personal: ClassVar = (
        "at",
        "table_name",
        "row_id",
        "operation",
    )
    protection: ClassVar = Protection(read=AuditPermission.AUDIT_VIEW, of_table="table_name")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["table_name", "row_id"], name="change_of_row")]

    def __str__(self) -> str:
        return f"{self.operation} {self.table_name} {self.row_id}"
