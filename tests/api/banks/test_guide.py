"""The guide for banks is run as it is written."""

import json
import re
from datetime import date

import pytest

from tests.api.banks.client import BankClient
from xinan.gateways.home import CHECKOUT
from xinan.payments.models import AccountDay, PaymentBatch, PaymentOrder, WagePayment
from xinan.registry.models import WageAccount

GUIDE = (CHECKOUT / "docs" / "user-guide" / "banks.md").read_text(encoding="utf-8")


def examples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, flags=re.DOTALL)


def test_every_example_is_taken_in_turn(bank: BankClient) -> None:
    found = examples("json")
    assert len(found) == 3
    for example in found:
        reply = bank.post("/api/banks/messages", example.encode())
        assert reply.status == 200
        assert {result["code"] for result in reply.json["results"]} == {"0"}, reply.json
        assert len(reply.json["results"]) == len(json.loads(example)["messages"])
    assert WageAccount.objects.get().opened_on == date(2026, 2, 20)
    assert dict(PaymentOrder.objects.values_list("line", "status")) == {1: "returned", 2: "failed"}
    assert set(WagePayment.objects.values_list("status", flat=True)) == {"returned", "failed"}
    assert PaymentBatch.objects.get().accepted_lines == 2
    assert AccountDay.objects.get().agrees
    (message,) = examples("xml")
    assert bank.post("/api/banks/xml", message.encode()).xml == [("0", "成功")]


def test_the_signature_of_the_guide_is_the_signature(bank: BankClient, monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, object] = {}
    (program,) = examples("python")
    exec(program, names)  # noqa: S102  the guide's own words
    signed = names["signature"](bank.secret, "POST", "/api/banks/messages", "20261123090000", "guide-000001", b"{}")  # type: ignore[operator]
    reply = bank.post(
        "/api/banks/messages",
        b"{}",
        X_Bank_Timestamp="20261123090000",
        X_Bank_Nonce="guide-000001",
        X_Bank_Signature=signed,
    )
    assert (reply.status, reply.codes) == (200, ["bank.unknown_type"])
