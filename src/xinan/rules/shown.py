"""How evidence shows what rules hold as numbers: times of day and months."""

import ibis.expr.types as ir


def clock_text(seconds: ir.IntegerValue) -> ir.StringValue:
    """Seconds since midnight as HH:MM:SS."""
    return _two(seconds // 3600) + ":" + _two(seconds % 3600 // 60) + ":" + _two(seconds % 60)


def month_text(month: ir.IntegerValue) -> ir.StringValue:
    """A month number (see `xinan.rules.dates`) as YYYY-MM."""
    return (month // 12).cast("string") + "-" + _two(month % 12 + 1)


def _two(number: ir.IntegerValue) -> ir.StringValue:
    return number.cast("string").lpad(2, "0")
