"""Sign a meeting; the second signature seals. Open it again to correct it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.accounts.actions import confirm_password
from nenep.accounts.queries import slip_of_password
from nenep.audit import actions as audit
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.meetings.body.locking import locked
from nenep.meetings.book.canonical import NOTHING_BEFORE
from nenep.meetings.book.content import content_of
from nenep.meetings.book.seal import seal
from nenep.meetings.changes import drop
from nenep.meetings.models import Entry, Meeting, MeetingRole, Signature
from nenep.meetings.permissions import MeetingPermission
from nenep.meetings.printed import draw
from nenep.meetings.room.queries.gaps import gaps, sheets_to_sign
from nenep.meetings.signing.queries import CORRECTS_NOTHING, WordsToSign, changed_by
from nenep.meetings.signing.rules import WordsShown, changed

OF_CORRECTION = (
    "correction",
    "correction_reason",
    "correction_begun_at",
    "correction_of",
    "correction_pieces",
)


class CannotSign(Refusal):
    """Something is missing, or the actor is neither chair nor minute-taker."""


@transaction.atomic
def sign(
    *, meeting_id: int, password: str, shown: WordsShown, actor: Actor, at: datetime
) -> Entry | None:
    """Sign as chair or minute-taker (ký biên bản), confirmed with one's password.

    The second of the two signatures seals the entry.

    Args:
        shown: what the signer was shown; only that is signed.

    Returns:
        the sealed entry, or None while the other signature is still missing.

    Raises:
        CannotSign: the meeting is not ready, the words are others by now, or the actor is
            neither of the two.
        accounts.errors.CannotConfirm: the password is wrong.
    """
    ready = ready_to_sign(meeting_id=meeting_id, actor=actor)
    meeting = ready.meeting
    role = next((one for one in meeting.roles.all() if one.member_id == actor.member_id), None)
    if role is None:
        raise CannotSign("Chỉ chủ trì và thư ký của buổi họp này ký biên bản.")
    ready.check_shown(shown)
    confirm_password(password=password, actor=actor, at=at)
    slip = ready.slip_of_the_other(role, actor=actor)
    ready.add_signature(role, actor=actor, at=at, slip_by=slip.name)
    audit.record(
        "meeting.signed_by_one",
        actor=actor,
        at=at,
        target=meeting,
        words=f"Ký với vai trò {role.get_kind_display().lower()}{slip.words}: {meeting}.",
    )
    return seal_if_both(ready, actor=actor, at=at)


@dataclass(frozen=True)
class SlipOfTheOther:
    """Whose slip a signer's password was set by, and how the journal says so; or nothing."""

    name: str
    words: str


class Ready(WordsToSign):
    """A meeting that lacks nothing but signatures, locked; what is signed, and its digest."""

    def check_shown(self, shown: WordsShown) -> None:
        """Let nobody sign what they were not shown.

        Raises:
            CannotSign: it is another by now; says what was changed, by whom and when.
        """
        if shown.digest == self.digest:
            return
        if not shown.digest:
            raise CannotSign("Đồng chí chưa mở bản sẽ ký. Đọc toàn văn trên trang này rồi ký.")
        what = ", ".join(changed(shown.pieces, self.content)) or "nội dung biên bản"
        who = changed_by(self.meeting, shown.version)
        raise CannotSign(
            f"Nội dung đã đổi từ lúc đồng chí mở trang này nên chưa ký: {what}. "
            + (f"{who}. " if who else "")
            + "Đọc lại toàn văn trên trang này rồi ký."
        )

    def slip_of_the_other(self, role: MeetingRole, *, actor: Actor) -> "SlipOfTheOther":
        """Return whether the signer's password was set by a slip that the other signer printed.

        Since the notice, by which both knew that they would sign.

        Args:
            role: of the signer.
            actor: the signer, whose password was given.
        """
        printed_by, printed_at = slip_of_password(actor)
        other = next(
            (
                one
                for one in self.meeting.roles.all()
                if one.member_id == printed_by and one.member_id != role.member_id
            ),
            None,
        )
        noticed_at = self.meeting.noticed_at
        if other is None or printed_at is None or (noticed_at and printed_at < noticed_at):
            return SlipOfTheOther("", "")
        kind = other.get_kind_display().lower()
        return SlipOfTheOther(other.name, f", mật khẩu đặt bằng phiếu do {kind} in")

    def add_signature(
        self, role: MeetingRole, *, actor: Actor, at: datetime, **by_hand: object
    ) -> None:
        """Put the signature of a role's holder under these words.

        What stands under other words falls away, its owner is told; so does the same
        signer's former one.

        Args:
            by_hand: way, day, witness and who enters it; of one confirmed here only whose
                slip the password came from.
        """
        signed = self.meeting.signatures
        signed.filter(kind=role.kind).delete()
        for one in signed.exclude(content_digest=self.digest):
            drop(
                self.meeting,
                signed.filter(pk=one.pk),
                what=self.outdated(one),
                changed_by=None,
                actor=actor,
                at=at,
            )
        Signature.objects.create(
            meeting=self.meeting,
            kind=role.kind,
            member_id=role.member_id,
            name=role.name,
            signed_at=at,
            content_digest=self.digest,
            pieces=self.pieces,
            **by_hand,
        )


