"""Routes of triage."""

from django.urls import path

from xinan.web.ways.choose_views import choose
from xinan.web.ways.views import clue_ways

urlpatterns = [
    path("clues/<str:clue_id>/ways/", clue_ways, name="clue-ways"),
    path("clues/<str:clue_id>/ways/<slug:row>/", choose, name="clue-way"),
]
