"""What each act does; the table of acts names them."""

from dataclasses import dataclass
from datetime import date, datetime

from nenep.access.actor import Actor, authorise
from nenep.access.scope import widened
from nenep.core.formats import short_date
from nenep.members.actions.acts.changes import (
    ROLES_OF_A_MEETING,
    belong,
    end_duties,
    end_held,
    set_state,
)
from nenep.members.actions.acts.standing import PersonStanding
from nenep.members.actions.acts.trace import Trace
from nenep.members.actions.posts import appoint
from nenep.members.around import CannotAct
from nenep.members.models import Act, Member, Membership, MemberState, PersonalData, Post
from nenep.members.permissions import MemberPermission
from nenep.organisations.models import Organisation

_State = MemberState.State


@dataclass(frozen=True)
class ToldAct:
    """What an act is told.

    Attributes:
        to: the cell somebody goes or comes to.
        until: the first day it no longer holds.
        movement: the true kind of leaving the Party.
        post: kind of the post and its organisation.
        body: the kind of its body, if it is not the usual one.
        held: the post that ends; of an appointment, that of whom it replaces.
        begun_by: how the post begins, a `Post.Beginning`.
        is_far: whether the place outside lies in another province.
    """

    day: date
    decision: str = ""
    reason: str = ""
    to: Organisation | None = None
    until: date | None = None
    ground: str = ""
    movement: str = ""
    elsewhere: str = ""
    is_far: bool = False
    post: tuple[str, int] | None = None
    body: str = ""
    held: int | None = None
    begun_by: str = ""
    from_place: str = ""
    term: str = ""


@dataclass(frozen=True)
class Doing:
    """An act while it is done."""

    member: Member
    given: ToldAct
    standing: PersonStanding
    trace: Trace
    actor: Actor
    at: datetime

    @property
    def stay(self) -> Membership:
        """Where the member belongs officially on the day.

        Raises:
            CannotAct: nowhere; whoever has left is told so, with the day.
        """
        if self.standing.stay is None or not self.standing.is_here:
            raise CannotAct(gone_words(self.standing, self.given.day), field="day")
        return self.standing.stay

    @property
    def to(self) -> Organisation:
        """The cell that was chosen.

        Raises:
            CannotAct: none was.
        """
        if self.given.to is None:
            raise CannotAct("Chưa chọn chi bộ. Hãy chọn chi bộ.", field="to")
        return self.given.to


@dataclass(frozen=True)
class Done:
    """What an act came to: the cell it happened in, where to, and what it counts as."""

    organisation: Organisation
    to: Organisation | None = None
    movement: str = ""
    also: str = ""


def gone_words(standing: PersonStanding, day: date) -> str:
    """Say that somebody is not here on a day, and since when."""
    gone = standing.gone
    if gone:
        return (
            f"Đồng chí này đã «{Act.Movement(gone.movement).label}» từ ngày "
            f"{short_date(gone.day)}, không ghi rời đi lần nữa được."
        )
    if standing.state == _State.LEFT:
        return "Đồng chí này đã ra khỏi Đảng, không ghi rời đi lần nữa được."
    return f"Ngày {short_date(day)} đồng chí này không sinh hoạt chính thức ở chi bộ nào."


def transfer(doing: Doing) -> Done:
    """Let a member belong officially to another cell (chuyển chi bộ)."""
    stay, to, day = doing.stay, doing.to, doing.given.day
    if to.pk == stay.organisation_id:
        raise CannotAct(f"Ngày {short_date(day)} đã sinh hoạt ở {to.name}.", field="to")
    if day <= stay.valid_from:
        raise CannotAct(
            f"Đã ghi sinh hoạt ở {stay.organisation.name} từ ngày {short_date(stay.valid_from)}; "
            "ngày chuyển phải ở sau ngày đó.",
            field="day",
        )
    doing.trace.end(stay, day)
    belong(doing.trace, doing.member, to, day)
    end_duties(doing.trace, doing.member, day, only_in=stay.organisation)
    return Done(stay.organisation, to)


def take_part(doing: Doing) -> Done:
    """Let a member belong to a cell for a time, beside the official one (tạm thời)."""
    given = doing.given
    if doing.to.pk == doing.stay.organisation_id:
        raise CannotAct(
            "Đây là chi bộ đang sinh hoạt chính thức. Hãy chọn chi bộ khác.", field="to"
        )
    temporary = Membership.Kind.TEMPORARY
    belong(doing.trace, doing.member, doing.to, given.day, kind=temporary, until=given.until)
    return Done(doing.stay.organisation, doing.to)


def exempt(doing: Doing) -> Done:
    """Free a member from meetings (miễn sinh hoạt), for a ground."""
    stay = doing.stay
    if not doing.given.ground:
        raise CannotAct("Chưa chọn miễn vì trường hợp nào.", field="ground")
    set_state(doing.trace, doing.member, _State.EXEMPT, doing.given.day, until=doing.given.until)
    return Done(stay.organisation)


def suspend(doing: Doing) -> Done:
    """Suspend a member from meetings (đình chỉ sinh hoạt)."""
    stay = doing.stay
    set_state(doing.trace, doing.member, _State.SUSPENDED, doing.given.day, until=doing.given.until)
    return Done(stay.organisation)


def recognise(doing: Doing) -> Done:
    """Recognise a probationary member as an official one (công nhận chính thức)."""
    stay, day = doing.stay, doing.given.day
    if doing.standing.state != _State.PROBATIONARY:
        raise CannotAct(f"Ngày {short_date(day)} đồng chí này không phải đảng viên dự bị.")
    set_state(doing.trace, doing.member, _State.OFFICIAL, day)
    with widened(doing.actor.with_personal_view()):
        data = PersonalData.objects.filter(member=doing.member, recognised_on=None)
        entered = data.update(recognised_on=day)
    return Done(stay.organisation, also="recognised_on" if entered else "")


