"""Every public answer the rules of an edition give, on a grid of questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any

from nenep.rulebooks import rules as ask
from nenep.rulebooks.own import OwnRule, may_have_own
from nenep.rulebooks.schema.bodies import BodiesRules, BodyKind, BodyRules
from nenep.rulebooks.schema.documents import DocumentRules
from nenep.rulebooks.schema.meetings import Belonging, MeetingRules, StateOnTheDay

SECTORS = (
    "",
    "village",
    "urban",
    "school",
    "health",
    "agency",
    "enterprise",
    "armed_forces",
    "retired",
)
HELD = date(2026, 11, 3)
STATES = list(product(Belonging, StateOnTheDay))


def answer(question: Callable[[], Any]) -> Any:
    """Return the answer, or the name of the error."""
    try:
        return question()
    except (StopIteration, ValueError) as error:
        return type(error).__name__


def of_documents(rules: DocumentRules) -> Any:
    return rules.document_layout.as_mapping(), rules.document_layout.line_spacing_range


def of_bodies(rules: BodiesRules) -> Any:
    """Ask of every body how often it meets, how it decides, and its agenda."""
    return [
        [
            answer(lambda kind=kind: ask.body_meets(kind, rules)),
            answer(lambda kind=kind: rules.of_kind(kind).resolution),
            [
                answer(lambda kind=kind, days=days: _timely(days, rules.of_kind(kind)))
                for days in range(4)
            ],
            answer(
                lambda kind=kind: [
                    (s.code, s.title, s.minutes, s.by) for s in rules.of_kind(kind).steps
                ]
            ),
            answer(
                lambda kind=kind: [
                    (rule.code, ask.majority(rule, for_, against, 0, 6))
                    for rule in rules.of_kind(kind).majorities
                    for for_, against in product(range(7), repeat=2)
                    if for_ + against <= 6
                ]
            ),
        ]
        for kind in BodyKind
    ]


def _timely(days: int, body: BodyRules) -> bool:
    return ask.notice_is_timely(HELD - timedelta(days), HELD, body)


def of_meetings(rules: MeetingRules) -> Any:
    """Ask everything once."""
    people = [answer(lambda pair=pair: ask.standing(*pair, rules)) for pair in STATES]
    known = [person for person in people if isinstance(person, ask.Standing)]
    return [
        people,
        [ask.votes_summoned([(p, present) for p in known]) for present in (True, False)],
        [
            (
                reason.code,
                reason.title,
                reason.excused,
                [ask.counts_in_base(p, rules, absence_reason=reason.code) for p in known],
            )
            for reason in rules.absence_reasons
        ],
        [
            (rule.code, ask.majority(rule, for_, against, 0, entitled))
            for rule in rules.majorities
            for entitled, for_, against in product(range(7), repeat=3)
            if for_ + against <= entitled
        ],
        [ask.score_waits_for_vote(voted, rules) for voted in (True, False)],
        [ask.attendance(present, 100, rules) for present in range(101)],
        [
            ask.required_minutes(kinds, rules)
            for kinds in ({"regular"}, {"thematic"}, {"regular", "thematic"})
        ],
        [may_have_own(rule, rules) for rule in OwnRule],
        [ask.notice_is_timely(HELD - timedelta(days), HELD, rules) for days in range(-2, 10)],
        [ask.minutes_in_time(HELD, HELD + timedelta(days), rules) for days in range(10)],
        rules.frequency.regular_per_month,
        [ask.thematic_meetings_due(held, rules) for held in range(5)],
        [ask.cell_elects_committee(members, rules) for members in range(40)],
        (rules.cell_committee.size_at_least, rules.cell_committee.size_at_most),
        [
            answer(lambda kind=kind, has=has, both=both: _steps(rules, kind, has, both))
            for kind in ("regular", "thematic")
            for has in (True, False)
            for both in (True, False)
        ],
        [
            answer(lambda sector=sector: _steps(rules, "regular", True, False, sector))
            for sector in SECTORS
        ],
        [
            [(item.code, item.title, item.minutes) for item in ask.offered_items(sector, rules)]
            for sector in SECTORS
        ],
        [(part.code, part.title) for part in rules.resolution_parts],
    ]


def _steps(
    rules: MeetingRules, kind: str, has_committee: bool, combined: bool, sector: str = "none"
) -> list[Any]:
    steps = ask.agenda(kind, rules, has_committee=has_committee, combined=combined, sector=sector)
    return [(step.code, step.title, step.minutes, step.by) for step in steps]
