"""Pages that fail with marked words, for the test of what reaches a log."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from nenep.accounts.http import public
from nenep.web import urls
from tests.commands.sample_jobs import MARK


@public
def fail(request: HttpRequest) -> HttpResponse:
    """Raise with words."""
    raise ValueError(f"{MARK} {request.GET}")


@public
def break_a_constraint(request: HttpRequest) -> HttpResponse:
    """Let the database quote a row."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE v (name text CONSTRAINT name_once UNIQUE)")
        cursor.execute("INSERT INTO v VALUES (%s), (%s)", [MARK, MARK])
    return HttpResponse()


urlpatterns = [
    path("thu/hong/", fail),
    path("thu/rang-buoc/", break_a_constraint),
    *urls.urlpatterns,
]
