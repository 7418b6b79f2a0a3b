"""Print the lists and the figures of this folder anew: ``python -m tests.baseline [WORD]``.

What is new is added. A wire name that vanished or changed stays, and its test goes on failing: it
lives on devices, in books and in queues, so a line is taken out by hand, with its reason in the
commit. Policies and the names of addresses are printed as they are. `figures.json` is written only when asked for by name, and committed as ``figures: …``.
"""

import os
import sys
from pathlib import Path

import pytest

if __name__ == "__main__":
    words = sys.argv[1:]
    os.environ["UPDATE_BASELINE"] = "figures" if words == ["figures"] else "lists"
    chosen = "test_figures.py" if words == ["figures"] else "test_lists.py"
    sys.exit(pytest.main(["-q", "-n0", str(Path(__file__).parent / chosen)]))
