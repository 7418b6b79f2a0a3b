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
    in_haste()


def in_haste() -> None:
    """Let this process ask its few hundred statements again and again without planning each anew.

    They are prepared, and planned once for whatever they are asked with. Commits do not wait
    for the disk: a lost demo is loaded again.
    """
    connection = connections["default"]
    connection.close()
    connection.settings_dict["OPTIONS"] = {
        **connection.settings_dict.get("OPTIONS", {}),
        "options": "-c synchronous_commit=off -c plan_cache_mode=force_generic_plan",
        "server_side_binding": True,
        "prepare_threshold": 1,
    }
    connection.ensure_connection()
    connection.connection.prepared_max = None
