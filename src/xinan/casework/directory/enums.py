"""Kinds of public bodies a worker may be sent to, and which of them each way leads to."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a body does."""

    INSPECTION = "inspection", _("劳动保障监察机构")
    MEDIATION = "mediation", _("调解组织")
    ARBITRATION = "arbitration", _("劳动人事争议仲裁委员会")
    COURT = "court", _("人民法院")
    LEGAL_AID = "legal_aid", _("法律援助中心")
    PETITION = "petition", _("信访部门")
    POLICE = "police", _("公安机关")
    UNION = "union", _("工会")


# By code of a way of triage; legal aid wherever a worker goes to law.
OF_WAYS: Final[Mapping[str, tuple[Kind, ...]]] = {
    "inspection": (Kind.INSPECTION,),
    "mediation": (Kind.MEDIATION, Kind.UNION),
    "arbitration": (Kind.ARBITRATION, Kind.LEGAL_AID),
    "fast_arbitration": (Kind.ARBITRATION, Kind.LEGAL_AID),
    "court": (Kind.COURT, Kind.LEGAL_AID),
    "payment_order": (Kind.COURT, Kind.LEGAL_AID),
    "petition": (Kind.PETITION,),
    "not_wages": (Kind.COURT,),
    "elsewhere": (Kind.INSPECTION,),
    "supplement": (Kind.INSPECTION,),
    "refused": (Kind.COURT, Kind.LEGAL_AID),
}
# On the worker's own page, where nobody has looked at the matter yet.
FOR_WORKERS: Final = (Kind.INSPECTION, Kind.ARBITRATION, Kind.LEGAL_AID)
