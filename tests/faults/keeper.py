"""`python -m tests.faults.keeper DIR`: keeps the embedded server of DIR up, as a service manager would; says its URL."""

import sys
from pathlib import Path

from xinan.gateways import embedded_postgres


def main() -> None:
    """Start, say where, and stay until killed."""
    sys.stdout.write(f"{embedded_postgres.start(Path(sys.argv[1]))}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
