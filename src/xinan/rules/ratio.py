"""A share kept as its two numbers, so that comparing it with a threshold never rounds."""

from dataclasses import dataclass

import ibis.expr.types as ir


@dataclass(frozen=True, slots=True, eq=False)
class Ratio:
    """A part of a whole that is not negative, to be given to `Bound.level` in place of an amount.

    A quotient may round onto the threshold or away from it; part and threshold × whole do not. A whole of 0 is below
    nothing and above nothing (0 < t × 0 is false), and from every threshold on: keep it out where that matters.
    """

    part: ir.NumericValue
    whole: ir.NumericValue

    def __lt__(self, threshold: ir.NumericValue) -> ir.BooleanValue:
        return self.part < threshold * self.whole

    def __gt__(self, threshold: ir.NumericValue) -> ir.BooleanValue:
        return self.part > threshold * self.whole

    def __ge__(self, threshold: ir.NumericValue) -> ir.BooleanValue:
        return self.part >= threshold * self.whole

    @property
    def value(self) -> ir.NumericValue:
        """The quotient to eight places, to be shown only."""
        return (self.part.cast("decimal(38,8)") / self.whole).cast("decimal(18,8)")
