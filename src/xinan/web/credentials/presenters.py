"""Credentials as their page shows them: whose they are, in words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from xinan.intake.credentials.standing import Standing
from xinan.registry.models import Enterprise, WageAccount


@dataclass(frozen=True, slots=True)
class LineView:
    """One credential, ready to print: the name and the number of the project or bank it speaks for."""

    standing: Standing
    owner: str
    number: str


def line_views(lines: Sequence[Standing]) -> list[LineView]:
    """The credentials with whom they speak for; two queries at most."""
    names = bank_names({line.credential.bank_id for line in lines if line.credential.bank_id})
    views = []
    for line in lines:
        project, bank = line.credential.project, line.credential.bank_id
        views.append(LineView(line, project.name if project else names[bank], project.pk if project else bank))
    return views


def bank_names(bank_ids: Collection[str]) -> dict[str, str]:
    """A name for each bank: as the registry of firms has it, else as one of its wage accounts does, else its number."""
    if not bank_ids:
        return {}
    firms = dict(Enterprise.objects.filter(pk__in=bank_ids).values_list("pk", "name"))
    accounts = WageAccount.objects.filter(bank_id__in=bank_ids).exclude(bank_name="")
    branches = dict(accounts.order_by("-opened_on").values_list("bank_id", "bank_name"))
    return {number: firms.get(number) or branches.get(number) or number for number in sorted(bank_ids)}
