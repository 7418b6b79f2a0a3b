"""Finds out who asks, and keeps the transaction and the scope open around the whole answer."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode
from django.views.defaults import page_not_found

from nenep.access.actor import ANONYMOUS, Actor
from nenep.access.scope import scope
from nenep.accounts import sent_forms, sessions, unavailable
from nenep.audit import actions as audit
from nenep.core import clock
from nenep.core.errors import NotAllowed, Refusal

_log = logging.getLogger("nenep.web")
_READING = ("GET", "HEAD", "OPTIONS")


class ActorMiddleware:
    """Innermost: views and templates run inside; what must outlive an undone request after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self._asked(request)
        except (DatabaseError, InterfaceError) as error:
            if not unavailable.is_unavailable(error):
                raise
            _log.exception("database not available")
            connection.close()
            return unavailable.answer(request, was_ending=hasattr(request, "has_answer"))

    def _asked(self, request: HttpRequest) -> HttpResponse:
        view = _view_of(request)
        if getattr(view, "is_without_scope", False):
            return self.get_response(request)
        opened = sessions.read(request, at=clock.now())
        if opened is None:
            if view is not None and not getattr(view, "is_public", False):
                return _ask_to_log_in(request)
            request.actor = ANONYMOUS  # type: ignore[attr-defined]
            return self._answer(request, ANONYMOUS)
        actor, duties = sessions.actor_of(opened, on=clock.today())
        request.opened, request.actor, request.duties = opened, actor, duties  # type: ignore[attr-defined]
        response = self._answer(request, actor)
        # A borrowed phone keeps nothing; one's own may show the form again on Back.
        response.headers.setdefault(
            "Cache-Control", "no-store, private" if opened.shared_device else "no-cache, private"
        )
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal from a view or its template; everything it wrote is undone."""
        if unavailable.is_unavailable(exception):
            _undo(request)
            if connection.connection is not None and connection.connection.closed:
                # Else the end of the transaction would connect once more, only to undo nothing.
                connection.close()
            _log.error("database not available", exc_info=exception)
            return unavailable.answer(request, was_ending=False)
        actor: Actor = getattr(request, "actor", ANONYMOUS)
        writing = request.method not in _READING
        if isinstance(exception, NotAllowed):
            _undo(request)
            route = request.resolver_match.route if request.resolver_match else ""
            audit.record_apart(
                "access.refused",
                actor=actor,
                at=clock.now(),
                words=f"Bị từ chối vì không có quyền: {request.method} /{route}",
            )
            if not writing:
                return page_not_found(request, exception)
        if isinstance(exception, NotAllowed) or (isinstance(exception, Http404) and writing):
            # What is not there and what is not one's own look the same.
            _undo(request)
            return render(request, "403.html", status=403)
        if isinstance(exception, Refusal):
            _undo(request)
            return render(request, "422.html", {"sentence": str(exception)}, status=422)
        return None

    def _answer(self, request: HttpRequest, actor: Actor) -> HttpResponse:
        audit.begin()
        try:
            with scope(actor):
                response = sent_forms.answer(request, actor, lambda: self.get_response(request))
                if response.status_code >= 500 or getattr(request, "is_undone", False):
                    transaction.set_rollback(True)
                else:
                    request.has_answer = True  # type: ignore[attr-defined]  # ours, as `actor`
        finally:
            audit.flush()
        return response


def _undo(request: HttpRequest) -> None:
    request.is_undone = True  # type: ignore[attr-defined]


def _view_of(request: HttpRequest) -> Callable[..., object] | None:
    try:
        return resolve(request.path_info).func
    except Resolver404:
        return None


def _ask_to_log_in(request: HttpRequest) -> HttpResponse:
    if request.method not in _READING or request.headers.get("HX-Request") == "true":
        return render(request, "401.html", status=401)
    address = reverse("accounts:log_in")
    if request.path != "/":
        address += "?" + urlencode({"tiep": request.get_full_path()})
    response = redirect(address)
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        sessions.forget(response)
    return response
