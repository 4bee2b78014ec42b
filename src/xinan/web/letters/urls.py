"""The addresses of letters."""

from django.urls import URLPattern, path

from xinan.web.letters.acts import letter_act, letter_file, letter_paper
from xinan.web.letters.template_views import template_act, template_file, template_page, templates
from xinan.web.letters.views import edit_letter, letter_list, letter_page, new_letter

urlpatterns: list[URLPattern] = [
    path("letters/", letter_list, name="letters"),
    path("letters/templates/", templates, name="letter-templates"),
    path("letters/templates/<slug:code>/", template_page, name="letter-template"),
    path("letters/templates/<slug:code>/file/", template_file, name="letter-template-file"),
    path("letters/templates/<slug:code>/<slug:act>/", template_act, name="letter-template-act"),
    path("letters/<int:number>/", letter_page, name="letter"),
    path("letters/<int:number>/edit/", edit_letter, name="letter-edit"),
    path("letters/<int:number>/file/", letter_file, name="letter-file"),
    path("letters/<int:number>/papers/<int:paper>/", letter_paper, name="letter-paper"),
    path("letters/<int:number>/<slug:act>/", letter_act, name="letter-act"),
    path("projects/<str:project_id>/letters/new/", new_letter, name="letter-new"),
]
