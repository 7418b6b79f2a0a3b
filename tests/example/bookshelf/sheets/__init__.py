"""The sheets of this app."""
