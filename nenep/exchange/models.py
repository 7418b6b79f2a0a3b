"""The uploaded workbook between its preview and its loading."""

from typing import ClassVar

from django.db import models

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, ScopedQuerySet
from nenep.access.personal import Kind, PersonalField
from nenep.sheets.permissions import SheetPermission


class ImportDraft(models.Model):
    """A workbook somebody uploaded and has not loaded yet (tệp chờ nạp).

    Only its account reads it; its bytes go when it is loaded, the rest when the next one
    comes and when it is too old. Nothing of it is in any other table.
    """

    class State(models.TextChoices):
        READING = "reading", "đang đọc"
        SHOWN = "shown", "chờ xem và nạp"
        LOADING = "loading", "đang nạp"
        LOADED = "loaded", "đã nạp"
        REFUSED = "refused", "không đọc được"

    account_id = models.BigIntegerField("tài khoản", unique=True)
    filename = models.CharField("tên tệp", max_length=200)
    data = models.BinaryField()
    state = models.CharField(
        "tình trạng", max_length=8, choices=State, default=State.READING, db_default="reading"
    )
    # What `Preview.to_json` wrote, so that paging through it reads no workbook again; once
    # loaded, only how many rows were what.
    preview = models.JSONField(default=dict, db_default={})
    sentence = models.TextField("lời báo", blank=True, db_default="")
    # How far the worker is: the sheet, rows done, rows to do (0 where that is not known).
    sheet = models.CharField("trang đang làm", max_length=60, blank=True, db_default="")
    done = models.PositiveIntegerField("số dòng đã làm", default=0, db_default=0)
    total = models.PositiveIntegerField("số dòng phải làm", default=0, db_default=0)
    created_at = models.DateTimeField("gửi lúc")
    expires_at = models.DateTimeField("giữ đến")

    # Without update and delete there is no history trigger, which would keep the bytes.
    protection: ClassVar = Protection(
        read=None,
        insert=SheetPermission.IMPORT,
        own_account="account_id",
        guarded_apart=True,
    )
    personal: ClassVar = {
        name: PersonalField(
            kind=kind,
            purpose="xem trước khi nạp bảng tính",
            seen_by=Audience.SENDER_OF_THE_FILE,
            kept=Kept.UNTIL_LOADED,
        )
        for name, kind in (
            ("account_id", Kind.PERSONAL),
            ("data", Kind.SENSITIVE),
            ("preview", Kind.SENSITIVE),
            ("filename", Kind.PERSONAL),
            ("sentence", Kind.SENSITIVE),
        )
    }
    not_personal: ClassVar = frozenset(
        {"created_at", "expires_at", "state", "sheet", "done", "total"}
    )
    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"ImportDraft {self.pk}"
