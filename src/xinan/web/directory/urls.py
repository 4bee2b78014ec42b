"""Routes of the directory."""

from django.urls import path

from xinan.web.directory.views import body_page, directory, directory_file, directory_template, end

urlpatterns = [
    path("directory/", directory, name="directory"),
    path("directory/file/", directory_file, name="directory-file"),
    path("directory/template/", directory_template, name="directory-template"),
    path("directory/new/", body_page, name="body-new"),
    path("directory/<int:body_id>/", body_page, name="body"),
    path("directory/<int:body_id>/end/", end, name="body-end"),
]
