"""The two addresses a monitor asks, and the answer to a stale form."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nenep.accounts.http import public, without_scope


@require_safe
@without_scope
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that the process is up; asks nothing of the database."""
    return JsonResponse({"status": "up"})


@require_safe
@without_scope
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say whether the database answers and holds every migration of this code."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    if waiting:
        return JsonResponse({"status": "migrations waiting"}, status=503)
    return JsonResponse({"status": "ready"})


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form whose token is missing or old."""
    return render(request, "403_csrf.html", status=403)
