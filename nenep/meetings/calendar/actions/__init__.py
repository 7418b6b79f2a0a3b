"""Writes of the calendar."""
