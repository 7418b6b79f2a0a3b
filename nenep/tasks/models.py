"""Who does what by when, wherever it was promised or given."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from nenep.access.audiences import Audience, Kept
from nenep.access.models import EVERYBODY, Protection, Scoped, ScopedQuerySet, Where
from nenep.access.personal import Kind as Closeness
from nenep.access.personal import PersonalField
from nenep.members.models import Member
from nenep.organisations.models import Body, Organisation
from nenep.tasks.permissions import TaskPermission

_HOLDER = PersonalField(Closeness.SENSITIVE, "ai nhận việc", Audience.OF_A_TASK, Kept.AS_THE_BOOK)
_SUPERVISOR = PersonalField(
    Closeness.SENSITIVE, "ai theo dõi việc", Audience.OF_A_TASK, Kept.AS_THE_BOOK
)
_WRITING = (
    Where("source = 'meeting'", TaskPermission.TASK_GIVE),
    Where("source = 'assigned'", TaskPermission.TASK_ASSIGN),
)


def _one_holder() -> Q:
    """Return the condition that exactly one of the three kinds of holders is there."""
    kinds = ("member", "body", "holder_organisation")
    found = Q()
    for held in kinds:
        found |= Q(**{f"{kind}__isnull": kind != held for kind in kinds})
    return found


class Task(Scoped):
    """Something to be done (việc được giao): a holder, a product and a day.

    It lies with the organisation of its holder: with the cell of a member, with the
    organisation of a body. What a meeting gives (a promise) is a member's; it keeps its
    `identity` from one agenda to the next until it is done or dropped. What a committee above
    gives is held by a member, a body or the organisation itself.
    """

    class State(models.TextChoices):
        OPEN = "open", "Đang làm"
        DONE = "done", "Đã xong"
        DROPPED = "dropped", "Thôi không làm"

    class Source(models.TextChoices):
        MEETING = "meeting", "Giao tại buổi họp"
        ASSIGNED = "assigned", "Giao trực tiếp"

    identity = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="tasks")
    member = models.ForeignKey(Member, models.PROTECT, related_name="tasks", null=True, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="tasks", null=True, blank=True)
    holder_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="tasks_held", null=True, blank=True
    )
    # Who holds it, in the words of the day it was given.
    holder_name = models.CharField("người làm", max_length=200)
    # Whether a member holds it: what its reports must say too; see database.py.
    by_member = models.GeneratedField(
        expression=Q(member__isnull=False),  # type: ignore[arg-type]  # a condition will do
        output_field=models.BooleanField(),
        db_persist=True,
    )
    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="tasks_given")
    # Empty where nobody said which, as of promises older than this column.
    giver_body = models.ForeignKey(
        Body, models.PROTECT, related_name="tasks_given", null=True, blank=True
    )
    giver_name = models.CharField("nơi giao", max_length=250)
    source = models.CharField("giao ở đâu", max_length=8, choices=Source, default=Source.MEETING)
    source_words = models.CharField("căn cứ", max_length=300, blank=True)
    supervisor = models.ForeignKey(
        Member, models.PROTECT, related_name="tasks_supervised", null=True, blank=True
    )
    supervisor_name = models.CharField("người theo dõi", max_length=120, blank=True)
    title = models.CharField("việc", max_length=300)
    product = models.CharField("sản phẩm", max_length=300, blank=True)
    due_on = models.DateField("xong trước hết ngày")
    given_on = models.DateField("ngày giao")
    state = models.CharField("tình trạng", max_length=8, choices=State, default=State.OPEN)
    settled_on = models.DateField("ngày xong", null=True, blank=True)
    result = models.CharField("kết quả", max_length=500, blank=True)

    personal: ClassVar = {
        "member": _HOLDER,
        "holder_name": _HOLDER,
        "supervisor": _SUPERVISOR,
        "supervisor_name": _SUPERVISOR,
        "title": PersonalField(
            Closeness.PERSONAL,
            "việc được giao",
            Audience.OF_A_TASK,
            Kept.AS_THE_BOOK,
        ),
        "result": PersonalField(
            Closeness.PERSONAL,
            "kết quả việc được giao",
            Audience.OF_A_TASK,
            Kept.AS_THE_BOOK,
        ),
    }
    not_personal: ClassVar = (
        "identity",
        "organisation",
        "body",
        "holder_organisation",
        "by_member",
        "giver",
        "giver_body",
        "giver_name",
        "source",
        "source_words",
        "product",
        "due_on",
        "given_on",
        "state",
        "settled_on",
    )
    # A promise is the meeting's, whatever somebody above may give: neither touches the other's.
    protection: ClassVar = Protection(
        read=TaskPermission.TASK_VIEW,
        insert=_WRITING,
        update=_WRITING,
        own="member_id",
        parent="organisation",
        also_read=("supervisor_id = current_setting('nenep.member')::bigint", EVERYBODY),
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
                name="task_due_after_given", condition=Q(due_on__gte=F("given_on"))
            ),
            models.CheckConstraint(name="task_one_holder", condition=_one_holder()),
            models.CheckConstraint(
                name="task_held_where_it_lies",
                condition=Q(holder_organisation=None) | Q(holder_organisation=F("organisation")),
            ),
            models.CheckConstraint(
                name="task_promise_of_a_member",
                condition=~Q(source="meeting") | Q(member__isnull=False, giver=F("organisation")),
            ),
            models.CheckConstraint(
                name="task_supervisor_named",
                condition=Q(supervisor=None, supervisor_name="")
                | (Q(supervisor__isnull=False) & ~Q(supervisor_name="")),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "due_on"], name="task_open")]

    def __str__(self) -> str:
        return f"Việc {self.pk}"


class TaskReport(Scoped):
    """What the holder says of a task (báo tình trạng): it settles nothing by itself.

    Reports are added, never changed; the last one counts. Of what a body or an organisation
    holds, whoever acts for it says so: `duty` names in which post, and there is no member.
    """

    class Says(models.TextChoices):
        DOING = "doing", "Đang làm"
        FINISHED = "finished", "Xong, đề nghị xác nhận"

    task = models.ForeignKey(Task, models.PROTECT, related_name="reports")
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="task_reports", null=True, blank=True
    )
    by_member = models.GeneratedField(
        expression=Q(member__isnull=False),  # type: ignore[arg-type]  # a condition will do
        output_field=models.BooleanField(),
        db_persist=True,
    )
    duty = models.CharField("tư cách", max_length=250, blank=True)
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
    not_personal: ClassVar = ("task", "by_member", "duty", "says", "at")
    protection: ClassVar = Protection(
        read=TaskPermission.TASK_VIEW,
        insert=(
            TaskPermission.TASK_GIVE,
            Where("member_id IS NULL", TaskPermission.TASK_ASSIGN),
        ),
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
            ),
            models.CheckConstraint(
                name="task_report_says_in_which_duty",
                condition=Q(member__isnull=False, duty="") | (Q(member=None) & ~Q(duty="")),
            ),
        ]
        indexes = [models.Index(fields=["task", "-at"], name="task_report_last")]

    def __str__(self) -> str:
        return f"Report {self.pk}"
