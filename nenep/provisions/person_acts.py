"""What the rules say of an act about a member: who decides, until when, what is reported up."""

from datetime import date

from nenep.core.formats import short_date
from nenep.core.months import months_later
from nenep.members.around import Around, AskedAct, CannotAct
from nenep.members.models import OUT, Act
from nenep.provisions.conventions import conventions_on
from nenep.workdays.queries import workdays
from nenep.workdays.rules import OutOfCalendar


def _says(asked: AskedAct) -> list[str]:
    rules = conventions_on(asked.day)
    if asked.kind == Act.Kind.EXEMPTED:
        return [
            f"{Act.Ground(one.ground).label}: {one.decided_by}"
            for one in rules.exemptions
            if asked.ground in ("", one.ground)
        ]
    if asked.leaves != "all":
        return []
    due = _due(asked.day, asked.member.scope_key)
    number = rules.report_within_working_days
    until = f", chậm nhất {short_date(due)}" if due else ""
    return [f"Phải báo cấp ủy cấp trên trong {number} ngày làm việc{until}."]


def _checks(asked: AskedAct) -> None:
    """Hold an exemption to its ground: with an end, and not for too long, or without one.

    Raises:
        CannotAct: it has no end where it needs one, or lasts too long.
    """
    if asked.kind != Act.Kind.EXEMPTED:
        return
    rule = conventions_on(asked.day).exemption(asked.ground)
    if rule is None or rule.most_months is None:
        return
    if asked.until is None:
        raise CannotAct(
            f"Trường hợp này miễn có thời hạn, dưới {rule.most_months} tháng. "
            "Hãy ghi đến hết ngày nào.",
            field="until",
        )
    if asked.until >= (latest := months_later(asked.day, rule.most_months)):
        raise CannotAct(
            f"Miễn phải dưới {rule.most_months} tháng: trước ngày {short_date(latest)}. "
            "Hết hạn thì xin lại.",
            field="until",
        )


def _reported_by(act: Act) -> date | None:
    if act.movement not in OUT or act.undone_at or act.reported_on:
        return None
    return _due(act.day, act.scope_key)


def _probation_over(admitted_on: date) -> date:
    return months_later(admitted_on, conventions_on(admitted_on).probation_months)


def _due(day: date, scope_key: str) -> date | None:
    number = conventions_on(day).report_within_working_days
    try:
        return workdays(scope_key).count(day, number).due
    except OutOfCalendar:
        return None


AROUND = Around(
    "rules",
    says=_says,
    checks=_checks,
    probation_over=_probation_over,
    reported_by=_reported_by,
)
