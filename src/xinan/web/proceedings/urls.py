"""Routes of proceedings."""

from django.urls import path

from xinan.web.proceedings.clocks import clock_request, proceeding_extend, proceeding_pause, proceeding_resume
from xinan.web.proceedings.letters import proceeding_letter
from xinan.web.proceedings.matters import matter_list
from xinan.web.proceedings.moves import proceeding_move
from xinan.web.proceedings.views import proceeding_page, proof_file

urlpatterns = [
    path("proceedings/", matter_list, name="matters"),
    path("proceedings/<int:proceeding_id>/", proceeding_page, name="proceeding"),
    path("proceedings/<int:proceeding_id>/moves/<slug:move>/", proceeding_move, name="proceeding-move"),
    path("proceedings/<int:proceeding_id>/clocks/<int:clock_id>/pause/", proceeding_pause, name="proceeding-pause"),
    path("proceedings/<int:proceeding_id>/clocks/<int:clock_id>/extend/", proceeding_extend, name="proceeding-extend"),
    path("proceedings/<int:proceeding_id>/clocks/<int:clock_id>/resume/", proceeding_resume, name="proceeding-resume"),
    path("proceedings/<int:proceeding_id>/letters/<slug:code>/", proceeding_letter, name="proceeding-letter"),
    path("proceedings/proofs/<int:proof_id>/", proof_file, name="proof"),
    path("handling/requests/<slug:kind>/<int:number>/<slug:decision>/", clock_request, name="clock-request"),
]
