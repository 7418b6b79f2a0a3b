"""Find what an address of a meeting names, for who asks."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nenep.accounts.http import ActorRequest
from nenep.meetings.body.queries import committees
from nenep.meetings.body.queries.committees import duty_to
from nenep.meetings.body.queries.runner import left_role_in
from nenep.meetings.models import Meeting
from nenep.meetings.permissions import MeetingPermission
from nenep.organisations.models import Body, Organisation
from nenep.organisations.permissions import TreePermission


def body_or_404(request: ActorRequest, pk: int, kind: str) -> Body:
    """Return a body whose meetings the actor may find."""
    body = Body.objects.filter(organisation_id=pk, kind=kind).select_related("organisation").first()
    is_found = body and kind in committees.BODIES
    if (
        body is None
        or not is_found
        or not request.actor.may(MeetingPermission.BODIES_VIEW, body.meeting_key)
    ):
        raise Http404
    return body


def meeting_or_404(request: ActorRequest, pk: int) -> Meeting:
    """Return a meeting the actor may see."""
    return get_object_or_404(
        Meeting.objects.visible_to(request.actor, TreePermission.TREE_VIEW).select_related(
            "organisation", "body"
        ),
        pk=pk,
    )


def offering_other_duty(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Name the own duty that opens a meeting which the duty at hand does not reach."""

    @wraps(view)
    def shown(request: ActorRequest, pk: int, *args: int, **more: int) -> HttpResponse:
        try:
            return view(request, pk, *args, **more)
        except Http404:
            duty = duty_to(pk, actor=request.actor, duties=request.duties)
            if duty is None:
                raise
            return render(request, "meetings/other_duty.html", {"duty": duty})

    return shown


def leading_out(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead out of a room who chaired or wrote there, and no longer does, with a word why."""

    @wraps(view)
    def shown(request: ActorRequest, pk: int, *args: str, **more: str) -> HttpResponse:
        try:
            return view(request, pk, *args, **more)
        except Http404:
            if request.method == "POST" or not left_role_in(pk, actor=request.actor):
                raise
        messages.info(request, "Đồng chí không còn chủ trì hoặc ghi biên bản buổi họp này.")
        if committees.may_open(pk, actor=request.actor):
            return redirect("meetings:meeting", pk)
        return redirect("web:start")

    return shown


def cell_or_404(request: ActorRequest, pk: int) -> Organisation:
    """Return a cell the actor may see."""
    return get_object_or_404(
        Organisation.objects.visible_to(request.actor, TreePermission.TREE_VIEW).filter(
            kind=Organisation.Kind.CELL
        ),
        pk=pk,
    )
