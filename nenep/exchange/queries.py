"""What the page of a preview shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from nenep.access.actor import Actor
from nenep.access.jobs import workers
from nenep.core.errors import NotAllowed
from nenep.core.formats import number as number_of
from nenep.exchange.models import ImportDraft
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.sheets.permissions import SheetPermission
from nenep.sheets.results import Line, Loaded, Preview, State

PER_PAGE = 50
WORDS = {
    State.WRONG: "Sai",
    State.NEW: "Mới",
    State.CHANGED: "Thay đổi",
    State.SAME: "Giữ nguyên",
}


@dataclass(frozen=True)
class Shown:
    """A draft with its preview, one state and one page of it."""

    filename: str
    expires_at: datetime
    sentence: str
    preview: Preview
    state: State
    page: int

    @cached_property
    def totals(self) -> dict[State, int]:
        """How many rows of each state, over all sheets."""
        counts = self.preview.counts.values()
        return {state: sum(of[state] for of in counts) for state in WORDS}

    @cached_property
    def _chosen(self) -> Sequence[Line]:
        return [line for line in self.preview.lines if line.state == self.state]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-len(self._chosen) // PER_PAGE))

    @property
    def lines(self) -> Sequence[Line]:
        """The rows of this page."""
        return self._chosen[(self.page - 1) * PER_PAGE : self.page * PER_PAGE]

    @property
    def before(self) -> int:
        """The page before, or 0."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The page after, or 0."""
        return self.page + 1 if self.page < self.pages else 0

    @property
    def sheets(self) -> list[tuple[str, int, int, int, int]]:
        """For each sheet how many rows are new, changed, same, wrong."""
        return [
            (sheet, of[State.NEW], of[State.CHANGED], of[State.SAME], of[State.WRONG])
            for sheet, of in self.preview.counts.items()
        ]

    @property
    def tabs(self) -> list[tuple[State, str, int]]:
        """States with their words and counts, in the order shown."""
        return [(state, words, self.totals[state]) for state, words in WORDS.items()]


def own_draft(*, actor: Actor, at: datetime) -> ImportDraft | None:
    """Return the actor's draft without its bytes, or nothing.

    Raises:
        NotAllowed: the actor may not import.
    """
    if not actor.may(SheetPermission.IMPORT):
        raise NotAllowed("Đồng chí không có quyền nạp bảng tính.")
    return ImportDraft.objects.own_of(actor).filter(expires_at__gt=at).defer("data").first()


def shown_draft(draft: ImportDraft, *, state: str = "", page: str = "") -> Shown:
    """Return a draft that was read as its page shows it.

    Args:
        state: which rows; by default the wrong ones, else what would change.
        page: as the address says it; anything odd is the first.
    """
    preview = Preview.from_json(draft.preview)
    first = next(
        (one for one in WORDS if any(line.state == one for line in preview.lines)), State.WRONG
    )
    chosen = State(state) if state in set(State) else first
    shown = Shown(draft.filename, draft.expires_at, draft.sentence, preview, chosen, 1)
    number = int(page) if page.isdecimal() and len(page) < 6 else 1
    return replace(shown, page=min(max(1, number), shown.pages))


@dataclass(frozen=True)
class Waiting:
    """A draft the worker has to deal with, or is dealing with.

    Attributes:
        lacks_worker: nobody works at all, so it will not begin by itself.
    """

    draft: ImportDraft
    lacks_worker: bool

    @property
    def is_loading(self) -> bool:
        """Whether it is being loaded; else it is being read."""
        return self.draft.state == ImportDraft.State.LOADING


def waiting_draft(draft: ImportDraft) -> Waiting:
    """Return how far a draft is that waits for the worker."""
    return Waiting(draft, lacks_worker=not draft.sheet and workers() == 0)


def loaded_words(draft: ImportDraft) -> str:
    """Return what came of a draft that was loaded: how many rows were what."""
    total = Loaded(draft.preview["counts"]).total
    return (
        f"Đã nạp xong: {number_of(total(State.NEW))} dòng mới, "
        f"{number_of(total(State.CHANGED))} dòng thay đổi, "
        f"{number_of(total(State.SAME))} dòng giữ nguyên."
    )


def own_code(actor: Actor) -> str:
    """Return the code of the organisation the actor acts for, or an empty text."""
    own = Organisation.objects.visible_to(actor, TreePermission.TREE_VIEW)
    return own.filter(pk=actor.organisation_id or 0).values_list("code", flat=True).first() or ""