def move_out(doing: Doing) -> Done:
    """Let a member go to an organisation outside the commune (chuyển đi)."""
    return _leave(doing, Act.Movement.MOVED_OUT)


def die(doing: Doing) -> Done:
    """Say that a member has died (từ trần)."""
    done = _leave(doing, Act.Movement.DIED)
    set_state(doing.trace, doing.member, _State.LEFT, doing.given.day)
    return done


def leave_party(doing: Doing) -> Done:
    """Say that a member is out of the Party: struck off, expelled, or by own wish."""
    kinds = (Act.Movement.STRUCK_OFF, Act.Movement.EXPELLED, Act.Movement.LEFT)
    if doing.given.movement not in kinds:
        raise CannotAct("Chưa chọn ra khỏi Đảng vì sao.", field="movement")
    done = _leave(doing, doing.given.movement)
    set_state(doing.trace, doing.member, _State.LEFT, doing.given.day)
    return done


def move_in(doing: Doing) -> Done:
    """Let a member who went come back from outside the commune (chuyển đến)."""
    standing, day = doing.standing, doing.given.day
    if standing.stay is not None:
        raise CannotAct(
            f"Ngày {short_date(day)} đang sinh hoạt ở {standing.stay.organisation.name}. "
            "Hãy dùng «Chuyển chi bộ».",
            field="day",
        )
    if standing.state == _State.LEFT:
        raise CannotAct("Đồng chí này đã ra khỏi Đảng. Hãy dùng «Phục hồi».", field="day")
    belong(doing.trace, doing.member, doing.to, day)
    return Done(doing.to, movement=Act.Movement.MOVED_IN)


def restore(doing: Doing) -> Done:
    """End an exemption or suspension, or give membership back (phục hồi)."""
    standing, day = doing.standing, doing.given.day
    if standing.is_here and standing.state in (_State.EXEMPT, _State.SUSPENDED):
        set_state(doing.trace, doing.member, standing.basic, day)
        return Done(doing.stay.organisation)
    if standing.gone is None or standing.gone.kind != Act.Kind.LEFT_PARTY:
        raise CannotAct(
            "Chỉ phục hồi người đang được miễn, bị đình chỉ sinh hoạt hoặc đã ra khỏi Đảng. "
            "Nếu ghi nhầm, hãy dùng «Hoàn tác»."
        )
    to = doing.given.to or standing.gone.organisation
    belong(doing.trace, doing.member, to, day)
    set_state(doing.trace, doing.member, standing.basic, day)
    return Done(to, movement=Act.Movement.RESTORED)


def give_post(doing: Doing) -> Done:
    """Give a member a post of the cell or of its committee (giao chức vụ)."""
    if doing.given.post is None:
        raise CannotAct("Chưa chọn chức vụ.", field="post")
    given = doing.given
    kind, place = doing.given.post
    stay = doing.stay
    if given.held is not None:
        before = _held(doing, given.held)
        if before.member_id == doing.member.pk:
            raise CannotAct("Người mới phải là người khác với người đang giữ.", field="person")
        end_held(doing.trace, before, given.day, reason=given.reason)
    post = appoint(
        member_id=doing.member.pk,
        organisation_id=place,
        kind=kind,
        valid_from=given.day,
        valid_to=given.until,
        body_kind=given.body or None,
        term=given.term,
        decision=given.decision,
        begun_by=given.begun_by,
        from_place=given.from_place,
        actor=doing.actor,
        at=doing.at,
    )
    doing.trace.made(post)
    return Done(stay.organisation, post.organisation)


def end_given_post(doing: Doing) -> Done:
    """End a post that a member holds (thôi chức vụ)."""
    given = doing.given
    if given.held is None:
        raise CannotAct("Chưa chọn chức vụ.", field="held")
    post = _held(doing, given.held)
    if post.member_id != doing.member.pk:
        raise CannotAct("Chức vụ này do người khác giữ. Hãy chọn lại.", field="held")
    end_held(doing.trace, post, given.day, reason=given.reason)
    return Done(doing.stay.organisation, post.organisation)


def _held(doing: Doing, pk: int) -> Post:
    """Return a post that is held on the day, locked, which the actor may end."""
    day = doing.given.day
    found = Post.objects.select_for_update(of=("self",)).select_related("organisation")
    post = found.filter(pk=pk).exclude(kind__in=ROLES_OF_A_MEETING).first()
    if post is None:
        raise CannotAct("Không tìm thấy chức vụ đã chọn. Hãy chọn lại.", field="held")
    authorise(doing.actor, MemberPermission.MEMBERS_EDIT, post.scope_key)
    if day < post.valid_from:
        raise CannotAct(
            f"Đồng chí {post.holder_name} giữ chức vụ này từ ngày {short_date(post.valid_from)}; "
            "ngày thôi không được ở trước.",
            field="day",
        )
    if post.valid_to and post.valid_to <= day:
        raise CannotAct(
            f"Đồng chí {post.holder_name} đã thôi chức vụ này từ ngày {short_date(post.valid_to)}.",
            field="day",
        )
    return post


def _leave(doing: Doing, movement: str) -> Done:
    """End all belonging, posts and charges from the day on."""
    stay, day = doing.stay, doing.given.day
    for one in Membership.objects.not_over(day).filter(member=doing.member):
        doing.trace.end(one, day)
    end_duties(doing.trace, doing.member, day, only_in=None)
    return Done(stay.organisation, movement=movement)
