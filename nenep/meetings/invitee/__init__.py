"""Whom a body asks who is not in the Party: its list."""
