"""What log-ins leave to the worker."""

from nenep.access.actor import Actor
from nenep.access.jobs import job
from nenep.accounts import functions
from nenep.core import clock


@job(purpose="dọn phiên và phiếu đã hết hạn", permissions=frozenset())
def clear_expired(*, day: str, actor: Actor) -> None:  # noqa: ARG001  (a day's job differs from the next day's)
    """Remove sessions and slips whose time is over."""
    functions.clear_expired(clock.now())
