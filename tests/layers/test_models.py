"""What every model must declare, and whom its foreign keys may know."""

import tomllib
from pathlib import Path

import pytest

from nenep.access.models import Protection, Scoped, ScopedQuerySet
from nenep.access.policies import protected_models

ROOT = Path(__file__).parents[2]
MODELS = protected_models()
# Their place is written by whoever acts, not taken from a parent.
OF_NO_PARENT = {"organisations.Organisation", "audit.Event", "audit.Change"}


def order():
    """The apps from the lowest up, as the contract of import-linter has them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    return list(reversed(contract["layers"]))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
class TestModel:
    def test_points_only_at_its_own_app_and_those_below(self, model):
        layers = order()
        here = layers.index(model._meta.app_label)
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete:
                there = field.related_model._meta.app_label
                assert layers.index(there) <= here, f"{field} points up, at {there}."

    def test_says_who_may_do_what(self, model):
        assert isinstance(model.__dict__.get("protection"), Protection)

    def test_takes_its_place_from_a_parent(self, model):
        if issubclass(model, Scoped) and model._meta.label not in OF_NO_PARENT:
            parent = model._meta.get_field(model.protection.parent)
            assert issubclass(parent.related_model, Scoped)

    def test_can_be_asked_for_by_whoever_asks(self, model):
        if issubclass(model, Scoped):
            assert isinstance(model.objects.all(), ScopedQuerySet)

    def test_has_no_order_of_its_own(self, model):
        assert not model._meta.ordering

    def test_keeps_its_logic_elsewhere(self, model):
        assert "save" not in model.__dict__
        assert "delete" not in model.__dict__
