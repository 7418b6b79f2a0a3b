"""`nenep figures`: the figures of an organisation in a period, their rows, its units in order."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from fractions import Fraction
from typing import Any

from nenep.access.actor import Actor
from nenep.commands import behalf
from nenep.commands.failures import CannotGoOn, NotUnderstood
from nenep.core import clock, formats
from nenep.figures.adding import ROUNDINGS, decimal
from nenep.figures.bounds import UnknownNumber
from nenep.figures.bounds import parse as number_of
from nenep.figures.periods import Period, UnknownPeriod, parse
from nenep.figures.ranking import Convention
from nenep.organisations.models import Organisation
from nenep.organisations.standing import SEEN_WITH, WhoseTree
from nenep.reports import figures
from nenep.reports.figures_json import answer_as_json, ranking_as_json, row_as_json

EXAMPLES = """
  nenep figures X-BANMAY --period 2026-11 --as hung.lv --json
  nenep figures X-BANMAY --period 2026 --tree now --as hung.lv           theo đơn vị hiện nay
  nenep figures X-BANMAY --period 2026-Q4 --rows meetings.held --as hung.lv --json
  nenep figures X-BANMAY --period 2026 --units meetings.attendance --at-least 90 --digits 1 --as hung.lv
  nenep figures --list --json                                            mọi mã số liệu
  nenep figures --places --as hung.lv --json                             xem được của đơn vị nào

