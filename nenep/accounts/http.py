"""What a request carries once somebody acts, and how a view says who may reach it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ParamSpec, Protocol, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from nenep.access import http as access
from nenep.access.ranges import Range

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer", bound=HttpResponse)


class Duty(Protocol):
    """One post, stand-in or duty in which a person may act; see `members.queries`."""

    @property
    def code(self) -> str: ...
    @property
    def role_code(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def ranges(self) -> tuple[Range, ...]: ...
    @property
    def ancestors(self) -> tuple[int, ...]: ...
    @property
    def organisation_id(self) -> int | None: ...


@dataclass(frozen=True)
class OpenedSession:
    """The session behind a request's cookie."""

    session_id: int
    account_id: int
    member_id: int | None
    name: str
    administers: bool
    acting_as: str
    shared_device: bool
    expires_at: datetime


class ActorRequest(access.ScopedRequest):
    """A request of somebody who is logged in; every view gets one unless it is marked."""

    opened: OpenedSession
    duties: tuple[Duty, ...]


def bears_secret(view: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
    """Say that a view's answers carry a device key, a slip or a signing code; outermost.

    They are not compressed: the length of a compressed page can tell what stands in it.
    """
    view.bears_secret = True  # type: ignore[attr-defined]  # a mark on the view, as `public` sets
    return view


def public(view: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
    """Let a view be reached without log-in; it then acts as ANONYMOUS, who sees nothing."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def without_scope(view: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
    """Let a view be reached without log-in, transaction and scope; it opens its own, if any."""
    view.is_without_scope = True  # type: ignore[attr-defined]
    return view


def opened_session(request: HttpRequest) -> OpenedSession | None:
    """Return the session behind the request, if somebody is logged in."""
    return getattr(request, "opened", None)


def duties_of(request: HttpRequest) -> tuple[Duty, ...]:
    """Return the posts the person may act in."""
    return getattr(request, "duties", ())


def present_duty(request: HttpRequest) -> Duty | None:
    """Return the post the person acts in: the one chosen, or else the first."""
    duties, opened = duties_of(request), opened_session(request)
    chosen = opened.acting_as if opened else ""
    return next((duty for duty in duties if duty.code == chosen), next(iter(duties), None))


def safe_address(request: HttpRequest, address: str) -> str:
    """Return an address of our own that somebody asked to go on to; the start for any other."""
    host = request.get_host()
    return address if url_has_allowed_host_and_scheme(address, {host}) else "/"
