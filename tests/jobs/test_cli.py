"""The command `xinan` as a person meets it: help, wrong names, errors in two sentences."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from xinan.jobs import arguments, cli
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text

ROOT = Path(__file__).resolve().parents[2]


def xinan(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {key: value for key, value in os.environ.items() if key not in {"LANG", "LC_ALL", "XINAN_LANGUAGE"}}
    return subprocess.run(
        [sys.executable, "-m", "xinan.jobs", *arguments],
        cwd=ROOT,
        env={**plain, "COLUMNS": "120", "NO_COLOR": "1", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", **environment},
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_help_lists_every_command_with_its_line_in_the_terminal_s_language() -> None:
    chinese, english = xinan("--help").stdout, xinan("--help", LANG="en_US.UTF-8").stdout
    for name, entry in cli.COMMANDS.items():
        assert name in chinese
        assert entry.help.zh in chinese
        assert entry.help.en in english


def test_a_mistyped_command_is_told_the_right_one() -> None:
    result = xinan("evalute")
    assert result.returncode == 2
    assert "evaluate" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unknown_option_is_told_the_likely_one() -> None:
    result = xinan("messages", "collect", "--hepl")
    assert result.returncode == 2
    assert "--help" in result.stderr


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help(name: str, tmp_path: Path) -> None:
    result = xinan(name, "--help", XINAN_DATABASE_URL="postgresql://nobody@127.0.0.1:9/none", XINAN_HOME=str(tmp_path))
    assert result.returncode == 0, result.stderr
    assert name in result.stdout


def test_the_law_is_read_without_django() -> None:
    code = (
        "import sys, xinan.jobs.cli as cli\n"
        "for name, entry in cli.COMMANDS.items():\n"
        "    if name in {'evaluate', 'explain', 'rules', 'simulate'}:\n"
        "        cli._loaded(name, entry)\n"
        "print([name for name in sys.modules if name == 'django' or name.startswith('django.')])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, text=True, timeout=120
    )
    assert result.stdout.strip() == "[]", result.stderr


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "XINAN_LANGUAGE": "zh"}, "zh"),
    ],
)
def test_the_language_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name in ("XINAN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert arguments.language() == language


def test_an_error_a_person_can_put_right_is_two_sentences_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XINAN_LANGUAGE", "en")
    error = InvalidValue(
        "toy-fault", Text("列 [A] 有误。", "Column [A] is wrong."), Text("改为日期。", "Make it a date.")
    )
    with pytest.raises(SystemExit) as ending:
        cli.fail(error)
    assert ending.value.code == 2
    shown = capsys.readouterr().err
    assert "Column [A] is wrong." in shown
    assert "Make it a date. (toy-fault)" in shown
