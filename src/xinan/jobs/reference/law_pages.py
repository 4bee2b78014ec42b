"""The law of casework as documents: every statutory clock row by row, the table of penalties, the thresholds."""

from collections.abc import Iterator

from xinan.casework.law.parameters import Parameter, parameters
from xinan.casework.law.penalties import Bounds, Penalty, penalties
from xinan.casework.procedures.law_clocks import Row, read_rows
from xinan.jobs.reference.markdown import page, table
from xinan.kernel.deadlines import Roll, Unit
from xinan.kernel.text import Text
from xinan.procedures.definition import DEFAULT, ClockRule
from xinan.procedures.enums import CountedFrom
from xinan.procedures.registry import find_procedure

CLOCKS = "docs/procedures/law-clocks.md"
PENALTIES = "docs/procedures/law-penalties.md"


def pages() -> Iterator[tuple[str, str]]:
    """Path and text of both documents."""
    yield CLOCKS, clocks_page()
    yield PENALTIES, penalties_page()


def clocks_page() -> str:
    """The table of statutory clocks: what carries each row, for how long, from when, by which article."""
    rows = read_rows()
    return page(
        "# 法定期限 Statutory clocks",
        "Each row of the table of the law, with the clock that carries it. The first day is not counted; what ends on a rest day "
        "moves to the next working day (民事诉讼法第85条), counted back it moves earlier. 日 means working days in some statutes and "
        "calendar days in others: the unit stands with each. A period (期间) is time that somebody has or that has to pass: nobody "
        "is late when it is over. Worked cases: `tests/casework/law/clocks.yaml`.",
        table(
            ("No", "Event", "Clock", "Length", "Counts from", "More time, stops", "Law"),
            [line for row in rows.rows if row.clocks for line in _lines(row)],
        ),
        "## Beyond the table",
        table(
            ("Clock", "Length", "Counts from", "Law", "Source"),
            [
                (_name(clock), _length(_rule(clock)), _from(_rule(clock)), _both(_rule(clock).law), _both(source))
                for clock, source in rows.beyond.items()
            ],
        ),
        "## Rows that no procedure of cases carries",
        table(
            ("No", "Event", "Why"),
            [(str(row.number), _both(row.event), _both(row.why)) for row in rows.rows if row.why is not None],
        ),
    )


def penalties_page() -> str:
    """Penalties with their bounds, and every threshold with its day, place and source."""
    return page(
        "# 处罚幅度和数额标准 Penalties and thresholds",
        "A fine outside its bounds is refused with the article; where an order comes first, it must have been missed.",
        table(
            ("Code", "Conduct", "Who orders", "Unit", "Persons", "After an order", "Beside, if serious", "Article"),
            [_penalty(penalty) for penalty in penalties().values()],
        ),
        "## 数额标准 Thresholds",
        "No value: it is the law there, and the figure is not known; an office enters it.",
        table(
            ("Code", "Name", "Unit", "Law", "Bounds", "From", "Place", "Value", "Source"),
            [line for parameter in parameters().values() for line in _steps(parameter)],
        ),
    )


def _lines(row: Row) -> Iterator[tuple[str, ...]]:
    for clock in row.clocks:
        rule = _rule(clock)
        yield str(row.number), _both(row.event), _name(clock), _length(rule), _from(rule), _more(rule), _both(rule.law)


def _rule(clock: str) -> ClockRule:
    procedure, _, code = clock.partition(".")
    return find_procedure(procedure).clocks[code]


def _name(clock: str) -> str:
    procedure = find_procedure(clock.partition(".")[0])
    return f"{_both(_rule(clock).name)} ({_both(procedure.name)}) `{clock}`"


def _length(rule: ClockRule) -> str:
    if rule.length[DEFAULT].amount == 0:
        return "当日 the day itself" if rule.counts_from is CountedFrom.TRIGGER else "所定之日 the day set"
    said = [_both(rule.length[DEFAULT].text)]
    said += [f"{level}: {_both(length.text)}" for level, length in rule.length.items() if level != DEFAULT]
    if rule.lapses:
        said.append("期间 period")
    return "; ".join(said)


def _from(rule: ClockRule) -> str:
    starts = ", ".join(f"`{trigger}`" for trigger in (*rule.starts, *sorted(set(rule.restarts) - set(rule.starts))))
    if rule.backwards:
        return f"往前数 back from the day set by {starts}"
    moves = rule.roll is Roll.FORWARD and rule.unit not in (Unit.WORKING_DAY, Unit.HOUR)
    return f"{starts}{'; 遇休息日顺延 moves past rest days' if moves else ''}"


def _more(rule: ClockRule) -> str:
    said = []
    if rule.extension is not None:
        said.append(f"+ {_both(rule.extension.most.text)}: {_both(rule.extension.law)}")
    if rule.pause is not None:
        said.append(f"中止 stops: {_both(rule.pause.law)}")
    return "; ".join(said)


def _penalty(penalty: Penalty) -> tuple[str, ...]:
    article = penalty.article
    serious = [f"情节严重 serious: {_both(one)}" for one in penalty.if_serious]
    return (
        f"`{penalty.conduct}`",
        _both(penalty.name),
        "; ".join(_both(one) for one in penalty.authorities),
        _bounds(penalty.unit),
        _bounds(penalty.persons),
        "✓" if penalty.after_order else "",
        "; ".join([*(_both(one) for one in penalty.measures), *serious]),
        f"{article.document.zh}第{article.articles}条",
    )


def _bounds(bounds: Bounds | None) -> str:
    return f"{bounds.least:,.0f}–{bounds.most:,.0f}" if bounds is not None else ""


def _steps(parameter: Parameter) -> Iterator[tuple[str, ...]]:
    bounded = parameter.least is not None or parameter.most is not None
    for step in parameter.steps:
        yield (
            f"`{parameter.code}`",
            _both(parameter.name),
            parameter.unit,
            "✓" if parameter.is_law else "非法定 not law",
            f"{parameter.least}–{parameter.most}" if bounded else "",
            step.from_on.isoformat(),
            step.region_code or "全国 everywhere",
            str(step.value) if step.value is not None else "待录入 to be entered",
            step.source,
        )


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"
