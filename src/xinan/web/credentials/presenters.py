"""Credentials as their page shows them: whose they are, in words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from xinan.intake.credentials.standing import Standing
from xinan.kernel.text import Text
from xinan.registry.models import Enterprise, WageAccount


@dataclass(frozen=True, slots=True)
class LineView:
    """One credential, ready to print: the name and number of the project or bank it speaks for, why it was refused."""

    standing: Standing
    owner: str
    number: str
    refusal: Text | None


# What refuses most machines; the code beside it says the rest.
_REFUSALS = {
    "invalid_client": Text("appid 或密钥不对", "wrong appid or secret"),
    "invalid_scope": Text("没有申请的权限", "asked for a scope it does not have"),
    "bank.not_allowed": Text("没有报送这种数据的权限", "may not send such data"),
    "rate.client": Text("请求过于频繁", "too many requests"),
    "rate.overload": Text("系统繁忙，须重试", "the system was busy; to be sent again"),
    "national.signature": Text("签名不对", "wrong signature"),
    "national.nonce": Text("随机串用过了", "nonce used before"),
    "national.no_right": Text("没有报送这种数据的权限", "may not send such data"),
    "idempotency.other_body": Text("同一编号发了不同内容", "another body under the same key"),
}


def line_views(lines: Sequence[Standing]) -> list[LineView]:
    """The credentials with whom they speak for; two queries at most."""
    names = bank_names({line.credential.bank_id for line in lines if line.credential.bank_id})
    views = []
    for line in lines:
        project, bank = line.credential.project, line.credential.bank_id
        owner, number = (project.name, project.pk) if project else (names[bank], bank)
        views.append(LineView(line, owner, number, _REFUSALS.get(line.refusal)))
    return views


def bank_names(bank_ids: Collection[str]) -> dict[str, str]:
    """A name for each bank: as the registry of firms has it, else as one of its wage accounts does, else its number."""
    if not bank_ids:
        return {}
    firms = dict(Enterprise.objects.filter(pk__in=bank_ids).values_list("pk", "name"))
    accounts = WageAccount.objects.filter(bank_id__in=bank_ids).exclude(bank_name="")
    branches = dict(accounts.order_by("-opened_on").values_list("bank_id", "bank_name"))
    return {number: firms.get(number) or branches.get(number) or number for number in sorted(bank_ids)}
