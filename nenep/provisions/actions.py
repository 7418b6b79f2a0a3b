"""Write down what a committee decided to do otherwise than the edition says."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.organisations.lookup import visible_organisation
from nenep.organisations.models import Organisation
from nenep.provisions.models import MOST_LEAD_DAYS, OwnValue
from nenep.provisions.permissions import RulePermission
from nenep.rulebooks import rulebook_on
from nenep.rulebooks.own import OwnRule, asked_of_all, may_have_own

_MOST_MINUTES = 600


class CannotDecide(Refusal):
    """The edition does not allow it, the day has come, or value or decision is missing."""


@transaction.atomic
def decide_own_value(
    *,
    organisation_id: int,
    rule: str,
    value: int | None,
    fewer_than: int | None,
    valid_from: date,
    decision: str,
    actor: Actor,
    at: datetime,
) -> OwnValue:
    """Set a committee's own value of a rule for its subtree (quy định mức riêng).

    Args:
        rule: one of `OwnValue.Rule`.
        value: minutes or days; None takes the committee's own value back.
        fewer_than: only for cells with fewer members than this; None for all. Lengths only.
        valid_from: first day; tomorrow or later, because today's meetings may have begun.
        decision: number and day of the decision.

    Raises:
        CannotDecide: the edition of that day does not allow it, the day is not ahead, the
            value is out of bounds or less than the edition asks of all, or the decision is
            missing.
        NotAllowed: the actor may not decide for this organisation.
    """
    organisation = visible_organisation(organisation_id, CannotDecide)
    authorise(actor, RulePermission.RULES_DECIDE, organisation.scope_key)
    chosen = _checked(organisation, rule, value, fewer_than)
    if not clean(decision):
        raise CannotDecide(
            "Chưa ghi số quyết định. Hãy ghi số, ngày của quyết định hoặc kết luận của đảng ủy.",
            field="decision",
        )
    if valid_from <= timezone.localtime(at).date():
        raise CannotDecide(
            f"Ngày áp dụng {valid_from:%d/%m/%Y} không kịp: buổi họp đã mở vẫn theo mức cũ. "
            "Hãy chọn từ ngày mai trở đi.",
            field="valid_from",
        )
    if not may_have_own(chosen, rulebook_on(valid_from).meetings):
        raise CannotDecide(
            f"Bản quy định áp dụng ngày {valid_from:%d/%m/%Y} không cho cấp ủy đặt mức riêng này.",
            field="rule",
        )
    _refuse_undercutting(organisation, chosen, value, fewer_than, valid_from)
    own = OwnValue.objects.create(
        organisation=organisation,
        rule=chosen,
        value=value,
        fewer_than=fewer_than,
        valid_from=valid_from,
        decision=clean(decision),
        decided_by=actor.label[:300],
        decided_at=at,
    )
    level = "theo bản quy định" if value is None else str(value)
    audit.record(
        "provisions.own_value_decided",
        actor=actor,
        at=at,
        target=organisation,
        words=f"{own.get_rule_display()}: {level} từ {valid_from:%d/%m/%Y}, "
        f"theo {clean(decision)}."[:500],
    )
    return own


def _refuse_undercutting(
    organisation: Organisation,
    rule: OwnRule,
    value: int | None,
    fewer_than: int | None,
    on: date,
) -> None:
    """Let only small cells meet shorter, and nobody be told later, than the edition asks."""
    asked = asked_of_all(rule, rulebook_on(on).meetings)
    if value is None or asked is None or value >= asked:
        return
    if not rule.is_length:
        raise CannotDecide(
            f"Bản quy định yêu cầu báo trước ít nhất {asked} ngày; cấp ủy chỉ được đặt sớm hơn. "
            f"Hãy ghi từ {asked} ngày trở lên.",
            field="value",
        )
    if fewer_than is None and organisation.kind != Organisation.Kind.CELL:
        raise CannotDecide(
            f"Bản quy định yêu cầu ít nhất {asked} phút; mức thấp hơn chỉ dành cho chi bộ ít "
            f"đảng viên. Hãy ghi số ở ô «chỉ cho chi bộ dưới», hoặc đặt từ {asked} phút trở lên.",
            field="fewer_than",
        )


def _checked(
    organisation: Organisation, rule: str, value: int | None, fewer_than: int | None
) -> OwnRule:
    try:
        chosen = OwnRule(rule)
    except ValueError:
        raise CannotDecide("Chưa chọn quy định nào. Hãy chọn một dòng.", field="rule") from None
    if chosen.is_length and value is not None and not 1 <= value <= _MOST_MINUTES:
        raise CannotDecide(f"Thời lượng phải từ 1 đến {_MOST_MINUTES} phút.", field="value")
    if not chosen.is_length and value is not None and not 0 <= value <= MOST_LEAD_DAYS:
        raise CannotDecide(f"Số ngày báo trước phải từ 0 đến {MOST_LEAD_DAYS} ngày.", field="value")
    if fewer_than is not None and (fewer_than < 1 or not chosen.is_length):
        raise CannotDecide(
            "Chỉ thời lượng mới có mức riêng cho chi bộ ít đảng viên. "
            "Hãy để trống ô «chỉ cho chi bộ dưới», hoặc ghi số đảng viên từ 1 trở lên.",
            field="fewer_than",
        )
    if fewer_than is not None and organisation.kind == Organisation.Kind.CELL:
        raise CannotDecide(
            "Mức của một chi bộ không cần số đảng viên. Hãy để trống ô ấy.", field="fewer_than"
        )
    return chosen
