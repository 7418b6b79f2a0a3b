"""Everything one can do to a meeting outside the room."""
