"""The command-line tool `nenep`."""

import os
import sys


def main() -> None:
    """Run a command; help is in Vietnamese."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nenep.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["nenep", *sys.argv[1:]])
