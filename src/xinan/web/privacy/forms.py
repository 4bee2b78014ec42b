"""The reason somebody gives for looking at personal data."""

from django import forms
from django.utils.translation import gettext_lazy as _

MINIMUM = 6


class ReasonForm(forms.Form):
    """Asks why; a word or two is no reason."""

    KINDS = (
        ("verify", _("核实欠薪事实")),
        ("contact", _("联系工人本人")),
        ("case", _("案件办理取证")),
        ("correct", _("更正登记信息")),
        ("other", _("其他")),
    )

    kind = forms.ChoiceField(label=_("用途"), choices=KINDS)
    reason = forms.CharField(
        label=_("具体理由"),
        min_length=MINIMUM,
        max_length=150,
        help_text=_("写明为什么事、办哪件预警或线索；会连同您的姓名和时间一起记录。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"min_length": _("请写清楚理由，至少 6 个字。"), "required": _("请写明理由。")},
    )

    def full_reason(self) -> str:
        """The kind and the reason as one line of the log."""
        words = dict(self.KINDS)
        return f"{words[self.cleaned_data['kind']]}：{self.cleaned_data['reason']}"
