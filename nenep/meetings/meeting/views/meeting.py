"""The page of a meeting, with what its reader does on it: answer, confirm the score."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_POST

from nenep.accounts.http import ActorRequest
from nenep.accounts.permissions import AccountPermission
from nenep.core import clock
from nenep.core.forms import beside
from nenep.meetings.agenda.queries.agenda import agenda, papers
from nenep.meetings.body.forms import WhenForm
from nenep.meetings.body.http import meeting_or_404, offering_other_duty
from nenep.meetings.body.queries.committees import duty_into
from nenep.meetings.body.queries.runner import may_run
from nenep.meetings.notice import actions as notice
from nenep.meetings.notice.forms import AnswerForm
from nenep.meetings.notice.queries.answers import answers_that_count, named_answers
from nenep.meetings.paper.queries import may_enter
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.scoring import actions as confirming
from nenep.meetings.scoring.queries.rows import score_to_confirm
from nenep.members.permissions import MemberPermission


@require_GET
@offering_other_duty
def meeting(request: ActorRequest, pk: int) -> HttpResponse:
    """One meeting, as its state and the reader's part in it ask."""
    return render(request, "meetings/meeting.html", meeting_page(request, pk))


def meeting_page(request: ActorRequest, pk: int) -> dict[str, object]:
    """Collect what the page of a meeting shows."""
    found = meeting_or_404(request, pk)
    actor = request.actor
    return {
        "meeting": found,
        "parts": found.parts.order_by("number"),
        "items": agenda(found),
        "reads_agenda": actor.may(MemberPermission.ROSTER_VIEW, found.scope_key),
        "papers": papers(found),
        "postponements": found.postponements.order_by("pk"),
        "answer": answers_that_count(found).filter(member_id=actor.member_id or 0).first(),
        "answers": (
            named_answers(found)
            if actor.may(MeetingPermission.REASONS_VIEW, found.scope_key)
            else None
        ),
        "may_plan": actor.may(MeetingPermission.MEETING_PLAN, found.scope_key),
        "may_run": may_run(actor, found),
        "may_read_minutes": actor.may(MeetingPermission.MINUTES_VIEW, found.scope_key),
        "may_issue": found.is_open
        and actor.may(AccountPermission.ACCOUNTS_MANAGE, found.scope_key),
        "may_enter": may_enter(actor, found) and found.waits_to_be_held,
        "may_answer": actor.member_id is not None and found.is_ahead and found.noticed_at,
        "confirming": score_to_confirm(actor=actor, meeting=found, now=clock.now()),
        "duty_in": duty_into(found, actor=actor, duties=request.duties),
        "now": clock.now(),
        "make_up": WhenForm(initial={"hour": localtime(found.planned_at).time()}),
        "form": AnswerForm(),
    }


@require_POST
def confirm_score(request: ActorRequest, pk: int) -> HttpResponse:
    """Confirm the score as it stands."""
    page = meeting_page(request, pk)
    try:
        confirming.confirm_score(
            meeting_id=pk,
            seen=request.POST.get("seen", ""),
            actor=request.actor,
            at=clock.now(),
        )
    except confirming.CannotConfirmScore as refusal:
        shown = {**page, "refusal": str(refusal)}
        return render(request, "meetings/meeting.html", shown, status=422)
    messages.success(request, "Đã xác nhận điểm.")
    return redirect("meetings:meeting", pk)


@require_POST
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    """Say that one is coming, or why not."""
    page = meeting_page(request, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            notice.answer_notice(
                meeting_id=pk,
                coming=form.says_coming(),
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=clock.now(),
            )
        except notice.CannotAnswer as refusal:
            beside(form, refusal)
        else:
            messages.success(request, "Đã ghi câu trả lời của đồng chí.")
            return redirect("meetings:meeting", pk)
    return render(request, "meetings/meeting.html", {**page, "form": form}, status=422)
