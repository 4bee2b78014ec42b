"""The catalogue holds every rule, with everything a lawyer asks for."""

from collections.abc import Callable

import pytest
from django.test import Client

from xinan.rules.book import shipped_book
from xinan.rules.cases import read_cases
from xinan.rules.model import Rule
from xinan.rules.registry import RULES

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


def test_every_rule_is_listed(sign_in: SignIn) -> None:
    html = sign_in().get("/rules/").content.decode()
    for rule in RULES:
        assert f'href="/rules/{rule.id}/"' in html
        assert rule.title.zh in html


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_rule_is_told_in_full(sign_in: SignIn, rule: Rule) -> None:
    answer = sign_in().get(f"/rules/{rule.id}/")
    assert answer.status_code == 200
    html = (
        answer.content.decode().replace("&#x27;", "'").replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
    )
    for basis in rule.basis:
        assert basis.document.zh in html
    for parameter in shipped_book().owners[rule.id].values():
        assert parameter.title.zh in html
        for step in parameter.steps:
            assert step.from_on.isoformat() in html
            assert step.source in html
    for case in read_cases(rule.folder):
        assert case.name.zh in html
        assert case.as_of.isoformat() in html
    for who in rule.addressees:
        assert who.title.zh in html
    assert rule.cure.zh in html


@pytest.mark.parametrize(
    ("query", "found"),
    [("?q=保证金", "deposit/missing"), ("?q=deposit/missing", "deposit/missing"), ("?link=wages", "wages/unpaid")],
)
def test_rules_are_found(sign_in: SignIn, query: str, found: str) -> None:
    html = sign_in().get(f"/rules/{query}").content.decode()
    assert f"/rules/{found}/" in html
    assert "/rules/filing/not-filed/" not in html


def test_nothing_found_says_what_to_do(sign_in: SignIn) -> None:
    assert "没有符合条件的规则" in sign_in().get("/rules/?q=没有这样的规则").content.decode()


def test_a_rule_that_is_not_there(sign_in: SignIn) -> None:
    answer = sign_in().get("/rules/wages/nothing/")
    assert answer.status_code == 404
    assert "核对地址" in answer.content.decode()


def test_in_english(sign_in: SignIn) -> None:
    html = sign_in().get("/rules/wages/unpaid/", headers={"Accept-Language": "en"}).content.decode()
    rule = next(rule for rule in RULES if rule.id == "wages/unpaid")
    assert rule.title.en in html
    assert rule.cure.en in html
    assert "Parameters" in html
