"""What a meeting is to talk about: its items, its papers."""
