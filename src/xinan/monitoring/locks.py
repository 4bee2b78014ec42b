"""Locks that keep evaluations in order: of two runs about one project the one with newer facts must come last.

They are held until the transaction ends. A full run excludes all others; runs of touched projects exclude each other by
project and by contractor (findings about a contractor rest on all its projects).
"""

from collections.abc import Iterable

from django.db import connection

_ALL = 0x58494E  # a number of ours; the locks below have two numbers and cannot meet it
_PROJECT, _CONTRACTOR = 0x5850, 0x5843
_TRY_PROJECT = "SELECT pg_try_advisory_xact_lock(%(project)s, hashtext(%(project_id)s))"
_TRY_BOTH = f"{_TRY_PROJECT} AND pg_try_advisory_xact_lock(%(contractor)s, hashtext(%(contractor_id)s))"


def take_everything() -> None:
    """Wait until no other run is under way, and keep others waiting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ALL])


def take_projects(
    candidates: Iterable[tuple[str, str | None]], *, most: int, with_contractors: bool = True
) -> list[str]:
    """Lock up to `most` of the candidates (project and its contractor) that no other run holds; those locked, in order.

    A run that says nothing about contractors goes without their locks.
    """
    tries = _TRY_BOTH if with_contractors else _TRY_PROJECT
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_ALL])
        taken: list[str] = []
        for project_id, contractor_id in candidates:
            if len(taken) == most:
                break
            numbers = {"project": _PROJECT, "contractor": _CONTRACTOR}
            cursor.execute(tries, numbers | {"project_id": project_id, "contractor_id": contractor_id or ""})
            if cursor.fetchone() == (True,):
                taken.append(project_id)
    return taken
