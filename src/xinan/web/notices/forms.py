"""What a person says of how they want to be told."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinan.notices.actions.set_preferences import Wishes
from xinan.notices.enums import How, Topic
from xinan.notices.models import Preference
from xinan.notices.preference_models import Language
from xinan.notices.settings_of import Settings

_CLOCK = forms.TimeInput(attrs={"type": "time", "step": "900"}, format="%H:%M")


class PreferenceForm(forms.Form):
    """Topics by channel, quiet hours, digest, language."""

    digest = forms.BooleanField(
        label=_("每个工作日发送一封摘要邮件"),
        required=False,
        help_text=_("汇总选择“每日摘要”的类别中尚未阅读的通知；没有未读通知就不发。关闭后，这些类别只在站内显示。"),
    )
    quiet_from = forms.TimeField(label=_("从"), widget=_CLOCK)
    quiet_to = forms.TimeField(label=_("到"), widget=_CLOCK)
    quiet_rest_days = forms.BooleanField(
        label=_("周末和法定节假日全天免打扰"),
        required=False,
        help_text=_("按国务院公布的放假安排，调休上班日照常发送。"),
    )
    language = forms.ChoiceField(
        label=_("邮件语言"), choices=Language.choices, help_text=_("短信只有中文：服务商按中文模板报备。")
    )

    def __init__(self, *args: Any, settings: Settings, texted: frozenset[Topic], **options: Any) -> None:
        super().__init__(*args, **options)
        self.texted = texted
        for topic in Topic:
            self.fields[f"email_{topic}"] = forms.ChoiceField(
                label=_("邮件"), choices=How.choices, initial=settings.email(topic)
            )
            if topic in texted:
                self.fields[f"sms_{topic}"] = forms.BooleanField(
                    label=_("短信"), required=False, initial=settings.sms(topic)
                )
        self.kept = settings

    @property
    def lines(self) -> list[tuple[Topic, forms.BoundField, forms.BoundField | None]]:
        """Each topic with its fields."""
        return [
            (topic, self[f"email_{topic}"], self[f"sms_{topic}"] if topic in self.texted else None) for topic in Topic
        ]

    def wishes(self) -> Wishes:
        """What the valid form says. Text messages of topics that are not offered stay as they were."""
        said = self.cleaned_data
        return Wishes(
            language=said["language"],
            digest=said["digest"],
            quiet_from=said["quiet_from"],
            quiet_to=said["quiet_to"],
            quiet_rest_days=said["quiet_rest_days"],
            topics={
                topic: (How(said[f"email_{topic}"]), said.get(f"sms_{topic}", self.kept.sms(topic))) for topic in Topic
            },
        )


def initial_of(preference: Preference) -> dict[str, str | bool | time]:
    """What the form shows first."""
    return {
        "digest": preference.digest,
        "quiet_from": preference.quiet_from,
        "quiet_to": preference.quiet_to,
        "quiet_rest_days": preference.quiet_rest_days,
        "language": preference.language,
    }