Kỳ: 2026-11, 2026-Q4, 2026-H1, 2026, 2025..2030 (nhiệm kỳ), 2020-01..2020-09,
2011-07-11..2013-07-10 (theo ngày).
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whose figures, of when, by which tree; or their keys, or the places."""
    parser.add_argument("code", metavar="MÃ", nargs="?", help="mã tổ chức đảng, ví dụ X-BANMAY")
    parser.add_argument("--period", metavar="KỲ", help="ví dụ 2026-11, 2026-Q4, 2026, 2025..2030")
    behalf.add_argument(parser, required=False)
    parser.add_argument(
        "--tree",
        choices=[one.value for one in WhoseTree],
        default=WhoseTree.THEN.value,
        help="then: theo tổ chức của từng thời gian; now: theo đơn vị hiện nay",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--rows", metavar="MÃ_SỐ_LIỆU", help="các dòng làm nên một số liệu")
    what.add_argument("--units", metavar="MÃ_SỐ_LIỆU", help="xếp các đơn vị ngay cấp dưới")
    what.add_argument("--list", action="store_true", help="mọi mã số liệu; không cần đăng nhập")
    what.add_argument("--places", action="store_true", help="các tổ chức mà người ấy xem được")
    passed = parser.add_mutually_exclusive_group()
    passed.add_argument("--over", metavar="SỐ", help="cùng --units: chỉ đơn vị trên số này")
    passed.add_argument("--at-least", metavar="SỐ", help="cùng --units: từ số này trở lên")
    parser.add_argument("--digits", metavar="SỐ", type=int, help="số chữ số sau dấu phẩy")
    parser.add_argument("--rounding", choices=ROUNDINGS, default="half_up", help="cách làm tròn")
    parser.add_argument("--json", action="store_true", help="in dạng JSON")


def run(options: argparse.Namespace) -> None:
    """Print what is asked.

    Raises:
        NotUnderstood: an unknown organisation, period, key or log-in, or options that do not fit.
        CannotGoOn: the person may see no figures.
    """
    if options.list:
        _print(options, [one.key for one in figures.FIGURES], _keys())
        return
    if not options.behalf:
        raise NotUnderstood("Còn thiếu --as TÊN: số liệu được đọc bằng quyền của một người.")
    at = clock.now()
    actors = _actors(options.behalf, at)
    if options.places:
        found = _places(actors, at)
        lines = [f"{one['code']}  {one['name']}" for one in found]
        _print(options, found, lines)
        return
    if not options.code or not options.period:
        raise NotUnderstood(
            "Cần MÃ tổ chức và --period KỲ, hoặc --list, hoặc --places. "
            "Xem ví dụ: nenep figures --help"
        )
    period = _period(options.period)
    for key in (options.rows, options.units):
        if key:
            _known(key)
    with _acting_over(actors, options.code) as (actor, top):
        shared: dict[str, Any] = {
            "actor": actor,
            "top": top,
            "period": period,
            "now": at,
            "tree": WhoseTree(options.tree),
        }
        if options.rows:
            with _understood():
                rows = [row_as_json(row) for row in figures.rows(key=options.rows, **shared)]
            _print(options, {"rows": rows}, [_row_words(row) for row in rows])
        elif options.units:
            with _understood():
                ranking = figures.ranking(
                    key=options.units, convention=_convention(options), **shared
                )
            _print(options, ranking_as_json(ranking), _ranking_words(ranking))
        else:
            answer = figures.answer(**shared)
            _print(options, answer_as_json(answer), _answer_words(answer))


def _print(options: argparse.Namespace, found: object, lines: list[str]) -> None:
    text = json.dumps(found, ensure_ascii=False, indent=1) if options.json else "\n".join(lines)
    sys.stdout.write(f"{text}\n")


def _actors(behalf_of: str, at: datetime) -> list[Actor]:
    try:
        return behalf.actors_named(behalf_of, command="figures", at=at)
    except CannotGoOn as refusal:
        raise NotUnderstood(str(refusal)) from None


def _seeing(actors: list[Actor]) -> list[Actor]:
    """Return those who see figures, who reaches highest first.

    Raises:
        CannotGoOn: none does.
    """
    seeing = [actor for actor in actors if actor.may(SEEN_WITH) and actor.ranges]
    if not seeing:
        raise CannotGoOn(f"{actors[0].label} không được xem số liệu của tổ chức nào.")
    return sorted(seeing, key=lambda actor: min(part.low.count("/") for part in actor.ranges))


@contextmanager
def _acting_over(actors: list[Actor], code: str) -> Iterator[tuple[Actor, Organisation]]:
    """Open the scope of the duty that sees an organisation, the highest first.

    Raises:
        NotUnderstood: none of them sees one of that code.
    """
    seeing = _seeing(actors)
    for actor in seeing:
        with behalf.acting(actor):
            top = figures.place_of(actor, code)
            if top is not None:
                yield actor, top
                return
    labels = "; ".join(actor.label for actor in seeing)
    raise NotUnderstood(
        f"Không có tổ chức mã «{code}» trong phạm vi được xem số liệu của: {labels}. "
        "Hãy kiểm tra mã và tên sau --as, hoặc xem nenep figures --places --as TÊN."
    )


def _places(actors: list[Actor], at: datetime) -> list[dict[str, str]]:
    found: dict[int, Organisation] = {}
    for actor in _seeing(actors):
        with behalf.acting(actor):
            found |= {one.pk: one for one in figures.places(actor, today=at.date())}
    if not found:
        raise CannotGoOn(f"{actors[0].label} không được xem số liệu của tổ chức nào.")
    ordered = sorted(found.values(), key=lambda one: (one.scope_key.count("/"), one.code))
    return [{"code": one.code, "name": one.name, "kind": str(one.kind)} for one in ordered]


def _period(text: str) -> Period:
    try:
        return parse(text)
    except UnknownPeriod as refusal:
        raise NotUnderstood(str(refusal)) from None


def _known(key: str) -> None:
    with _understood():
        figures.figure_of(key)


@contextmanager
def _understood() -> Iterator[None]:
    try:
        yield
    except figures.UnknownFigure as refusal:
        raise NotUnderstood(str(refusal)) from None


def _convention(options: argparse.Namespace) -> Convention:
    if options.digits is not None and not 0 <= options.digits <= 9:
        raise NotUnderstood("--digits là một số từ 0 đến 9.")
    return Convention(options.digits, options.rounding, _bar(options.over), _bar(options.at_least))


def _bar(text: str | None) -> Fraction | None:
    if text is None:
        return None
    try:
        return Fraction(number_of(text).value)
    except UnknownNumber as refusal:
        raise NotUnderstood(str(refusal)) from None


def _keys() -> list[str]:
    return [f"{one.key:<36}{one.title} ({one.unit})" for one in figures.FIGURES]


def _answer_words(answer: figures.FiguresAnswer) -> list[str]:
    lines = [f"{answer.organisation.name}, {answer.period.text}", *answer.on_moves]
    for one in answer.totals():
        last = one.last.value if one.last else None
        lines.append(
            f"{one.line.figure.title}: {_number(one.line.value)} {one.line.figure.unit}"
            f" (năm trước {_number(last)})"
        )
    return lines


def _row_words(row: dict[str, Any]) -> str:
    said = [row["name"], row.get("what"), row.get("day"), str(row["value"])]
    return "; ".join(one for one in said if one)


def _ranking_words(ranking: figures.Ranking) -> list[str]:
    lines = [f"{one.rank or '–'}. {one.unit.name}: {_number(one.value)}" for one in ranking.units]
    return [*lines, f"{len(ranking.units)}/{ranking.asked_of} đơn vị.", ranking.convention.text]


def _number(value: Fraction | None) -> str:
    shown = decimal(value)
    return "chưa có" if shown is None else formats.number(shown)
