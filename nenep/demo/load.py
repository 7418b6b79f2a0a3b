"""Load the demo into an empty database, and say who may log in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone

from nenep.access.scope import scope
from nenep.accounts import actions as accounts
from nenep.accounts.passwords import of_printed_passwords
from nenep.core import clock
from nenep.core.errors import Refusal
from nenep.core.months import first_of_month, month_before
from nenep.demo import commune as invented
from nenep.demo.cell import TONIGHT, WAITING
from nenep.demo.commune import COMMUNE, SINCE, Commune, commune, leaders
from nenep.demo.given import give_tasks
from nenep.demo.play import Progress, play
from nenep.demo.process import in_haste
from nenep.demo.stage import BUILDER, HOUR, PASSWORD, Stage
from nenep.demo.workbook import workbook
from nenep.documents.actions import enter_term
from nenep.exchange import actions as exchange
from nenep.meetings.calendar.actions import plan
from nenep.members.models import Member
from nenep.organisations.models import Organisation

_MONTHS = 12


class CannotLoadDemo(Refusal):
    """There is data already, or this is no place for a demo."""


@dataclass(frozen=True)
class LogIn:
    """One of the demo's log-ins: what the person is, and the name to type."""

    role: str
    login: str


def is_loaded() -> bool:
    """Whether there is any organisation at all."""
    with scope(BUILDER):
        return Organisation.objects.exists()


def load(
    *,
    at: datetime,
    progress: Progress,
    months: int = _MONTHS,
    cells: Sequence[str] = tuple(invented.cells()),
) -> list[LogIn]:
    """Load the demo into an empty database: structure by the importer, meetings by the actions.

    Args:
        at: the present moment; the demo's months lead up to it.
        progress: told what is being done, how many are done, of how many.
        months: before this one.
        cells: codes of those that meet.

    Returns:
        the log-ins, by role.

    Raises:
        CannotLoadDemo: there are organisations already.
    """
    if is_loaded():
        raise CannotLoadDemo("Đã có dữ liệu nên không dựng xã mẫu vào đây.")
    in_haste()
    made = commune()
    first = first_of_month(at.date())
    for _ in range(months):
        first = month_before(first)
    begun = timezone.make_aware(datetime.combine(first, time(8)))
    progress("Nạp sổ tổ chức và đảng viên", 0, 1)
    with clock.at(begun), scope(BUILDER):
        exchange.load(data=workbook(made), actor=BUILDER, at=begun)
    progress("Nạp sổ tổ chức và đảng viên", 1, 1)
    _enter_terms(begun)
    _open_accounts(made, begun, progress)
    _plan(begun, at)
    stage = _stage(made)
    play(cells, stage=stage, at=at, progress=progress)
    give_tasks(stage, at)
    return log_ins()


def log_ins() -> list[LogIn]:
    """Return the log-ins by role, as the demo prints them."""
    made = commune()
    who = leaders(made)
    shown = {
        "Bí thư chi bộ họp tối nay": made.secretary(TONIGHT),
        "Thư ký của chi bộ đó": made.minute_taker(TONIGHT),
        "Đảng viên của chi bộ đó": made.people[TONIGHT][4],
        "Bí thư chi bộ chờ ký": made.secretary(WAITING),
        "Thư ký chi bộ chờ ký": made.minute_taker(WAITING),
        "Phụ trách chi bộ đó": who["overseer"],
        "Bí thư đảng ủy xã": who["secretary"],
        "Phó bí thư thường trực đảng ủy xã": who["deputy"],
        "Văn phòng đảng ủy xã": who["office"],
        "Cán bộ tỉnh ủy": who["province"],
    }
    with scope(BUILDER):
        logins = dict(
            Member.objects.filter(code__in=[one.code for one in shown.values()]).values_list(
                "code", "account__login"
            )
        )
    return [LogIn(role, logins[person.code]) for role, person in shown.items()]


def _stage(made: Commune) -> Stage:
    with scope(BUILDER):
        found = list(Member.objects.values_list("code", "pk", "account__pk"))
    return Stage(
        made,
        ids={code: pk for code, pk, _ in found},
        accounts={pk: account for _, pk, account in found if account},
    )


def _open_accounts(made: Commune, at: datetime, progress: Progress) -> None:
    people = [made.people[TONIGHT][4], *leaders(made).values()]
    for cell in invented.cells():
        people += [made.secretary(cell), made.minute_taker(cell)]
    codes = list(dict.fromkeys(person.code for person in people))
    with scope(BUILDER):
        ids = dict(Member.objects.filter(code__in=codes).values_list("code", "pk"))
    for done, code in enumerate(codes):
        progress("Mở tài khoản", done, len(codes))
        with scope(BUILDER):
            slip = accounts.print_slip(member_id=ids[code], actor=BUILDER, at=at)
        with of_printed_passwords():
            accounts.use_slip(code=slip.code, password=PASSWORD, at=at)
    progress("Mở tài khoản", len(codes), len(codes))


def _enter_terms(at: datetime) -> None:
    """Enter the term through which the numbers of the commune and its cells run."""
    with scope(BUILDER):
        for organisation in Organisation.objects.exclude(kind=Organisation.Kind.PROVINCE):
            enter_term(
                organisation_id=organisation.pk,
                label="2025-2030",
                valid_from=SINCE,
                congress="",
                actor=BUILDER,
                at=at,
            )


def _plan(begun: datetime, at: datetime) -> None:
    with scope(BUILDER):
        committee = Organisation.objects.get(code=COMMUNE)
        for year in range(begun.year, at.year + 1):
            plan.plan_year(
                committee_id=committee.pk,
                year=year,
                hour=HOUR,
                first_month=begun.month if year == begun.year else 1,
                actor=BUILDER,
                at=begun,
            )
