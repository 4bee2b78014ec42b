"""The sheets by the names that the definitions of procedures use."""

from xinan.casework.cases.sheets.arbitrating import Award, Collective, FastTrack
from xinan.casework.cases.sheets.paying import ExtraCompensation, PayOrder
from xinan.casework.cases.sheets.punishing import Fine, LateFine
from xinan.casework.cases.sheets.transferring import Crime
from xinan.procedures.sheets import register_sheet


def register_sheets() -> None:
    """Make them known; again is no harm."""
    register_sheet("pay_order", PayOrder())
    register_sheet("extra_compensation", ExtraCompensation())
    register_sheet("fine", Fine())
    register_sheet("late_fine", LateFine())
    register_sheet("crime", Crime())
    register_sheet("fast_track", FastTrack())
    register_sheet("award", Award())
    register_sheet("collective", Collective())
