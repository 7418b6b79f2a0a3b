"""The session behind a request's cookie, and the actor it makes."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from nenep.access.actor import Actor
from nenep.access.roles import Administrator
from nenep.access.scope import scope
from nenep.accounts import functions, keys, rules
from nenep.accounts.actions.log_in import LoggedIn
from nenep.accounts.duties import acting
from nenep.accounts.http import Duty, OpenedSession
from nenep.members.queries import held_duties


def read(request: HttpRequest, *, at: datetime) -> OpenedSession | None:
    """Return the open session of the request's cookie."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return functions.open_session(keys.digest(key), at) if key else None


def actor_of(opened: OpenedSession, *, on: date) -> tuple[Actor, tuple[Duty, ...]]:
    """Return who acts, in the post chosen or else the first, and all the posts held today."""
    if opened.administers:
        administrator = Actor(
            account_id=opened.account_id,
            member_id=None,
            label=Administrator.label,
            permissions=Administrator.permissions,
            ranges=(rules.EVERYWHERE,),
            role_code=Administrator.code,
        )
        return administrator, ()
    person = Actor(opened.account_id, opened.member_id, label="Chưa giữ nhiệm vụ nào")
    if opened.member_id is None:
        return person, ()
    with scope(person):
        duties: tuple[Duty, ...] = tuple(held_duties(opened.member_id, on=on))
    if not duties:
        return person, ()
    duty = next((duty for duty in duties if duty.code == opened.acting_as), duties[0])
    return acting(person, duty), duties


def remember(response: HttpResponse, session: LoggedIn) -> None:
    """Give the browser the session's key; on a borrowed phone only until it is closed."""
    response.set_cookie(
        settings.SESSION_COOKIE_NAME,
        session.key,
        max_age=None if session.shared_device else timedelta(days=rules.SESSION_DAYS),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def take_forms(request: HttpRequest, session: LoggedIn) -> None:
    """Let the forms of this browser be those of the account (`keys.form_secret`)."""
    request.META |= {"CSRF_COOKIE": session.form_secret, "CSRF_COOKIE_NEEDS_UPDATE": True}


def forget(response: HttpResponse) -> None:
    """Take the key from the browser."""
    response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")


def address_of(request: HttpRequest) -> str:
    """Return the network address a request comes from, past the proxies of the installation."""
    addresses = [
        *request.META.get("HTTP_X_FORWARDED_FOR", "").split(","),
        request.META.get("REMOTE_ADDR", ""),
    ]
    known = settings.PROXY_COUNT + 1
    return str(addresses[-known:][0]).strip()
