"""Mobile numbers."""

import pytest
from hypothesis import given

from tests.kernel.strategies import full_width, phone_numbers
from xinan.kernel.errors import InvalidValue
from xinan.kernel.identifiers import Phone


@given(phone_numbers())
def test_typed_forms_and_masking(number: str) -> None:
    phone = Phone.parse(number)
    typed = (f"+86{number}", f"+86 {number[:3]}-{number[3:7]}-{number[7:]}", f"0086{number}", full_width(number))
    assert {Phone.parse(form) for form in typed} == {phone}
    assert phone.masked == f"{number[:3]}****{number[7:]}"
    assert number not in str(phone) + repr(phone)


@pytest.mark.parametrize("text", ["", "1380000123", "138000012345", "12800001234", "0431-88888888", "86138000012345"])
def test_refused_without_showing_it(text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Phone.parse(text)
    assert caught.value.code == "phone-format"
    assert not text or text not in caught.value.message() + str(caught.value)
