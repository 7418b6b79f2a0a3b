"""`nenep django`: Django's own commands, for developers."""

import argparse
import os

from django.core.management import execute_from_command_line

from nenep.commands.database import connect_as_owner

EXAMPLES = """
  nenep django makemigrations meetings
  nenep django check --deploy --database default
  nenep django --owner shell        kết nối bằng chủ của các bảng
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take everything as it is."""
    parser.add_argument("--owner", action="store_true", help="kết nối bằng DATABASE_OWNER_URL")
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="LỆNH …", help="lệnh của Django")


def run(options: argparse.Namespace) -> None:
    """Hand over to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nenep.settings")
    if options.owner:
        connect_as_owner()
    execute_from_command_line(["nenep django", *options.rest])
