"""What the page of a preview shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from nenep.access.actor import Actor
from nenep.core.errors import NotAllowed
from nenep.exchange.models import ImportDraft
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.sheets.permissions import SheetPermission
from nenep.sheets.results import Line, Preview, State

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


def shown_draft(*, actor: Actor, at: datetime, state: str = "", page: str = "") -> Shown | None:
    """Return the actor's draft as its page shows it, or nothing.

    Args:
        state: which rows; by default the wrong ones, else what would change.
        page: as the address says it; anything odd is the first.

    Raises:
        NotAllowed: the actor may not import.
    """
    if not actor.may(SheetPermission.IMPORT):
        raise NotAllowed("Đồng chí không có quyền nạp bảng tính.")
    draft = ImportDraft.objects.own_of(actor).filter(expires_at__gt=at).defer("data").first()
    if draft is None:
        return None
    preview = Preview.from_json(draft.preview)
    first = next(
        (one for one in WORDS if any(line.state == one for line in preview.lines)), State.WRONG
    )
    chosen = State(state) if state in set(State) else first
    shown = Shown(draft.filename, draft.expires_at, preview, chosen, 1)
    number = int(page) if page.isdecimal() and len(page) < 6 else 1
    return Shown(
        draft.filename, draft.expires_at, preview, chosen, min(max(1, number), shown.pages)
    )


def own_code(actor: Actor) -> str:
    """Return the code of the organisation the actor acts for, or an empty text."""
    own = Organisation.objects.visible_to(actor, TreePermission.TREE_VIEW)
    return own.filter(pk=actor.organisation_id or 0).values_list("code", flat=True).first() or ""
