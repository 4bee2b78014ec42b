"""Identifiers with their checks: citizens, enterprises, bank cards, phones. Personal ones never show in text."""

from xinan.kernel.identifiers.bank_card import BankCard
from xinan.kernel.identifiers.citizen import CitizenId
from xinan.kernel.identifiers.enterprise import CreditCode
from xinan.kernel.identifiers.phone import Phone

__all__ = ["BankCard", "CitizenId", "CreditCode", "Phone"]
