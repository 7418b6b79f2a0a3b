"""Who belongs to a cell, who holds which post, who looks after it; addresses."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nenep.access.http import ScopedRequest, typed
from nenep.access.mask import MaskPermission
from nenep.core import clock
from nenep.core.forms import beside, done
from nenep.members import actions, queries
from nenep.members.forms.duties import DesksForm, EmailForm, OwnEmailForm, StandInForm, UnmaskForm
from nenep.members.models import Charge, Member, Post, StandIn
from nenep.members.permissions import MemberPermission
from nenep.members.rules import DESKS, has_desks
from nenep.organisations.models import Organisation


@require_safe
def roster(request: ScopedRequest, pk: int) -> HttpResponse:
    """The people of a cell on this day: names, states and posts, never phones."""
    cell = _cell_or_404(request, pk)
    today = clock.today()
    posts = queries.in_rank_order(queries.posts_in(cell, today))
    people = queries.roll(organisation=cell, on=today)
    # Two of one name are told apart beside their posts too.
    names = {line.member_id: line.full_name for line in people}
    for post in posts:
        post.holder_name = names.get(post.member_id, post.holder_name)
    return render(
        request,
        "members/roster.html",
        {
            "cell": cell,
            "people": people,
            "posts": posts,
            "charges": [
                (charge, request.actor.may(MemberPermission.MEMBERS_EDIT, charge.scope_key))
                for charge in queries.charges_over(cell, today, coming=True)
            ],
            "today": today,
            "may_unmask": request.actor.may(MaskPermission.UNMASK, cell.scope_key),
            "may_edit": request.actor.may(MemberPermission.MEMBERS_EDIT, cell.scope_key),
            "may_open": request.actor.may(MemberPermission.PERSON_VIEW, cell.scope_key),
            "gone": queries.gone_from(cell, request.actor, today),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def unmask(request: ScopedRequest, pk: int) -> HttpResponse:
    """Open one member's masked data for one look, with a reason."""
    member = get_object_or_404(
        Member.objects.visible_to(request.actor, MaskPermission.UNMASK).select_related("home"),
        pk=pk,
    )
    form = UnmaskForm(typed(request))
    page: dict[str, object] = {"member": member, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            page["opened"] = actions.unmask(
                member_id=pk,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=clock.now(),
            )
        except actions.CannotUnmask as refusal:
            beside(form, refusal)
    answer = render(request, "members/unmask.html", page, status=422 if form.errors else 200)
    # What was opened stays on this screen only.
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def stand_in(request: ScopedRequest, pk: int) -> HttpResponse:
    """Let somebody of the same cell stand in for the holder of a post."""
    post = get_object_or_404(
        Post.objects.visible_to(request.actor, MemberPermission.MEMBERS_EDIT).select_related(
            "organisation"
        ),
        pk=pk,
    )
    people = queries.roll(organisation=post.organisation, on=clock.today())
    form = StandInForm(typed(request), people=people)
    if form.is_bound and done(form, actions.stand_in, post_id=pk, **_by(request)):
        messages.success(request, "Đã giao người thay. Người ấy thấy nhiệm vụ khi đăng nhập.")
        return redirect("members:roster", post.organisation_id)
    return render(
        request,
        "members/stand_in.html",
        {"post": post, "form": form},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def desks(request: ScopedRequest, pk: int) -> HttpResponse:
    """Who holds which desk of a committee's office; give desks to a member."""
    committee = get_object_or_404(
        Organisation.objects.visible_to(request.actor, MemberPermission.MEMBERS_EDIT), pk=pk
    )
    if not has_desks(committee.kind):
        raise Http404
    form = DesksForm(typed(request), initial={"valid_from": clock.today()})
    if form.is_bound and done(form, actions.give_desks, organisation_id=pk, **_by(request)):
        messages.success(request, "Đã giao phần việc. Đồng chí ấy thấy nhiệm vụ khi đăng nhập.")
        return redirect("members:desks", pk)
    page = {
        "committee": committee,
        "held": queries.desks_of(committee, clock.today()),
        "form": form,
    }
    return render(request, "members/desks.html", page, status=422 if form.is_bound else 200)


@require_POST
def end_desk(request: ScopedRequest, pk: int) -> HttpResponse:
    """End a desk from today on; who held it no longer acts in it."""
    post = get_object_or_404(
        Post.objects.visible_to(request.actor, MemberPermission.MEMBERS_EDIT),
        pk=pk,
        kind__in=list(DESKS),
    )
    try:
        actions.end_post(
            post_id=pk,
            on=max(clock.today(), post.valid_from),
            actor=request.actor,
            at=clock.now(),
        )
    except actions.CannotAppoint as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đồng chí {post.holder_name} đã thôi phần việc này.")
    return redirect("members:desks", post.organisation_id)


@require_POST
def end_stand_in(request: ScopedRequest, pk: int) -> HttpResponse:
    """End a stand-in from today on; one that has not begun never does."""
    found = get_object_or_404(
        StandIn.objects.visible_to(request.actor, MemberPermission.MEMBERS_EDIT), pk=pk
    )
    actions.end_stand_in(
        stand_in_id=pk,
        on=max(clock.today(), found.valid_from),
        actor=request.actor,
        at=clock.now(),
    )
    messages.success(request, "Đã thôi người thay. Muốn giao lại, bấm «Giao người thay».")
    return redirect("members:roster", found.organisation_id)


@require_POST
def end_charge(request: ScopedRequest, pk: int) -> HttpResponse:
    """End somebody's duty to look after a cell or cluster from today on."""
    found = get_object_or_404(
        Charge.objects.visible_to(request.actor, MemberPermission.MEMBERS_EDIT), pk=pk
    )
    actions.end_charge(
        charge_id=pk,
        on=max(clock.today(), found.valid_from),
        actor=request.actor,
        at=clock.now(),
    )
    messages.success(request, f"Đồng chí {found.holder_name} đã thôi phụ trách.")
    cell = request.POST.get("cell", "")
    if cell.isdecimal():
        return redirect("members:roster", int(cell[:9]))
    return redirect("web:start")


@require_http_methods(["GET", "HEAD", "POST"])
def own_email(request: ScopedRequest) -> HttpResponse:
    """Give one's own address for messages, or say no to them."""
    email, refuses = queries.own_email(request.actor)
    form = OwnEmailForm(typed(request), initial={"email": email})
    says_no = request.POST.get("choice") == "no"
    if form.is_bound and done(form, actions.set_own_email, refuses=says_no, **_by(request)):
        messages.success(
            request, "Từ nay không gửi thư." if says_no else "Đã ghi thư điện tử của đồng chí."
        )
        return redirect("members:own_email")
    page = {"form": form, "email": email, "refuses": refuses}
    answer = render(
        request, "members/own_email.html", page, status=422 if request.method == "POST" else 200
    )
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def enter_email(request: ScopedRequest, pk: int) -> HttpResponse:
    """Enter a member's address for messages; the one before stays masked."""
    member = get_object_or_404(
        Member.objects.visible_to(request.actor, MaskPermission.UNMASK).select_related("home"),
        pk=pk,
    )
    form = EmailForm(typed(request))
    if form.is_bound and done(form, actions.enter_email, member_id=pk, **_by(request)):
        messages.success(request, f"Đã ghi thư điện tử của đồng chí {member.full_name}.")
        return redirect("members:roster", member.home_id)
    return render(
        request,
        "members/enter_email.html",
        {"member": member, "form": form},
        status=422 if request.method == "POST" else 200,
    )


def _by(request: ScopedRequest) -> dict[str, Any]:
    """Return who acts, and when."""
    return {"actor": request.actor, "at": clock.now()}


def _cell_or_404(request: ScopedRequest, pk: int) -> Organisation:
    cell = get_object_or_404(
        Organisation.objects.visible_to(request.actor, MemberPermission.ROSTER_VIEW), pk=pk
    )
    if cell.kind != Organisation.Kind.CELL:
        raise Http404
    return cell
