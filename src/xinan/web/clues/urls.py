"""Routes of clues."""

from django.urls import path

from xinan.web.clues.act_views import clue_act
from xinan.web.clues.list_views import clue_list
from xinan.web.clues.platform_views import platform, platform_act, platform_export, platform_file
from xinan.web.clues.take_views import known_part, take
from xinan.web.clues.views import clue_page, identify, voice_file, voice_reveal

urlpatterns = [
    path("clues/", clue_list, name="clues"),
    path("clues/new/", take, name="clue-new"),
    path("clues/known/", known_part, name="clue-known"),
    path("clues/platform/", platform, name="platform"),
    path("clues/platform/export/", platform_export, name="platform-export"),
    path("clues/platform/<int:file_id>/", platform_file, name="platform-file"),
    path("clues/platform/<int:file_id>/<slug:act>/", platform_act, name="platform-act"),
    path("clues/voices/<int:voice_id>/reveal/", voice_reveal, name="voice-reveal"),
    path("clues/files/<int:file_id>/", voice_file, name="voice-file"),
    path("clues/<str:clue_id>/", clue_page, name="clue"),
    path("clues/<str:clue_id>/identify/", identify, name="clue-identify"),
    path("clues/<str:clue_id>/do/<slug:act>/", clue_act, name="clue-act"),
]
