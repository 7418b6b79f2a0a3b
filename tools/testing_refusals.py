"""A pytest plugin for `make attack`: notes which call of `authorise` refused in which test.

A call that is taken away can be missed only where it refused. Loaded with `-p`, before the
product's modules take the name.
"""

import json
import os
import sys
from pathlib import Path

from nenep.access import actor
from nenep.core.errors import NotAllowed
from tools.variables import REFUSALS_VARIABLE

_authorise = actor.authorise


def _noting(who: actor.Actor, permission: actor.Permission, scope_key: str) -> None:
    """Authorise; note a refusal with the place that asked."""
    try:
        _authorise(who, permission, scope_key)
    except NotAllowed:
        asking = sys._getframe(1)
        test = os.environ["PYTEST_CURRENT_TEST"].rpartition(" ")[0]
        with Path(os.environ[REFUSALS_VARIABLE]).open("a", encoding="utf-8") as notes:
            notes.write(json.dumps([asking.f_code.co_filename, asking.f_lineno, test]) + "\n")
        raise


actor.authorise = _noting
