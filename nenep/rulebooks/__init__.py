"""Dated editions of the rules: what was in force on a day, and where it comes from."""

from nenep.rulebooks.library import NoEdition, Rulebook, rulebook_of_code, rulebook_on

__all__ = ["NoEdition", "Rulebook", "rulebook_of_code", "rulebook_on"]
