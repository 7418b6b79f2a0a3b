"""How a process that plays the demo begins; imports nothing that needs Django set up."""

import gc

import django
from django.db import connections


def begin() -> None:
    """Set Django up in a process of its own."""
    django.setup()
    # What is loaded lives to the end, and the process does not live long.
    gc.freeze()
    gc.set_threshold(100_000)
    without_waiting()


def without_waiting() -> None:
    """Let commits of this process not wait for the disk: a lost demo is loaded again."""
    connection = connections["default"]
    connection.close()
    connection.settings_dict["OPTIONS"] = {
        **connection.settings_dict.get("OPTIONS", {}),
        "options": "-c synchronous_commit=off",
    }
