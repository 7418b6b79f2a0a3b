"""Sign, read and download the minutes; correct them."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nenep.accounts.errors import CannotConfirm
from nenep.accounts.http import ActorRequest
from nenep.accounts.permissions import AccountPermission
from nenep.audit.files import file_answer
from nenep.core import clock
from nenep.documents.docx import render_docx
from nenep.documents.pdf import render_pdf
from nenep.meetings.body.http import leading_out, meeting_or_404, offering_other_duty
from nenep.meetings.body.queries.runner import may_run
from nenep.meetings.book import reading
from nenep.meetings.book.queries import entries_of
from nenep.meetings.models import Entry, Meeting
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.printed import archive_of, minutes_of, resolution_of
from nenep.meetings.room.queries import room
from nenep.meetings.room.queries.room import measures, promises, resolution_parts, votes
from nenep.meetings.room.views.drafting import texts_of
from nenep.meetings.scoring.queries.rows import scored_parts
from nenep.meetings.signing.actions.sign import CannotSign, correct
from nenep.meetings.signing.actions.sign import sign as sign_meeting
from nenep.meetings.signing.actions.sign_paper import enter_paper_signature
from nenep.meetings.signing.actions.withdraw import withdraw_correction
from nenep.meetings.signing.forms import CorrectionForm, PaperSignatureForm, SignForm
from nenep.meetings.signing.queries import ToSign, to_sign

_RENDERERS: dict[str, Callable[..., bytes]] = {"pdf": render_pdf, "docx": render_docx}


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@leading_out
def sign(request: ActorRequest, pk: int) -> HttpResponse:
    """What is missing, and the signature."""
    meeting = meeting_or_404(request, pk)
    if not may_run(request.actor, meeting):
        raise Http404
    if meeting.state == Meeting.State.SIGNED:
        return redirect("meetings:minutes", pk)
    if not meeting.is_open:
        return redirect("meetings:room", pk)
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            entry = sign_meeting(
                meeting_id=pk,
                password=form.cleaned_data["password"],
                shown=form.what_was_shown,
                actor=request.actor,
                at=clock.now(),
            )
        except CannotConfirm as refusal:
            form.add_error("password", str(refusal))
        except CannotSign as refusal:
            form.add_error(None, str(refusal))
        else:
            if entry is not None:
                messages.success(request, "Đã ký xong. Biên bản đã vào sổ và được niêm phong.")
                return redirect("meetings:minutes", pk)
            messages.success(request, "Đã ký. Còn chờ chữ ký của người kia.")
            return redirect("meetings:sign", pk)
    return _sign_page(request, meeting, form)


@sensitive_post_parameters()
@require_POST
def paper_signature(request: ActorRequest, pk: int) -> HttpResponse:
    """Enter a signature made by hand on the print."""
    meeting = meeting_or_404(request, pk)
    if not may_run(request.actor, meeting):
        raise Http404
    if meeting.state == Meeting.State.SIGNED:
        return redirect("meetings:minutes", pk)
    if not meeting.is_open:
        return redirect("meetings:room", pk)
    form = PaperSignatureForm(request.POST, auto_id="id_paper_%s")
    if form.is_valid():
        try:
            entry = enter_paper_signature(
                meeting_id=pk, actor=request.actor, at=clock.now(), **form.cleaned_data
            )
        except CannotConfirm as refusal:
            form.add_error("password", str(refusal))
        except CannotSign as refusal:
            form.add_error(None, str(refusal))
        else:
            if entry is not None:
                messages.success(request, "Đã nhập. Biên bản đã vào sổ và được niêm phong.")
                return redirect("meetings:minutes", pk)
            messages.success(request, "Đã nhập chữ ký trên giấy. Còn chờ người kia xác nhận.")
            return redirect("meetings:sign", pk)
    return _sign_page(request, meeting, SignForm(), form)


@require_GET
def draft(request: ActorRequest, pk: int) -> HttpResponse:
    """The minutes as they stand, to be signed by hand."""
    meeting = meeting_or_404(request, pk)
    if not may_run(request.actor, meeting):
        raise Http404
    words = to_sign(meeting).words
    if words is None:
        raise Http404
    return file_answer(
        words.drawn(at=clock.now()),
        "ban-in-de-ky.pdf",
        code="minutes.exported",
        words="Tải bản in để ký.",
        actor=request.actor,
        at=clock.now(),
        scope_key=meeting.scope_key,
    )


def _sign_page(
    request: ActorRequest,
    meeting: Meeting,
    form: SignForm,
    paper_form: PaperSignatureForm | None = None,
) -> HttpResponse:
    roles, found = room.roles(meeting), to_sign(meeting)
    signatures, outdated = {}, []
    for one in meeting.signatures.order_by("kind"):
        if what := found.words.outdated(one) if found.words else "":
            outdated.append((one, what))
        else:
            signatures[one.kind] = one
    mine = (role for role in roles.values() if role.member_id == request.actor.member_id)
    own_role = next(mine, None)
    if form.is_bound and own_role and own_role.kind in signatures:
        # No field is drawn beside which anything could be said.
        form.add_error(None, "Đồng chí đã ký biên bản này rồi, không phải ký lại.")
    others = [
        (
            role,
            paper_form
            if paper_form and paper_form.data.get("kind") == role.kind
            else PaperSignatureForm(initial={"kind": role.kind}, auto_id=f"id_{role.kind}_%s"),
        )
        for role in roles.values()
        if role.member_id != request.actor.member_id
    ]
    return render(
        request,
        "meetings/sign.html",
        {
            "form": form,
            "others": others,
            **texts_of(meeting),
            "has_draft": any(one.is_draft for one in texts_of(meeting)["fields"]),
            "may_issue": request.actor.may(AccountPermission.ACCOUNTS_MANAGE, meeting.scope_key),
            "gaps": found.gaps,
            "to_sign": shown(found),
            "roles": roles,
            "signatures": signatures,
            "may_withdraw": _may_withdraw(request, meeting),
            "outdated": outdated,
            **summary(meeting),
            "own_role": own_role,
        },
        status=422 if form.is_bound or paper_form else 200,
    )


def _may_withdraw(request: ActorRequest, meeting: Meeting) -> bool:
    """Whether a correction is open that this person may close again."""
    return (
        bool(meeting.correction)
        and meeting.state == Meeting.State.ENDED
        and request.actor.may(MeetingPermission.MEETING_PLAN, meeting.scope_key)
        and may_run(request.actor, meeting)
    )


def shown(found: ToSign) -> dict[str, object] | None:
    """Collect the whole text that is signed, and what its form carries (text_to_sign.html)."""
    if found.words is None:
        return None
    words = found.words
    return {
        "digest": words.digest,
        "pieces": words.pieces,
        "text": words.text,
        "beside": words.beside,
    }


def summary(meeting: Meeting) -> dict[str, object]:
    """Collect what whoever signs reads first (meetings/sign_summary.html)."""
    return {
        "meeting": meeting,
        "measures": measures(meeting, now=clock.now()),
        "scored": scored_parts(meeting, now=clock.now()),
        "votes": votes(meeting),
        "promises": promises(meeting),
        "parts": meeting.parts.select_related("concluded").order_by("number"),
        "resolution": resolution_parts(meeting),
    }


@require_GET
@leading_out
@offering_other_duty
def minutes(request: ActorRequest, pk: int, sequence: int | None = None) -> HttpResponse:
    """The sealed minutes; an older entry by its number in the book."""
    meeting = meeting_or_404(request, pk)
    entries = list(entries_of(actor=request.actor, meeting_id=pk))
    entry = _entry(entries, sequence)
    return render(
        request,
        "meetings/minutes.html",
        {
            "meeting": meeting,
            "entry": entry,
            "entries": entries,
            "is_current": entry == entries[0],
            "content": reading.read(entry),
            "may_withdraw": _may_withdraw(request, meeting),
            "may_correct": request.actor.may(MeetingPermission.MEETING_PLAN, meeting.scope_key)
            and may_run(request.actor, meeting)
            and meeting.state == Meeting.State.SIGNED,
            "form": CorrectionForm(),
        },
    )


@require_GET
def download(
    request: ActorRequest, pk: int, sequence: int, what: str, file_type: str
) -> HttpResponse:
    """Minutes or resolution as PDF or .docx; everything of the meeting as one PDF."""
    meeting_or_404(request, pk)
    entry = _entry(list(entries_of(actor=request.actor, meeting_id=pk)), sequence)
    if file_type not in _RENDERERS or what not in ("bien-ban", "nghi-quyet", "ho-so"):
        raise Http404
    if what == "ho-so" and file_type != "pdf":
        raise Http404
    if what == "nghi-quyet" and entry.resolution is None:
        raise Http404
    if what == "ho-so":
        file = archive_of(entry)
    else:
        layout = reading.layout_of(reading.rulebook_of(reading.read(entry)))
        document = minutes_of(entry) if what == "bien-ban" else resolution_of(entry)
        file = _RENDERERS[file_type](document, layout)
    return file_answer(
        file,
        f"{what}-{entry.organisation.code}-{entry.sequence}.{file_type}",
        code="minutes.exported",
        words=f"Tải {what} mục {entry.sequence} ({file_type}).",
        actor=request.actor,
        at=clock.now(),
        scope_key=entry.scope_key,
    )


@require_http_methods(["POST"])
def begin_correction(request: ActorRequest, pk: int) -> HttpResponse:
    """Open signed minutes to correct them."""
    meeting = meeting_or_404(request, pk)
    form = CorrectionForm(request.POST)
    if form.is_valid():
        try:
            correct(
                meeting_id=pk,
                correction=form.cleaned_data["correction"],
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=clock.now(),
            )
        except CannotSign as refusal:
            messages.error(request, str(refusal))
            return redirect("meetings:minutes", meeting.pk)
        messages.success(request, "Đã mở để đính chính. Sửa xong, chủ trì và thư ký cùng ký lại.")
        return redirect("meetings:room", pk)
    messages.error(request, "Hãy ghi sửa nội dung gì và vì sao sửa.")
    return redirect("meetings:minutes", pk)


@require_POST
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """Close a correction that was opened, as if it had not been."""
    meeting_or_404(request, pk)
    try:
        withdraw_correction(meeting_id=pk, actor=request.actor, at=clock.now())
    except CannotSign as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:sign", pk)
    messages.success(request, "Đã thôi đính chính. Biên bản đã ký giữ nguyên.")
    return redirect("meetings:minutes", pk)


def _entry(entries: list[Entry], sequence: int | None) -> Entry:
    for entry in entries:
        if sequence is None or entry.sequence == sequence:
            return entry
    raise Http404
