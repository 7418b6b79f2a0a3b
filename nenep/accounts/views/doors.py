"""Log-in, log-out and the one-time slip."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from nenep.access.http import typed
from nenep.accounts import actions, sessions
from nenep.accounts.actions.passwords import read_slip
from nenep.accounts.errors import CannotLogIn, CannotSetPassword, CannotUseSlip
from nenep.accounts.forms import FirstPasswordForm, LogInForm, SlipForm
from nenep.accounts.http import ActorRequest, bears_secret, safe_address, without_scope
from nenep.core import clock
from nenep.core.forms import beside


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@without_scope
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; the tries are counted whatever becomes of the request."""
    onward = safe_address(request, request.GET.get("tiep", "/"))
    form = LogInForm(typed(request))
    status = 200 if request.method != "POST" else 422
    if form.is_valid():
        try:
            return _enter(request, onward, **form.cleaned_data)
        except CannotLogIn as refusal:
            beside(form, refusal)
    return render(request, "accounts/log_in.html", {"form": form}, status=status)


@require_POST
def log_out(request: ActorRequest) -> HttpResponse:
    """End the session one is using."""
    actions.log_out(session_id=request.opened.session_id, actor=request.actor, at=clock.now())
    rotate_token(request)
    response = redirect("accounts:log_in")
    sessions.forget(response)
    return response


@bears_secret
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@without_scope
def slip(request: HttpRequest) -> HttpResponse:
    """Ask for the code. From a QR it arrives in the fragment, which no server and no log sees."""
    form = SlipForm(typed(request))
    if not form.is_valid():
        status = 200 if request.method != "POST" else 422
        return render(request, "accounts/slip.html", {"form": form}, status=status)
    code = form.cleaned_data["code"]
    try:
        name, login = read_slip(code=code, at=clock.now())
    except CannotUseSlip as refusal:
        form.add_error("code", str(refusal))
        return render(request, "accounts/slip.html", {"form": form}, status=422)
    page = {"form": FirstPasswordForm(initial={"code": code}), "name": name, "login": login}
    return render(request, "accounts/first_password.html", page)


@bears_secret
@sensitive_post_parameters()
@require_POST
@without_scope
def first_password(request: HttpRequest) -> HttpResponse:
    """Set the password by the slip, and log in with it."""
    form = FirstPasswordForm(request.POST)
    now = clock.now()
    try:
        name, login = read_slip(code=form.data.get("code", ""), at=now)
        if form.is_valid():
            password = form.cleaned_data["password"]
            actions.use_slip(code=form.cleaned_data["code"], password=password, at=now)
            shared = form.cleaned_data["shared_device"]
            return _enter(request, "/", name=login, password=password, shared_device=shared)
    except CannotUseSlip as refusal:
        again = SlipForm({"code": form.data.get("code", "")})
        again.add_error("code", str(refusal))
        return render(request, "accounts/slip.html", {"form": again}, status=422)
    except CannotSetPassword as refusal:
        form.add_error("password", str(refusal))
    page = {"form": form, "name": name, "login": login}
    return render(request, "accounts/first_password.html", page, status=422)


def _enter(
    request: HttpRequest, onward: str, *, name: str, password: str, shared_device: bool
) -> HttpResponse:
    session = actions.log_in(
        name=name,
        password=password,
        address=sessions.address_of(request),
        user_agent=request.headers.get("User-Agent", ""),
        shared_device=shared_device,
        at=clock.now(),
    )
    sessions.take_forms(request, session)
    response = redirect(onward)
    sessions.remember(response, session)
    return response
