"""What a child does before it becomes the program it is for: follow its parent, stop being root.

A small program of its own, run between the two, because doing this between fork and exec is not
safe in a process with threads.
"""

import ctypes
import os
import pwd
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
# What Linux itself calls an id without a name.
OVERFLOW_ID = 65534
NOBODY = "-"
REFUSED = 126


def child_command(
    command: Sequence[str],
    *,
    when_parent_dies: signal.Signals,
    in_namespace: bool = False,
    user: str | None = None,
) -> list[str]:
    """Return a command that prepares the process and then becomes ``command``, under the same id.

    Args:
        command: program (whole path) and arguments.
        when_parent_dies: signal it gets when this process ends, even by SIGKILL (Linux).
        in_namespace: enter a user namespace in which root has the number of an ordinary user, so
            that PostgreSQL agrees to run while the files of root stay its own.
        user: name of the user to become.

    Returns:
        A command that ends with ``REFUSED`` where the system does not allow one of these.
    """
    how = [str(int(when_parent_dies)), str(os.getpid()), str(int(in_namespace)), user or NOBODY]
    return [sys.executable, "-I", "-S", __file__, *how, *command]


def main() -> None:
    """Prepare this process and become the program named on the command line."""
    when_parent_dies, parent, in_namespace, user, *command = sys.argv[1:]
    linux = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    try:
        if user != NOBODY:
            become(user)
        if in_namespace == "1":
            enter_namespace(linux)
        if linux is not None:
            # Last: a change of credentials forgets this setting.
            linux.prctl(PR_SET_PDEATHSIG, int(when_parent_dies))
            if os.getppid() != int(parent):
                sys.exit(REFUSED)
        os.execv(command[0], command)  # noqa: S606
    except OSError as error:
        print(f"{command[0]}: {error}", file=sys.stderr)
        sys.exit(REFUSED)


def become(user: str) -> None:
    """Give up being root for good."""
    account = pwd.getpwnam(user)
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)


def enter_namespace(linux: ctypes.CDLL | None) -> None:
    """Become an ordinary number inside, while staying the owner of one's files outside.

    Raises:
        OSError: the system refuses.
    """
    uid, gid = os.getuid(), os.getgid()
    if linux is None or linux.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    ordinary = ordinary_id()
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{ordinary} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{ordinary} {gid} 1")


def ordinary_id() -> int:
    """Return the number of a user that exists and is not root; PostgreSQL looks its name up."""
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        return next((user.pw_uid for user in pwd.getpwall() if user.pw_uid), OVERFLOW_ID)


if __name__ == "__main__":
    main()