def ready_to_sign(*, meeting_id: int, actor: Actor) -> Ready:
    """Lock a meeting that can be signed.

    Raises:
        CannotSign: it is signed, has not been held, or something is missing.
    """
    meeting = locked(meeting_id, MeetingPermission.MEETING_RUN, actor=actor)
    if meeting.state == Meeting.State.SIGNED:
        raise CannotSign("Biên bản đã ký xong từ trước.")
    if not meeting.is_open:
        raise CannotSign("Buổi này chưa họp nên chưa có biên bản để ký.")
    prefetch_related_objects([meeting], "attendances", "roles")
    sheets = sheets_to_sign(meeting)
    missing = gaps(meeting, sheets)
    if missing:
        raise CannotSign("Chưa ký được. " + " ".join(gap.sentence for gap in missing))
    ready = Ready(meeting, sheets, content_of(meeting, sheets))
    if ready.corrects_nothing:
        raise CannotSign(CORRECTS_NOTHING)
    return ready


def seal_if_both(ready: Ready, *, actor: Actor, at: datetime) -> Entry | None:
    """Seal the entry if both signatures stand; else return None."""
    meeting = ready.meeting
    if meeting.signatures.count() < len(MeetingRole.Kind):
        return None
    _draw(ready, at)
    entry = seal(meeting=meeting, content=ready.content, sheets=ready.sheets, actor=actor, at=at)
    meeting.state = Meeting.State.SIGNED
    meeting.signed_at = at
    meeting.correction = meeting.correction_reason = ""
    meeting.correction_begun_at = None
    meeting.correction_of = meeting.correction_pieces = ""
    meeting.save(update_fields=["state", "signed_at", *OF_CORRECTION])
    audit.record(
        "meeting.sealed",
        actor=actor,
        at=at,
        target=meeting,
        words=f"Niêm phong mục {entry.sequence} trong sổ biên bản: {meeting}.",
    )
    return entry


def _draw(ready: Ready, at: datetime) -> None:
    """Draw what is printed of these words: what no paper can carry must not be sealed.

    Before the book is locked: others who sign in the same book do not wait for it.

    Raises:
        CannotSign: it cannot be drawn.
    """
    meeting = ready.meeting
    corrected = {
        "replaces": NOTHING_BEFORE if meeting.correction else None,
        "correction": meeting.correction,
        "correction_reason": meeting.correction_reason,
    }
    try:
        draw(corrected | ready.content, ready.digest, timezone.localtime(at))
    except RuntimeError as error:
        raise CannotSign(
            "Bản in của biên bản chưa dựng được nên chưa niêm phong; nội dung buổi họp và chữ ký "
            "trước vẫn còn. Hãy báo người quản trị phần mềm, rồi ký lại."
        ) from error


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
    meeting = locked(meeting_id, MeetingPermission.MEETING_RUN, actor=actor)
    authorise(actor, MeetingPermission.MEETING_PLAN, meeting.scope_key)
    if meeting.state != Meeting.State.SIGNED:
        raise CannotSign("Chỉ đính chính biên bản đã ký.")
    if not clean(correction) or not clean(reason):
        raise CannotSign("Hãy ghi sửa nội dung gì và vì sao sửa.")
    meeting.state = Meeting.State.ENDED
    meeting.signed_at = None
    meeting.correction = clean(correction)[:500]
    meeting.correction_reason = clean(reason)[:500]
    meeting.correction_begun_at = at
    begun = WordsToSign(meeting, sheets := sheets_to_sign(meeting), content_of(meeting, sheets))
    meeting.correction_of, meeting.correction_pieces = begun.digest, begun.pieces
    meeting.save(update_fields=["state", "signed_at", *OF_CORRECTION])
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
