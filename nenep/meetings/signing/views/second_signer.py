"""The second signer on a borrowed phone, or without an account."""

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from nenep.access.http import typed
from nenep.access.scope import scope
from nenep.accounts import sessions
from nenep.accounts.errors import CannotConfirm
from nenep.accounts.http import ActorRequest, bears_secret, without_scope
from nenep.accounts.permissions import AccountPermission
from nenep.audit.files import file_answer
from nenep.core import clock
from nenep.meetings.body.http import meeting_or_404
from nenep.meetings.body.queries.runner import may_run
from nenep.meetings.models import Meeting
from nenep.meetings.room.queries import room
from nenep.meetings.signing.actions.sign import CannotSign
from nenep.meetings.signing.actions.sign_beside import sign_beside
from nenep.meetings.signing.actions.sign_code import (
    Bearer,
    CannotUseCode,
    bearer_of,
    issue_code,
    sign_with_code,
)
from nenep.meetings.signing.forms import BesideForm, SigningCodeForm
from nenep.meetings.signing.queries import to_sign
from nenep.meetings.signing.views.signing import shown, summary


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def beside(request: ActorRequest, pk: int) -> HttpResponse:
    """Let the other signer read the minutes and sign, on the device of who is logged in."""
    meeting = meeting_or_404(request, pk)
    if not may_run(request.actor, meeting):
        raise Http404
    if meeting.state == Meeting.State.SIGNED:
        return redirect("meetings:minutes", pk)
    if not meeting.is_open:
        return redirect("meetings:room", pk)
    form = BesideForm(typed(request))
    if form.is_valid():
        try:
            entry = sign_beside(
                meeting_id=pk,
                shown=form.what_was_shown,
                actor=request.actor,
                at=clock.now(),
                **form.cleaned_data,
            )
        except CannotConfirm as refusal:
            form.add_error("password", str(refusal))
        except CannotSign as refusal:
            form.add_error(None, str(refusal))
        else:
            if entry is not None:
                messages.success(request, "Đã ký xong. Biên bản đã vào sổ và được niêm phong.")
                return redirect("meetings:minutes", pk)
            messages.success(request, "Người kia đã ký. Xin trả máy lại.")
            return redirect("meetings:sign", pk)
    signers, found = room.roles(meeting).values(), to_sign(meeting)
    answer = render(
        request,
        "meetings/sign_beside.html",
        {
            "form": form,
            "others": [one for one in signers if one.member_id != request.actor.member_id],
            "gaps": found.gaps,
            "to_sign": shown(found),
            **summary(meeting),
        },
        status=422 if form.is_bound else 200,
    )
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


@bears_secret
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: ActorRequest, pk: int) -> HttpResponse:
    """Hand out the one-time code of a signer without an account, once, on paper."""
    meeting = meeting_or_404(request, pk)
    if not request.actor.may(AccountPermission.ACCOUNTS_MANAGE, meeting.scope_key):
        raise Http404
    page: dict[str, object] = {
        "meeting": meeting,
        "roles": room.roles(meeting),
        "signatures": {one.kind: one for one in meeting.signatures.all()},
    }
    if request.method == "POST":
        try:
            slip = issue_code(
                meeting_id=pk,
                kind=request.POST.get("kind", ""),
                actor=request.actor,
                at=clock.now(),
            )
        except CannotSign as refusal:
            page["refusal"] = str(refusal)
        else:
            address = request.build_absolute_uri(reverse("meetings:sign_with_code"))
            drawing = segno.make(f"{address}#{slip.code}", error="m").svg_inline(
                omitsize=True, border=2
            )
            page |= {
                "slip": slip,
                "address": address,
                "qr": mark_safe(drawing),  # noqa: S308  (drawn by segno from our own address)
            }
    answer = render(
        request, "meetings/signing_code.html", page, status=422 if "refusal" in page else 200
    )
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


@bears_secret
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@without_scope
def with_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, show the minutes it opens, sign; nobody is logged in by it."""
    form = SigningCodeForm(typed(request))
    page: dict[str, object] = {"form": form}
    if form.is_valid():
        code, address = form.cleaned_data["code"], sessions.address_of(request)
        try:
            bearer = bearer_of(code=code, address=address, at=clock.now())
            if request.POST.get("step") == "print":
                return _print(bearer)
            if request.POST.get("step") == "sign":
                page |= _sign(bearer, form, address)
            else:
                page |= _what_it_opens(bearer)
        except CannotUseCode as refusal:
            form.add_error("code", str(refusal))
    answer = render(
        request, "meetings/sign_with_code.html", page, status=422 if form.errors else 200
    )
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _sign(bearer: Bearer, form: SigningCodeForm, address: str) -> dict[str, object]:
    """Sign; what cannot be signed is shown again, with the reason above the button."""
    try:
        sign_with_code(
            bearer=bearer,
            code=form.cleaned_data["code"],
            address=address,
            shown=form.what_was_shown,
            at=clock.now(),
        )
    except CannotSign as refusal:
        form.add_error(None, str(refusal))
        return _what_it_opens(bearer)
    return {"is_done": True}


def _print(bearer: Bearer) -> HttpResponse:
    with scope(bearer.actor):
        meeting = Meeting.objects.select_related("organisation", "body").get(pk=bearer.meeting_id)
        words = to_sign(meeting).words
        if words is None:
            raise Http404
        answer = file_answer(
            words.drawn(at=clock.now()),
            "ban-in-de-ky.pdf",
            code="minutes.exported",
            words="Xem bản in bằng mã ký một lần.",
            actor=bearer.actor,
            at=clock.now(),
            scope_key=meeting.scope_key,
        )
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _what_it_opens(bearer: Bearer) -> dict[str, object]:
    """Collect the minutes while the bearer's scope is open: every row is read here."""
    with scope(bearer.actor):
        meeting = Meeting.objects.select_related("organisation", "body").get(pk=bearer.meeting_id)
        role = meeting.roles.filter(member_id=bearer.actor.member_id or 0).first()
        found = to_sign(meeting)
        read = {
            name: list(value)
            if hasattr(value, "__iter__") and not isinstance(value, dict)
            else value
            for name, value in summary(meeting).items()
        }
        return {"role": role, "gaps": found.gaps, "to_sign": shown(found), **read}
