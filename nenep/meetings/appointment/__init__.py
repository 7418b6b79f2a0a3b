"""What calendars are told about a meeting."""
