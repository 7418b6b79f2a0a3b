"""The balance of members of an organisation in a period, beside last year's, and who it was."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nenep.access.actor import Actor
from nenep.accounts.http import ActorRequest
from nenep.core import clock
from nenep.figures import adding
from nenep.figures.periods import year
from nenep.members.around import last_day_to_report
from nenep.members.balance import Balance, balance_of, cells_of_period
from nenep.members.models import IN, OUT, Act
from nenep.members.permissions import MemberPermission
from nenep.members.queries import acts_that_count
from nenep.organisations.standing import SEEN_WITH, Question, question_about
from nenep.reports import figures
from nenep.reports.forms import FiguresForm

_Movement = Act.Movement


@dataclass(frozen=True)
class BalanceLine:
    """One row of the statutory form: now, a year before, in per cent."""

    mark: str
    title: str
    now: int | None
    last: int | None

    @property
    def is_main(self) -> bool:
        """Whether it is one of the four sums."""
        return self.mark.isupper()

    @property
    def share(self) -> Decimal | None:
        """This period in per cent of the last."""
        if self.now is None or not self.last:
            return None
        return adding.decimal(Fraction(self.now * 100, self.last))


@require_GET
def balance(request: ActorRequest) -> HttpResponse:
    """Show it; where it does not close, say by how many."""
    actor, now = request.actor, clock.now()
    places = figures.places(actor, today=now.date()) if actor.may(SEEN_WITH) else []
    if not places:
        raise Http404
    asked = {"don-vi": places[0].code, "ky": year(now.year).code}
    form = FiguresForm(asked | request.GET.dict(), places=places)
    if not form.is_valid():
        return render(request, "reports/balance.html", {"form": form}, status=422)
    top, period, tree = form.top(), form.period(), form.tree()
    present, past = (
        question_about(actor=actor, top=top, period=one, now=now, tree=tree)
        for one in (period, period.before)
    )
    found = balance_of(present)
    page = {
        "form": form,
        "top": top,
        "period": period,
        "as_of": now,
        "balance": found,
        "gap": abs(found.difference) if found else 0,
        "lines": _lines(found, balance_of(past)),
        "acts": _acts(actor, present) if found else [],
        "today": now.date(),
    }
    return render(request, "reports/balance.html", page)


def _acts(actor: Actor, asked: Question) -> list[tuple[Act, object]]:
    """Return what counts, each with the last day to report it; empty where names are not seen."""
    if not actor.may(MemberPermission.PERSON_VIEW):
        return []
    period = asked.period
    acts = acts_that_count(actor, cells_of_period(asked), period.first, period.after)
    return [(act, last_day_to_report(act)) for act in acts]


def _lines(now: Balance | None, last: Balance | None) -> list[BalanceLine]:
    def line(mark: str, title: str, *reasons: str, **which: bool) -> BalanceLine:
        return BalanceLine(
            mark,
            title,
            *(one.number(*reasons, **which) if one else None for one in (now, last)),
        )

    def stock(mark: str, title: str, name: str) -> BalanceLine:
        return BalanceLine(mark, title, *(getattr(one, name, None) for one in (now, last)))

    return [
        stock("A", "Đảng viên cuối kỳ trước chuyển sang", "opening"),
        line("B", "Tăng trong kỳ", *IN),
        line("1", "Kết nạp", _Movement.ADMITTED),
        line("2", "Chuyển đến", _Movement.MOVED_IN),
        line("a", "từ tỉnh khác", _Movement.MOVED_IN, is_far=True),
        line("b", "từ đơn vị khác trong tỉnh", _Movement.MOVED_IN, is_far=False),
        line("3", "Phục hồi đảng tịch", _Movement.RESTORED),
        line("C", "Giảm trong kỳ", *OUT),
        line("1", "Từ trần", _Movement.DIED),
        line("2", "Khai trừ", _Movement.EXPELLED),
        line("3", "Xóa tên", _Movement.STRUCK_OFF),
        line("", "trong đó dự bị", _Movement.STRUCK_OFF, probationary=True),
        line("4", "Xin ra khỏi Đảng", _Movement.LEFT),
        line("5", "Chuyển đi", _Movement.MOVED_OUT),
        line("a", "đi tỉnh khác", _Movement.MOVED_OUT, is_far=True),
        line("b", "đi đơn vị khác trong tỉnh", _Movement.MOVED_OUT, is_far=False),
        stock("D", "Đảng viên có đến cuối kỳ (A + B − C)", "closing"),
    ]
