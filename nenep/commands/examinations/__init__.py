"""What `nenep doctor` looks at: each part yields findings."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at.

    Attributes:
        well: whether it is as it should be.
        words: what was found, in one line.
        way_out: what to do, where it is not well.
    """

    well: bool
    words: str
    way_out: str = ""
