"""Reads of the score."""
