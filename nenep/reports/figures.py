"""Every figure of the product, and the answer to what is asked of them.

The one list: an app that gains figures adds its `FIGURES` here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from nenep.access.actor import Actor
from nenep.core.errors import Refusal
from nenep.core.vietnamese import title_sort_key
from nenep.figures import adding
from nenep.figures.adding import Exact, FigureValue
from nenep.figures.bounds import Bound
from nenep.figures.figure import Figure, FigureSource, Tally
from nenep.figures.periods import Period
from nenep.figures.ranking import Convention, Ranked, ranked
from nenep.meetings import figures as meetings
from nenep.meetings import promises
from nenep.members import figures as members
from nenep.organisations import figures as organisations
from nenep.organisations.models import Organisation
from nenep.organisations.places import words_on_moves
from nenep.organisations.standing import SEEN_WITH, Question, WhoseTree, question_about
from nenep.rulebooks import NoEdition, rulebook_on
from nenep.villages import figures as villages

FIGURES: tuple[Figure, ...] = (
    *organisations.FIGURES,
    *members.FIGURES,
    *villages.FIGURES,
    *meetings.FIGURES,
    *promises.FIGURES,
)
_BY_KEY = {figure.key: figure for figure in FIGURES}


class UnknownFigure(Refusal):
    """A key that no figure has, or one that its organisation does not have."""


@dataclass(frozen=True)
class ShownFigure:
    """A value of a figure beside that of the year before."""

    line: FigureValue
    last: FigureValue | None
    edition: str
    note: str
    source: str = "counted"
    bound: Bound = Bound.EXACT
    is_implied: bool = False

    @property
    def change(self) -> Exact:
        """By how much it grew, in its own unit; a share in points."""
        last = self.last.value if self.last else None
        return None if self.line.value is None or last is None else self.line.value - last

    @property
    def value(self) -> Decimal | None:
        """The value for a page; `part`, `whole`, `last_value` and `change_value` likewise."""
        return adding.decimal(self.line.value)

    @property
    def part(self) -> Decimal | None:
        """The part of a ratio."""
        return adding.decimal(self.line.part) if self.line.figure.of else None

    @property
    def whole(self) -> Decimal | None:
        """The whole of a ratio."""
        return adding.decimal(self.line.whole) if self.line.figure.of else None

    @property
    def last_value(self) -> Decimal | None:
        """The value of the year before."""
        return adding.decimal(self.last.value) if self.last else None

    @property
    def change_value(self) -> Decimal | None:
        """By how much it grew."""
        return adding.decimal(self.change)

    @property
    def by_words(self) -> str:
        """By what it is told apart, in words."""
        said = []
        for dimension in self.line.figure.by:
            code = dict(self.line.by).get(dimension.code)
            if code is not None:
                words = dimension.closed() if dimension.closed else {}
                said.append(words.get(code, code or "không thuộc cụm nào"))
        return ", ".join(said)


@dataclass(frozen=True)
class FiguresAnswer:
    """The figures of an organisation in a period."""

    organisation: Organisation
    period: Period
    tree: WhoseTree
    figures: list[ShownFigure]
    on_moves: list[str]

    def totals(self) -> list[ShownFigure]:
        """Return the figures as a whole, without what they are told apart by."""
        return [one for one in self.figures if not one.line.by]


@dataclass(frozen=True)
class Ranking:
    """The units right below an organisation in order of one figure."""

    organisation: Organisation
    period: Period
    tree: WhoseTree
    whole: ShownFigure
    units: list[Ranked[Organisation]]
    asked_of: int
    convention: Convention


def figure_of(key: str) -> Figure:
    """Return the figure of a key.

    Raises:
        UnknownFigure: there is none.
    """
    if key not in _BY_KEY:
        raise UnknownFigure(
            f"Không có số liệu mã «{key}». Xem các mã: nenep figures --list --json."
        )
    return _BY_KEY[key]


def places(actor: Actor, *, today: date) -> list[Organisation]:
    """Return the organisations whose figures an actor may ask for, the highest first."""
    seen = Organisation.objects.visible_to(actor, SEEN_WITH).filter(founded_on__lte=today)
    return sorted(seen, key=lambda one: (one.scope_key.count("/"), one.code))


def place_of(actor: Actor, code: str) -> Organisation | None:
    """Return the organisation of a code, if its figures are open to the actor."""
    return Organisation.objects.visible_to(actor, SEEN_WITH).filter(code=code).first()


def answer(
    *,
    actor: Actor,
    top: Organisation,
    period: Period,
    now: datetime,
    tree: WhoseTree = WhoseTree.THEN,
    keys: Iterable[str] | None = None,
) -> FiguresAnswer:
    """Return the figures of an organisation, each beside the same stretch a year before.

    As many statements for many units as for few.

    Args:
        keys: only these; None: all that such an organisation has.
    """
    wanted = FIGURES if keys is None else tuple(figure_of(key) for key in keys)
    chosen = [figure for figure in wanted if figure.applies(top.kind, period)]
    present = question_about(actor=actor, top=top, period=period, now=now, tree=tree)
    past = question_about(actor=actor, top=top, period=period.before, now=now, tree=tree)
    past = replace(past, _known=present._known)
    counted, before = _Counted(present), _Counted(past)
    edition = _edition_on(present.day)
    shown = []
    for figure in chosen:
        now_lines = adding.lines(figure, counted.tally(figure.source))
        last = {one.by: one for one in adding.lines(figure, before.tally(figure.source))}
        missing = adding.line(figure, (), {} if before.tally(figure.source) is not None else None)
        for one in now_lines:
            earlier = last.get(one.by, replace(missing, by=one.by))
            shown.append(
                ShownFigure(
                    one,
                    earlier,
                    edition if figure.is_judged else "",
                    counted.note(figure),
                    _source_of(one, counted.tally(figure.source)),
                )
            )
    return FiguresAnswer(top, period, tree, shown, _moves(present))


def side_by_side(
    *,
    actor: Actor,
    top: Organisation | None,
    periods: Sequence[Period],
    now: datetime,
    keys: Sequence[str],
) -> dict[str, list[FigureValue]]:
    """Return some figures as a whole in several periods, by key.

    Args:
        top: the organisation; None: all that the actor sees.
    """
    asked = [question_about(actor=actor, top=top, period=one, now=now) for one in periods]
    counted = [_Counted(replace(one, _known=asked[0]._known)) for one in asked]
    found = {}
    for figure in map(figure_of, keys):
        tallies = [one.tally(figure.source) for one in counted]
        found[figure.key] = [
            adding.line(figure, (), None if tally is None else tally.get((None, ()), {}))
            for tally in tallies
        ]
    return found


def rows(
    *,
    actor: Actor,
    top: Organisation,
    period: Period,
    now: datetime,
    key: str,
    tree: WhoseTree = WhoseTree.THEN,
) -> Sequence[Any]:
    """Return the rows a figure is made of, as far as the actor may read.

    Raises:
        UnknownFigure: there is no such figure, or not of such an organisation.
    """
    figure = _figure_for(key, top, period)
    present = question_about(actor=actor, top=top, period=period, now=now, tree=tree)
    return (
        []
        if figure.source.why_unknown(present) is not None
        else figure.source.rows(present, figure)
    )


def ranking(
    *,
    actor: Actor,
    top: Organisation,
    period: Period,
    now: datetime,
    key: str,
    convention: Convention,
    tree: WhoseTree = WhoseTree.THEN,
) -> Ranking:
    """Return the units right below an organisation in order of a figure.

    Raises:
        UnknownFigure: there is no such figure, or nothing stands below the organisation.
    """
    figure = _figure_for(key, top, period)
    present = question_about(actor=actor, top=top, period=period, now=now, tree=tree)
    counted = _Counted(present)
    found = counted.tally(figure.source, by_unit=True)
    below = {unit.pk: unit for unit in present.units if figure.applies(unit.kind, period)}
    gone = {unit for unit, _ in found or {} if unit is not None} - set(below)
    if gone:
        below |= _seen(actor, gone)
    if not below:
        raise UnknownFigure(f"{top.name} không có đơn vị cấp dưới nào có số liệu này.")
    units = sorted(below.values(), key=lambda unit: unit.code)
    lines = [
        (unit, adding.line(figure, (), None if found is None else found.get((unit.pk, ()), {})))
        for unit in units
    ]
    whole = answer(actor=actor, top=top, period=period, now=now, tree=tree, keys=[key])
    return Ranking(
        top, period, tree, whole.totals()[0], ranked(lines, convention), len(units), convention
    )


class _Counted:
    """What each source came to, counted once."""

    def __init__(self, present: Question) -> None:
        self.present = present
        self.found: dict[int, Tally | None] = {}
        self.why: dict[int, str | None] = {}

    def tally(self, source: FigureSource, *, by_unit: bool = False) -> Tally | None:
        number = id(source)
        if number not in self.found:
            self.why[number] = source.why_unknown(self.present)
            unknown = self.why[number] is not None
            self.found[number] = None if unknown else source.tally(self.present, by_unit=by_unit)
        return self.found[number]

    def note(self, figure: Figure) -> str:
        self.tally(figure.source)
        said = [figure.note, self.why[id(figure.source)] or ""]
        return " ".join(one for one in said if one)


def _figure_for(key: str, top: Organisation, period: Period) -> Figure:
    figure = figure_of(key)
    if not figure.applies(top.kind, period):
        raise UnknownFigure(f"{top.name} không có số liệu «{figure.title}» ({key}).")
    return figure


def _source_of(line: FigureValue, found: Tally | None) -> str:
    """Return "imported" where everything counted came from paper books."""
    measures = (found or {}).get((None, line.by), {})
    held = measures.get("held")
    return "imported" if held and measures.get("from_paper") == held else "counted"


def _edition_on(day: date) -> str:
    try:
        return rulebook_on(day).code
    except NoEdition:
        return ""


def _seen(actor: Actor, ids: Iterable[int]) -> dict[int, Organisation]:
    """Return those of the organisations whose figures the actor sees, wherever they stand."""
    seen = Organisation.objects.visible_to(actor, SEEN_WITH).filter(pk__in=ids)
    return {one.pk: one for one in seen}


def _moves(present: Question) -> list[str]:
    """Say which cells left the reader's reach since, and which came."""
    gone = {pk for one in present.places.values() for pk in one.gone}
    known = _seen(present.actor, gone) if gone else {}
    return words_on_moves(
        sorted(
            {name for one in present.places.values() for name in one.out_of_reach(known)},
            key=title_sort_key,
        ),
        sorted(
            {name for one in present.places.values() for name in one.came_later}, key=title_sort_key
        ),
    )
