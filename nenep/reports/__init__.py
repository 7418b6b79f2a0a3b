"""Figures of a committee's cells, each traceable to its rows; the month's report."""
