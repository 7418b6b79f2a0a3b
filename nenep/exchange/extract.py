"""Write today's state into a workbook that loads back as what is there already."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.mask import MaskPermission
from nenep.audit import actions as audit
from nenep.core.errors import Refusal
from nenep.core.formats import number
from nenep.core.vietnamese import clean
from nenep.exchange import template
from nenep.exchange.order import ORDER
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.sheets.noun import Extract


class CannotExtract(Refusal):
    """No workbook is written; `field` is what the form calls the cause."""


@transaction.atomic
def write_extract(
    target: str | Path | IO[bytes],
    *,
    code: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> dict[str, int]:
    """Write what the actor may read beneath an organisation, and log it (xuất bảng tính).

    Args:
        target: a path, or a file open for writing bytes.
        code: of the organisation at the top.
        reason: why masked data are opened; they are left out, with their columns, where it is
            empty or the actor may not open them.

    Returns:
        how many rows each sheet has, by its title.

    Raises:
        CannotExtract: no such organisation in reach, or a reason too short.
    """
    top = Organisation.objects.visible_to(actor, TreePermission.TREE_VIEW).filter(code=code).first()
    if top is None:
        raise CannotExtract(
            f"Không có tổ chức mã «{code}» trong phạm vi của đồng chí. Hãy kiểm tra mã.",
            field="code",
        )
    why = clean(reason)
    opens = bool(why) and actor.may(MaskPermission.UNMASK, top.scope_key)
    if opens and len(why) < 5:
        raise CannotExtract("Chưa ghi lý do mở thông tin riêng. Hãy ghi rõ lý do.", field="reason")
    extract = Extract(top.scope_key, actor, timezone.localdate(at), opens_personal=opens)
    # Logged first and apart, as an unmasking is: what was read stays in the log.
    audit.record_apart(
        "workbook.exported",
        actor=actor,
        at=at,
        words=(
            f"Xuất bảng tính: {top.name}, "
            + (f"kèm thông tin riêng. Lý do: {why}" if opens else "không kèm thông tin riêng.")
        )[:500],
        scope_key=top.scope_key,
    )
    counts = {one.SHEET.title: 0 for one in ORDER}

    def counted(title: str, rows: Iterator[Mapping[str, object]]) -> Iterator[Mapping[str, object]]:
        for row in rows:
            counts[title] += 1
            yield row

    template.write(
        target,
        {one.SHEET.name: counted(one.SHEET.title, one.rows(extract)) for one in ORDER},
        sheets=[one.SHEET if opens else one.SHEET.without_masked() for one in ORDER],
    )
    return counts


def said_of(counts: Mapping[str, int]) -> str:
    """Return "Tổ chức: 12 dòng; Đảng viên: 170 dòng"."""
    return "; ".join(f"{title}: {number(count)} dòng" for title, count in counts.items())
