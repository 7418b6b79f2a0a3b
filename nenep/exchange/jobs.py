"""What importing leaves to the worker."""

from nenep.access.actor import Actor
from nenep.access.jobs import job
from nenep.core import clock
from nenep.exchange.actions import forget_draft


@job(purpose="bỏ tệp chờ nạp đã quá hạn", permissions=frozenset())
def forget_old_drafts(*, actor: Actor) -> None:  # noqa: ARG001  (a job names for whom it acts)
    """Forget every draft that is too old; may run at any time."""
    forget_draft(at=clock.now())
