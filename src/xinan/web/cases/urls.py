"""Routes of cases and of the tasks they give."""

from django.urls import path

from xinan.web.cases.act_views import case_act
from xinan.web.cases.list_views import case_list
from xinan.web.cases.open_views import case_new
from xinan.web.cases.page_views import case_file, case_looks, case_page, reveal_person
from xinan.web.cases.task_views import task_answer, task_end, task_list, task_page

urlpatterns = [
    path("cases/", case_list, name="cases"),
    path("cases/new/", case_new, name="case-new"),
    path("cases/<int:case_id>/", case_page, name="case"),
    path("cases/<int:case_id>/looks/", case_looks, name="case-looks"),
    path("cases/<int:case_id>/workers/<int:worker_id>/reveal/", reveal_person, name="case-reveal"),
    path("cases/<int:case_id>/do/<slug:act>/", case_act, name="case-act"),
    path("cases/<int:case_id>/do/<slug:act>/<int:which>/", case_act, name="case-act-on"),
    path("cases/files/<int:file_id>/", case_file, name="case-file"),
    path("case-tasks/", task_list, name="case-tasks"),
    path("case-tasks/<int:task_id>/", task_page, name="case-task"),
    path("case-tasks/<int:task_id>/answer/", task_answer, name="case-task-answer"),
    path("case-tasks/<int:task_id>/end/", task_end, name="case-task-end"),
]
