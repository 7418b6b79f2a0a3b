"""Where a person begins, the two addresses a monitor asks, and the answer to a stale form."""

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from nenep.accounts import functions
from nenep.accounts.http import ActorRequest, public, without_scope
from nenep.core import clock
from nenep.today.coming import DAYS_AHEAD
from nenep.web.today import day_of


@require_GET
def start(request: ActorRequest) -> HttpResponse:
    """«Hôm nay»: what waits in all duties, what comes, one's unit in figures, what is new."""
    now = clock.now()
    page = {"day": day_of(request, now=now), "today": clock.today(), "days_ahead": DAYS_AHEAD}
    return render(request, "web/today.html", page)


@require_GET
def show_settings(request: ActorRequest) -> HttpResponse:
    """What is set up once: the pages behind the gear, as the menu knows them."""
    return render(request, "web/settings.html")


@require_safe
@without_scope
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that the process is up; asks nothing of the database."""
    return JsonResponse({"status": "up"})


@require_safe
@without_scope
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Whether the database answers, holds every migration of this code and takes writing.

    It is written to at most every ten seconds, however often somebody asks.
    """
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, InterfaceError):
        connection.close()
        return JsonResponse({"status": "no database"}, status=503)
    if waiting:
        return JsonResponse({"status": "migrations waiting"}, status=503)
    try:
        functions.try_writing()
    except DatabaseError:
        return JsonResponse({"status": "no writing"}, status=503)
    return JsonResponse({"status": "ready"})


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form whose token is missing or old."""
    return render(request, "403_csrf.html", status=403)
