"""What a sealed entry says of parts and score, of the overseer's word, of votes and resolution."""

from decimal import Decimal

from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.body.rules import is_on_resolution, majorities_of, passes_resolution
from nenep.meetings.book.canonical import Personal, stamp
from nenep.meetings.models import (
    Meeting,
    Part,
    Vote,
)
from nenep.meetings.scoring.queries.score import ScoreSheet
from nenep.quality.score import LineScore


def parts(meeting: Meeting, sheets: list[ScoreSheet]) -> list[object]:
    """Describe the parts in their order, each with its score."""
    by_part = {sheet.part: sheet for sheet in sheets}
    found = meeting.parts.select_related("concluded").order_by("number")
    return [_part(part, by_part.get(part)) for part in found]


def _part(part: Part, sheet: ScoreSheet | None) -> dict[str, object]:
    """Describe a part; of a body without a scoring form the score is null."""
    return {
        "kind": part.kind,
        "topic": part.topic,
        "started_at": stamp(part.started_at),
        "ended_at": stamp(part.ended_at),
        "conclusion": Personal(part.conclusion),
        "score": _score(sheet) if sheet else None,
    }


def _score(sheet: ScoreSheet) -> dict[str, object]:
    form, score = sheet.form, sheet.score
    return {
        "form": form.code,
        "form_title": form.title,
        "points": str(score.stored),
        # What the level followed, where cutting the rows off took something away.
        **({} if score.points == score.stored else {"exact": str(score.points)}),
        "of": str(score.max),
        "level": score.level.code if score.level else "",
        "level_title": score.level.title if score.level else "",
        "lines": [_line(line) for line in score.lines],
    }


def _line(line: LineScore) -> dict[str, object]:
    return {
        "code": line.code,
        "title": line.title,
        "points": None if line.written is None else _amount(line.written),
        "of": str(line.max),
        "state": line.state.value,
        "evidence": Personal(line.evidence),
        "lines": [_line(inner) for inner in line.lines],
    }


def _amount(points: Decimal) -> str:
    """Write points without the noughts that say nothing: "9.28", "30"."""
    return f"{points.normalize():f}"


def confirmation(meeting: Meeting) -> dict[str, object]:
    """Say what the overseer said to the score; nothing where nothing was recorded."""
    last = meeting.score_confirmations.order_by("-pk").first()
    if last is None:
        return {}
    return {
        "score_confirmation": {
            "name": Personal(last.name),
            "outcome": last.outcome,
            "way": last.way,
            "recorded_by": Personal(last.recorded_by),
            "at": stamp(last.at),
            "said": last.said,
        }
    }


def votes(meeting: Meeting) -> list[object]:
    """Describe the votes in the order they were taken."""
    titles = {rule.code: rule.title for rule in majorities_of(meeting, rules_for(meeting))}
    return [
        {
            "subject": Personal(vote.subject),
            "rule": vote.rule,
            "rule_title": titles.get(vote.rule, ""),
            "in_favour": vote.in_favour,
            "against": vote.against,
            "abstained": vote.abstained,
            "entitled": vote.entitled,
            "denominator": vote.denominator,
            "reached": vote.reached,
            "sentence": vote.sentence,
            **_ballot(vote),
            **_names(vote),
            **({"score_of": vote.score_of.kind} if vote.score_of else {}),
        }
        for vote in meeting.votes.select_related("score_of")
        .prefetch_related("names")
        .order_by("pk")
    ]


def resolution_vote(meeting: Meeting) -> Vote | None:
    """Return the vote on the month's resolution: the last one that names it, by its rule."""
    found = meeting.votes.filter(score_of=None).order_by("-pk")
    return next((vote for vote in found if is_on_resolution(vote.rule, vote.subject)), None)


def resolution(meeting: Meeting) -> dict[str, object]:
    """Say that the resolution was voted down; one that was adopted has its number."""
    if not passes_resolution(meeting, rules_for(meeting)):
        return {}
    vote = resolution_vote(meeting)
    return {} if vote is None or vote.reached else {"resolution_outcome": "rejected"}


def _ballot(vote: Vote) -> dict[str, object]:
    """Describe what only a ballot has; a vote by hands says nothing more."""
    if vote.way != Vote.Method.BALLOT:
        return {}
    return {
        "way": vote.way,
        "tellers": Personal(vote.tellers),
        "issued": vote.issued,
        "collected": vote.collected,
        "invalid": vote.invalid,
    }


def _names(vote: Vote) -> dict[str, object]:
    """Describe who voted how, of a vote by name only, in the order of the roll."""
    if vote.way != Vote.Method.NAMED:
        return {}
    return {
        "way": vote.way,
        "names": [
            {"name": Personal(one.name), "choice": one.choice}
            for one in sorted(vote.names.all(), key=lambda one: one.pk)
        ],
    }
