"""What a figure is, for which period, and how figures add up and are ranked; no table, no query.

Each app declares its own figures in its `figures.py`; `reports.figures` gathers and answers them.
"""
