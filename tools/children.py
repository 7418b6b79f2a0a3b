"""What a child process does between fork and exec: follow its parent, and give up being root."""

import ctypes
import os
import pwd
import signal
import sys
from collections.abc import Callable
from pathlib import Path

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
# What Linux itself calls an id without a name.
OVERFLOW_ID = 65534


def prepare_child(
    *, when_parent_dies: signal.Signals, in_namespace: bool = False
) -> Callable[[], None]:
    """Return a ``preexec_fn`` for ``subprocess.Popen``.

    Args:
        when_parent_dies: signal the child gets when this process ends, even by SIGKILL (Linux).
        in_namespace: enter a user namespace in which root has the number of an ordinary user, so
            that PostgreSQL agrees to run while the files of root stay its own.

    Raises:
        subprocess.SubprocessError: from ``Popen``, where the system refuses the namespace.
    """
    parent = os.getpid()
    uid, gid, ordinary_id = os.getuid(), os.getgid(), _ordinary_id()
    linux = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def prepare() -> None:
        if in_namespace:
            if linux is None or linux.unshare(CLONE_NEWUSER) != 0:
                raise OSError(ctypes.get_errno(), "unshare")
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{ordinary_id} {uid} 1")
            Path("/proc/self/gid_map").write_text(f"{ordinary_id} {gid} 1")
        if linux is not None:
            # After the namespace: a change of credentials forgets this setting.
            linux.prctl(PR_SET_PDEATHSIG, int(when_parent_dies))
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def _ordinary_id() -> int:
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        return next((user.pw_uid for user in pwd.getpwall() if user.pw_uid), OVERFLOW_ID)
