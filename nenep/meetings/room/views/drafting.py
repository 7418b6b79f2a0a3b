"""Conclusion and resolution in words, from the draft to the signature."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.core.errors import NotAllowed, Refusal
from nenep.meetings.body.http import meeting_or_404
from nenep.meetings.body.queries.runner import may_run
from nenep.meetings.models import Meeting
from nenep.meetings.room.actions.draft import write_words
from nenep.meetings.room.queries import room


@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: ActorRequest, pk: int) -> HttpResponse:
    """Write the conclusions and the words of the resolution: before, in and after the meeting."""
    meeting = meeting_or_404(request, pk)
    if not may_run(request.actor, meeting):
        raise Http404
    if not (meeting.waits_to_be_held or meeting.is_open):
        return redirect("meetings:meeting", pk)
    page: dict[str, object] = {**texts_of(meeting)}
    if request.method == "POST":
        typed = {name: str(value) for name, value in request.POST.items()}
        try:
            changed = write_words(
                meeting_id=pk,
                conclusions={
                    int(name.removeprefix("conclusion-")): text
                    for name, text in typed.items()
                    if name.removeprefix("conclusion-").isdecimal()
                },
                resolution={
                    name.removeprefix("resolution-"): text
                    for name, text in typed.items()
                    if name.startswith("resolution-")
                },
                base_version=_number(typed.get("base_version", "")),
                actor=request.actor,
                at=clock.now(),
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            kept = [one.typed_again(typed.get(one.name)) for one in _fields(page)]
            page |= {"fields": kept, "refusal": str(refusal)}
        else:
            messages.success(request, _said(meeting) if changed else "Không có gì thay đổi.")
            if meeting.state == Meeting.State.ENDED:
                return redirect("meetings:sign", pk)
            return redirect("meetings:words", pk)
    return render(
        request,
        "meetings/texts.html",
        {"meeting": meeting, **page},
        status=422 if "refusal" in page else 200,
    )


def _said(meeting: Meeting) -> str:
    if meeting.is_open:
        return "Đã ghi lời văn."
    return "Đã ghi dự thảo. Vào phòng họp sẽ thấy sẵn ở bước «Nội dung»."


@dataclass(frozen=True)
class TextField:
    """A text to edit: its name, what it is, and what stands around it in print."""

    name: str
    title: str
    around: str
    text: str
    is_draft: bool = False
    kept: str = ""

    def typed_again(self, typed: str | None) -> "TextField":
        """Return the field with what was typed, and what is kept beside it if that differs."""
        if typed is None or typed == self.text:
            return self
        return TextField(self.name, self.title, self.around, typed, kept=self.text)


def texts_of(meeting: Meeting) -> dict[str, list["TextField"]]:
    """Collect the texts that can be edited (meetings/texts_form.html)."""
    parts = list(meeting.parts.select_related("concluded").order_by("number"))
    which = " phần {}" if len(parts) > 1 else ""
    fields = [
        TextField(
            name=f"conclusion-{part.pk}",
            title="Kết luận" + which.format(part.get_kind_display().lower()),
            around="In trong biên bản; kết luận phần thường kỳ cũng là nhiệm vụ tháng tới trong nghị quyết.",
            text=part.conclusion,
            is_draft=part.has_draft,
        )
        for part in parts
    ]
    fields += [
        TextField(f"resolution-{one.code}", f"Nghị quyết: {one.title}", one.around, one.text)
        for one in room.resolution_parts(meeting)
    ]
    return {"fields": fields}


def _fields(page: dict[str, object]) -> list[TextField]:
    fields = page["fields"]
    assert isinstance(fields, list)  # noqa: S101  (words_of wrote it)
    return fields


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
