"""A committee's own values, laid over the edition where the edition lets it have one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from nenep.rulebooks.library import Rulebook
from nenep.rulebooks.loader import RuleTopic
from nenep.rulebooks.schema.meetings import MeetingRules
from nenep.rulebooks.sources import Source


class OwnRule(StrEnum):
    """What a committee may set itself: the path of the value in the edition of meetings."""

    REGULAR_MINUTES = "duration.regular"
    COMBINED_MINUTES = "duration.regular_with_thematic"
    THEMATIC_MINUTES = "duration.thematic"
    LEAD_DAYS = "notice.lead_days"

    @property
    def is_length(self) -> bool:
        """Whether it is counted in minutes; else in days."""
        return self is not OwnRule.LEAD_DAYS


@dataclass(frozen=True)
class Own:
    """One value of a committee: minutes or days, and the decision it rests on."""

    value: int
    source: Source


def may_have_own(rule: OwnRule, edition: MeetingRules) -> bool:
    """Whether an edition lets a committee set this value."""
    if rule.is_length:
        return edition.duration.cell_may_have_own
    return edition.notice.committee_may_have_own


def asked_of_all(rule: OwnRule, edition: MeetingRules) -> int | None:
    """Return the edition's own value, in minutes or days; None where it has none."""
    group, name = rule.split(".")
    asked: int | None = getattr(getattr(edition, group), name)
    return asked


def with_own(rulebook: Rulebook, own: Mapping[OwnRule, Own]) -> Rulebook:
    """Return the rulebook as it holds where a committee has its own values.

    Args:
        own: by rule; one that the edition does not allow changes nothing.

    Returns:
        The rulebook under the same code; each changed value names the committee's decision.
    """
    allowed = {rule: one for rule, one in own.items() if may_have_own(rule, rulebook.meetings)}
    if not allowed:
        return rulebook
    edition = rulebook.editions[RuleTopic.MEETINGS]
    rules, sources = rulebook.meetings, dict(edition.sources)
    for rule, one in allowed.items():
        group, name = rule.split(".")
        part: Any = getattr(rules, group)
        rules = rules.model_copy(update={group: part.model_copy(update={name: one.value})})
        sources["rules", group, name] = one.source
    changed = replace(edition, rules=rules, sources=sources)
    return replace(rulebook, editions={**rulebook.editions, RuleTopic.MEETINGS: changed})
