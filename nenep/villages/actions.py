"""Enter a village, change what is said of it, end it, take the last back."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core.constraints import explained
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.organisations.lookup import visible_organisation
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.villages.models import Village, VillageState
from nenep.villages.rules import COMMUNES, SENTENCES


class CannotKeepVillage(Refusal):
    """The village cannot be so."""


@transaction.atomic
def enter_village(
    *,
    organisation_id: int,
    code: str,
    since: date,
    name: str,
    cell_id: int | None = None,
    households: int | None = None,
    head_is_member: bool | None = None,
    deputy_is_member: bool | None = None,
    actor: Actor,
    at: datetime,
) -> Village:
    """Enter a village of a commune (thêm thôn, bản).

    Raises:
        CannotKeepVillage: the code is taken, the day to come, or the cell not of the commune.
        NotAllowed: the actor may not edit the tree at the commune.
    """
    commune = visible_organisation(organisation_id, CannotKeepVillage)
    authorise(actor, TreePermission.TREE_EDIT, commune.scope_key)
    if commune.kind not in COMMUNES:
        raise CannotKeepVillage("Thôn, bản chỉ ghi ở đảng bộ xã, phường, đặc khu.")
    _not_ahead(since, at, "since")
    cell = _cell_of(commune, cell_id)
    with explained(CannotKeepVillage, SENTENCES):
        village = Village.objects.create(organisation=commune, code=clean(code), valid_from=since)
        VillageState.objects.create(
            village=village,
            name=clean(name),
            cell=cell,
            households=households,
            head_is_member=head_is_member,
            deputy_is_member=deputy_is_member,
            valid_from=since,
        )
    audit.record(
        "village.entered",
        actor=actor,
        at=at,
        words=f"Thêm {clean(name)} từ ngày {since:%d/%m/%Y}.",
        target=village,
    )
    return village


@transaction.atomic
def change_village(
    *,
    village_id: int,
    on: date,
    name: str,
    cell_id: int | None,
    households: int | None,
    head_is_member: bool | None,
    deputy_is_member: bool | None,
    actor: Actor,
    at: datetime,
) -> VillageState:
    """Say what a village is like from a day on (đổi tên, chi bộ, số hộ, trưởng, phó).

    What began that very day is corrected; nothing that was recorded later may stand after it.

    Raises:
        CannotKeepVillage: it was not there that day, or something is recorded after it.
        NotAllowed: the actor may not edit the tree at the commune.
    """
    village = _locked(village_id)
    authorise(actor, TreePermission.TREE_EDIT, village.scope_key)
    _not_ahead(on, at, "on")
    last = village.states.order_by("valid_from").last()
    if last is None or on < village.valid_from or (village.valid_to and on >= village.valid_to):
        raise CannotKeepVillage("Ngày này thôn, bản không có. Hãy nhập lại ngày.", field="on")
    if last.valid_from > on:
        raise CannotKeepVillage(
            f"Đã ghi thay đổi từ ngày {last.valid_from:%d/%m/%Y}. Hãy ghi từ ngày đó trở đi, "
            "hoặc hoàn tác lần ấy trước.",
            field="on",
        )
    new = {
        "name": clean(name),
        "cell": _cell_of(village.organisation, cell_id, kept=last.cell_id),
        "households": households,
        "head_is_member": head_is_member,
        "deputy_is_member": deputy_is_member,
    }
    with explained(CannotKeepVillage, SENTENCES):
        if last.valid_from == on:
            for field, value in new.items():
                setattr(last, field, value)
            last.save(update_fields=list(new))
        else:
            until, last.valid_to = last.valid_to, on
            last.save(update_fields=["valid_to"])
            last = VillageState.objects.create(
                village=village, valid_from=on, valid_to=until, **new
            )
    audit.record(
        "village.changed",
        actor=actor,
        at=at,
        words=f"Ghi lại {last.name} từ ngày {on:%d/%m/%Y}.",
        target=village,
    )
    return last


@transaction.atomic
def end_village(
    *,
    village_id: int,
    on: date,
    merged_into_id: int | None = None,
    decision: str = "",
    actor: Actor,
    at: datetime,
) -> Village:
    """End a village, perhaps by merging it; `on` is the first day it is no longer there.

    Raises:
        CannotKeepVillage: it has ended already, something is recorded later, or the one it
            merges into is not there that day in the same commune.
        NotAllowed: the actor may not edit the tree at the commune.
    """
    village = _locked(village_id)
    authorise(actor, TreePermission.TREE_EDIT, village.scope_key)
    if village.valid_to is not None:
        raise CannotKeepVillage(
            f"Thôn, bản này đã kết thúc, ngày cuối {_last_day(village.valid_to)}."
        )
    last = village.states.order_by("valid_from").last()
    if last is None or on <= last.valid_from:
        raise CannotKeepVillage(
            "Ngày cuối phải ở sau lần thay đổi gần nhất đã ghi. Hãy nhập lại ngày.", field="on"
        )
    into = None
    if merged_into_id is not None:
        beside = Village.objects.valid_on(on).filter(organisation_id=village.organisation_id)
        into = beside.filter(pk=merged_into_id).exclude(pk=village.pk).first()
        if into is None:
            raise CannotKeepVillage(
                "Thôn, bản tiếp nhận phải là thôn, bản khác của xã, có vào ngày ấy.",
                field="merged_into_id",
            )
    with explained(CannotKeepVillage, SENTENCES):
        village.valid_to, village.merged_into, village.decision = on, into, clean(decision)
        village.save(update_fields=["valid_to", "merged_into", "decision"])
        last.valid_to = on
        last.save(update_fields=["valid_to"])
    merged = f", nhập vào {_name(into)}" if into else ""
    audit.record(
        "village.ended",
        actor=actor,
        at=at,
        words=f"Kết thúc {last.name} sau ngày {_last_day(on)}{merged}. {decision}".strip(),
        target=village,
    )
    return village


@transaction.atomic
def take_back_village(*, village_id: int, actor: Actor, at: datetime) -> str:
    """Take the last thing recorded of a village back: its end, a change, or itself (hoàn tác).

    Returns:
        what was taken back, in words.

    Raises:
        CannotKeepVillage: another village was merged into it.
        NotAllowed: the actor may not edit the tree at the commune.
    """
    village = _locked(village_id)
    authorise(actor, TreePermission.TREE_EDIT, village.scope_key)
    states = list(village.states.order_by("valid_from"))
    name, words = states[-1].name, what_goes_back(village, states)
    if village.valid_to is not None:
        village.valid_to, village.merged_into, village.decision = None, None, ""
        village.save(update_fields=["valid_to", "merged_into", "decision"])
        states[-1].valid_to = None
        states[-1].save(update_fields=["valid_to"])
        target: Village | Organisation = village
    elif len(states) > 1:
        states[-1].delete()
        states[-2].valid_to = None
        states[-2].save(update_fields=["valid_to"])
        target = village
    else:
        if village.merged.exists():
            raise CannotKeepVillage(
                "Có thôn, bản khác đã nhập vào đây. Hãy hoàn tác lần nhập ấy trước."
            )
        target = village.organisation
        states[-1].delete()
        village.delete()
    audit.record(
        "village.taken_back",
        actor=actor,
        at=at,
        words=f"Hoàn tác với {name}: {words}.",
        target=target,
    )
    return words


def what_goes_back(village: Village, states: list[VillageState]) -> str:
    """Say what taking back would undo."""
    if village.valid_to is not None:
        return f"kết thúc sau ngày {_last_day(village.valid_to)}"
    if len(states) > 1:
        return f"thay đổi từ ngày {states[-1].valid_from:%d/%m/%Y}"
    return "thêm thôn, bản này"


def _locked(village_id: int) -> Village:
    rows = Village.objects.select_for_update(of=("self",)).select_related("organisation")
    village = rows.filter(pk=village_id).first()
    if village is None:
        raise CannotKeepVillage("Không tìm thấy thôn, bản này. Hãy chọn lại.")
    return village


def _cell_of(
    commune: Organisation, cell_id: int | None, *, kept: int | None = None
) -> Organisation | None:
    if cell_id is None:
        return None
    cell = visible_organisation(cell_id, CannotKeepVillage)
    is_below = cell.scope_key.startswith(commune.scope_key) or cell_id == kept
    if cell.kind != Organisation.Kind.CELL or not is_below:
        raise CannotKeepVillage(
            "Chi bộ phải thuộc xã của thôn, bản. Hãy chọn chi bộ khác.", field="cell_id"
        )
    return cell


def _not_ahead(day: date, at: datetime, field: str) -> None:
    if day > timezone.localdate(at):
        raise CannotKeepVillage("Ngày còn ở phía trước. Hãy nhập lại ngày.", field=field)


def _name(village: Village) -> str:
    last = village.states.order_by("valid_from").last()
    return last.name if last else village.code


def _last_day(after: date) -> str:
    return f"{after - timedelta(days=1):%d/%m/%Y}"
