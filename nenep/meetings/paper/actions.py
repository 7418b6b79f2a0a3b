"""Enter a meeting from its paper sheet: the room's own commands, all in one transaction."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.access.scope import widened
from nenep.accounts.actions import confirm_password
from nenep.audit import actions as audit
from nenep.core.errors import NotAllowed, Refusal
from nenep.meetings.agenda.queries.template import STEP_OF_DISCUSSION
from nenep.meetings.body.locking import as_runner, locked
from nenep.meetings.body.queries.runner import may_run
from nenep.meetings.models import AgendaItem, EnteredSheet, Entry, Meeting, Signature
from nenep.meetings.paper.code import sheet_code
from nenep.meetings.paper.rules import (
    ByHand,
    SheetStep,
    conclusion_field,
    points_field,
    score_vote_field,
)
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.room.actions.apply import apply
from nenep.meetings.room.commands import RoomCommand
from nenep.meetings.room.queries.gaps import gaps, sheets_to_sign
from nenep.meetings.scoring.queries.approval import vote_place
from nenep.meetings.signing.actions.sign import CannotSign, Ready, ready_to_sign, seal_if_both
from nenep.meetings.signing.actions.sign_paper import a_witness, own_name
from nenep.quality.score import PointsRefused

# More commands than any meeting has: the sheet has seen everything, nothing is unseen.
_SEEN_ALL = 2**31 - 1


class CannotEnter(Refusal):
    """Something on the sheet does not fit; `by_field` holds the sentences for each field."""

    def __init__(self, by_field: Mapping[str, list[str]]) -> None:
        self.by_field = by_field
        super().__init__(" ".join(sentence for found in by_field.values() for sentence in found))


def enter_sheet(
    *,
    meeting_id: int,
    started_at: datetime,
    start: SheetStep,
    steps: Iterable[SheetStep],
    by_hand: ByHand,
    password: str,
    actor: Actor,
    at: datetime,
) -> Entry:
    """Enter a meeting that was held on paper, up to the sealed entry (nhập thay từ bản giấy).

    Everything or nothing: what does not fit is collected, then all of it is undone. Whoever
    is one of the two signers confirms for themselves with the password; the others signed
    by hand. See docs/adr/0015-entered-from-a-paper-sheet.md.

    Args:
        start: the command that begins the meeting, at `started_at`.
        steps: the commands of the evening in order, the end among them.
        by_hand: the signatures on the sheet.
        password: of who enters.

    Raises:
        NotAllowed: the actor may neither run the meeting nor enter it for the cell.
        CannotEnter: by field, everything that does not fit.
    """
    meeting = Meeting.objects.select_related("body").filter(pk=meeting_id).first()
    if meeting is None or not meeting.body.is_of_a_cell:
        raise NotAllowed("Đồng chí không có quyền làm việc này ở đơn vị này.")
    if not may_run(actor, meeting):
        authorise(actor, MeetingPermission.MEETING_ENTER, meeting.scope_key)
        runner = as_runner(actor, meeting.scope_key)
    else:
        runner = actor
    with widened(runner):
        return _enter(meeting_id, started_at, start, list(steps), by_hand, password, runner, at)


@transaction.atomic
def _enter(
    meeting_id: int,
    started_at: datetime,
    start: SheetStep,
    steps: list[SheetStep],
    by_hand: ByHand,
    password: str,
    actor: Actor,
    at: datetime,
) -> Entry:
    meeting = locked(meeting_id, MeetingPermission.MEETING_RUN, actor=actor)
    if not meeting.waits_to_be_held:
        raise CannotEnter(
            {"": [f"Buổi này đang ở trạng thái «{meeting.get_state_display()}», không nhập thay."]}
        )
    found = _Found()
    if not password:
        # With what else does not fit, not a round before it.
        found.add("password", "Hãy nhập mật khẩu của đồng chí (người nhập).")
    if started_at > at:
        found.add("start", "Giờ bắt đầu còn ở phía trước. Hãy xem lại ngày và giờ.")
    elif found.during(start.field, lambda: _send(meeting_id, start, actor, started_at)):
        for step in steps:
            found.during(step.field, partial(_send, meeting_id, step, actor, at))
    found.refuse()
    meeting.refresh_from_db()
    EnteredSheet.objects.create(
        meeting=meeting,
        code=sheet_code(meeting.pk),
        entered_by=own_name(actor),
        entered_as=actor.label,
        entered_at=at,
    )
    _find_gaps(meeting, found)
    found.refuse()
    ready = ready_to_sign(meeting_id=meeting_id, actor=actor)
    _sign(ready, by_hand, found, actor, at)
    found.refuse()
    found.during("password", lambda: confirm_password(password=password, actor=actor, at=at))
    found.refuse()
    audit.record(
        "meeting.entered_from_paper",
        actor=actor,
        at=at,
        target=meeting,
        words=f"Nhập thay {meeting.organisation.name} từ phiếu họp giấy "
        f"{sheet_code(meeting.pk)}: {meeting}.",
    )
    entry = seal_if_both(ready, actor=actor, at=at)
    assert entry is not None  # noqa: S101  (both have signed: `_sign` found nothing missing)
    return entry


class _Found:
    """What does not fit, by field; the first of a field that caused the others stands alone."""

    def __init__(self) -> None:
        self.by_field: dict[str, list[str]] = {}

    def add(self, field: str, sentence: str) -> None:
        sentences = self.by_field.setdefault(field, [])
        if sentence not in sentences:
            sentences.append(sentence)

    def during(self, field: str, step: Callable[[], object]) -> bool:
        try:
            with transaction.atomic():
                step()
        except NotAllowed:
            raise
        except PointsRefused as refusal:
            for line, sentence in refusal.by_line.items():
                self.add(f"{field}{line}", sentence)
            return False
        except Refusal as refusal:
            self.add(field, str(refusal))
            return False
        return True

    def refuse(self) -> None:
        if self.by_field:
            raise CannotEnter(self.by_field)


def _send(meeting_id: int, step: SheetStep, actor: Actor, at: datetime) -> None:
    payload = step.payload
    if step.kind == "write_note":
        payload = {"item": str(_item_of_discussion(payload["part"])), "text": payload["text"]}
    apply(
        command=RoomCommand(
            id=uuid4(),
            meeting_id=meeting_id,
            kind=step.kind,
            payload=payload,
            base_version=_SEEN_ALL,
            device_time=None,
        ),
        actor=actor,
        at=at,
    )


def _item_of_discussion(part_id: str) -> int:
    """Return the item that takes what was said in a part: its discussion, else its first."""
    items = AgendaItem.objects.filter(part_id=part_id).order_by("position")
    item = items.filter(step=STEP_OF_DISCUSSION).first() or items.first()
    return item.pk if item else 0


def _find_gaps(meeting: Meeting, found: _Found) -> None:
    """Put what still lacks beside the field where it is mended."""
    sheets = sheets_to_sign(meeting)
    votes = {vote_place(sheet.part): f"{score_vote_field(sheet.part)}in_favour" for sheet in sheets}
    places = {
        "roll_call": "",
        "roles": "minute_taker",
        "end": "end",
        "agenda": "end",
        "vote": "vote-0-in_favour",
    }
    for sheet in sheets:
        if not sheet.part.conclusion:
            found.add(conclusion_field(sheet.part), "Chưa ghi kết luận.")
        for problem in sheet.score.problems:
            found.add(
                points_field(sheet.part, problem.line) if problem.line else "", problem.sentence
            )
    for gap in gaps(meeting, sheets):
        if gap.step in places:
            found.add(places[gap.step], gap.sentence)
        elif gap.place in votes:
            found.add(votes[gap.place], gap.sentence)


def _sign(ready: Ready, by_hand: ByHand, found: _Found, actor: Actor, at: datetime) -> None:
    roles = list(ready.meeting.roles.order_by("kind"))
    held_on = timezone.localtime(ready.meeting.started_at).date()
    others = [role for role in roles if role.member_id != actor.member_id]
    for role in others:
        if role.kind not in by_hand.kinds:
            found.add(
                f"signed_{role.kind}",
                f"{role.get_kind_display()} chưa ký tay trên phiếu thì chưa nhập được.",
            )
    if not held_on <= by_hand.signed_on <= timezone.localtime(at).date():
        found.add("signed_on", "Ngày ký phải từ ngày họp đến hôm nay.")
    witness = ""
    try:
        witness = a_witness(by_hand.witness, *others)
    except CannotSign as refusal:
        found.add("witness", str(refusal))
    if found.by_field:
        return
    for role in roles:
        if role in others:
            ready.add_signature(
                role,
                actor=actor,
                at=at,
                way=Signature.Method.SHEET,
                signed_on=by_hand.signed_on,
                witness=witness,
                entered_by=own_name(actor),
            )
        else:
            slip = ready.slip_of_the_other(role, actor=actor)
            ready.add_signature(role, actor=actor, at=at, slip_by=slip.name)
