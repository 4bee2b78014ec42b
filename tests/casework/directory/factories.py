"""Public bodies, made up."""

from datetime import date, datetime

import factory

from xinan.casework.directory.models import PublicBody
from xinan.kernel.clock import CHINA


class PublicBodyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PublicBody

    kind = "arbitration"
    name = factory.Sequence(lambda n: f"示范仲裁委员会{n}")
    region_code = "220102"
    address = "示范大街1号"
    phone = "0431-12333"
    hours = "工作日 8:30–16:30"
    source = "示范公告"
    valid_from = date(2020, 1, 1)
    entered_at = datetime(2026, 1, 5, 9, tzinfo=CHINA)
