"""The places that cover a place on a day, from the nearest up."""

from datetime import date

from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import PROVINCE_CODE, region, successor


def places_up(code: str, *, on: date) -> tuple[str, ...]:
    """The codes whose offices cover this place on a day: itself, what it lives on in, its prefecture, the province.

    They are those `p` with `code` in `covered_regions(p)`. A code not known leads straight to the province.

    >>> places_up("220381", on=date(2019, 1, 1)), places_up("220381", on=date(2021, 1, 1))
    (('220381', '220300', '220000'), ('220381', '220184', '220100', '220000'))
    """
    try:
        place = region(code)
    except InvalidValue:
        return (code, PROVINCE_CODE) if code else (PROVINCE_CODE,)
    steps = [place.code]
    if place.valid_to is not None and place.valid_to <= on:
        place = region(successor(place.code))
        steps.append(place.code)
    if place.level == "county" and place.parent_code and place.is_valid(on=on):
        steps.append(place.parent_code)
    return tuple(dict.fromkeys((*steps, PROVINCE_CODE)))
