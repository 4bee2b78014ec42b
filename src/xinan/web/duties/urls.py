"""The addresses of duties and of who answers for what."""

from django.urls import URLPattern, path

from xinan.web.duties.acts import duty_end, leave_end, office_act
from xinan.web.duties.chain import chain_page
from xinan.web.duties.officials import officials_page
from xinan.web.duties.queue import give_page, route_again, unassigned_page
from xinan.web.duties.views import roster_page

urlpatterns: list[URLPattern] = [
    path("chain/", chain_page, name="chain"),
    path("officials/", officials_page, name="officials"),
    path("duties/", roster_page, name="duties"),
    path("duties/held/<int:number>/end/", duty_end, name="duty-end"),
    path("duties/leaves/<int:number>/end/", leave_end, name="leave-end"),
    path("duties/offices/<int:office_id>/<slug:act>/", office_act, name="duty-act"),
    path("unassigned/", unassigned_page, name="unassigned"),
    path("unassigned/route/", route_again, name="unassigned-route"),
    path("unassigned/<int:number>/give/", give_page, name="unassigned-give"),
]
