"""The meeting room: every write is a command, counted once."""
