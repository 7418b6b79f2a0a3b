"""The table of posts of a unit and of all below it; giving one, handing one on, describing one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from nenep.access.http import ScopedRequest, typed
from nenep.core import clock
from nenep.core.forms import done
from nenep.members import actions, queries
from nenep.members.forms.posts import DescribePostForm, GivePostForm
from nenep.members.models import Post
from nenep.members.permissions import MemberPermission
from nenep.members.rules import RANKS, fits, title_of
from nenep.organisations.models import Body, Organisation
from nenep.organisations.rules import BODIES

_OF_A_MEETING = (Post.Kind.CHAIR, Post.Kind.MINUTE_TAKER)
_STANDING_MEMBER = f"{Post.Kind.COMMITTEE_MEMBER}:{Body.Kind.STANDING_COMMITTEE}"


@require_safe
def posts(request: ScopedRequest, pk: int) -> HttpResponse:
    """Who holds what, since when, by which decision; vacancies and what ends soon first."""
    top = get_object_or_404(
        Organisation.objects.visible_to(request.actor, MemberPermission.ROSTER_VIEW), pk=pk
    )
    table = queries.post_table(top, clock.today(), request.actor)
    may_edit = request.actor.may(MemberPermission.MEMBERS_EDIT, top.scope_key)
    page = {
        "top": top,
        "table": table,
        "may_edit": may_edit,
        "acts": queries.last_acts_on_posts(table.units, request.actor) if may_edit else [],
    }
    return render(request, "members/posts.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def give_post(request: ScopedRequest, pk: int) -> HttpResponse:
    """Give a post of an organisation to somebody."""
    place = get_object_or_404(
        Organisation.objects.visible_to(request.actor, MemberPermission.MEMBERS_EDIT), pk=pk
    )
    form = GivePostForm(
        typed(request),
        kinds=_kinds(place),
        people=_people(place),
        initial={"day": clock.today(), "post": Post.Kind.SECRETARY},
    )
    if form.is_bound and done(form, actions.give_post, organisation_id=pk, **_by(request)):
        messages.success(request, "Đã giao chức vụ. Ghi nhầm thì «Hoàn tác» ở mục «Vừa ghi».")
        return redirect("members:posts", pk)
    page = {"place": place, "title": "Giao chức vụ", "form": form, "before": None}
    return _form_page(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def replace_holder(request: ScopedRequest, pk: int) -> HttpResponse:
    """End a post and give it to somebody else from the same day, in one step."""
    post = _post_or_404(request, pk)
    form = GivePostForm(
        typed(request),
        people=_people(post.organisation),
        is_handed_on=True,
        initial={"day": clock.today()},
    )
    if form.is_bound and done(form, actions.replace_holder, post_id=pk, **_by(request)):
        messages.success(
            request,
            f"Đồng chí {post.holder_name} đã thôi, người mới giữ chức vụ từ ngày đã ghi. "
            "Ghi nhầm thì «Hoàn tác» ở mục «Vừa ghi».",
        )
        return redirect("members:posts", post.organisation_id)
    page = {"place": post.organisation, "title": f"Thay {title_of(post)}", "before": post}
    return _form_page(request, form, page | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def post(request: ScopedRequest, pk: int) -> HttpResponse:
    """Write what is known about a post and its holder."""
    held = _post_or_404(request, pk)
    form = DescribePostForm(
        typed(request),
        initial={
            "term": held.term,
            "decision": held.decision,
            "begun_by": held.begun_by,
            "from_place": held.from_place,
            "is_local": {True: "yes", False: "no", None: ""}[held.is_local],
            "class_attended": held.class_attended,
            "age_band": held.age_band,
        },
    )
    if form.is_bound and done(form, actions.describe_post, post_id=pk, **_by(request)):
        messages.success(request, f"Đã ghi về chức vụ của đồng chí {held.holder_name}.")
        return redirect("members:posts", held.organisation_id)
    page = {"place": held.organisation, "title": title_of(held), "form": form, "before": held}
    return _form_page(request, form, page)


def _form_page(request: ScopedRequest, form: Any, page: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "members/post_form.html", page, status=status)


def _kinds(place: Organisation) -> list[tuple[str, str]]:
    """Return the posts that such an organisation has, by rank."""
    is_cell = place.kind == Organisation.Kind.CELL
    found: list[tuple[str, str]] = []
    for kind in RANKS:
        if kind in _OF_A_MEETING or not fits(kind, place.kind):
            continue
        if kind == Post.Kind.COMMITTEE_MEMBER:
            if Body.Kind.STANDING_COMMITTEE in BODIES[place.kind]:
                found.append((_STANDING_MEMBER, "Ủy viên Ban Thường vụ"))
            found.append((kind, "Chi ủy viên" if is_cell else "Ủy viên Ban Chấp hành"))
        else:
            found.append((kind, str(kind.label)))
    return found


def _people(place: Organisation) -> list[tuple[str, str]]:
    """Return the people of a cell by code; of a committee a name or code is typed instead."""
    if place.kind != Organisation.Kind.CELL:
        return []
    lines = queries.roll(organisation=place, on=clock.today())
    return [(line.code, line.full_name) for line in lines]


def _post_or_404(request: ScopedRequest, pk: int) -> Post:
    found = Post.objects.visible_to(request.actor, MemberPermission.MEMBERS_EDIT)
    return get_object_or_404(
        found.exclude(kind__in=_OF_A_MEETING).select_related("organisation", "body"), pk=pk
    )


def _by(request: ScopedRequest) -> dict[str, Any]:
    return {"actor": request.actor, "at": clock.now()}
