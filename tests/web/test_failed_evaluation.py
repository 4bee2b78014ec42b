"""The inbox says that the last evaluation failed, which rule it was, and that no warning is lost."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from tests.web.small_province import Province
from xinan.engine.errors import RuleFailed
from xinan.kernel.clock import CHINA, FixedClock
from xinan.monitoring.enums import RunKind
from xinan.monitoring.live import EvaluationFailed, record_failure

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db

CLOCK = FixedClock(datetime(2026, 11, 23, 0, 12, tzinfo=CHINA))


@pytest.mark.parametrize(
    "post", [{"role": "province_office"}, {"role": "county_inspector", "region_code": "220102"}, {"role": "operator"}]
)
def test_a_failed_run_is_told_with_the_rule_in_both_languages(
    province: Province, sign_in: SignIn, post: dict[str, object]
) -> None:
    client = sign_in(**post)
    assert "没有完成" not in client.get("/").content.decode()
    failure = EvaluationFailed((), RuleFailed("wages/unpaid"))
    record_failure(failure, kind=RunKind.FULL, as_of=date(2026, 11, 23), clock=CLOCK)
    told = client.get("/").content.decode()
    assert "最近一次研判（2026-11-23 00:12）没有完成：规则“工资逾期未付”（wages/unpaid）无法计算。" in told
    assert "全部项目的预警保持上一次研判的结果" in told
    english = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert "wages/unpaid" in english
