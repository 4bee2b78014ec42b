"""What the one address refuses, with which code and words; and that what it took is taken once."""

import gzip
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from time import sleep

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.api.national.building import PHOTO, Building
from tests.api.national.client import Body, Refused, SiteSystem, encrypt, sign
from tests.intake import site
from tests.intake.site import Hand
from xinan.api.limits import RateLimit
from xinan.gateways.wiring import Wiring
from xinan.intake.actions.revoke_credential import revoke_credential
from xinan.intake.actions.rotate_credential import rotate_credential
from xinan.intake.models import Batch, NationalNonce
from xinan.kernel.clock import CHINA
from xinan.registry.models import Team

pytestmark = pytest.mark.django_db

HAND = Hand("李建国", 1)
FORM = "application/x-www-form-urlencoded"


class Direct(SiteSystem):
    """The same client without a network: through Django's own test client."""

    def post(self, parameters: dict[str, str]) -> Body:
        response = Client(raise_request_exception=True).post("/open.api", parameters_text(parameters), FORM)
        assert response.status_code == 200
        answer: Body = json.loads(response.content)
        return answer


def parameters_text(parameters: dict[str, str]) -> str:
    from urllib.parse import urlencode

    return urlencode(parameters)


@pytest.fixture
def system(db: None, take_sheets: Callable[..., None], system_of: Callable[..., SiteSystem], wired: Wiring) -> Direct:
    take_sheets(projects=site.project(), units=site.units(), teams=site.teams())
    made = system_of(site.PROJECT)
    return Direct("", made.appid, made.secret, now=wired.clock.now)


@pytest.fixture
def building(system: Direct) -> Building:
    building = Building(system)
    for name, number in Team.objects.values_list("name", "system_number"):
        building.teams[name] = number
    return building


def refusal(call: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as raised:
        call()
    return raised.value


def punches(building: Building, count: int = 1) -> Body:
    lines = [building.punch(HAND, f"2026-11-20 07:{n // 60:02d}:{n % 60:02d}", "01") for n in range(count)]
    return building.punches(HAND, lines)


def test_the_signature_can_be_tried(system: Direct) -> None:
    assert system.call("CheckSign.Query", {}) == {"checkSign": True}
    assert system.call("CheckSign.Query", "", version="1.1")
    system.vendor_key = "81338aa3c1d44cf9953310dc5b018ef4"
    assert system.call("CheckSign.Query", {})


def test_a_wrong_signature_says_which_step_to_check(system: Direct) -> None:
    parameters = system.parameters("CheckSign.Query", {"A": "b"})
    line = "&".join(f"{name}={parameters[name]}" for name in sorted(parameters) if name != "sign")
    from hashlib import sha256

    wrong = sha256(f"{line}&appsecret={system.secret}".encode()).hexdigest()
    answer = system.post(parameters | {"sign": wrong})
    assert answer["code"] == -2
    assert answer["message"].startswith("签名校验错误：第④步")
    answer = system.post(parameters | {"sign": "0" * 64})
    assert answer["code"] == -2
    assert "依次核对" in answer["message"]
    assert system.secret not in json.dumps(answer)


def test_a_wrong_mark_of_the_vendor_is_refused(system: Direct) -> None:
    parameters = system.parameters("CheckSign.Query", {})
    parameters["corpsign"] = encrypt("vendor20200101000000", system.secret)
    parameters["sign"] = sign({k: v for k, v in parameters.items() if k != "sign"}, system.secret)
    answer = system.post(parameters)
    assert (answer["code"], "corpsign" in answer["message"]) == (-2, True)


@pytest.mark.parametrize("minutes", [-16, 16, -8 * 60])
def test_an_old_or_early_timestamp_is_refused_with_our_time(system: Direct, minutes: int) -> None:
    at = system.now() + timedelta(minutes=minutes)
    no = refusal(lambda: system.call("CheckSign.Query", {}, timestamp=f"{at:%Y%m%d%H%M%S}"))
    assert no.code == -1
    assert "20261123090000（北京时间）" in no.message


@pytest.mark.parametrize("minutes", [-14, 14])
def test_a_clock_may_be_a_little_off(system: Direct, minutes: int) -> None:
    at = system.now() + timedelta(minutes=minutes)
    assert system.call("CheckSign.Query", {}, timestamp=f"{at:%Y%m%d%H%M%S}")


def test_a_message_seen_again_is_not_taken_again_and_its_first_serial_is_told(building: Building) -> None:
    system = building.system
    parameters = system.parameters("WorkerAttendance.Add", punches(building))
    first = system.post(parameters)
    again = system.post(parameters)
    assert first["code"] == 0
    assert again["code"] == -1
    assert "nonce" in again["message"]
    assert again["data"] == first["data"]
    other = system.post(system.parameters("WorkerAttendance.Add", punches(building), nonce=parameters["nonce"]))
    assert other["code"] == -1
    assert Batch.objects.filter(source="national").count() == 1
    assert NationalNonce.objects.count() == 1


def test_a_question_seen_again_is_refused(system: Direct) -> None:
    parameters = system.parameters("Team.Query", {"projectCode": system.appid})
    assert system.post(parameters)["code"] == 0
    assert system.post(parameters)["code"] == -1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"method": "Worker.Delete"}, "method不存在"),
        ({"version": "2.0"}, "version不正确"),
        ({"format": "xml"}, "format不正确"),
        ({"timestamp": "2026-11-23 09:00:00"}, "timestamp格式不正确"),
        ({"timestamp": "20261323090000"}, "timestamp格式不正确"),
        ({"nonce": ""}, "nonce不能为空"),
        ({"nonce": "x" * 65}, "nonce不正确"),
        ({"nonce": "随机"}, "nonce不正确"),
        ({"appid": "3301002026010001"}, "appid无效"),
    ],
)
def test_public_parameters_are_checked(system: Direct, changed: dict[str, str], words: str) -> None:
    parameters = {k: v for k, v in (system.parameters("CheckSign.Query", {}) | changed).items() if k != "sign"}
    answer = system.post(parameters | {"sign": sign(parameters, system.secret)})
    assert answer["code"] == -1
    assert words in answer["message"]


