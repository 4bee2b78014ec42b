"""Routes of the boards."""

from django.urls import URLPattern, path

from xinan.web.boards.ageing_views import ageing_page, ageing_word
from xinan.web.boards.three_views import three_plus_one_page, three_plus_one_rows

urlpatterns: list[URLPattern] = [
    path("boards/3plus1/", three_plus_one_page, name="three-plus-one"),
    path("boards/3plus1/rows/", three_plus_one_rows, name="three-plus-one-rows"),
    path("boards/ageing/", ageing_page, name="ageing"),
    path("boards/ageing/<int:proceeding_id>/word/", ageing_word, name="ageing-word"),
]
