"""The pages of importing: upload, preview, load."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.core.formats import number
from nenep.exchange import actions, report, template
from nenep.exchange.forms import UploadForm
from nenep.exchange.queries import Shown, shown_draft
from nenep.sheets.results import State

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Show the preview of the draft, or ask for a workbook."""
    draft = _draft(request)
    if draft is None:
        return render(request, "exchange/upload.html", {"form": UploadForm()})
    return render(request, "exchange/preview.html", {"draft": draft})


@require_POST
def upload(request: ActorRequest) -> HttpResponse:
    """Take a workbook and preview it."""
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            actions.keep_draft(
                data=file.read(), filename=file.name, actor=request.actor, at=clock.now()
            )
        except actions.CannotRead as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("exchange:show")
    return render(request, "exchange/upload.html", {"form": form}, status=422)


@require_POST
def load(request: ActorRequest) -> HttpResponse:
    """Load what was previewed."""
    try:
        loaded = actions.load_draft(actor=request.actor, at=clock.now())
    except actions.CannotLoad as refusal:
        # Not undone: the draft has a new preview.
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            f"Đã nạp xong: {number(loaded.total(State.NEW))} dòng mới, "
            f"{number(loaded.total(State.CHANGED))} dòng thay đổi, "
            f"{number(loaded.total(State.SAME))} dòng giữ nguyên.",
        )
    return redirect("exchange:show")


@require_POST
def forget(request: ActorRequest) -> HttpResponse:
    """Put the draft aside."""
    _draft(request)
    actions.forget_draft(at=clock.now())
    messages.success(request, "Đã bỏ tệp chờ nạp. Không có gì thay đổi.")
    return redirect("exchange:show")


@require_safe
def empty(request: ActorRequest) -> HttpResponseBase:
    """Give the empty template."""
    _draft(request)
    target = BytesIO()
    template.write(target)
    return _download(target, "mau-nhap-nen-nep.xlsx")


@require_safe
def errors(request: ActorRequest) -> HttpResponseBase:
    """Give the list of errors as a workbook."""
    draft = _draft(request)
    if draft is None:
        raise Http404
    target = BytesIO()
    report.write(target, draft.preview)
    return _download(target, "danh-sach-loi.xlsx")


def _draft(request: ActorRequest) -> Shown | None:
    return shown_draft(
        actor=request.actor,
        at=clock.now(),
        state=request.GET.get("loc", ""),
        page=request.GET.get("trang", ""),
    )


def _download(target: BytesIO, filename: str) -> HttpResponseBase:
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=filename, content_type=_XLSX)
