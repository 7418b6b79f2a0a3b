"""Who promised what by when, wherever it was promised."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.members.models import Member
from nenep.organisations.models import Organisation
from nenep.tasks.permissions import TaskPermission


class Task(Scoped):
    """Something promised (việc đã giao): a person, a product and a day.

    It keeps its `identity` from one agenda to the next until it is done or dropped.
    """

    class State(models.TextChoices):
        OPEN = "open", "Đang làm"
        DONE = "done", "Đã xong"
        DROPPED = "dropped", "Thôi không làm"

    identity = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="tasks")
    member = models.ForeignKey(Member, models.PROTECT, related_name="tasks")
    holder_name = models.CharField("người làm", max_length=120)
    title = models.CharField("việc", max_length=300)
    product = models.CharField("sản phẩm", max_length=300, blank=True)
    due_on = models.DateField("xong trước hết ngày")
    given_on = models.DateField("ngày giao")
    state = models.CharField("tình trạng", max_length=8, choices=State, default=State.OPEN)
    settled_on = models.DateField("ngày xong", null=True, blank=True)
    result = models.CharField("kết quả", max_length=500, blank=True)

    personal: ClassVar = {
        "member": PersonalField(
            Closeness.SENSITIVE,
            "ai nhận việc",
            Audience.RUNNERS_ABOVE_AND_ONESELF,
            Kept.AS_THE_BOOK,
        ),
        "holder_name": PersonalField(
            Closeness.SENSITIVE,
            "ai nhận việc",
            Audience.RUNNERS_ABOVE_AND_ONESELF,
            Kept.AS_THE_BOOK,
        ),
        "title": PersonalField(
            Closeness.PERSONAL,
            "việc được giao",
            Audience.RUNNERS_ABOVE_AND_ONESELF,
            Kept.AS_THE_BOOK,
        ),
        "result": PersonalField(
            Closeness.PERSONAL,
            "kết quả việc được giao",
            Audience.RUNNERS_ABOVE_AND_ONESELF,
            Kept.AS_THE_BOOK,
        ),
    }
    not_personal: ClassVar = (
        "identity",
        "organisation",
        "product",
        "due_on",
        "given_on",
        "state",
        "settled_on",
    )
    protection: ClassVar = Protection(
        read=TaskPermission.TASK_VIEW,
        insert=TaskPermission.TASK_GIVE,
        update=TaskPermission.TASK_GIVE,
        own="member_id",
        parent="organisation",
    )
    objects = ScopedQuerySet.as_manager()

    def stood(self, day: date | None) -> tuple["Task.State", str]:
        """Return state and result as they were when a day ended; None for now."""
        if day is not None and self.settled_on is not None and self.settled_on > day:
            return Task.State.OPEN, ""
        return Task.State(self.state), self.result

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="task_settled_has_day",
                condition=Q(state="open", settled_on=None)
                | (~Q(state="open") & Q(settled_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="task_due_after_given", condition=Q(due_on__gte=models.F("given_on"))
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "due_on"], name="task_open")]

    def __str__(self) -> str:
        return f"Việc {self.pk}"


class TaskReport(Scoped):
    """What the holder says of a task (báo tình trạng): it settles nothing by itself.

    Reports are added, never changed; the last one counts.
    """

    class Says(models.TextChoices):
        DOING = "doing", "Đang làm"
        FINISHED = "finished", "Xong, đề nghị xác nhận"

    task = models.ForeignKey(Task, models.PROTECT, related_name="reports")
    member = models.ForeignKey(Member, models.PROTECT, related_name="task_reports")
    says = models.CharField("tình trạng", max_length=8, choices=Says)
    words = models.CharField("nói rõ", max_length=500, blank=True)
    at = models.DateTimeField("lúc")

    personal: ClassVar = {
        "member": PersonalField(
            Closeness.SENSITIVE,
            "ai nhận việc",
            Audience.RUNNERS_ABOVE_AND_ONESELF,
            Kept.AS_THE_BOOK,
        ),
        "words": PersonalField(
            Closeness.PERSONAL,
            "người làm nói về việc được giao",
            Audience.RUNNERS_ABOVE_AND_ONESELF,
            Kept.AS_THE_BOOK,
        ),
    }
    not_personal: ClassVar = ("task", "says", "at")
    protection: ClassVar = Protection(
        read=TaskPermission.TASK_VIEW,
        insert=TaskPermission.TASK_GIVE,
        own="member_id",
        own_inserts=True,
        parent="task",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="task_report_finished_says_what",
                condition=~Q(says="finished") | ~Q(words=""),
            )
        ]
        indexes = [models.Index(fields=["task", "-at"], name="task_report_last")]

    def __str__(self) -> str:
        return f"Report {self.pk}"
