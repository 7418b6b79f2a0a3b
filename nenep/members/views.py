"""Who belongs to a cell, who holds which post, who looks after it."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nenep.access.http import ActorRequest
from nenep.access.permissions import Permission
from nenep.core import clock
from nenep.members import actions, queries
from nenep.members.forms import DesksForm, EmailForm, OwnEmailForm, StandInForm, UnmaskForm
from nenep.members.models import Member, Post
from nenep.members.rules import DESKS, has_desks
from nenep.organisations.models import Organisation


@require_safe
def roster(request: ActorRequest, pk: int) -> HttpResponse:
    """The people of a cell on this day: names, states and posts, never phones."""
    cell = _cell_or_404(request, pk)
    today = clock.today()
    posts = list(queries.posts_in(cell, today))
    return render(
        request,
        "members/roster.html",
        {
            "cell": cell,
            "people": queries.roll(organisation=cell, on=today),
            "posts": posts,
            "charges": queries.charges_over(cell, today),
            "may_unmask": request.actor.may(Permission.UNMASK, cell.scope_key),
            "may_edit": request.actor.may(Permission.MEMBERS_EDIT, cell.scope_key),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def unmask(request: ActorRequest, pk: int) -> HttpResponse:
    """Open one member's masked data for one look, with a reason."""
    member = get_object_or_404(
        Member.objects.visible_to(request.actor, Permission.UNMASK).select_related("home"), pk=pk
    )
    form = UnmaskForm(request.POST or None)
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
            form.add_error("reason", str(refusal))
    answer = render(request, "members/unmask.html", page, status=422 if form.errors else 200)
    # What was opened stays on this screen only.
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def stand_in(request: ActorRequest, pk: int) -> HttpResponse:
    """Let somebody of the same cell stand in for the holder of a post."""
    post = get_object_or_404(
        Post.objects.visible_to(request.actor, Permission.MEMBERS_EDIT).select_related(
            "organisation"
        ),
        pk=pk,
    )
    people = queries.roll(organisation=post.organisation, on=clock.today())
    form = StandInForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        last = form.cleaned_data["valid_to"]
        try:
            actions.stand_in(
                post_id=pk,
                member_id=form.cleaned_data["member"],
                valid_from=form.cleaned_data["valid_from"],
                valid_to=last + timedelta(days=1) if last else None,
                decided_by=form.cleaned_data["decided_by"],
                actor=request.actor,
                at=clock.now(),
            )
        except actions.CannotAppoint as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã giao người thay. Người ấy thấy nhiệm vụ khi đăng nhập.")
            return redirect("members:roster", post.organisation_id)
    return render(
        request,
        "members/stand_in.html",
        {"post": post, "form": form},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def desks(request: ActorRequest, pk: int) -> HttpResponse:
    """Who holds which desk of a committee's office; give desks to a member."""
    committee = get_object_or_404(
        Organisation.objects.visible_to(request.actor, Permission.MEMBERS_EDIT), pk=pk
    )
    if not has_desks(committee.kind):
        raise Http404
    form = DesksForm(request.POST or None, initial={"valid_from": clock.today()})
    if request.method == "POST" and form.is_valid():
        found = queries.named(form.cleaned_data["person"], request.actor)
        last = form.cleaned_data["valid_to"]
        try:
            if len(found) != 1:
                raise actions.CannotAppoint(_not_one(found))
            actions.give_desks(
                member_id=found[0].member_id,
                organisation_id=pk,
                kinds=form.cleaned_data["kinds"],
                valid_from=form.cleaned_data["valid_from"],
                valid_to=last + timedelta(days=1) if last else None,
                decision=form.cleaned_data["decision"],
                actor=request.actor,
                at=clock.now(),
            )
        except actions.CannotAppoint as refusal:
            form.add_error("person" if len(found) != 1 else None, str(refusal))
        else:
            messages.success(
                request,
                f"Đã giao phần việc cho đồng chí {found[0].full_name}. "
                "Đồng chí ấy thấy nhiệm vụ khi đăng nhập.",
            )
            return redirect("members:desks", pk)
    page = {
        "committee": committee,
        "held": queries.desks_of(committee, clock.today()),
        "form": form,
        "today": clock.today(),
    }
    return render(request, "members/desks.html", page, status=422 if form.is_bound else 200)


@require_POST
def end_desk(request: ActorRequest, pk: int) -> HttpResponse:
    """End a desk from today on; who held it no longer acts in it."""
    post = get_object_or_404(
        Post.objects.visible_to(request.actor, Permission.MEMBERS_EDIT), pk=pk, kind__in=list(DESKS)
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


@require_http_methods(["GET", "HEAD", "POST"])
def own_email(request: ActorRequest) -> HttpResponse:
    """Give one's own address for messages, or say no to them."""
    email, refuses = queries.own_email(request.actor)
    form = OwnEmailForm(request.POST or None, initial={"email": email})
    if request.method == "POST" and form.is_valid():
        says_no = request.POST.get("choice") == "no"
        try:
            actions.set_own_email(
                email=form.cleaned_data["email"],
                refuses=says_no,
                actor=request.actor,
                at=clock.now(),
            )
        except actions.CannotSetEmail as refusal:
            form.add_error("email", str(refusal))
        else:
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
def enter_email(request: ActorRequest, pk: int) -> HttpResponse:
    """Enter a member's address for messages; the one before stays masked."""
    member = get_object_or_404(
        Member.objects.visible_to(request.actor, Permission.UNMASK).select_related("home"), pk=pk
    )
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter_email(
                member_id=pk,
                email=form.cleaned_data["email"],
                actor=request.actor,
                at=clock.now(),
            )
        except actions.CannotSetEmail as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"Đã ghi thư điện tử của đồng chí {member.full_name}.")
            return redirect("members:roster", member.home_id)
    return render(
        request,
        "members/enter_email.html",
        {"member": member, "form": form},
        status=422 if request.method == "POST" else 200,
    )


def _not_one(found: list[queries.FoundMember]) -> str:
    """Say why a name does not tell who is meant."""
    if not found:
        return "Không thấy đảng viên nào có tên hoặc mã này. Hãy kiểm tra lại."
    homes = "; ".join(f"{one.full_name} ({one.home_name})" for one in found[:5])
    return f"Có nhiều đảng viên tên như vậy: {homes}. Hãy ghi mã đảng viên."


def _cell_or_404(request: ActorRequest, pk: int) -> Organisation:
    cell = get_object_or_404(
        Organisation.objects.visible_to(request.actor, Permission.ROSTER_VIEW), pk=pk
    )
    if cell.kind != Organisation.Kind.CELL:
        raise Http404
    return cell
