"""Whether the installation runs: a worker, its jobs, a recent backup."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from nenep.access.jobs import workers
from nenep.audit.models import Event
from nenep.commands.examinations import Finding
from nenep.core.formats import moment, number
from nenep.notices import post
from nenep.notices.models import Delivery

_LONGEST_WAIT = timedelta(minutes=10)
_OLDEST_BACKUP = timedelta(days=2)
_LETTERS_LOOKED_AT = timedelta(days=7)


def examine(*, at: datetime) -> Iterator[Finding]:
    """Look at what runs; connected as the owner."""
    at_work = workers()
    yield Finding(
        at_work > 0,
        f"Tiến trình nền đang chạy: {at_work}",
        "Hãy khởi động `nenep work` (dịch vụ nenep-worker).",
    )
    yield from _jobs(at)
    yield from _letters(at)
    last = Event.objects.filter(code="backup.made").order_by("-at").first()
    yield Finding(
        last is not None and at - last.at <= _OLDEST_BACKUP,
        f"Bản sao lưu gần nhất: {f'{moment(last.at)} ({last.words})' if last else 'chưa có'}",
        "Hãy chạy `nenep backup TỆP` mỗi đêm (docs/operations.md).",
    )


def _jobs(at: datetime) -> Iterator[Finding]:
    late = at - _LONGEST_WAIT
    waiting = DBTaskResult.objects.filter(
        Q(run_after=get_date_max(), enqueued_at__lt=late) | Q(run_after__lt=late),
        status=TaskResultStatus.READY,
    ).count()
    yield Finding(
        waiting == 0,
        f"Việc nền chờ quá 10 phút: {number(waiting)}",
        "Hãy xem `nenep work` có đang chạy, và nhật ký của nó.",
    )
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
    names = sorted({path.rpartition(".")[2] for path in failed.values_list("task_path", flat=True)})
    yield Finding(
        not names,
        f"Việc nền hỏng sau nhiều lần thử: {number(failed.count())}"
        + (f" ({', '.join(names)})" if names else ""),
        "Hãy xem nhật ký của `nenep work` (tìm «job failed») và báo cho người phụ trách dự án.",
    )


def _letters(at: datetime) -> Iterator[Finding]:
    """Look at messages sent outside, where the installation sends any."""
    if not post.is_on():
        return
    waiting = Delivery.objects.filter(
        state=Delivery.State.QUEUED, by_day=False, tries=0, due_at__lt=at - _LONGEST_WAIT
    ).count()
    yield Finding(
        waiting == 0,
        f"Thư báo chờ quá 10 phút chưa thử gửi: {number(waiting)}",
        "Hãy xem `nenep work` có đang chạy.",
    )
    lost = Delivery.objects.filter(
        state__in=[Delivery.State.FAILED, Delivery.State.UNCLEAR],
        changed_at__gte=at - _LETTERS_LOOKED_AT,
    )
    kinds = sorted({kind for kind in lost.values_list("failure", flat=True) if kind})
    yield Finding(
        not kinds,
        f"Thư báo không gửi được trong bảy ngày qua: {number(lost.count())}"
        + (f" ({', '.join(kinds)})" if kinds else ""),
        "Hãy xem MAIL_HOST, MAIL_USER, MAIL_PASSWORD và nhật ký của máy chủ thư; "
        "trang của buổi họp cho biết ai cần được báo bằng cách khác.",
    )
