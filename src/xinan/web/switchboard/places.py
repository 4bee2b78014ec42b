"""The places that may be chosen on the switchboard: those where a watched project stands."""

from xinan.intake.switchboard.policies import Watched
from xinan.kernel.regions import prefecture_of
from xinan.kernel.text import Text
from xinan.web.shell.scope_words import place_name, place_words


def place_choices(seen: Watched) -> list[tuple[str, Text]]:
    """Codes with names, each prefecture before its counties; nothing where there is only one place."""
    counties = {*seen.whole.order_by().values_list("region_code", flat=True).distinct()}
    counties |= {*seen.bank.order_by().values_list("region_code", flat=True).distinct()}
    if len(counties) < 2:
        return []
    prefectures = {prefecture_of(code) or code for code in counties}
    codes = sorted(counties | prefectures)
    return [(code, place_name(code) if code in prefectures else place_words(code, skip=1)) for code in codes]
