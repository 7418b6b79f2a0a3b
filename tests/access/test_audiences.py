"""Who sees a field and how long it is kept: what several fields share is written once."""

from collections import Counter

from nenep.access.audiences import Audience, Kept
from nenep.access.personal import about_people, declared

FIELDS = [field for model in about_people() for field in declared(model).values()]


class TestWords:
    def test_that_fields_share_have_a_name(self):
        seen = Counter(str(field.seen_by) for field in FIELDS)
        kept = Counter(str(field.kept) for field in FIELDS)
        plain = {
            words
            for field in FIELDS
            for words, times, named in (
                (field.seen_by, seen, Audience),
                (field.kept, kept, Kept),
            )
            if times[str(words)] > 1 and not isinstance(words, named)
        }
        assert plain == set()

    def test_with_a_name_are_used(self):
        used = {field.seen_by for field in FIELDS} | {field.kept for field in FIELDS}
        assert {*Audience, *Kept} - used == set()
