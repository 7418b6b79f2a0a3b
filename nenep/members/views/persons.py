"""A person's page: how they stand, what can be done about them, what was done."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nenep.access.http import ScopedRequest, typed
from nenep.access.mask import MaskPermission
from nenep.access.permissions import Permission
from nenep.core import clock
from nenep.core.forms import done
from nenep.members import actions, queries
from nenep.members.actions.acts import acts_for, by_slug, what_follows, why_not_undone
from nenep.members.actions.acts.changes import held_charges, held_posts
from nenep.members.actions.acts.standing import PersonStanding, standing_on
from nenep.members.around import CannotAct, last_day_to_report
from nenep.members.counting import counts
from nenep.members.forms.persons import ActForm, AddMemberForm, CorrectForm
from nenep.members.models import Act, Member, MemberState, Post
from nenep.members.permissions import MemberPermission
from nenep.members.rules import RANKS, fits, post_words
from nenep.organisations.models import Organisation
from nenep.organisations.rules import committee_name


@require_safe
def cells(request: ScopedRequest) -> HttpResponse:
    """The cells whose members one keeps, each with how many it has: the way to every person."""
    today = clock.today()
    found = list(queries.cells_to_choose(request.actor, today))
    if not found:
        raise Http404
    counted = counts([cell.pk for cell in found], today)
    rows = [(cell, counted[cell.pk].total if cell.pk in counted else None) for cell in found]
    return render(request, "members/cells.html", {"rows": rows})


@require_safe
def person(request: ScopedRequest, pk: int) -> HttpResponse:
    """How a member stands, what can be done, and what was done; nothing that is masked."""
    member = _member_or_404(request, pk, MemberPermission.PERSON_VIEW)
    today = clock.today()
    standing = standing_on(member, today)
    acts = list(queries.acts_about(request.actor, member))
    may_edit = request.actor.may(MemberPermission.MEMBERS_EDIT, member.scope_key)
    held = list(held_posts(member, today))
    offered = [one for one in acts_for(standing) if may_edit and (held or "held" not in one.asks)]
    last = next((one for one in acts if not one.undone_at and one.kind != Act.Kind.CORRECTED), None)
    return render(
        request,
        "members/person.html",
        {
            "member": member,
            "standing": standing,
            "state_words": state_words(standing),
            "stays": queries.stays_of(member, today),
            "posts": [(post, post_words(post)) for post in held],
            "charges": held_charges(member, today),
            "acts": [(one, last_day_to_report(one)) for one in acts],
            "offered": offered,
            "last": last,
            "why_not": why_not_undone(last) if last and may_edit else "",
            "may_edit": may_edit,
            "may_unmask": request.actor.may(MaskPermission.UNMASK, member.scope_key),
            "today": today,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ScopedRequest, pk: int) -> HttpResponse:
    """Add a member to a cell."""
    cell = get_object_or_404(queries.cells_to_choose(request.actor, clock.today()), pk=pk)
    form = AddMemberForm(typed(request))
    if form.is_bound and done(form, actions.add_member, organisation_id=pk, **_by(request)):
        messages.success(request, f"Đã thêm đồng chí {form.cleaned_data['full_name']}.")
        return redirect("members:roster", pk)
    page = {"cell": cell, "form": form, "asks_again": "is_another" in form.errors}
    return render(request, "members/add.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ScopedRequest, pk: int) -> HttpResponse:
    """Correct a member's name, days or phone."""
    member = _member_or_404(request, pk, MemberPermission.MEMBERS_EDIT)
    form = CorrectForm(typed(request), initial={"full_name": member.full_name})
    if form.is_bound and done(form, actions.correct_member, member_id=pk, **_by(request)):
        messages.success(request, "Đã sửa.")
        return redirect("members:person", pk)
    page = {"member": member, "form": form}
    return render(request, "members/correct.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ScopedRequest, pk: int, slug: str) -> HttpResponse:
    """Do one act about a member; what would follow is said beforehand, for the day typed."""
    member = _member_or_404(request, pk, MemberPermission.MEMBERS_EDIT)
    known = by_slug(slug)
    if known is None:
        raise Http404
    today = clock.today()
    cells = [
        (one.pk, one.name)
        for one in (queries.cells_to_choose(request.actor, today) if "to" in known.asks else ())
        if one.pk != member.home_id or known.kind == Act.Kind.MOVED_IN
    ]
    form = ActForm(
        typed(request),
        act=known,
        cells=cells,
        posts=_posts(request, member) if "post" in known.asks else [],
        held=[(one.pk, post_words(one)) for one in held_posts(member, today)]
        if "held" in known.asks
        else [],
        follows=reverse("members:act", args=[pk, slug]),
        initial={"day": today, "held": request.GET.get("held", "")},
    )
    if form.is_bound and done(form, actions.do_act, member_id=pk, kind=known.kind, **_by(request)):
        messages.success(request, f"Đã ghi «{known.label}» của đồng chí {member.full_name}.")
        return redirect("members:person", pk)
    standing = standing_on(member, today)
    page = {
        "member": member,
        "act": known,
        "form": form,
        "fits": known.fits(standing),
        "follows": what_follows(
            member=member, act=known, day=_day(form, request, today), **_by(request)
        ),
    }
    return render(request, "members/act.html", page, status=422 if form.is_bound else 200)


@require_POST
def undo(request: ScopedRequest, pk: int) -> HttpResponse:
    """Take an act back."""
    found = _act_or_404(request, pk)
    try:
        actions.undo_act(act_id=pk, **_by(request))
    except CannotAct as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã hoàn tác «{found.get_kind_display()}».")
    return redirect("members:person", found.member_id)


@require_POST
def reported(request: ScopedRequest, pk: int) -> HttpResponse:
    """Note that an act was reported upwards today."""
    found = _act_or_404(request, pk)
    actions.mark_reported(act_id=pk, on=clock.today(), **_by(request))
    messages.success(request, "Đã ghi là đã báo cấp trên.")
    return redirect("members:person", found.member_id)


def state_words(standing: PersonStanding) -> str:
    """Say how somebody stands in a few words: the last act tells who left and how."""
    if standing.gone and not standing.is_here:
        return str(Act.Movement(standing.gone.movement).label)
    if standing.stay is None and standing.state != MemberState.State.LEFT:
        return "Không sinh hoạt ở chi bộ nào"
    return str(MemberState.State(standing.state).label) if standing.state else ""


def _posts(request: ScopedRequest, member: Member) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the posts of the member's cell and of the committees above in reach."""
    above = [int(one) for one in member.scope_key.strip("/").split("/")]
    places = Organisation.objects.visible_to(request.actor, MemberPermission.MEMBERS_EDIT)
    found = []
    for place in places.filter(pk__in=above).order_by("-scope_key"):
        is_cell = place.kind == Organisation.Kind.CELL
        name = place.name if is_cell else committee_name(place.name)
        kinds = [
            one
            for one in RANKS
            if fits(one, place.kind) and one not in (Post.Kind.CHAIR, Post.Kind.MINUTE_TAKER)
        ]
        found.append((name, [(f"{one.value}:{place.pk}", f"{one.label} {name}") for one in kinds]))
    return found


def _day(form: ActForm, request: ScopedRequest, today: date) -> date:
    """Return the day that was typed, sent or asked about; else today."""
    given = request.POST.get("day") or request.GET.get("day") or ""
    try:
        day: date = form.fields["day"].clean(given)
    except ValidationError:
        return today
    return day


def _member_or_404(request: ScopedRequest, pk: int, permission: Permission) -> Member:
    members = queries.with_names_apart(Member.objects.visible_to(request.actor, permission))
    return get_object_or_404(members.select_related("home"), pk=pk)


def _act_or_404(request: ScopedRequest, pk: int) -> Act:
    return get_object_or_404(
        Act.objects.visible_to(request.actor, MemberPermission.MEMBERS_EDIT), pk=pk
    )


def _by(request: ScopedRequest) -> dict[str, Any]:
    return {"actor": request.actor, "at": clock.now()}