@pytest.mark.parametrize("data", ["", "[]", "null", "{", '{"a":NaN}', "[" * 100_000, '{"a":' + "9" * 5000 + "}"])
def test_a_body_that_is_no_object_is_refused(system: Direct, data: str) -> None:
    no = refusal(lambda: system.call("Team.Query", data))
    assert no.code == -1


def test_a_credential_speaks_of_its_own_project_alone(building: Building, take_sheets: Callable[..., None]) -> None:
    system = building.system
    take_sheets(projects=site.project(项目编号="CC-2026-018"))
    for said in ("CC-2026-018", "3301002026010001"):
        no = refusal(lambda said=said: system.call("Team.Query", {"projectCode": said}))  # type: ignore[misc]
        assert no.code == -3
        no = refusal(
            lambda said=said: system.call("WorkerAttendance.Add", punches(building) | {"projectCode": said})  # type: ignore[misc]
        )
        assert no.code == -3
    assert system.call("Team.Query", {"projectCode": site.PROJECT})["totalCount"] == 2


def test_a_credential_for_attendance_alone_brings_nothing_else(
    building: Building, system_of: Callable[..., SiteSystem]
) -> None:
    gate = system_of(site.PROJECT, scopes=("attendance",))
    building.system.appid, building.system.secret = gate.appid, gate.secret
    assert building.system.upload("WorkerAttendance.Add", punches(building))
    no = refusal(lambda: building.system.upload("Team.Add", building.team(HAND)))
    assert no.code == -3


def test_both_secrets_are_good_while_one_replaces_the_other(system: Direct, wired: Wiring) -> None:
    now = wired.clock.now()
    new = rotate_credential(system.appid, by=None, now=now, keyring=wired.keyring)
    assert system.call("CheckSign.Query", {})
    renewed = Direct("", system.appid, new.secret, now=system.now)
    assert renewed.call("CheckSign.Query", {})


def test_a_revoked_credential_is_refused_a_second_later(system: Direct, wired: Wiring) -> None:
    assert system.call("CheckSign.Query", {})
    revoke_credential(system.appid, by=None, now=wired.clock.now())
    sleep(1.1)
    no = refusal(lambda: system.call("CheckSign.Query", {}))
    assert (no.code, "appid无效" in no.message) == (-1, True)


