"""The published test vector: by the product, and by the independent client."""

import json
from urllib.parse import quote

import pytest

from tests.api.national import client
from xinan.intake.national.cipher import FieldCipher, NotOurs
from xinan.intake.national.signature import SIGNED, is_signed, signature, signing_string, what_went_wrong

SECRET = "0123456789abcdef0123456789abcdef"
PLAIN, CLOSED = "110101199003070000", "Pd0vMXi8duONTDrCFWgg8iV9zq5QLcT6a/iRKBwhSnA="
DATA = (
    '{"projectCode":"3301002026010001","teamSysNo":1500000001,"dataList":[{"idCardType":"01","idCardNumber":"'
    + CLOSED
    + '","date":"2026-01-05 07:02:04","direction":"01","attendType":"001"}]}'
)
PARAMETERS = {
    "method": "WorkerAttendance.Add",
    "version": "1.0",
    "appid": "3301002026010001",
    "format": "json",
    "timestamp": "20260105070300",
    "nonce": "00000000000000000000000000000001",
    "data": DATA,
}
SIGN = "a6c6ea7728926fed3806a7cf6ba582ec9e62baf3851996db571e1517dea900f3"


def test_the_vector_is_met_by_both_sides() -> None:
    assert FieldCipher(SECRET).close(PLAIN) == client.encrypt(PLAIN, SECRET) == CLOSED
    assert FieldCipher(SECRET).open(CLOSED) == client.decrypt(CLOSED, SECRET) == PLAIN
    assert signature(PARAMETERS, secret=SECRET) == client.sign(PARAMETERS, SECRET) == SIGN
    assert json.loads(DATA)["dataList"][0]["idCardNumber"] == CLOSED


def test_case_of_the_signature_and_of_the_secret_does_not_matter() -> None:
    assert is_signed(PARAMETERS, sign=SIGN.upper(), secret=SECRET)
    assert is_signed(PARAMETERS, sign=SIGN, secret=SECRET.upper())
    assert not is_signed(PARAMETERS, sign=SIGN, secret=SECRET[:-1] + "0")


def test_an_empty_mark_of_the_vendor_may_be_signed_or_left_out() -> None:
    empty = PARAMETERS | {"corpsign": ""}
    assert is_signed(empty, sign=SIGN, secret=SECRET)
    assert is_signed(empty, sign=client.sign(empty, SECRET), secret=SECRET)
    vendor = PARAMETERS | {"corpsign": "x"}
    assert not is_signed(vendor, sign=SIGN, secret=SECRET)


def _hash(line: str) -> str:
    return client.hashlib.sha256(line.encode()).hexdigest()


MISTAKES = {
    "转成小写": _hash(signing_string(PARAMETERS, secret=SECRET)),
    "URL 编码": _hash(signing_string({k: quote(v, safe="") for k, v in PARAMETERS.items()}, secret=SECRET).lower()),
    "字母顺序": _hash(signing_string(PARAMETERS, secret=SECRET, names=tuple(PARAMETERS)).lower()),
    "末尾缺少": _hash("&".join(f"{name}={PARAMETERS[name]}" for name in SIGNED if name in PARAMETERS).lower()),
    "64 位": "abc",
    "依次核对": "0" * 64,
}


@pytest.mark.parametrize("words", MISTAKES)
def test_each_mistake_is_named_and_nothing_revealed(words: str) -> None:
    secret = SECRET if words != "依次核对" else SECRET[::-1]
    told = what_went_wrong(PARAMETERS, sign=MISTAKES[words], secret=secret)
    assert words in told.zh
    for text in (told.zh, told.en):
        assert SECRET not in text
        assert SIGN not in text
        assert CLOSED not in text


def test_a_vendors_mark_that_was_not_signed_is_named() -> None:
    vendor = PARAMETERS | {"corpsign": client.encrypt("vendor20260105070300", SECRET)}
    assert "corpsign" in what_went_wrong(vendor, sign=SIGN, secret=SECRET).zh


@pytest.mark.parametrize("text", ["", "x", "====", CLOSED[:-4], "AAAA", CLOSED.replace("P", "Q", 1), "密"])
def test_what_this_secret_did_not_close_does_not_open(text: str) -> None:
    with pytest.raises(NotOurs):
        FieldCipher(SECRET).open(text)
