"""Set up, try out and test Nền Nếp. Only the standard library; never part of production."""

import sys

# Here, because it runs ahead of every tool, and they need 3.11 even to be read.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "✗ Python %s quá cũ; Nền Nếp cần Python 3.11 trở lên.\n"  # noqa: UP031
        "→ Hãy cài bản mới rồi chạy lại, ví dụ: make run PYTHON=python3.11" % sys.version.split()[0]
    )
