"""Sheet 05: labour contracts; the day of signing and the pay for a day stand on the employment as well."""

from collections import defaultdict
from collections.abc import Sequence

from xinan.intake.actions.bring_terms import bring_terms
from xinan.intake.merging import merge
from xinan.intake.parties import units_of
from xinan.intake.reading.rows import Row
from xinan.intake.taking import Taken, Taking, refuse_unknown_person, refuse_unknown_unit
from xinan.workforce.models import Employment, LabourContract

_COLUMNS = ("employment_id", "number", "signed_on", "fixed_term", "from_on", "to_on", "pay_unit", "unit_price")


def take_contracts(rows: Sequence[Row], taking: Taking) -> Taken:
    """Enter each row's contract under the person's employment, and bring the employment in step."""
    taken = Taken()
    ids = taking.persons.find(row.values["identity"] for row in rows)
    employments = _employments(taking.project_id, set(ids.values()))
    units = units_of(taking.project_id)
    placed: list[tuple[Row, Employment]] = []
    for row in rows:
        own = employments.get(ids.get(row.values["identity"], ""))
        if row.values["enterprise_code"] not in units:
            refuse_unknown_unit(taken, row)
        elif own:
            placed.append((row, _employment_for(row, own)))
        else:
            refuse_unknown_person(taken, row)
    merged = merge(
        LabourContract,
        [_record(row, employment) for row, employment in placed],
        columns=_COLUMNS,
        key=("employment_id", "number"),
        batch_id=taking.batch_id,
        remember=True,
    )
    touched = {employment_id for employment_id, _number in merged.touched}
    bring_terms({e.employment_id: e for _row, e in placed if e.employment_id in touched}, batch_id=taking.batch_id)
    for row, employment in placed:
        taken.count(merged.outcome((employment.employment_id, row.values["contract_code"] or "")))
    return taken


def _employments(project_id: str, worker_ids: set[str]) -> dict[str, list[Employment]]:
    found = defaultdict(list)
    rows = Employment.objects.filter(project_id=project_id, worker_id__in=worker_ids)
    for employment in rows.order_by("entered_on"):
        found[employment.worker_id].append(employment)
    return found


def _employment_for(row: Row, own: list[Employment]) -> Employment:
    """The stay the contract is for: the last with this employer that had begun when the contract ends, else the last."""
    ends = row.values["to_on"] or row.values["from_on"]
    employer = row.values["enterprise_code"]
    fitting = [e for e in own if e.employer_id == employer and e.entered_on <= ends]
    return (fitting or own)[-1]


def _record(row: Row, employment: Employment) -> tuple[object, ...]:
    values = row.values
    return (
        employment.employment_id,
        values["contract_code"] or "",
        values["signed_on"] or values["from_on"],
        values["period_type"] == "0",
        values["from_on"],
        values["to_on"],
        values["unit"] or "",
        values["unit_price"],
    )
