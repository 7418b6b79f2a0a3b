"""Forms of meetings, by page: they read what was typed, and decide nothing."""
