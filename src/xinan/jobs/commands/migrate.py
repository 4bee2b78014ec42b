"""`xinan migrate`: brings the database to this version of the product."""

from typing import Annotated

import typer
from django.core.management import call_command


def command(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit code 1 where steps are due.")] = False,
) -> None:
    """Bring the database to this version. Make a backup first (docs/operations/upgrade.md)."""
    call_command("migrate", check_unapplied=check, interactive=False, verbosity=1)
