"""How well the risk index ranks and how true its chances are (tools/bench_risk.py), among the other figures."""

from collections.abc import Iterator

from tools.bench.lines import Line, stated
from tools.bench.province import QUICK, Size
from tools.bench_risk import risk_figures


def measure(size: Size) -> Iterator[Line]:
    """The figures as stated; a quick run leaves them out, since they write pages of their own."""
    if size is QUICK:
        return
    for what, of_what, figure in risk_figures():
        yield stated(what, figure, how=of_what)
