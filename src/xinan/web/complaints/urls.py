"""Routes of the worker's page."""

from django.urls import path

from xinan.web.complaints.views import ask, complain, received

urlpatterns = [
    path("complain/", complain, name="complain"),
    path("complain/received/", received, name="complaint-received"),
    path("complain/status/", ask, name="complaint-status"),
]
