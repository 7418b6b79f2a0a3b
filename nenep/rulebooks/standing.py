"""Who may attend, who is counted, who may vote: three separate answers."""

from __future__ import annotations

from dataclasses import dataclass

from nenep.rulebooks.schema.meetings import Belonging, MeetingRules, StateOnTheDay, VotingRight


@dataclass(frozen=True)
class Standing:
    """The answers for one person at one meeting; frozen per person when it opens.

    Attributes:
        entitled_to_attend: Is invited and may take part.
        counted: Belongs to the base of the attendance rate.
        vote: When the person counts among those who may vote.
    """

    entitled_to_attend: bool
    counted: bool
    vote: VotingRight


def standing(belonging: str, state: str, edition: MeetingRules) -> Standing:
    """Look up a person's standing in the edition's table.

    Args:
        belonging: A `Belonging` or its code, such as "official".
        state: A `MemberState` or its code, such as "probationary".
        edition: `Rulebook.meetings` of the day of the meeting.

    Returns:
        The three answers.

    Raises:
        ValueError: If a code is unknown.
    """
    wanted = Belonging(belonging), StateOnTheDay(state)
    row = next(row for row in edition.standing if (row.belonging, row.state) == wanted)
    return Standing(row.attend, row.counted, row.vote)


def counts_in_base(
    person: Standing, edition: MeetingRules, *, absence_reason: str | None = None
) -> bool:
    """Whether a person belongs to the base of this meeting's attendance rate.

    Args:
        person: The standing frozen at the opening.
        edition: `Rulebook.meetings` of the day.
        absence_reason: Code of the reason, for one who is absent; some take out of the base.

    Returns:
        Whether the person is counted.
    """
    if absence_reason is not None and edition.absence_reason(absence_reason).leaves_base:
        return False
    return person.counted
