"""`make bench`: docs/benchmarks.md (commands and pages) and docs/performance.md (ratios), measured on this machine."""

import argparse
import sys
from pathlib import Path

from tools.bench import product, ratios
from tools.bench.parts import PARTS
from tools.bench.province import FULL, HOME, QUICK

SIZES = {size.name: size for size in (FULL, QUICK)}


def main() -> int:
    """Measure everything, or what the arguments name; a missed target is a line of the page, not an error."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small provinces, a minute or two, nothing under docs/")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="only these ratios; needs a run of `rulebook` before")
    parser.add_argument("--page", type=Path, help="where the ratios are written, in place of docs/performance.md")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    parser.add_argument("--size", choices=SIZES, default=FULL.name, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    HOME.mkdir(parents=True, exist_ok=True)
    if arguments.part:
        ratios.run_part(arguments.part, SIZES[arguments.size])
        return 0
    if not arguments.quick and not arguments.only:
        product.measure()
    size = QUICK if arguments.quick else FULL
    aside = HOME / f"performance-{size.name}.md"
    page = arguments.page or (aside if arguments.quick or arguments.only else ratios.PAGE)
    missed = ratios.measure(size, names=arguments.only or PARTS, page=page)
    print(f"{page}: {missed} targets missed or not measured")
    return 0


if __name__ == "__main__":
    sys.exit(main())
