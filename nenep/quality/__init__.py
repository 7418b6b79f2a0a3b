"""Forms for scoring a meeting as data, and their evaluation."""
