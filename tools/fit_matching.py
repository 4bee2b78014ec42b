"""Fits src/xinan/casework/matching/weights.yaml anew: `python -m tools.fit_matching`, some minutes on the bench's province.

It learns from tellings of seeds that `make bench` does not measure.
"""

import sys
from importlib import import_module

from tools.bench.province import FULL
from tools.bench.stored import open_database


def main() -> int:
    """Open the province, then fit: the models can be imported only once Django is set up."""
    open_database(FULL, fresh=False)
    import_module("tools.bench.tellings.fitting").write_weights()
    return 0


if __name__ == "__main__":
    sys.exit(main())
