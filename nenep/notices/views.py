"""Open a notice, and decide what messages outside say."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from nenep.access.http import typed
from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.core.forms import done
from nenep.notices import actions, queries
from nenep.notices.forms import WordingForm
from nenep.notices.models import Notice
from nenep.notices.permissions import NoticePermission
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission


@require_safe
def open_notice(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Take note that one's notice was read, and go where it leads."""
    notice = get_object_or_404(Notice.objects.own_of(request.actor), pk=pk)
    actions.mark_read(notice_id=pk, actor=request.actor, at=clock.now())
    return redirect(notice.link or "web:start")


@require_POST
def read_all(request: ActorRequest) -> HttpResponse:
    """Take note that one has seen everything."""
    actions.mark_all_read(actor=request.actor, at=clock.now())
    return redirect("meetings:own_notices")


@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: ActorRequest) -> HttpResponse:
    """Show what messages say outside, before and after, and take down a decision."""
    actor = request.actor
    organisation = get_object_or_404(
        Organisation.objects.visible_to(actor, NoticePermission.NOTICES_DECIDE),
        pk=actor.organisation_id or 0,
    )
    if organisation.kind == Organisation.Kind.CELL:
        raise Http404
    now = clock.now()
    form = WordingForm(typed(request), initial={"valid_from": now.date()})
    decision = {"organisation_id": organisation.pk, "actor": actor, "at": now}
    if form.is_bound and done(form, actions.decide_wording, **decision):
        messages.success(request, "Đã ghi. Thư gửi từ ngày áp dụng theo cách mới.")
        return redirect("notices:wording")
    return render(
        request,
        "notices/wording.html",
        {
            "organisation": organisation,
            "holds": queries.wording_of(organisation, now.date()),
            "decisions": queries.wordings_of(actor=actor, organisation=organisation),
            "samples": queries.samples(organisation=organisation, at=now),
            "sender": settings.MAIL_SENDER,
            "form": form,
            "today": now.date(),
        },
        status=422 if request.method == "POST" else 200,
    )


@require_GET
def own_notices(request: ActorRequest) -> HttpResponse:
    """What one was told; a committee also sees what its cells told it."""
    groups = queries.grouped(queries.own_notices(actor=request.actor)[:100])
    return render(
        request,
        "notices/own_notices.html",
        {
            "groups": groups,
            "unread": sum(group.unread for group in groups),
            "from_below": (
                queries.notices_from_below(actor=request.actor)[:100]
                if request.actor.may(TreePermission.FIGURES_VIEW)
                else ()
            ),
        },
    )
