import pytest

from nenep.command import run
from nenep.commands import COMMANDS


class TestHelp:
    @pytest.mark.parametrize("arguments", [[], ["--help"], ["help"]])
    def test_lists_every_command(self, capsys, arguments):
        assert run(arguments) == 0
        shown = capsys.readouterr().out
        for name, command in COMMANDS.items():
            assert f"nenep {name} " in shown
            assert command.help in shown

    @pytest.mark.parametrize("name", COMMANDS)
    def test_of_a_command_has_examples_to_copy(self, capsys, name):
        with pytest.raises(SystemExit) as left:
            run([name, "--help"])
        assert left.value.code == 0
        shown = capsys.readouterr().out
        assert shown.startswith(f"Cách dùng: nenep {name}")
        assert f"  nenep {name}" in shown.partition("Ví dụ:")[2]

    def test_unknown_command_is_said_to_be_unknown(self, capsys):
        assert run(["gì-đó"]) == 2
        assert "Không có lệnh «gì-đó»" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["backup"], "Còn thiếu: TỆP."),
            (["migrate", "--fast"], "Không hiểu: --fast."),
            (["work", "--at", "mai"], "không đọc được thời điểm «mai»"),
            (["work", "--at"], "--at cần một giá trị đi kèm."),
            (["serve", "--workers", "hai"], "--workers: không đọc được giá trị 'hai'."),
        ],
    )
    def test_what_is_not_understood_is_said_in_vietnamese(self, capsys, arguments, sentence):
        with pytest.raises(SystemExit) as left:
            run(arguments)
        assert left.value.code == 2
        shown = capsys.readouterr().err
        assert sentence in shown
        assert "Cách dùng:" in shown
