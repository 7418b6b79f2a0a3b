"""Whoever leaves is locked out: what an act about a member does to the account."""

from datetime import datetime
from typing import Any

from nenep.access.actor import Actor
from nenep.accounts import functions
from nenep.audit import actions as audit
from nenep.members.around import Around, AskedAct
from nenep.members.models import Act


def _says(asked: AskedAct) -> list[str]:
    if asked.leaves != "all" or not functions.of_leaving(asked.member.pk, "look", asked.at):
        return []
    return ["Khóa tài khoản đăng nhập; các máy đang dùng được thoát ngay."]


def _happens(asked: AskedAct) -> Any:
    if asked.leaves != "all" or not functions.of_leaving(asked.member.pk, "lock", asked.at):
        return None
    audit.record(
        "account.locked",
        actor=asked.actor,
        at=asked.at,
        words="Khóa tài khoản vì đảng viên rời đi.",
        scope_key=asked.member.scope_key,
    )
    return "locked"


def _is_taken_back(act: Act, _payload: Any, actor: Actor, at: datetime) -> None:
    if functions.of_leaving(act.member_id, "unlock", at):
        audit.record(
            "account.unlocked",
            actor=actor,
            at=at,
            words="Mở khóa tài khoản vì hoàn tác việc rời đi.",
            scope_key=act.scope_key,
        )


AROUND = Around("account", says=_says, happens=_happens, is_taken_back=_is_taken_back)
