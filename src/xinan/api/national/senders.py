"""Who sends, and whether it is really they: appid, signature, timestamp, vendor's mark."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings

from xinan.api.limits import RateLimit
from xinan.api.national.answers import Refusal
from xinan.intake.credential_models import Credential
from xinan.intake.credentials.finding import find_credential
from xinan.intake.national.answer_codes import Code
from xinan.intake.national.cipher import SECRET_CHARACTERS, FieldCipher, NotOurs
from xinan.intake.national.nonces import Use
from xinan.intake.national.signature import is_signed, what_went_wrong
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text

# Seconds for which a credential that was found is not looked up again: a revoked one is heard that much longer.
_FRESH = 1.0
_REMEMBERED = 10_000
_NEEDED = ("appid", "data", "format", "method", "nonce", "sign", "timestamp", "version")
_VERSIONS = ("1.0", "1.1")
_PLAIN = re.compile(r"[\x21-\x7e]{1,64}")
_TIMESTAMP = re.compile(r"\d{14}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sender:
    """A sender whose signature was right: its credential, the cipher of its fields, its nonce."""

    credential: Credential
    cipher: FieldCipher
    use: Use


@dataclass(frozen=True, slots=True)
class _Known:
    """A credential as it was found a moment ago; `repr` shows no secret."""

    credential: Credential
    secrets: tuple[str, ...] = field(repr=False)
    until: float


class Signatures:
    """Checks signatures, and turns away for a while an address whose signatures keep being wrong."""

    def __init__(self, *, timer: Callable[[], float] = monotonic) -> None:
        most = settings.XINAN_NATIONAL["wrong_signatures"]
        self._wrong = RateLimit(rate=most / 60, burst=most)
        self._known: dict[str, _Known] = {}
        self._timer = timer

    def sender_of(self, parameters: dict[str, str], *, address: str, now: datetime, keyring: Keyring) -> Sender:
        """The sender. Raises Refusal."""
        moment = _checked(parameters)
        found = self._known_by(parameters["appid"], now=now, keyring=keyring)
        if found is None:
            self._note(address)
            raise _unknown_appid()
        secret = next(
            (one for one in found.secrets if is_signed(parameters, sign=parameters["sign"], secret=one)), None
        )
        if secret is None or len(secret.encode()) != SECRET_CHARACTERS:
            self._note(address)
            step = what_went_wrong(parameters, sign=parameters["sign"], secret=found.secrets[0])
            raise Refusal(
                Code.SIGNATURE,
                step,
                Text("可用 CheckSign.Query 自检。", " CheckSign.Query tests it."),
                name="national.signature",
            )
        _check_moment(moment, now=now)
        cipher = FieldCipher(secret)
        _check_vendor(parameters, cipher)
        window = timedelta(minutes=settings.XINAN_NATIONAL["window_minutes"])
        return Sender(found.credential, cipher, Use(parameters["appid"], parameters["nonce"], moment + window))

    def _known_by(self, appid: str, *, now: datetime, keyring: Keyring) -> "_Known | None":
        """The credential with its secrets, looked up once a second at most."""
        known = self._known.get(appid)
        if known is not None and known.until > self._timer():
            return known
        found = find_credential(appid, now=now)
        if found is None:
            self._known.pop(appid, None)
            return None
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        known = _Known(found.credential, found.secrets(keyring), self._timer() + _FRESH)
        self._known[appid] = known
        return known

    def _note(self, address: str) -> None:
        wait = self._wrong.wait(address)
        if wait > 0:
            seconds = max(1, round(wait + 0.5))
            raise Refusal(
                Code.ADDRESS,
                Text("此地址的签名或 appid 连续有误。", "Signatures or appids from this address keep being wrong."),
                Text(f"请核对密钥，{seconds} 秒后再试。", f"Check the secret; try again in {seconds} s."),
                name="national.address",
                wait=seconds,
            )


def _checked(parameters: dict[str, str]) -> datetime:
    """The moment of the timestamp, once all public parameters have their form. Raises Refusal."""
    for name in _NEEDED:
        if not parameters.get(name) and not (name == "data" and name in parameters):
            raise _parameter(name, Text(f"{name}不能为空。", f"{name} is missing."), Text("请补上。", "Give it."))
    wrong = {
        "appid": _PLAIN.fullmatch(parameters["appid"]) is None,
        "nonce": _PLAIN.fullmatch(parameters["nonce"]) is None,
        "version": parameters["version"] not in _VERSIONS,
        "format": parameters["format"] != "json",
    }
    for name, is_wrong in wrong.items():
        if is_wrong:
            raise _parameter(name, Text(f"{name}不正确。", f"{name} is wrong."), _FORMS[name])
    try:
        if _TIMESTAMP.fullmatch(parameters["timestamp"]):
            return datetime.strptime(parameters["timestamp"], "%Y%m%d%H%M%S").replace(tzinfo=CHINA)
    except ValueError:
        pass
    raise _parameter("timestamp", Text("timestamp格式不正确。", "timestamp has the wrong form."), _FORMS["timestamp"])


_FORMS = {
    "appid": Text("应为项目接入编号，1 至 64 个可见字符。", "The project's access number, 1 to 64 characters."),
    "nonce": Text("应为 1 至 64 个可见字符，每次不同，如 UUID。", "1 to 64 characters, new each time, such as a UUID."),
    "version": Text("应为 1.0 或 1.1。", "1.0 or 1.1."),
    "format": Text("应为 json。", "json."),
    "timestamp": Text("应为 yyyyMMddHHmmss，北京时间。", "yyyyMMddHHmmss, China's time."),
}


def _check_moment(moment: datetime, *, now: datetime) -> None:
    minutes = settings.XINAN_NATIONAL["window_minutes"]
    if abs(moment - now) > timedelta(minutes=minutes):
        there = f"{now.astimezone(CHINA):%Y%m%d%H%M%S}"
        raise _parameter(
            "timestamp",
            Text(f"timestamp与服务器时间相差超过{minutes}分钟。", f"timestamp is more than {minutes} minutes off."),
            Text(
                f"服务器时间为 {there}（北京时间）；请校准时钟和时区，重新签名。",
                f"It is {there} in China; set the clock and its zone, and sign anew.",
            ),
        )


def _check_vendor(parameters: dict[str, str], cipher: FieldCipher) -> None:
    mark = parameters.get("corpsign")
    if not mark:
        return
    try:
        opened = cipher.open(mark)
    except NotOurs:
        opened = ""
    if opened.endswith(parameters["timestamp"]) and len(opened) > len(parameters["timestamp"]):
        return
    raise Refusal(
        Code.SIGNATURE,
        Text("corpsign不正确。", "corpsign is wrong."),
        Text(
            "应为 Base64(AES(厂商密钥 + timestamp))，AES 的密钥为 appsecret；不是第三方厂商的可不传。",
            "It is Base64(AES(vendor key + timestamp)) under the appsecret; leave it out if you are no vendor.",
        ),
        name="national.corpsign",
    )


def _parameter(name: str, what: Text, remedy: Text) -> Refusal:
    return Refusal(Code.PARAMETER, what, remedy, name=f"national.{name}")


def _unknown_appid() -> Refusal:
    return _parameter(
        "appid",
        Text("appid无效。", "appid is not valid."),
        Text(
            "请核对项目接入编号；已停用的，由施工总承包单位在平台上重新开通。",
            "Check the access number; a revoked one is opened anew by the general contractor.",
        ),
    )
