"""Reads around the notice."""
