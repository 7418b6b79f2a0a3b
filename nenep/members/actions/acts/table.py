"""The table of acts: what each is called, asks for, needs and does. All have one shape."""

from collections.abc import Callable
from dataclasses import dataclass

from nenep.members.actions.acts import each
from nenep.members.actions.acts.each import Doing, Done, ToldAct
from nenep.members.actions.acts.standing import PersonStanding
from nenep.members.models import Act, MemberState

_Kind, _State = Act.Kind, MemberState.State

__all__ = ["ACTS", "Doing", "Done", "KnownAct", "ToldAct", "acts_for", "by_slug", "of_kind"]


@dataclass(frozen=True)
class KnownAct:
    """One act.

    Attributes:
        slug: how its address calls it.
        asks: the fields of its form besides day, decision and reason.
        fits: whether a member who stands so can have it done.
        does: changes what it changes, through the trace.
        may_be_ahead: whether its day may lie after today.
        leaves: what of the member's work ends with it: "" nothing, "cell" what lies with the
            cell, "all" everything.
    """

    kind: str
    slug: str
    asks: tuple[str, ...]
    fits: Callable[[PersonStanding], bool]
    does: Callable[[Doing], Done]
    may_be_ahead: bool = False
    leaves: str = ""

    @property
    def label(self) -> str:
        """What people call it."""
        return str(Act.Kind(self.kind).label)


def _is_active(standing: PersonStanding) -> bool:
    return standing.is_here and standing.state in (_State.OFFICIAL, _State.PROBATIONARY)


def _may_return(standing: PersonStanding) -> bool:
    paused = standing.is_here and standing.state in (_State.EXEMPT, _State.SUSPENDED)
    gone = standing.gone
    return paused or (gone is not None and gone.kind == _Kind.LEFT_PARTY)


def _moved_away(standing: PersonStanding) -> bool:
    return standing.stay is None and standing.state != _State.LEFT


ACTS: tuple[KnownAct, ...] = (
    KnownAct(
        _Kind.TRANSFERRED,
        "chuyen-chi-bo",
        ("to",),
        lambda one: one.is_here,
        each.transfer,
        may_be_ahead=True,
        leaves="cell",
    ),
    KnownAct(
        _Kind.TEMPORARY,
        "tam-thoi",
        ("to", "until"),
        lambda one: one.is_here,
        each.take_part,
        may_be_ahead=True,
    ),
    KnownAct(_Kind.EXEMPTED, "mien", ("ground", "until"), _is_active, each.exempt),
    KnownAct(_Kind.SUSPENDED, "dinh-chi", ("until",), _is_active, each.suspend),
    KnownAct(
        _Kind.RECOGNISED,
        "cong-nhan",
        (),
        lambda one: one.is_here and one.state == _State.PROBATIONARY,
        each.recognise,
    ),
    KnownAct(
        _Kind.MOVED_OUT,
        "chuyen-di",
        ("elsewhere", "is_far"),
        lambda one: one.is_here,
        each.move_out,
        leaves="all",
    ),
    KnownAct(
        _Kind.MOVED_IN,
        "chuyen-den",
        ("to", "elsewhere", "is_far"),
        _moved_away,
        each.move_in,
    ),
    KnownAct(_Kind.DIED, "tu-tran", (), lambda one: one.is_here, each.die, leaves="all"),
    KnownAct(
        _Kind.LEFT_PARTY,
        "ra-khoi-dang",
        ("movement",),
        lambda one: one.is_here,
        each.leave_party,
        leaves="all",
    ),
    KnownAct(_Kind.RESTORED, "phuc-hoi", ("to",), _may_return, each.restore),
    KnownAct(
        _Kind.APPOINTED,
        "chuc-vu",
        ("post", "until"),
        lambda one: one.is_here,
        each.give_post,
        may_be_ahead=True,
    ),
    KnownAct(
        _Kind.POST_ENDED,
        "thoi-chuc-vu",
        ("held",),
        lambda one: one.is_here,
        each.end_given_post,
        may_be_ahead=True,
    ),
)
_BY_SLUG = {one.slug: one for one in ACTS}
_BY_KIND = {one.kind: one for one in ACTS}


def by_slug(slug: str) -> KnownAct | None:
    """Return the act that an address names."""
    return _BY_SLUG.get(slug)


def of_kind(kind: str) -> KnownAct:
    """Return the act of a kind."""
    return _BY_KIND[kind]


def acts_for(standing: PersonStanding) -> list[KnownAct]:
    """Return the acts that fit a member who stands so, in the order of the table."""
    return [one for one in ACTS if one.fits(standing)]
