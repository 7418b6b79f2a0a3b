"""What tests are built of does not hang on the tests before them."""

from nenep.members.tests.builders import invented_name
from tools.folders import ROOT


class TestInventedName:
    def test_is_written_in_no_test(self):
        # A member of that name would be taken for the other one, in one order of tests of ten.
        names = {f'"{invented_name(number)}"' for number in range(100)}
        files = [*ROOT.glob("nenep/*/tests/**/*.py"), *ROOT.glob("tests/**/*.py")]
        written = {
            (path.relative_to(ROOT).as_posix(), name)
            for path in files
            for name in names
            if name in path.read_text(encoding="utf-8")
        }
        assert written == set()
