"""Rows of a statement as dictionaries."""

from collections.abc import Mapping
from typing import Any

from django.db import connection


def fetch_rows(statement: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every row, by column name."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
