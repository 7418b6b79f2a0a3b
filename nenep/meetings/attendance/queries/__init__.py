"""Reads of the roll call."""
