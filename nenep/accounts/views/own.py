"""One's own account: devices, password, the post one acts in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nenep.access.http import typed
from nenep.accounts import actions, queries
from nenep.accounts.errors import CannotChoosePost, CannotConfirm, CannotSetPassword
from nenep.accounts.forms import ChangePasswordForm, PostForm
from nenep.accounts.http import ActorRequest, safe_address
from nenep.accounts.permissions import AccountPermission
from nenep.core import clock


@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """Show one's log-in name, posts and the devices one is logged in on."""
    page = {
        "account": queries.own_account(request.actor),
        "sessions": queries.own_sessions(request.actor, at=clock.now()),
        "this_session": request.opened.session_id,
        "may_manage": request.actor.may(AccountPermission.ACCOUNTS_MANAGE),
    }
    return render(request, "accounts/mine.html", page)


@require_POST
def end_session(request: ActorRequest, pk: int) -> HttpResponse:
    """End one of one's sessions on another device."""
    actions.end_session(session_id=pk, actor=request.actor, at=clock.now())
    messages.success(request, "Đã kết thúc phiên trên máy đó.")
    return redirect("accounts:mine")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: ActorRequest) -> HttpResponse:
    """Change one's password, giving the old one."""
    form = ChangePasswordForm(typed(request))
    if form.is_valid():
        try:
            actions.change_password(
                old=form.cleaned_data["old"],
                new=form.cleaned_data["new"],
                session_id=request.opened.session_id,
                actor=request.actor,
                at=clock.now(),
            )
        except CannotConfirm as refusal:
            form.add_error("old", str(refusal))
        except CannotSetPassword as refusal:
            form.add_error("new", str(refusal))
        else:
            messages.success(request, "Đã đổi mật khẩu. Các máy khác đã được thoát.")
            return redirect("accounts:mine")
    status = 200 if request.method != "POST" else 422
    return render(request, "accounts/change_password.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def posts(request: ActorRequest) -> HttpResponse:
    """Show the posts one holds today, and change to another."""
    sentence, status = "", 200
    form = PostForm(typed(request))
    if form.is_valid():
        try:
            actions.choose_post(
                session_id=request.opened.session_id,
                code=form.cleaned_data["code"],
                duties=request.duties,
                actor=request.actor,
                at=clock.now(),
            )
        except CannotChoosePost as refusal:
            sentence, status = str(refusal), 422
        else:
            return redirect(safe_address(request, request.POST.get("tiep", "/")))
    return render(request, "accounts/posts.html", {"sentence": sentence}, status=status)
