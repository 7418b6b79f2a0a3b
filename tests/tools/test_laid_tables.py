"""A later start skips the tables only where they were laid by this very source."""

from tools.laid_tables import are_laid, note_laid, source_digest


class TestSourceDigest:
    def test_changes_with_any_file_its_place_and_its_name(self, tmp_path):
        (tmp_path / "app").mkdir()
        file = tmp_path / "app" / "models.py"
        file.write_text("x = 1")
        seen = {source_digest(tmp_path)}

        file.write_text("x = 2")
        seen.add(source_digest(tmp_path))
        file.rename(tmp_path / "app" / "rules.py")
        seen.add(source_digest(tmp_path))
        (tmp_path / "app" / "migrations.py").write_text("")
        seen.add(source_digest(tmp_path))

        assert len(seen) == 4
        assert source_digest(tmp_path) in seen


class TestAreLaid:
    def test_is_so_only_for_the_source_that_was_noted(self, tmp_path):
        assert not are_laid(tmp_path, "a")
        note_laid(tmp_path, "a")

        assert are_laid(tmp_path, "a")
        assert not are_laid(tmp_path, "b")
