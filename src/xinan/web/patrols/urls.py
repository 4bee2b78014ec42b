"""The addresses of plans and visits."""

from django.urls import URLPattern, path

from xinan.web.patrols.calendar_views import calendar
from xinan.web.patrols.phone_views import drop_photo, photo, send_entry, service_worker
from xinan.web.patrols.plan_views import plan_act, plan_page, plans
from xinan.web.patrols.visit_views import finding_act, start_visit, visit_page

urlpatterns: list[URLPattern] = [
    path("patrols/", plans, name="patrols"),
    path("patrols/calendar/", calendar, name="patrol-calendar"),
    path("patrols/service-worker.js", service_worker, name="patrol-worker"),
    path("patrols/plans/<int:plan_id>/", plan_page, name="patrol-plan"),
    path("patrols/plans/<int:plan_id>/<slug:act>/", plan_act, name="patrol-plan-act"),
    path("patrols/visits/start/", start_visit, name="visit-start"),
    path("patrols/visits/<uuid:visit_id>/", visit_page, name="visit"),
    path("patrols/visits/<uuid:visit_id>/entries/", send_entry, name="visit-entries"),
    path("patrols/visits/<uuid:visit_id>/photos/<uuid:key>/", photo, name="visit-photo"),
    path("patrols/visits/<uuid:visit_id>/photos/<uuid:key>/delete/", drop_photo, name="visit-photo-delete"),
    path("patrols/visits/<uuid:visit_id>/finding/<slug:act>/", finding_act, name="visit-finding"),
]
