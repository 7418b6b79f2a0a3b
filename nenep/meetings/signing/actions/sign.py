"""Sign a meeting: what is missing is listed first; the second signature seals."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, prefetch_related_objects

from nenep.access.actor import Actor, authorise
from nenep.access.permissions import Permission
from nenep.accounts.actions import confirm_password
from nenep.audit import actions as audit
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.meetings.actions.locking import locked
from nenep.meetings.book.canonical import canonical, digest
from nenep.meetings.book.content import content_of
from nenep.meetings.book.seal import seal
from nenep.meetings.invitations import count_invited
from nenep.meetings.models import Attendance, Entry, Meeting, MeetingRole, Signature
from nenep.meetings.score import Sheet, sheets_of
from nenep.meetings.score_standing import standing_of

_NOBODY = {
    MeetingRole.Kind.CHAIR: "Chưa có người chủ trì.",
    MeetingRole.Kind.MINUTE_TAKER: "Chưa cử thư ký ghi biên bản.",
}

_OF_CORRECTION = ("correction", "correction_reason", "correction_begun_at")
_AWAY = (Attendance.Mark.EXCUSED, Attendance.Mark.ABSENT)


class CannotSign(Refusal):
    """Something is missing, or the actor is neither chair nor minute-taker."""


@dataclass(frozen=True)
class Gap:
    """Something missing before the minutes can be signed; `step` is where to mend it.

    `place` is the id of the place on that step's page, where it has one.
    """

    sentence: str
    step: str
    place: str = ""


def sheets_to_sign(meeting: Meeting) -> list[Sheet]:
    """Return the score sheets; the length is measured at the end: until then it is no gap."""
    return sheets_of(meeting, until=meeting.started_at)


def gaps(meeting: Meeting, sheets: list[Sheet]) -> list[Gap]:
    """List what is missing before the minutes can be signed (còn thiếu)."""
    found: list[Gap] = []
    if meeting.state == Meeting.State.IN_PROGRESS:
        found.append(Gap("Buổi họp chưa kết thúc.", "end"))
    marks = {one.member_id: one.mark for one in meeting.attendances.all()}
    roles = {role.kind: role for role in meeting.roles.all()}
    for kind in MeetingRole.Kind:
        if kind not in roles:
            found.append(Gap(_NOBODY[kind], "roles"))
        elif marks.get(roles[kind].member_id) in _AWAY:
            found.append(
                Gap(
                    f"{kind.label} được điểm danh vắng mặt. "
                    "Hãy giao cho người có mặt, hoặc sửa điểm danh.",
                    "roles",
                )
            )
    unknown = sum(mark == Attendance.Mark.UNKNOWN for mark in marks.values())
    if unknown:
        found.append(Gap(f"Còn {unknown} người chưa điểm danh.", "roll_call"))
    unmarked = count_invited(meeting.guests.all()).unmarked
    if unmarked:
        found.append(Gap(f"Còn {unmarked} người được mời chưa điểm danh.", "roll_call"))
    away = [pk for pk, mark in marks.items() if mark in _AWAY]
    found += [
        Gap(
            f"{one.name} được ghi phát biểu ở «{one.item.title}» nhưng điểm danh vắng mặt. "
            "Hãy sửa điểm danh.",
            "roll_call",
        )
        for one in meeting.speakings.filter(member_id__in=away).select_related("item")
    ]
    doubled = meeting.wordings.filter(line="").count()
    if doubled:
        found.append(Gap(f"Còn {doubled} ô ghi có hai bản, chưa chọn hoặc gộp.", "wording"))
    scored_twice = meeting.wordings.exclude(line="").count()
    if scored_twice:
        found.append(Gap(f"Còn {scored_twice} dòng điểm có hai bản, chưa chọn.", "score"))
    if sheets:
        found += [
            Gap(one.sentence, "score", one.place) for one in standing_of(meeting, sheets).problems
        ]
    for part in meeting.parts.select_related("concluded").order_by("number"):
        if part.started_at is None:
            found.append(Gap(f"Phần {part.get_kind_display().lower()} chưa bắt đầu.", "agenda"))
        if not part.conclusion:
            found.append(
                Gap(f"Chưa ghi kết luận phần {part.get_kind_display().lower()}.", "conclusion")
            )
        elif part.has_draft:
            found.append(
                Gap(
                    f"Kết luận phần {part.get_kind_display().lower()} còn là dự thảo: "
                    "chủ trì xem lại rồi ghi.",
                    "conclusion",
                )
            )
        problems = [one for sheet in sheets if sheet.part == part for one in sheet.score.problems]
        if problems:
            found.append(Gap(f"Chấm điểm: {problems[0].sentence}", "score"))
    return found


@transaction.atomic
def sign(*, meeting_id: int, password: str, actor: Actor, at: datetime) -> Entry | None:
    """Sign as chair or minute-taker (ký biên bản), confirmed with one's password.

    The second of the two signatures seals the entry.

    Returns:
        the sealed entry, or None while the other signature is still missing.

    Raises:
        CannotSign: the meeting is not ready, or the actor is neither of the two.
        accounts.errors.CannotConfirm: the password is wrong.
    """
    ready = ready_to_sign(meeting_id=meeting_id, actor=actor)
    meeting = ready.meeting
    role = next((one for one in meeting.roles.all() if one.member_id == actor.member_id), None)
    if role is None:
        raise CannotSign("Chỉ chủ trì và thư ký của buổi họp này ký biên bản.")
    confirm_password(password=password, actor=actor, at=at)
    ready.add_signature(role, at=at)
    audit.record(
        "meeting.signed_by_one",
        actor=actor,
        at=at,
        target=meeting,
        words=f"Ký với vai trò {role.get_kind_display().lower()}: {meeting}.",
    )
    return seal_if_both(ready, actor=actor, at=at)


@dataclass(frozen=True)
class Ready:
    """A meeting that lacks nothing but signatures; what is signed, and its digest."""

    meeting: Meeting
    sheets: list[Sheet]
    content: dict[str, object]

    @property
    def digest(self) -> str:
        """The SHA-256 of the words that are signed."""
        return digest(canonical(self.content))

    def add_signature(self, role: MeetingRole, *, at: datetime, **by_hand: object) -> None:
        """Put the signature of a role's holder under these words.

        What stands under other words falls away, and so does the same signer's former one.

        Args:
            by_hand: way, day, witness and who enters it; nothing for one confirmed here.
        """
        outdated = ~Q(content_digest=self.digest) | Q(kind=role.kind)
        self.meeting.signatures.filter(outdated).delete()
        Signature.objects.create(
            meeting=self.meeting,
            scope_key=self.meeting.scope_key,
            kind=role.kind,
            member_id=role.member_id,
            name=role.name,
            signed_at=at,
            content_digest=self.digest,
            **by_hand,
        )


def ready_to_sign(*, meeting_id: int, actor: Actor) -> Ready:
    """Lock a meeting that can be signed.

    Raises:
        CannotSign: it is signed, has not been held, or something is missing.
    """
    meeting = locked(meeting_id, Permission.MEETING_RUN, actor=actor)
    if meeting.state == Meeting.State.SIGNED:
        raise CannotSign("Biên bản đã ký xong từ trước.")
    if not meeting.is_open:
        raise CannotSign("Buổi này chưa họp nên chưa có biên bản để ký.")
    prefetch_related_objects([meeting], "attendances", "roles")
    sheets = sheets_to_sign(meeting)
    missing = gaps(meeting, sheets)
    if missing:
        raise CannotSign("Chưa ký được. " + " ".join(gap.sentence for gap in missing))
    return Ready(meeting, sheets, content_of(meeting, sheets))


def seal_if_both(ready: Ready, *, actor: Actor, at: datetime) -> Entry | None:
    """Seal the entry if both signatures stand; else return None."""
    meeting = ready.meeting
    if meeting.signatures.count() < len(MeetingRole.Kind):
        return None
    entry = seal(meeting=meeting, content=ready.content, sheets=ready.sheets, actor=actor, at=at)
    meeting.state = Meeting.State.SIGNED
    meeting.signed_at = at
    meeting.correction = meeting.correction_reason = ""
    meeting.correction_begun_at = None
    meeting.save(update_fields=["state", "signed_at", *_OF_CORRECTION])
    audit.record(
        "meeting.sealed",
        actor=actor,
        at=at,
        target=meeting,
        words=f"Niêm phong mục {entry.sequence} trong sổ biên bản: {meeting}.",
    )
    return entry


@transaction.atomic
def correct(
    *, meeting_id: int, correction: str, reason: str, actor: Actor, at: datetime
) -> Meeting:
    """Open a signed meeting again to correct it (đính chính).

    The old entry stays as it is; signing again writes a new one that names it. Until
    then the old facts count.

    Raises:
        CannotSign: the meeting is not signed, or what and why are missing.
    """
    meeting = locked(meeting_id, Permission.MEETING_RUN, actor=actor)
    authorise(actor, Permission.MEETING_PLAN, meeting.scope_key)
    if meeting.state != Meeting.State.SIGNED:
        raise CannotSign("Chỉ đính chính biên bản đã ký.")
    if not clean(correction) or not clean(reason):
        raise CannotSign("Hãy ghi sửa nội dung gì và vì sao sửa.")
    meeting.state = Meeting.State.ENDED
    meeting.signed_at = None
    meeting.correction = clean(correction)[:500]
    meeting.correction_reason = clean(reason)[:500]
    meeting.correction_begun_at = at
    meeting.save(update_fields=["state", "signed_at", *_OF_CORRECTION])
    meeting.signatures.all().delete()
    # The roles give their rights again: the trigger listens to this column.
    for role in meeting.roles.all():
        role.save(update_fields=["member"])
    audit.record(
        "meeting.correction_begun",
        actor=actor,
        at=at,
        target=meeting,
        words=f"Mở để đính chính: {meeting}.",
    )
    return meeting
