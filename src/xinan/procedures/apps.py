from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class ProceduresConfig(AppConfig):
    name = "xinan.procedures"
    verbose_name = _("办理程序")

    def ready(self) -> None:
        # By name: their modules hold models, which are not there yet when this one is imported.
        on_hand_over = import_string("xinan.people.duties.hooks.on_hand_over")
        use_calendar = import_string("xinan.notices.calendars.use_calendar")
        use_calendar(import_string("xinan.procedures.calendars.calendar_in_force"))
        on_hand_over("proceeding", import_string("xinan.procedures.actions.set_holder.follow_hand_over"))
        import_string("xinan.procedures.letters.follow_letters")()
