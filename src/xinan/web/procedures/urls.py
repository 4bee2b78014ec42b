"""The addresses of procedures and of the working calendar."""

from django.urls import URLPattern, path

from xinan.web.procedures.calendars import calendar_page
from xinan.web.procedures.views import procedure_list, procedure_page, set_clock_length

urlpatterns: list[URLPattern] = [
    path("procedures/", procedure_list, name="procedures"),
    path("procedures/<slug:code>/", procedure_page, name="procedure"),
    path("procedures/<slug:code>/lengths/", set_clock_length, name="procedure-length"),
    path("working-calendar/", calendar_page, name="working-calendar"),
]
