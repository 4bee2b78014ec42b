"""What the fact models share: when a row came in, money, months, and that a choice is one of its list."""

from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from xinan.rules.vocabulary import TABLES

MONTH_PATTERN = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
KEY_LENGTH = 64


class Recorded(models.Model):
    """A row that knows when it came in, and in which batch (intake.Batch); neither plays a part in a verdict."""

    recorded_at = models.DateTimeField(_("入库时间"), db_default=Now(), editable=False)
    batch_id = models.BigIntegerField(_("批次"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def key_field(label: Any, **options: Any) -> "models.CharField[str, str]":
    """The text key of a fact."""
    return models.CharField(label, max_length=KEY_LENGTH, primary_key=True, **options)


def money_field(label: Any, **options: Any) -> "models.DecimalField[Any, Any]":
    """Yuan, two places."""
    return models.DecimalField(label, max_digits=18, decimal_places=2, **options)


def month_field(label: Any, **options: Any) -> "models.CharField[Any, Any]":
    """A month as YYYY-MM; pair it with `month_check`."""
    return models.CharField(label, max_length=7, **options)


def month_check(field: str, *, name: str) -> models.CheckConstraint:
    """The constraint that a month is one."""
    return models.CheckConstraint(
        condition=models.Q((f"{field}__regex", MONTH_PATTERN)) | models.Q((f"{field}__isnull", True)),
        name=name,
        violation_error_message=_("月份应写作 YYYY-MM，例如 2026-03。"),
    )


def one_of(table: str, *, column: str, name: str) -> models.CheckConstraint:
    """The constraint that a column holds one of the vocabulary's choices (or nothing, where it may be empty)."""
    choices = TABLES[table].column(column).choices
    return models.CheckConstraint(
        condition=models.Q((f"{column}__in", list(choices))),
        name=name,
        violation_error_message=_("取值不在规定的范围内。"),
    )


def ordered(first: str, *, then: str, name: str, message: Any) -> models.CheckConstraint:
    """The constraint that one date, where given, is not before another."""
    return models.CheckConstraint(
        condition=models.Q((f"{then}__isnull", True)) | models.Q((f"{then}__gte", models.F(first))),
        name=name,
        violation_error_message=message,
    )


def not_negative(field: str, *, name: str) -> models.CheckConstraint:
    """The constraint that an amount is not negative."""
    return models.CheckConstraint(
        condition=models.Q((f"{field}__gte", 0)) | models.Q((f"{field}__isnull", True)),
        name=name,
        violation_error_message=_("金额不能为负。"),
    )
