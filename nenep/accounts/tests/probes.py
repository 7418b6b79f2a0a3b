"""Views that exist only to see what the middleware makes of them (see test_middleware.py)."""

from collections.abc import Iterator

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import include, path

from nenep.access.scope import current_actor
from nenep.accounts.http import ActorRequest, public
from nenep.accounts.models import Account
from nenep.accounts.permissions import AccountPermission
from nenep.audit import actions as audit
from nenep.core import clock
from nenep.core.errors import NotAllowed, Refusal


class CannotProbe(Refusal):
    """For trying out only."""


def _write(request: ActorRequest) -> None:
    audit.record("probe.written", actor=request.actor, at=clock.now(), words="Đã ghi thử.")


def written(request: ActorRequest) -> HttpResponse:
    """Write, and answer with the status asked for."""
    _write(request)
    return HttpResponse(status=int(request.GET.get("status", "200")))


def refuses(request: ActorRequest) -> HttpResponse:
    """Write, then refuse."""
    _write(request)
    raise CannotProbe("Chưa đủ chữ ký. Ký rồi gửi lại.")


def not_allowed(request: ActorRequest) -> HttpResponse:
    """Write, then find that it is not allowed."""
    _write(request)
    raise NotAllowed("Không có quyền.")


def missing(request: ActorRequest) -> HttpResponse:
    """Say that there is no such thing."""
    raise Http404


def breaks(request: ActorRequest) -> HttpResponse:
    """Write, then fail."""
    _write(request)
    raise RuntimeError("tên đăng nhập hung.lv")


def lazy(request: ActorRequest) -> HttpResponse:
    """Leave the reading to the template, rendered after the view."""
    accounts = Account.objects.visible_to(request.actor, AccountPermission.ACCOUNTS_MANAGE)
    own = Account.objects.own_of(request.actor)
    return TemplateResponse(request, "probes/lazy.html", {"accounts": accounts | own})


def stream(request: ActorRequest) -> StreamingHttpResponse:
    """Read while the answer is being sent, without a scope of one's own."""

    def lines() -> Iterator[str]:
        yield from (account.login for account in Account.objects.all())

    return StreamingHttpResponse(lines())


def loses_line(request: ActorRequest) -> HttpResponse:
    """Write, then lose the connection."""
    _write(request)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    return HttpResponse()


@public
def open_to_all(request: HttpRequest) -> HttpResponse:
    """Say who acts."""
    return HttpResponse(current_actor().label)


urlpatterns = [
    path("thu/ghi/", written),
    path("thu/tu-choi/", refuses),
    path("thu/khong-duoc/", not_allowed),
    path("thu/khong-co/", missing),
    path("thu/hong/", breaks),
    path("thu/luoi/", lazy),
    path("thu/dong/", stream),
    path("thu/moi-nguoi/", open_to_all),
    path("thu/mat-ket-noi/", loses_line),
    path("", include("nenep.web.urls")),
]
