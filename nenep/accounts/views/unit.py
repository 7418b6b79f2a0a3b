"""The accounts one looks after: state, slips, locking."""

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from nenep.accounts import actions, queries
from nenep.accounts.forms import SlipsForm
from nenep.accounts.http import ActorRequest, bears_secret
from nenep.accounts.models import Account
from nenep.accounts.permissions import AccountPermission
from nenep.accounts.tables import leaders_table, people_table, units_table
from nenep.audit.files import file_answer
from nenep.core import clock
from nenep.core.errors import NotAllowed
from nenep.organisations.models import Organisation
from nenep.tables.files import WRITERS


@require_safe
def units(request: ActorRequest) -> HttpResponse:
    """List the cells whose accounts one looks after; a single one is opened at once."""
    _may_manage(request)
    found = list(queries.units_with_accounts(request.actor))
    committees = list(queries.committees_with_desks(request.actor))
    if len(found) == 1 and not committees:
        return redirect("accounts:unit", pk=found[0].pk)
    asked = units_table(found).asked(request.GET)
    return render(request, "accounts/units.html", {"asked": asked, "committees": committees})


@require_safe
def units_file(request: ActorRequest, file_type: str) -> HttpResponse:
    """The cells with the state of their accounts, as a file."""
    _may_manage(request)
    if file_type not in WRITERS:
        raise Http404
    asked = units_table(queries.units_with_accounts(request.actor)).asked(request.GET)
    return file_answer(
        WRITERS[file_type](asked),
        f"tai-khoan-don-vi.{file_type}",
        code="account.list_exported",
        words=f"Tải danh sách tài khoản đơn vị ({file_type}).",
        actor=request.actor,
        at=clock.now(),
    )


@require_safe
def unit(request: ActorRequest, pk: int) -> HttpResponse:
    """List the members of a cell with the state of their accounts."""
    cell = _unit(request, pk)
    people = people_table(queries.people_of(request.actor, cell), now=clock.now())
    return render(request, "accounts/unit.html", {"unit": cell, "asked": people.asked(request.GET)})


@require_safe
def unit_file(request: ActorRequest, pk: int, file_type: str) -> HttpResponse:
    """The members of a cell with the state of their accounts, as a file."""
    cell = _unit(request, pk)
    if file_type not in WRITERS:
        raise Http404
    people = people_table(queries.people_of(request.actor, cell), now=clock.now())
    return file_answer(
        WRITERS[file_type](people.asked(request.GET)),
        f"tai-khoan-{cell.code}.{file_type}",
        code="account.list_exported",
        words=f"Tải danh sách tài khoản của chi bộ ({file_type}).",
        actor=request.actor,
        at=clock.now(),
        scope_key=cell.scope_key,
    )


@require_safe
def leaders(request: ActorRequest) -> HttpResponse:
    """List secretaries and deputies with the state of their accounts."""
    _may_manage(request)
    found, now = _leaders(request), clock.now()
    page = {
        "asked": leaders_table(found, now=now).asked(request.GET),
        "lacking": sum(one.lacks_access for one in found),
    }
    return render(request, "accounts/leaders.html", page)


@require_safe
def leaders_file(request: ActorRequest, file_type: str) -> HttpResponse:
    """Secretaries and deputies with the state of their accounts, as a file."""
    _may_manage(request)
    if file_type not in WRITERS:
        raise Http404
    asked = leaders_table(_leaders(request), now=clock.now()).asked(request.GET)
    return file_answer(
        WRITERS[file_type](asked),
        f"tai-khoan-bi-thu.{file_type}",
        code="account.list_exported",
        words=f"Tải danh sách tài khoản bí thư, phó bí thư ({file_type}).",
        actor=request.actor,
        at=clock.now(),
    )


@bears_secret
@require_POST
def leaders_slips(request: ActorRequest) -> HttpResponse:
    """Print slips for those chosen among them, or for all who have no password yet."""
    _may_manage(request)
    found = _leaders(request)
    if "all" in request.POST:
        chosen = [one.pk for one in found if one.lacks_access]
    else:
        form = SlipsForm(request.POST, people=[one.pk for one in found])
        chosen = form.cleaned_data["member"] if form.is_valid() else []
    return _printed(request, chosen, "Bí thư, phó bí thư")


def _leaders(request: ActorRequest) -> list[queries.LeaderAccount]:
    return queries.leaders_with_accounts(request.actor, on=clock.today())


@bears_secret
@require_POST
def slips(request: ActorRequest, pk: int) -> HttpResponse:
    """Print slips; the answer is the only place where their codes ever stand."""
    cell = _unit(request, pk)
    people = [person.pk for person in queries.people_of(request.actor, cell)]
    form = SlipsForm(request.POST, people=people)
    chosen = form.cleaned_data["member"] if form.is_valid() else []
    return _printed(request, chosen, cell.name)


def _printed(request: ActorRequest, member_ids: list[int], whose: str) -> HttpResponse:
    printed = actions.print_slips(member_ids=member_ids, actor=request.actor, at=clock.now())
    address = request.build_absolute_uri(reverse("accounts:slip"))
    page = {
        "whose": whose,
        "printed": printed,
        "address": address,
        "cards": [(slip, _qr(f"{address}#{slip.code}")) for slip in printed.slips],
    }
    response = render(request, "accounts/slips.html", page)
    response.headers["Cache-Control"] = "no-store, private"
    return response


@require_POST
def lock(request: ActorRequest, pk: int) -> HttpResponse:
    """Lock an account."""
    account = _account(request, pk)
    actions.lock_account(account_id=account.pk, actor=request.actor, at=clock.now())
    messages.success(request, "Đã khóa tài khoản; các máy đang dùng đã được thoát.")
    return _back(account)


@require_POST
def unlock(request: ActorRequest, pk: int) -> HttpResponse:
    """Open a locked account again."""
    account = _account(request, pk)
    actions.unlock_account(account_id=account.pk, actor=request.actor, at=clock.now())
    messages.success(request, "Đã mở khóa tài khoản; mật khẩu cũ dùng lại được.")
    return _back(account)


def _may_manage(request: ActorRequest) -> None:
    if not request.actor.may(AccountPermission.ACCOUNTS_MANAGE):
        raise NotAllowed("Đồng chí không quản lý tài khoản.")


def _unit(request: ActorRequest, pk: int) -> Organisation:
    reachable = Organisation.objects.visible_to(request.actor, AccountPermission.ACCOUNTS_MANAGE)
    return get_object_or_404(reachable, pk=pk)


def _account(request: ActorRequest, pk: int) -> Account:
    reachable = Account.objects.visible_to(request.actor, AccountPermission.ACCOUNTS_MANAGE)
    return get_object_or_404(reachable.select_related("member"), pk=pk)


def _qr(address: str) -> str:
    drawing = segno.make(address, error="m").svg_inline(omitsize=True, border=2)
    return mark_safe(drawing)  # noqa: S308  (drawn by segno from an address of ours)


def _back(account: Account) -> HttpResponse:
    if account.member is None:
        return redirect("accounts:list")
    return redirect("accounts:unit", pk=account.member.home_id)
