"""The command-line tool `nenep`: finds the command, explains what went wrong in one sentence."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from nenep.commands import COMMANDS
from nenep.commands.parser import CommandParser, overview
from nenep.core.errors import Refusal

DONE, REFUSED, MISUSED, INTERRUPTED = 0, 1, 2, 130


def main() -> None:
    """Run the command in `sys.argv` and leave with its exit code."""
    # A terminal in another encoding shows question marks rather than a traceback.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    # Told to the settings: what serves pages waits for the database a shorter time.
    os.environ["NENEP_COMMAND"] = "" if sys.argv[1:2] == ["serve"] else "1"
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command.

    Args:
        arguments: the command's name and what follows it; none lists the commands.

    Returns:
        0 done, 1 refused or failed with one sentence on stderr, 2 not understood, 130 Ctrl-C.
    """
    name, *rest = arguments or ["--help"]
    if name in ("-h", "--help", "help"):
        sys.stdout.write(overview())
        return DONE
    if name not in COMMANDS:
        _complain(f"Không có lệnh «{name}».", "Gõ `nenep` để xem các lệnh.")
        return MISUSED
    try:
        return _run(name, rest)
    except Refusal as refusal:
        _complain(str(refusal))
        if getattr(refusal, "is_misuse", False):
            return MISUSED
    except KeyboardInterrupt:
        _complain("Đã dừng theo yêu cầu.")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has left (`| head`).
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    return REFUSED


def _run(name: str, rest: Sequence[str]) -> int:
    from nenep.commands.failures import explained  # once a command was asked for

    with explained(name):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nenep.settings")
        import django  # the help needs none of it

        django.setup()
        command = import_module(f"nenep.commands.{COMMANDS[name].module}")
        parser = CommandParser(name, COMMANDS[name].help, command.EXAMPLES)
        command.arguments(parser)
        return command.run(parser.parse_args(rest)) or DONE


def _complain(sentence: str, way_out: str = "") -> None:
    sys.stderr.write(f"✗ {sentence}\n" + (f"→ {way_out}\n" if way_out else ""))