def test_an_address_whose_signatures_keep_being_wrong_is_turned_away(
    system: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xinan.api.national.views import SIGNATURES

    monkeypatch.setattr(SIGNATURES, "_wrong", RateLimit(rate=0.1, burst=3))
    parameters = system.parameters("CheckSign.Query", {}) | {"sign": "0" * 64}
    answers = [system.post(parameters) for _ in range(5)]
    assert [answer["code"] for answer in answers] == [-2, -2, -2, -4, -4]
    assert "秒后再试" in answers[-1]["message"]
    assert system.call("CheckSign.Query", {}), "a right signature from there is heard all the same"


def test_who_asks_too_often_is_told_how_long_to_wait(system: Direct, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xinan.api.national.views.RATE", RateLimit(rate=0.5, burst=2))
    assert [system.post(system.parameters("CheckSign.Query", {}))["code"] for _ in range(3)] == [0, 0, -5]
    response = Client().post("/open.api", parameters_text(system.parameters("CheckSign.Query", {})), FORM)
    assert int(response["Retry-After"]) >= 1
    assert "秒后重试" in json.loads(response.content)["message"]


def test_limits_are_relaxed_to_a_thousand_lines_and_gzip(building: Building) -> None:
    system = building.system
    assert system.upload("WorkerAttendance.Add", punches(building, 1000))
    no = refusal(lambda: system.upload("WorkerAttendance.Add", punches(building, 1001)))
    assert (no.code, "超过 1000 行" in no.message) == (-1, True)
    body = parameters_text(system.parameters("WorkerAttendance.Add", punches(building, 300))).encode()
    packed = Client().post("/open.api", gzip.compress(body), FORM, headers={"content-encoding": "gzip"})
    assert json.loads(packed.content)["code"] == 0


def test_a_bomb_a_broken_and_a_strange_packing_are_refused(system: Direct, settings: object) -> None:
    bomb = gzip.compress(b"a=" + b"x" * 200_000_000)
    for body, encoding, words in (
        (bomb, "gzip", "大于 16MB"),
        (gzip.compress(b"appid=1")[:-9], "gzip", "不是完整的 gzip"),
        (b"appid=1", "gzip", "不是完整的 gzip"),
        (b"appid=1", "br", "Content-Encoding 不支持"),
    ):
        answer = Client().post("/open.api", body, FORM, headers={"content-encoding": encoding})
        assert answer.status_code == 200
        said = json.loads(answer.content)
        assert said["code"] == -1
        assert words in said["message"]


def test_other_ways_to_knock_are_answered() -> None:
    said = json.loads(Client().get("/open.api").content)
    assert (said["code"], "只接受 POST" in said["message"]) == (-1, True)
    for body, kind, words in (
        ("{}", "application/json", "Content-Type"),
        ("appid=%ff%fe", FORM, "不是表单格式"),
        ("&".join(f"a{n}=1" for n in range(30)), FORM, "不多于 20 个"),
        ("appid=1&appid=2", FORM, "出现两次"),
        ("data=", FORM, "appid不能为空"),
    ):
        answer = json.loads(Client().post("/open.api", body, kind).content)
        assert answer["code"] == -1
        assert words in answer["message"]


def test_a_message_of_bad_lines_alone_is_refused_at_once(building: Building) -> None:
    lines = [
        building.punch(HAND, "2026-11-24 07:00:00", "01"),
        building.punch(HAND, "2026-11-20 07:00", "01"),
        building.punch(HAND, "2026-11-20 07:00:00", "05"),
        building.punch(HAND, "2026-11-20 07:00:00", "01", idCardNumber=HAND.identity),
        building.punch(HAND, "2026-11-20 07:00:00", "01", image="!"),
    ]
    no = refusal(lambda: building.system.upload("WorkerAttendance.Add", building.punches(HAND, lines)))
    assert no.code == -1
    errors = no.data["errors"]
    assert [(error["line"], error["field"]) for error in errors] == [
        (1, "date"),
        (2, "date"),
        (3, "direction"),
        (4, "idCardNumber"),
        (5, "image"),
    ]
    for error, words in zip(
        errors, ("不能大于当前日期", "格式不正确", "不在字典中", "无法解密", "不是 Base64"), strict=True
    ):
        assert words in error["message"]
        assert error["remedy"]
    assert HAND.identity not in json.dumps(no.data)
    assert not Batch.objects.filter(source="national").exists()


def test_a_photograph_over_the_limit_is_refused_with_the_limit(building: Building) -> None:
    import base64

    for content, words in (
        (b"\xff\xd8\xff" + b"x" * 50 * 1024, "大于50KB"),
        (b"GIF89a", "图片类型不正确"),
        (b"", "不能为空"),
    ):
        message = building.workers([HAND])
        message["workerList"][0]["headImage"] = base64.b64encode(content).decode()
        no = refusal(lambda message=message: building.system.upload("ProjectWorker.Add", message))  # type: ignore[misc]
        assert "headImage" in no.message
        assert words in no.message
    message["workerList"][0]["headImage"] = f"data:image/jpeg;base64,{PHOTO}"
    assert building.system.upload("ProjectWorker.Add", message)


def test_published_words_of_other_fields(building: Building) -> None:
    system = building.system
    firm = {"corpCode": site.LABOUR, "corpName": site.LABOUR_NAME, "areaCode": "999999", "webSite": "no address"}
    no = refusal(lambda: system.upload("Corp.Upload", firm))
    assert "areaCode" in no.message
    assert "不在字典中" in no.message
    assert "webSite" in no.message
    line = building.wages(HAND, month="2026-10", days=20, paid_on=date(2026, 11, 24))
    no = refusal(lambda: system.upload("Payroll.Add", building.payroll([HAND], [line], month="2026-12")))
    assert [error["field"] for error in no.data["errors"]] == ["payMonth", "balanceDate"]
    assert no.message.count("不能大于当前日期") == 2


def test_pages_begin_at_nought_and_hold_fifty_at_most(system: Direct) -> None:
    mine = {"projectCode": system.appid}
    first = system.call("Team.Query", {**mine, "pageIndex": 0, "pageSize": 1})
    second = system.call("Team.Query", {**mine, "pageIndex": 1, "pageSize": 1})
    assert first["totalCount"] == second["totalCount"] == 2
    assert first["rows"][0]["teamSysNo"] < second["rows"][0]["teamSysNo"]
    for wrong in ({"pageSize": 51}, {"pageSize": 0}, {"pageIndex": -1}):
        no = refusal(lambda wrong=wrong: system.call("Team.Query", mine | wrong))  # type: ignore[misc]
        assert (no.code, "pageSize" in no.message) == (-1, True)


def test_a_serial_is_of_its_form_and_of_its_sender(
    building: Building, take_sheets: Callable[..., None], system_of: Callable[..., SiteSystem]
) -> None:
    serial = building.system.upload("WorkerAttendance.Add", punches(building))
    batch = Batch.objects.get(source="national")
    assert serial == f"workerattendance-add-2026112309-1-{batch.pk:04d}"
    assert building.system.outcome(serial)["status"] == 0
    take_sheets(projects=site.project(项目编号="CC-2026-018"))
    other = system_of("CC-2026-018")
    stranger = Direct("", other.appid, other.secret, now=other.now)
    for asked in (serial, "workerattendance-add-2026112309-1-999999", "x", serial.replace("worker", "team")):
        no = refusal(lambda asked=asked: stranger.outcome(asked))  # type: ignore[misc]
        assert (no.code, "requestSerialCode无效" in no.message) == (-1, True)


def test_one_job_waits_for_a_project_however_much_came(building: Building) -> None:
    for _ in range(3):
        building.system.upload("WorkerAttendance.Add", punches(building))
    assert ProcrastinateJob.objects.filter(task_name="take_national", status="todo").count() == 1


def test_what_is_kept_is_sealed(building: Building) -> None:
    building.system.upload("ProjectWorker.Add", building.workers([HAND]))
    (row,) = Batch.objects.filter(source="national").values_list()
    for secret in (HAND.identity, HAND.name, HAND.card, building.system.secret):
        assert secret not in str(row)


def test_english_for_who_wants_it(system: Direct) -> None:
    parameters = parameters_text(system.parameters("Nothing.Query", {}))
    answer = Client().post("/open.api", parameters, FORM, headers={"accept-language": "en"})
    assert json.loads(answer.content)["message"].startswith("Parameter error：No such method.")


def test_china_is_the_clock_of_the_client(system: Direct) -> None:
    assert system.now() == datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
