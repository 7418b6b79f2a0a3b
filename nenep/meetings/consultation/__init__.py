"""What was agreed before a meeting, by whom."""
