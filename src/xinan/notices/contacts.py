"""Addresses and numbers of contacts: how they are sealed, found, masked and read."""

from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text

EMAIL: Final = "contact.email"
PHONE: Final = "contact.phone"
CODE: Final = "contact.code"
_MOST: Final = 200


def read_email(text: str) -> str:
    """The address in the form in which it is kept; raises InvalidValue (`email-format`), never holding it."""
    address = text.strip()
    try:
        validate_email(address)
    except ValidationError:
        address = ""
    if not address or len(address) > _MOST:
        raise InvalidValue(
            "email-format",
            Text("邮箱地址格式不正确。", "The e-mail address is not readable."),
            Text("填写完整的邮箱地址，例如 name@jl.gov.cn。", "Give the whole address, such as name@jl.gov.cn."),
        ) from None
    name, _, host = address.rpartition("@")
    return f"{name}@{host.lower()}"


def mask_email(address: str) -> str:
    """The first two characters of the name, and the host.

    >>> mask_email("wangwu@jl.gov.cn"), mask_email("a@jl.gov.cn")
    ('wa***@jl.gov.cn', '***@jl.gov.cn')
    """
    name, _, host = address.rpartition("@")
    shown = name[:2] if len(name) > 2 else ""
    return f"{shown}***@{host}"[-80:]
