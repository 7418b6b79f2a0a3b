"""The files of a backup: what is not as it was written is refused."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from nenep.commands.archive import (
    FORM,
    Manifest,
    check_dump,
    check_files,
    open_archive,
    write_dump,
    write_files,
    write_manifest,
)
from nenep.commands.failures import CannotGoOn

PAPER, LETTER = "files/in/giấy mời.pdf", "files/letter.docx"


@pytest.fixture
def backup(tmp_path):
    folder = tmp_path / "files"
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "giấy mời.pdf").write_bytes(b"%PDF")
    (folder / "letter.docx").write_bytes(b"letter")
    (folder / "elsewhere").symlink_to("/etc/hostname")
    path = tmp_path / "backup.zip"
    with zipfile.ZipFile(path, "w") as archive:
        sha256 = write_dump(archive, io.BytesIO(b"dump"))
        files = write_files(archive, folder)
        moment = "2026-12-03T19:30:00+07:00"
        write_manifest(
            archive, Manifest(FORM, moment, 18, [], {"members_member": 5}, sha256, files)
        )
    return path


def with_entries(backup, **entries):
    """The backup with other entries; what is None is left out."""
    path = backup.with_name("other.zip")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(path, "w") as new:
        for name, content in ({name: old.read(name) for name in old.namelist()} | entries).items():
            if content is not None:
                new.writestr(name, content)
    return path


def without_files(backup):
    """The manifest as programs wrote it that did not write files down."""
    with zipfile.ZipFile(backup) as archive:
        values = json.loads(archive.read("manifest.json"))
    del values["files"]
    return json.dumps(values)


def check(path):
    archive, manifest = open_archive(path)
    with archive:
        check_files(archive, manifest, path)
        check_dump(archive, manifest, path)
    return manifest


class TestFiles:
    def test_are_written_down_with_size_and_digest(self, backup):
        manifest = check(backup)
        assert {name: one.size for name, one in manifest.files.items()} == {
            "in/giấy mời.pdf": 4,
            "letter.docx": 6,
        }
        assert manifest.rows == {"members_member": 5}

    @pytest.mark.parametrize(
        ("entries", "said"),
        [
            ({PAPER: b"%PDX"}, "hỏng 1 tệp (in/giấy mời.pdf)"),
            ({PAPER: b"%PDF-"}, "hỏng 1 tệp (in/giấy mời.pdf)"),
            ({PAPER: None}, "thiếu 1 tệp (in/giấy mời.pdf)"),
            ({"files/in/other.pdf": b"x"}, "thừa 1 tệp (in/other.pdf)"),
            (
                {PAPER: None, LETTER: b"lettes"},
                "thiếu 1 tệp (in/giấy mời.pdf); hỏng 1 tệp (letter.docx)",
            ),
        ],
        ids=["changed", "longer", "missing", "not of it", "two of them"],
    )
    def test_that_are_not_as_written_are_named_and_refused(self, backup, entries, said):
        with pytest.raises(CannotGoOn, match=re.escape(said)):
            check(with_entries(backup, **entries))

    def test_that_are_many_are_counted(self, backup):
        others = {f"files/{number}.pdf": b"x" for number in range(9)}
        with pytest.raises(CannotGoOn, match=r"thừa 9 tệp \(0.pdf, .*4.pdf … và 4 tệp nữa\)"):
            check(with_entries(backup, **others))

    @pytest.mark.parametrize(
        "name",
        ["../escaped", "in/../../escaped", "/escaped", "..\\escaped", "in/./paper", "in/"],
    )
    @pytest.mark.parametrize("is_old", [False, True], ids=["written down", "of an older program"])
    def test_that_would_leave_their_folder_are_refused(self, backup, name, is_old):
        entries = {f"files/{name}": b"x"}
        if is_old:
            entries["manifest.json"] = without_files(backup)
        with pytest.raises(CannotGoOn, match="trỏ ra ngoài"):
            check(with_entries(backup, **entries))

    def test_twice_of_one_name_are_refused(self, backup):
        with (
            zipfile.ZipFile(backup, "a") as archive,
            pytest.warns(UserWarning, match="Duplicate name"),
        ):
            archive.writestr(LETTER, b"letter")
        with pytest.raises(CannotGoOn, match=r"(thừa|hỏng) 1 tệp"):
            check(backup)

    def test_whose_bytes_rotted_are_refused(self, backup):
        data = backup.read_bytes()
        place = data.index(b"letter", data.index(b"letter.docx") + 11)
        Path(backup).write_bytes(data[:place] + b"lettes" + data[place + 6 :])
        with pytest.raises(CannotGoOn, match=r"(thừa|hỏng) 1 tệp"):
            check(backup)

    def test_of_an_older_program_are_taken_as_they_are(self, backup):
        path = with_entries(backup, **{"manifest.json": without_files(backup)})
        assert check(path).files is None


class TestDump:
    def test_that_is_another_is_refused(self, backup):
        with pytest.raises(CannotGoOn, match="không khớp"):
            check(with_entries(backup, **{"database.dump": b"pump"}))


class TestManifest:
    @pytest.mark.parametrize("written", ["{}", "[]", "null", '{"files": 3}', "no JSON"])
    def test_that_is_none_is_refused(self, backup, written):
        with pytest.raises(CannotGoOn, match="không phải bản sao lưu"):
            check(with_entries(backup, **{"manifest.json": written}))
