"""Which rules apply: the edition of a day in plain words, each value with its source."""
