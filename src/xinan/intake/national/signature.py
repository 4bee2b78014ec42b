"""The signature of the national interface, and which step of making it went wrong. Pure."""

import hmac
from collections.abc import Iterable, Mapping
from hashlib import sha256
from urllib.parse import quote, quote_plus

from xinan.kernel.text import Text

# The public parameters that are signed, in alphabetical order; `appsecret` follows them and is never sent.
SIGNED = ("appid", "corpsign", "data", "format", "method", "nonce", "timestamp", "version")


def signing_string(parameters: Mapping[str, str], *, secret: str, names: Iterable[str] = SIGNED) -> str:
    """The string that is hashed, before it is lower-cased; parameters that are not sent are left out."""
    pairs = [f"{name}={parameters[name]}" for name in names if name in parameters]
    return "&".join([*pairs, f"appsecret={secret}"])


def signature(parameters: Mapping[str, str], *, secret: str) -> str:
    """The 64 hexadecimal digits that `sign` must be.

    >>> signature({"appid": "1", "data": "{}"}, secret="S") == signature({"data": "{}", "appid": "1"}, secret="s")
    True
    """
    return _hash(signing_string(parameters, secret=secret).lower())


def is_signed(parameters: Mapping[str, str], *, sign: str, secret: str) -> bool:
    """Whether `sign` is the signature; an empty corpsign may be signed or left out."""
    if _equal(signature(parameters, secret=secret), sign):
        return True
    if parameters.get("corpsign") != "":
        return False
    return _equal(signature({k: v for k, v in parameters.items() if k != "corpsign"}, secret=secret), sign)


def what_went_wrong(parameters: Mapping[str, str], *, sign: str, secret: str) -> Text:
    """The step to check.

    Each known mistake is made on purpose; where one of them gives the sender's signature, that step is named. Nothing
    of the secret, of the string or of the right signature is told: whoever lacks the secret can make none of these.
    """
    if len(sign) != 64:
        return Text(
            f"sign 应为 64 位十六进制的 SHA-256 值，收到的是 {len(sign)} 位。",
            f"sign is a SHA-256 value of 64 hexadecimal digits; {len(sign)} characters came.",
        )
    for wrong, step in _mistakes(parameters, secret):
        if _equal(wrong, sign):
            return step
    return Text(
        "请依次核对：① appsecret 是否为本项目当前有效的密钥；② 参数按键名字母顺序排列，appsecret 放在最后；"
        "③ 各值用原文（不做 URL 编码），data 与实际发送的逐字节相同；④ 整个字符串（含 data 和密钥）转成小写；"
        "⑤ 以 UTF-8 取字节后做 SHA-256。",
        "Check in turn: 1 the appsecret is this project's current one; 2 keys in alphabetical order, appsecret last; "
        "3 raw values (not URL-encoded), data byte for byte as sent; 4 the whole string, data and secret included, in "
        "lower case; 5 SHA-256 over its UTF-8 bytes.",
    )


_NOT_LOWERED = Text(
    "第④步：整个字符串（含 data 和密钥）须先转成小写再做 SHA-256，收到的签名没有转小写。",
    "Step 4: the whole string, data and secret included, is lower-cased before hashing; yours was not.",
)
_DATA_NOT_LOWERED = Text(
    "第④步：data 和密钥也要转成小写，收到的签名只转了一部分。",
    "Step 4: data and secret are lower-cased as well; only part of the string was.",
)
_ENCODED = Text(
    "第③步：签名用各参数的原文，不做 URL 编码；URL 编码只用于传输。",
    "Step 3: sign the raw values; URL encoding is for transport alone.",
)
_ORDER = Text(
    "第②步：参数须按键名字母顺序排列（appid、corpsign、data、format、method、nonce、timestamp、version），"
    "appsecret 放在最后。",
    "Step 2: keys in alphabetical order (appid, corpsign, data, format, method, nonce, timestamp, version), "
    "appsecret last.",
)
_CORPSIGN = Text(
    "第②步：发送了 corpsign 就要一并签名，位置在 appid 之后。",
    "Step 2: a corpsign that is sent is signed as well, after appid.",
)
_NO_SECRET = Text(
    "第②步：签名字符串末尾缺少“&appsecret=密钥”。", "Step 2: the string must end with “&appsecret=” and the secret."
)


def _mistakes(parameters: Mapping[str, str], secret: str) -> Iterable[tuple[str, Text]]:
    string = signing_string(parameters, secret=secret)
    yield _hash(string), _NOT_LOWERED
    yield _hash(f"{string.rpartition('&')[0].lower()}&appsecret={secret}"), _DATA_NOT_LOWERED
    for encode in (quote, quote_plus):
        encoded = {name: encode(value, safe="") for name, value in parameters.items()}
        yield _hash(signing_string(encoded, secret=secret).lower()), _ENCODED
    as_sent = [name for name in parameters if name in SIGNED]
    yield _hash(signing_string(parameters, secret=secret, names=as_sent).lower()), _ORDER
    within = dict(parameters) | {"appsecret": secret}
    yield _hash("&".join(f"{name}={within[name]}" for name in sorted(within)).lower()), _ORDER
    yield _hash(f"appsecret={secret}&{string.rpartition('&')[0]}".lower()), _ORDER
    bare = {name: value for name, value in parameters.items() if name != "corpsign"}
    yield signature(bare, secret=secret), _CORPSIGN
    yield _hash(string.rpartition("&")[0].lower()), _NO_SECRET


def _hash(string: str) -> str:
    return sha256(string.encode()).hexdigest()


def _equal(right: str, sign: str) -> bool:
    return hmac.compare_digest(right.encode(), sign.lower().encode())
