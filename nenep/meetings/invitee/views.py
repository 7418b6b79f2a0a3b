"""The invitation list of a body: who comes by post, and who is asked from outside the Party."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from nenep.access.http import typed
from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.core.forms import beside
from nenep.meetings.body.http import body_or_404
from nenep.meetings.body.rules import WITH_LIST
from nenep.meetings.invitee import queries
from nenep.meetings.invitee.actions import (
    CannotInvite,
    change_invitee,
    end_invitation,
    invite,
    remove_invitee,
)
from nenep.meetings.invitee.forms import ChangeInviteeForm, InviteeForm
from nenep.meetings.permissions import MeetingPermission
from nenep.organisations.models import Body


def _list_or_404(request: ActorRequest, pk: int, kind: str) -> Body:
    body = body_or_404(request, pk, kind)
    may_plan = request.actor.may(MeetingPermission.MEETING_PLAN, body.meeting_key)
    if kind not in WITH_LIST or not may_plan:
        raise Http404
    return body


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_list(request: ActorRequest, pk: int, kind: str) -> HttpResponse:
    """Show who is invited to a body's meetings, and add one from outside the Party."""
    body = _list_or_404(request, pk, kind)
    form = InviteeForm(typed(request), initial={"valid_from": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            added = invite(
                body_id=body.pk, **form.cleaned_data, actor=request.actor, at=clock.now()
            )
        except CannotInvite as refusal:
            beside(form, refusal)
        else:
            messages.success(request, f"Đã thêm {added.name}, {added.function}.")
            return redirect("meetings:invitees", pk, kind)
    return _page(request, body, form=form)


@require_POST
def change(request: ActorRequest, pk: int, kind: str, invitee: int) -> HttpResponse:
    """Mend a line of the list, end it, or remove it for good."""
    body = _list_or_404(request, pk, kind)
    if request.POST.get("change") == "remove":
        try:
            remove_invitee(invitee_id=invitee, actor=request.actor, at=clock.now())
        except CannotInvite as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Đã xóa khỏi danh sách; biên bản các buổi đã họp giữ nguyên.")
        return redirect("meetings:invitees", pk, kind)
    if request.POST.get("change") == "end":
        try:
            ended = end_invitation(invitee_id=invitee, actor=request.actor, at=clock.now())
        except CannotInvite as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, f"Thôi mời {ended.name}. Muốn mời lại: «Sửa, thôi mời», bỏ ngày thôi mời."
            )
        return redirect("meetings:invitees", pk, kind)
    form = ChangeInviteeForm(request.POST, auto_id=f"id_{invitee}_%s")
    if form.is_valid():
        try:
            change_invitee(
                invitee_id=invitee, **form.cleaned_data, actor=request.actor, at=clock.now()
            )
        except CannotInvite as refusal:
            beside(form, refusal)
        else:
            messages.success(request, "Đã ghi.")
            return redirect("meetings:invitees", pk, kind)
    return _page(request, body, form=InviteeForm(initial={"valid_from": clock.today()}), bad=form)


def _page(
    request: ActorRequest, body: Body, *, form: InviteeForm, bad: forms.Form | None = None
) -> HttpResponse:
    today = clock.today()
    listed = queries.list_of(body, today)
    shown = [
        (one, bad if bad and bad.auto_id == f"id_{one.pk}_%s" else ChangeInviteeForm.of(one))
        for one in listed.lines
    ]
    status = 422 if bad or form.errors else 200
    page = {
        "organisation": body.organisation,
        "body": body,
        "listed": listed,
        "lines": [one for one in shown if one[0] not in listed.ended],
        "ended": [one for one in shown if one[0] in listed.ended],
        "without_secretary": queries.cells_without_secretary(
            body, listed.by_post, actor=request.actor, on=today
        ),
        "form": form,
        "today": today,
    }
    return render(request, "meetings/invitees.html", page, status=status)
