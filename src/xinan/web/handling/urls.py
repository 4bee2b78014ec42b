"""Routes of handling warnings."""

from django.urls import path

from xinan.web.handling.clocks import warning_extend, warning_pause, warning_resume
from xinan.web.handling.moves import project_moves, warning_move
from xinan.web.handling.views import warning_page, work_page

urlpatterns = [
    path("handling/", work_page, name="handling"),
    path("warnings/<int:warning_id>/", warning_page, name="warning"),
    path("warnings/<int:warning_id>/moves/<slug:move>/", warning_move, name="warning-move"),
    path("warnings/<int:warning_id>/clocks/<int:clock_id>/pause/", warning_pause, name="warning-pause"),
    path("warnings/<int:warning_id>/clocks/<int:clock_id>/extend/", warning_extend, name="warning-extend"),
    path("warnings/<int:warning_id>/clocks/<int:clock_id>/resume/", warning_resume, name="warning-resume"),
    path("projects/<str:project_id>/moves/<slug:move>/", project_moves, name="project-moves"),
]
