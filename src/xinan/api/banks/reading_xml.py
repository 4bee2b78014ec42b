"""The four XML messages banks' clients have spoken since 2019, in the terms of our own messages.

Nothing outside the body is ever read: document types, entities and references are refused before they are looked at.
"""

import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from xinan.api.banks.reading_json import too_many
from xinan.intake.banks.message import MOST_MESSAGES, Message
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text

LARGEST_BODY = 1024 * 1024
MANY = "Messages"  # a root that holds several of them
_DECLARED = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,20})["']""")
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
# What banks write; GB18030 reads GBK and GB2312 too.
_ENCODINGS = {"UTF-8": "utf-8-sig", "UTF8": "utf-8-sig", "GBK": "gb18030", "GB2312": "gb18030", "GB18030": "gb18030"}
_BOOKED = frozenset({"", "1", "00", "0000", "成功", "交易成功", "SUCCESS", "S"})
Fields = Mapping[str, str]


def read_xml(body: bytes) -> tuple[list[Message], bool]:
    """The messages of a body, and whether it may hold several. Raises InvalidValue `bank.xml`, `bank.encoding`, `bank.too_many`."""
    try:
        root = fromstring(_decoded(body), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise _unreadable() from error
    elements = list(root) if root.tag == MANY else [root]
    if len(elements) > MOST_MESSAGES:
        raise too_many()
    if not elements:
        raise _unreadable()
    return [_message(element, place) for place, element in enumerate(elements, start=1)], root.tag == MANY


def _decoded(body: bytes) -> str:
    """The text without its declaration, whose encoding has been followed."""
    declared = _DECLARED.match(body)
    name = declared[1].decode().upper() if declared else "UTF-8"
    try:
        text = body.decode(_ENCODINGS[name])
    except (KeyError, UnicodeDecodeError) as error:
        raise InvalidValue(
            "bank.encoding",
            Text(
                "正文的编码与声明不符，或不被接受。", "The body is not in the encoding it declares, or in none we take."
            ),
            Text("请用 UTF-8、GBK 或 GB18030，并在声明中写明。", "Use UTF-8, GBK or GB18030 and declare it."),
        ) from error
    return _DECLARATION.sub("", text, count=1)


def _message(element: Element, place: int) -> Message:
    fields = {str(child.tag)[:60]: (child.text or "").strip() for child in element if len(child) == 0}
    said = {name: value for name, value in fields.items() if value}
    translate = _TRANSLATED.get(str(element.tag))
    if translate is None:
        return Message(str(element.tag)[:40], place, {})
    kind, values = translate(said)
    return Message(kind, place, {name: value for name, value in values.items() if value})


def _bank_account(said: Fields) -> tuple[str, dict[str, str]]:
    return "AccountOpened", {
        "project": said.get("PrjHtbaNum", ""),
        "account": said.get("PayAccount", ""),
        "bankName": f"{said.get('BankName', '')}{said.get('BankWd', '')}",
        "firmCode": said.get("Qyzzjgdm", ""),
    }


def _person_account(said: Fields) -> tuple[str, dict[str, str]]:
    return "CardIssued", {"idNumber": said.get("Zjhm", ""), "card": said.get("PayAccount", "")}


def _special_account(said: Fields) -> tuple[str, dict[str, str]]:
    """A movement. The message has no serial: time, amount and balance tell movements of an account apart.

    A batch number means money out for that batch; without one it is the payer's money coming in. One that was not
    booked keeps its state as its direction, which no code table has, and so is refused by that name.
    """
    booked = said.get("Jyzt", "").upper() in _BOOKED
    return "Movement", {
        "account": said.get("AccountNum", ""),
        "project": said.get("PrjHtbaNum", ""),
        "serial": _serial(said),
        "time": said.get("Jldjsj", ""),
        "dc": ("D" if said.get("Czpc") else "C") if booked else said["Jyzt"],
        "amount": said.get("Jyje", ""),
        "balance": said.get("Zhye", ""),
        "counterpartyAcct": "" if said.get("Czpc") else said.get("Jzzh", ""),
        "counterpartyName": "" if said.get("Czpc") else said.get("Jzdw", ""),
        "batchNo": said.get("Czpc", ""),
    }


def _serial(said: Fields) -> str:
    told = "/".join(said.get(name, "") for name in ("Jldjsj", "Jyje", "Zhye", "Jzzh", "Czpc"))
    digits = re.sub(r"[^0-9]", "", said.get("Jldjsj", ""))[:14]
    return f"X{digits}-{sha256(told.encode()).hexdigest()[:16]}"


def _settlement(said: Fields) -> tuple[str, dict[str, str]]:
    return "Settlement", {
        "project": said.get("PrjHtbaNum", ""),
        "idNumber": said.get("Zjhm", ""),
        "batchNo": said.get("Ffpc", ""),
        "payrollDate": said.get("PayrollDate", ""),
        "from": said.get("PayrollBeginDate", ""),
        "payable": said.get("TotalPay", ""),
        "sent": said.get("PreparePay", ""),
        "paid": said.get("FeedbackPay", ""),
        "recordedAt": said.get("Jldjsj", ""),
        "card": said.get("WorkerAccount", ""),
        "remark": said.get("Bz", ""),
    }


_TRANSLATED: dict[str, Callable[[Fields], tuple[str, dict[str, str]]]] = {
    "BankAccount": _bank_account,
    "PersonBankAccount": _person_account,
    "SpecialAccount": _special_account,
    "Settlement": _settlement,
}
# Our fields by theirs, so that a fault names the field the bank sent.
THEIR_NAMES: dict[str, dict[str, str]] = {
    "AccountOpened": {
        "project": "PrjHtbaNum",
        "account": "PayAccount",
        "bankName": "BankName",
        "firmCode": "Qyzzjgdm",
    },
    "CardIssued": {"idNumber": "Zjhm", "card": "PayAccount"},
    "Movement": {
        "account": "AccountNum",
        "project": "PrjHtbaNum",
        "time": "Jldjsj",
        "serial": "Jldjsj",
        "dc": "Jyzt",
        "amount": "Jyje",
        "balance": "Zhye",
        "counterpartyAcct": "Jzzh",
        "counterpartyName": "Jzdw",
        "batchNo": "Czpc",
    },
    "Settlement": {
        "project": "PrjHtbaNum",
        "idNumber": "Zjhm",
        "batchNo": "Ffpc",
        "payrollDate": "PayrollDate",
        "from": "PayrollBeginDate",
        "payable": "TotalPay",
        "sent": "PreparePay",
        "paid": "FeedbackPay",
        "recordedAt": "Jldjsj",
        "paidTime": "PayrollDate",
        "card": "WorkerAccount",
        "remark": "Bz",
    },
}


def _unreadable() -> InvalidValue:
    return InvalidValue(
        "bank.xml",
        Text("正文不是所接受的 XML。", "The body is not XML as it is taken here."),
        Text(
            "请发送 BankAccount、PersonBankAccount、SpecialAccount、Settlement 或 Messages，不带 DTD 和实体。",
            "Send BankAccount, PersonBankAccount, SpecialAccount, Settlement or Messages, without DTD and entities.",
        ),
    )
