"""What each field about a person is, what for, who sees it, how long it is kept.

Each model that has such fields declares them: `personal: ClassVar = {"phone": PersonalField(...)}`.
Masking, history, logs, exports and erasure read that. Law 91/2025/QH15 and NĐ 356/2025/NĐ-CP.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import models

from nenep.access.models import Protection
from nenep.access.permissions import Permission
from nenep.access.policies import protected_models, protection_of


class Kind(StrEnum):
    """How closely a field is kept."""

    PLAIN = "thường"
    PERSONAL = "cá nhân"
    # That somebody belongs to the Party at all is sensitive: NĐ 356/2025/NĐ-CP, art. 4.
    SENSITIVE = "nhạy cảm"


@dataclass(frozen=True)
class PersonalField:
    """One field about a person, in words for people.

    Args:
        kind: how closely it is kept.
        purpose: what it is needed for.
        seen_by: who sees it unmasked.
        kept: how long.
        masked: whether it is hidden until opened with a reason.
    """

    kind: Kind
    purpose: str
    seen_by: str
    kept: str
    masked: bool = False


# A model is about a person if it points at one of these or has one of these fields.
_PEOPLE = ("members.Member", "accounts.Account")
_NAMES = frozenset({"full_name", "holder_name", "account_id", "member_id", "label"})

# Fields that say nothing about a person, whatever the model.
NOT_PERSONAL = frozenset({"id", "scope_key", "valid_from", "valid_to"})


def declared(model: type[models.Model]) -> dict[str, PersonalField]:
    """Return what a model declares about its fields."""
    return getattr(model, "personal", {})


def masked_columns(model: type[models.Model]) -> tuple[str, ...]:
    """Return the columns that are hidden until opened with a reason."""
    return tuple(
        str(model._meta.get_field(name).column)  # type: ignore[union-attr]
        for name, field in declared(model).items()
        if field.masked
    )


def about_people() -> Iterator[type[models.Model]]:
    """Yield every model of ours with rows about people."""
    for model in protected_models():
        fields = model._meta.concrete_fields
        points = any(
            field.related_model._meta.label in _PEOPLE  # type: ignore[union-attr]
            for field in fields
            if field.is_relation
        )
        if points or declared(model) or any(field.name in _NAMES for field in fields):
            yield model


def undeclared() -> list[str]:
    """Return the fields of models about people that no one has declared, as "Model.field".

    A field that says nothing about a person is named in the model's `not_personal`.
    """
    missing = []
    for model in about_people():
        known = {*declared(model), *NOT_PERSONAL, *getattr(model, "not_personal", ())}
        missing += [
            f"{model._meta.label}.{field.name}"
            for field in model._meta.concrete_fields
            if field.name not in known
        ]
        missing += [
            f"{model._meta.label}.{name} (no such field)"
            for name in declared(model)
            if name not in {field.name for field in model._meta.concrete_fields}
        ]
    return missing


def as_markdown() -> str:
    """Return `docs/personal-data.md`; a test compares it with the file."""
    lines = [
        "# Personal data",
        "",
        "Printed from the models (`nenep.access.personal`); do not edit by hand.",
        "",
        "Masked fields are hidden until somebody opens them with a reason, which is logged.",
        "",
    ]
    for model in about_people():
        if not declared(model):
            continue
        lines += [
            f"## {model._meta.label}",
            "",
            f"Read with: {_reading(protection_of(model))}.",
            "",
            "| Field | Kind | Purpose | Seen by | Kept | Masked |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            f"| {name} | {field.kind} | {field.purpose} | {field.seen_by} | {field.kept} "
            f"| {'yes' if field.masked else ''} |"
            for name, field in declared(model).items()
        ]
        lines.append("")
    return "\n".join(lines)


def _reading(protection: Protection) -> str:
    if isinstance(protection.read, Permission):
        read = protection.read.value
    elif isinstance(protection.read, tuple):
        read = " or ".join(one.value for one in protection.read)
    else:
        read = "no permission of its own" if protection.read is None else "any open scope"
    return f"{read}; the person's own rows" if protection.own or protection.own_account else read
