"""The pages of importing: upload, preview, load."""

from io import BytesIO

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nenep.access.mask import MaskPermission
from nenep.accounts.http import ActorRequest
from nenep.audit.files import unrecorded
from nenep.core import clock
from nenep.core.forms import beside
from nenep.exchange import actions, report, template
from nenep.exchange.extract import CannotExtract, write_extract
from nenep.exchange.forms import ExtractForm, UploadForm
from nenep.exchange.models import ImportDraft
from nenep.exchange.queries import (
    Shown,
    loaded_words,
    own_code,
    own_draft,
    shown_draft,
    waiting_draft,
)

_State = ImportDraft.State


@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Show how far the draft is, its preview, what came of it; or ask for a workbook."""
    draft = own_draft(actor=request.actor, at=clock.now())
    if draft is None or draft.state in (_State.LOADED, _State.REFUSED):
        return _upload_page(request, before=draft)
    if draft.state == _State.SHOWN:
        return render(request, "exchange/preview.html", {"draft": _shown(request, draft)})
    return render(request, "exchange/progress.html", {"waiting": waiting_draft(draft)})


@require_POST
def upload(request: ActorRequest) -> HttpResponse:
    """Take a workbook and preview it."""
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            actions.keep_draft(
                data=file.read(),
                filename=file.name,
                actor=request.actor,
                at=clock.now(),
                acting_as=request.opened.acting_as,
            )
        except (actions.CannotRead, actions.CannotForget) as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("exchange:show")
    return _upload_page(request, form=form, status=422)


@require_POST
def load(request: ActorRequest) -> HttpResponse:
    """Have what was previewed loaded."""
    try:
        actions.ask_to_load(actor=request.actor, at=clock.now(), acting_as=request.opened.acting_as)
    except actions.CannotLoad as refusal:
        messages.error(request, str(refusal))
    return redirect("exchange:show")


@require_POST
def forget(request: ActorRequest) -> HttpResponse:
    """Put the draft aside, also while it waits or is read."""
    _only_importers(request)
    try:
        actions.forget_draft(actor=request.actor, at=clock.now())
    except actions.CannotForget as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã bỏ tệp chờ nạp. Không có gì thay đổi.")
    return redirect("exchange:show")


@require_safe
def empty(request: ActorRequest) -> HttpResponse:
    """Give the empty template."""
    _only_importers(request)
    target = BytesIO()
    template.write(target)
    return unrecorded(target.getvalue(), "mau-nhap-nen-nep.xlsx")


@require_POST
def extract(request: ActorRequest) -> HttpResponse:
    """Give today's state of a unit as a workbook."""
    _only_importers(request)
    form = ExtractForm(request.POST)
    if form.is_valid():
        target = BytesIO()
        try:
            write_extract(target, **form.cleaned_data, actor=request.actor, at=clock.now())
        except CannotExtract as refusal:
            beside(form, refusal)
        else:
            return unrecorded(target.getvalue(), f"nen-nep-{clock.today():%Y-%m-%d}.xlsx")
    return _upload_page(request, extract=form, status=422)


@require_safe
def errors(request: ActorRequest) -> HttpResponse:
    """Give the list of errors as a workbook."""
    draft = own_draft(actor=request.actor, at=clock.now())
    if draft is None or draft.state != _State.SHOWN:
        raise Http404
    target = BytesIO()
    report.write(target, shown_draft(draft).preview)
    return unrecorded(target.getvalue(), "danh-sach-loi.xlsx")


def _upload_page(
    request: ActorRequest,
    *,
    form: UploadForm | None = None,
    extract: ExtractForm | None = None,
    before: ImportDraft | None = None,
    status: int = 200,
) -> HttpResponse:
    page = {
        "before": before,
        "loaded": loaded_words(before) if before and before.state == _State.LOADED else "",
        "form": form or UploadForm(),
        "extract": extract or ExtractForm(initial={"code": own_code(request.actor)}),
        "may_unmask": request.actor.may(MaskPermission.UNMASK),
    }
    return render(request, "exchange/upload.html", page, status=status)


def _only_importers(request: ActorRequest) -> None:
    own_draft(actor=request.actor, at=clock.now())


def _shown(request: ActorRequest, draft: ImportDraft) -> Shown:
    asked = request.GET
    return shown_draft(draft, state=asked.get("loc", ""), page=asked.get("trang", ""))
