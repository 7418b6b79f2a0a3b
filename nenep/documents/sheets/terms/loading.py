"""Load terms: words that are corrected first, then new ones from the earliest."""

from collections.abc import Sequence

from nenep.documents.actions import enter_term
from nenep.documents.sheets.terms.checks import TermPlan
from nenep.documents.sheets.terms.columns import TERMS
from nenep.organisations.actions import describe_term
from nenep.sheets.refusal import Tell, said_of
from nenep.sheets.results import State
from nenep.sheets.rows import Row
from nenep.sheets.world import World


def load_terms(rows: Sequence[Row], world: World, *, tell: Tell) -> None:
    """Enter new terms, the earliest first; numbers of their days run through them."""
    new = [row for row in rows if row.state == State.NEW]
    changed = [row for row in rows if row.state == State.CHANGED]
    for row in changed:
        with said_of(row, "label"):
            describe_term(
                term_id=row.plan.term.pk,
                label=row.plan.term.label,
                congress=row.plan.term.congress,
                actor=world.actor,
                at=world.at,
            )
    for row in sorted(new, key=lambda row: row.plan.term.since):
        plan: TermPlan = row.plan
        with said_of(row, "since"):
            entered = enter_term(
                organisation_id=plan.place.loaded_pk,
                label=plan.term.label,
                valid_from=plan.term.since,
                valid_to=plan.term.until,
                congress=plan.term.congress,
                actor=world.actor,
                at=world.at,
            )
        plan.term.pk = entered.pk
    tell(TERMS.title, len(new) + len(changed), len(new) + len(changed))
