"""The addresses of the switchboard."""

from django.urls import URLPattern, path, re_path

from xinan.web.switchboard.views import feed_export, feed_list, project_feeds, retake

urlpatterns: list[URLPattern] = [
    path("switchboard/", feed_list, name="switchboard"),
    re_path(r"^switchboard/feeds\.(?P<form>csv|xlsx)$", feed_export, name="switchboard-export"),
    path("switchboard/batches/<int:number>/retake/", retake, name="switchboard-retake"),
    path("switchboard/<str:project_id>/", project_feeds, name="switchboard-project"),
]
