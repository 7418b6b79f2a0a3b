"""What the demo's pages of month and year show, as plain JSON.

The one place that knows where these figures come from: when they move, this file follows, and
`figures.json` stays as it is.
"""

import json
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from nenep.access.actor import Actor
from nenep.access.scope import scope
from nenep.demo.commune import commune, leaders
from nenep.demo.stage import BUILDER, Stage
from nenep.members.models import Member
from nenep.organisations.models import Organisation
from nenep.reports import committees, month, year
from nenep.reports.sums import Sums

MONTHS = [date(2025, number, 1) for number in (10, 11, 12)] + [
    date(2026, number, 1) for number in range(1, 13)
]
YEARS = (2025, 2026)
Lines = dict[str, Any]


def figures(now: datetime) -> dict[str, Lines]:
    """Return section → line → figures, for each of the readers."""
    made = commune()
    who = leaders(made)
    readers = {
        "province": (who["province"].code, "province_officer"),
        "commune": (who["office"].code, "commune_office"),
        "overseer": (who["overseer"].code, "overseer"),
        "cell": (made.secretary("CB-04").code, "cell_secretary"),
    }
    found: dict[str, Lines] = {}
    for name, (code, role) in readers.items():
        actor = _acting(code, role, now)
        with scope(actor):
            for first in MONTHS:
                found[f"{name} {first:%Y-%m}"] = _month(actor, first, now)
            for number in YEARS:
                found[f"{name} {number}"] = _year(actor, number, now)
            if name == "province":
                within = Organisation.objects.get(code="X-BANMAY")
                below = committees.month_for(
                    actor=actor, month=date(2026, 11, 1), now=now, within=within
                )
                found["province 2026-11 X-BANMAY"] = _month_of_cells(below)
    return found


def written(found: dict[str, Lines]) -> str:
    """Write figures as JSON, a line each."""
    sections = []
    for name, lines in found.items():
        inner = ",\n".join(f"  {_compact(key)}: {_compact(value)}" for key, value in lines.items())
        sections.append(f" {_compact(name)}: {{\n{inner}\n }}")
    return "{\n" + ",\n".join(sections) + "\n}\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _acting(code: str, role: str, now: datetime) -> Actor:
    with scope(BUILDER):
        member = Member.objects.select_related("account").get(code=code)
    stage = Stage(commune(), ids={}, accounts={member.pk: member.account.pk})
    return stage.acting(member.pk, role, now.date())


def _month(actor: Actor, first: date, now: datetime) -> Lines:
    found = committees.month_for(actor=actor, month=first, now=now)
    if isinstance(found, month.Month):
        return _month_of_cells(found)
    return {
        "sums": _sums(found.sums),
        "levels": found.levels,
        "on_moves": found.on_moves,
        **{row.organisation.code: _sums(row.sums) for row in found.rows},
    }


def _month_of_cells(found: Any) -> Lines:
    lines: Lines = {
        "sums": _sums(found.sums),
        "levels": found.levels,
        "late": [row.organisation.code for row in found.late],
        "on_moves": found.on_moves,
    }
    for row in found.rows:
        facts, thematic = row.facts, row.thematic
        lines[row.organisation.code] = {
            "state": row.state.code,
            "needs_reminding": row.needs_reminding,
            "percent": _number(row.percent),
            "lead_days": row.lead_days,
            "promises_open": row.promises_open,
            "promises_late": row.promises_late,
            **_facts(facts),
        }
        if thematic:
            score = {"score": _number(thematic.score), "level": thematic.level_title}
            lines[row.organisation.code]["thematic"] = {"words": thematic.text, **score}
    return lines


def _year(actor: Actor, number: int, now: datetime) -> Lines:
    found = committees.year_for(actor=actor, year=number, now=now)
    if isinstance(found, year.Year):
        lines: Lines = {
            f"{one.month:%m}": {
                "cells": one.cells,
                "held": one.held,
                "present": one.present,
                "counted": one.counted,
                "mean_score": _number(one.mean_score),
                "percent": _number(one.percent),
            }
            for one in found.sums
        }
        for row in found.rows:
            lines[row.organisation.code] = {
                "held": row.held,
                "mean_score": _number(row.mean_score),
                "squares": [
                    [one.state.code if one.state else None, _number(one.facts and one.facts.score)]
                    for one in row.squares
                    if one.is_there
                ],
            }
        return lines
    return {f"{place:02}": _sums(one) for place, one in enumerate(found.sums, start=1)} | {
        row.organisation.code: [one and _sums(one) for one in row.squares] for row in found.rows
    }


def _facts(facts: Any) -> Lines:
    if facts is None:
        return {}
    counts = ("entitled", "present", "excused", "absent", "counted", "present_counted", "minutes")
    return {name: getattr(facts, name) for name in counts if hasattr(facts, name)} | {
        "held_on": facts.held_on.isoformat(),
        "in_time": facts.in_time,
        "score": _number(facts.score),
        "level": facts.level_title,
    }


def _sums(sums: Sums) -> Lines:
    found = {name: _number(value) for name, value in vars(sums).items() if name != "answered"}
    return found | {
        "to_remind": sums.to_remind,
        "percent": _number(sums.percent),
        "held_percent": _number(sums.held_percent),
        "mean_score": _number(sums.mean_score),
    }


def _number(value: object) -> object:
    """Write amounts as text, exactly; unknown is null."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value) if isinstance(value, Fraction) else value
