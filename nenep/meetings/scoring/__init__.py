"""The score of a meeting: its sheets, and how it stands."""
