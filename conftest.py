"""Gives every test a database of its own (see tools/testing_databases.py)."""

pytest_plugins = [
    "tools.testing_databases",
    "tools.testing_marks",
    "tools.testing_demo",
    "tools.testing_attacks",
    "tools.testing_costs",
    "tools.testing_counts",
    "tools.testing_times",
    "tools.testing_worlds",
]
