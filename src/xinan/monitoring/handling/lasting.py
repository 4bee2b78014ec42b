"""Rules whose finding stays in the data after the matter was dealt with: what happened cannot be made not to have happened.

A warning of such a rule that people closed by evidence does not come back merely because the data still show the fact;
of any other rule the data must agree in the end (docs/decisions/0041).
"""

from typing import Final

# Each with why a cure leaves the fact where it was; the rule's own `cure` says the same to its addressee.
LASTING: Final = {
    "account/outflow-not-wages": "money that left the account stays in its book for 60 days, returned or not",
    "account/closed-early": "an account closed too early was closed too early",
    "attendance/hand-typed": "a month typed in while the gate was broken stays typed in",
    "attendance/key-post-absent": "a manager who was away that month was away",
    "attendance/same-moment": "days of copied punches are counted until 30 days have passed",
    "attendance/single-punch": "a punch that nobody made cannot be reported later",
    "funding/below-agreed": "a month's transfer that came later does not become that month's",
    "funding/no-transfer": "a month without a transfer stays one",
    "roster/no-contract": "days worked before the contract are counted until 30 days have passed",
    "roster/over-age": "an age is checked and provided for, not changed",
    "roster/two-places": "days that overlapped are counted until 30 days have passed",
    "roster/under-age": "who worked under age did so",
    "roster/unregistered": "days worked before registration are counted until 30 days have passed",
    "filing/stopped-but-working": "work during a stop is counted until 30 days have passed",
    "wages/outlier": "a payment that was explained is still the payment it was",
    "wages/outside-account": "wages paid outside the account were paid outside it",
}


def curable_by_data(rule: str) -> bool:
    """Whether the data fall silent about it once it is put right.

    >>> curable_by_data("wages/unpaid"), curable_by_data("account/closed-early")
    (True, False)
    """
    return rule not in LASTING
