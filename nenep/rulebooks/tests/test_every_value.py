"""No value of an edition is dead: changing it changes some answer."""

import pytest

from nenep.rulebooks.library import FOLDER
from nenep.rulebooks.tests.fingerprint import of_bodies, of_documents, of_meetings
from nenep.rulebooks.tests.leaves import leaves, plain, typed, variants

FINGERPRINTS = {"meetings": of_meetings, "documents": of_documents, "bodies": of_bodies}
FILES = {
    file.name: FINGERPRINTS[file.name.split("-")[0]]
    for file in FOLDER.glob("*.yaml")
    if not file.name.startswith("scoring")  # those answer in nenep.quality
}


class TestEveryValue:
    @pytest.mark.parametrize("file", sorted(FILES))
    def test_changes_some_answer(self, file):
        fingerprint = FILES[file]
        before = fingerprint(typed(plain(file)))

        dead = [
            path
            for path in leaves(plain(file)["rules"], ("rules",))
            if not any(fingerprint(changed) != before for changed in variants(file, path))
        ]

        assert dead == []

    def test_would_find_a_dead_value(self):
        file = "meetings-2025.yaml"
        path = ("rules", "duration", "regular")

        assert list(variants(file, path)), "the walk must really change something"
        assert all(changed.duration.regular != 90 for changed in variants(file, path))
