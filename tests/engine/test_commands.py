"""The commands evaluate, explain and rules, as a person calls them."""

import json

import pytest

from tests.engine.conftest import AS_OF
from xinan.jobs.cli import main


def _run(capsys, *arguments: str) -> tuple[int, str, str]:
    try:
        main([*arguments])
        code = 0
    except SystemExit as exit_:
        code = int(exit_.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(autouse=True)
def _english(monkeypatch) -> None:
    monkeypatch.setenv("XINAN_LANGUAGE", "en")


def test_evaluate_writes_csv_with_the_promised_columns(facts, write, capsys) -> None:
    code, out, err = _run(capsys, "evaluate", str(write(facts)), "--as-of", AS_OF.isoformat())
    assert code == 0
    assert out.splitlines()[0] == "rule,project_id,subject_kind,subject_id,period,level,since,measures"
    assert any(line.startswith("wages/unpaid,P1,project,P1,2026-03,yellow,2026-04-16,") for line in out.splitlines())
    assert "findings" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--as-of", "20.4.2026"), "Expected YYYY-MM-DD"),
        (("--as-of", "2026-04-20", "--rules", "wages/unpayed"), "wages/unpaid"),
        (("--as-of", "2026-04-20", "--out", "findings.txt"), ".parquet"),
        (("--as-of", "2026-04-20", "--out", "nowhere/f.csv"), "no directory"),
    ],
)
def test_evaluate_says_what_would_be_right(facts, write, capsys, arguments, said) -> None:
    code, out, err = _run(capsys, "evaluate", str(write(facts)), *arguments)
    assert (code, out) == (2, "")
    assert said in err.replace("\n", "")


def test_explain_prints_law_parameters_arithmetic_and_rows(facts, write, capsys) -> None:
    code, out, _ = _run(
        capsys, "explain", str(write(facts)), "--as-of", AS_OF.isoformat(), "--rule", "wages/unpaid", "--subject", "P1"
    )
    assert code == 0
    for expected in ("Order 724", "2026-04-15", "Valid days", "W1", "1,500.00", "Pay each of them"):
        assert expected in out


def test_explain_says_when_a_rule_does_not_hold(facts, write, capsys) -> None:
    code, out, _ = _run(
        capsys, "explain", str(write(facts)), "--as-of", "2026-04-20", "--rule", "account/not-opened", "--subject", "P1"
    )
    assert code == 0
    assert "does not hold for P1" in out


def test_rules_list_and_show_are_also_for_machines(capsys) -> None:
    _, out, _ = _run(capsys, "rules", "list", "--json")
    listed = {entry["id"]: entry for entry in json.loads(out)}
    assert listed["account/not-opened"]["parameters"][0]["bounds"]["greatest"] == "30"
    _, out, _ = _run(capsys, "rules", "show", "account/not-opened", "--json")
    assert json.loads(out) == listed["account/not-opened"]
