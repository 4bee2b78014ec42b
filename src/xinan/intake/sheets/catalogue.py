"""All sheets, in the order in which they are taken."""

from xinan.intake.sheets.bank import PAYOUTS, STATEMENTS
from xinan.intake.sheets.columns import Sheet
from xinan.intake.sheets.funds import ACCOUNTS, DEPOSITS, MOVEMENTS
from xinan.intake.sheets.parties import TEAMS, UNITS
from xinan.intake.sheets.people import CONTRACTS, ENTRIES, PEOPLE
from xinan.intake.sheets.project import PROJECTS
from xinan.intake.sheets.site import DRAWS, PAUSES
from xinan.intake.sheets.wages import ATTENDANCE, PAYROLL

SHEETS: tuple[Sheet, ...] = (
    UNITS,
    TEAMS,
    PEOPLE,
    ENTRIES,
    CONTRACTS,
    ATTENDANCE,
    PAYROLL,
    ACCOUNTS,
    DEPOSITS,
    MOVEMENTS,
    PROJECTS,
    PAUSES,
    DRAWS,
    PAYOUTS,
    STATEMENTS,
)

# What must be there first: a project before its units, people before their punches, an account before wages through it.
TAKING_ORDER: tuple[str, ...] = (
    "projects",
    "units",
    "teams",
    "people",
    "entries",
    "contracts",
    "accounts",
    "deposits",
    "pauses",
    "draws",
    "attendance",
    "payroll",
    "payouts",
    "movements",
    "statements",
)

_BY_KIND = {sheet.kind: sheet for sheet in SHEETS}


def sheet_of_kind(kind: str) -> Sheet:
    """The sheet of that kind; KeyError if there is none."""
    return _BY_KIND[kind]
