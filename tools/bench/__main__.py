"""Measure: ``make bench``.

``make bench ONLY=province`` asks what grows, on a province of 17,000 cells.
``make bench ONLY=evening`` plays the evening of the 3rd, when many cells meet at once.
``make bench JSON=FILE`` also writes the figures.
"""

import os

from tools.bench import evening, province
from tools.json_file import json_file, write_json
from tools.messages import CannotGoOn, run_main

BENCHES = {"province": province.measure, "evening": evening.measure}


def main() -> int:
    """Measure what is asked for; return 1 if something was lost or done twice on the way."""
    only, path = os.environ.get("ONLY", ""), json_file()
    if only and only not in BENCHES:
        raise CannotGoOn(f"ONLY={only} không có.", f"Hãy chọn: {', '.join(BENCHES)}.")
    found = {name: measure() for name, measure in BENCHES.items() if only in ("", name)}
    write_json(path, found)
    return 1 if evening.is_broken(found.get("evening", [])) else 0


if __name__ == "__main__":
    run_main(main)
