"""What the contracts of an employment say of the day of signing and the pay for a day, brought onto the employment."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from xinan.workforce.models import Employment, LabourContract

_BY_THE_DAY = "天"


Terms = tuple[date | None, Decimal | None]


def bring_terms(
    employments: Mapping[str, Employment], *, batch_id: int, base: Mapping[str, Terms] | None = None
) -> None:
    """The first signing and the newest pay for a day, read from all contracts.

    `base` is what stands by itself where no contract says anything; without it what is there stays.
    """
    contracts = LabourContract.objects.filter(employment_id__in=employments.keys()).order_by("signed_on", "id")
    first: dict[str, date] = {}
    rate: dict[str, Decimal] = {}
    for contract in contracts:
        first.setdefault(contract.employment_id, contract.signed_on)
        if contract.pay_unit == _BY_THE_DAY and contract.unit_price is not None:
            rate[contract.employment_id] = contract.unit_price
    changed = []
    for key in sorted(employments):
        employment = employments[key]
        signed_on, day_rate = (base or {}).get(key, (employment.contract_signed_on, employment.day_rate))
        wanted = (first.get(key, signed_on), rate.get(key, day_rate))
        if (employment.contract_signed_on, employment.day_rate) != wanted:
            employment.contract_signed_on, employment.day_rate = wanted
            employment.batch_id = batch_id
            changed.append(employment)
    Employment.objects.bulk_update(changed, ["contract_signed_on", "day_rate", "batch_id"], batch_size=500)
