"""The office that takes what no office of the province takes: the province's own."""

from xinan.kernel.regions import PROVINCE_CODE
from xinan.people.enums import OrganisationKind
from xinan.people.models import Organisation

_NAME = "吉林省根治拖欠农民工工资工作领导小组办公室"


def office_of_last_resort() -> Organisation:
    """The province's leading-group office; entered where the installation has none yet, so that nothing gets lost."""
    kind = OrganisationKind.LEADING_GROUP_OFFICE
    found = Organisation.objects.filter(kind=kind, region_code=PROVINCE_CODE).order_by("pk").first()
    if found is None:
        found, _ = Organisation.objects.get_or_create(kind=kind, name=_NAME, region_code=PROVINCE_CODE)
    return found
