"""The pages of importing: upload, preview, load."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nenep.access.mask import MaskPermission
from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.core.formats import number
from nenep.exchange import actions, report, template
from nenep.exchange.extract import CannotExtract, write_extract
from nenep.exchange.forms import ExtractForm, UploadForm
from nenep.exchange.queries import Shown, own_code, shown_draft
from nenep.sheets.results import State

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Show the preview of the draft, or ask for a workbook."""
    draft = _draft(request)
    if draft is None:
        return _upload_page(request)
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
    return _upload_page(request, form=form, status=422)


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


@require_POST
def extract(request: ActorRequest) -> HttpResponseBase:
    """Give today's state of a unit as a workbook."""
    _draft(request)
    form = ExtractForm(request.POST)
    if form.is_valid():
        target = BytesIO()
        try:
            write_extract(target, **form.cleaned_data, actor=request.actor, at=clock.now())
        except CannotExtract as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return _download(target, f"nen-nep-{clock.today():%Y-%m-%d}.xlsx")
    return _upload_page(request, extract=form, status=422)


@require_safe
def errors(request: ActorRequest) -> HttpResponseBase:
    """Give the list of errors as a workbook."""
    draft = _draft(request)
    if draft is None:
        raise Http404
    target = BytesIO()
    report.write(target, draft.preview)
    return _download(target, "danh-sach-loi.xlsx")


def _upload_page(
    request: ActorRequest,
    *,
    form: UploadForm | None = None,
    extract: ExtractForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = {
        "form": form or UploadForm(),
        "extract": extract or ExtractForm(initial={"code": own_code(request.actor)}),
        "may_unmask": request.actor.may(MaskPermission.UNMASK),
    }
    return render(request, "exchange/upload.html", page, status=status)


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
