"""The sheets a clerk fills, as data: columns, codes, examples, meanings. Templates and reading follow them."""

from xinan.intake.sheets.catalogue import SHEETS, sheet_of_kind
from xinan.intake.sheets.columns import CellKind, Sheet, SheetColumn

__all__ = ["SHEETS", "CellKind", "Sheet", "SheetColumn", "sheet_of_kind"]
