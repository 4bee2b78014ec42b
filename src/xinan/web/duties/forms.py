"""What an office fills in: a duty, a leave, a hand-over, a question."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinan.kernel.errors import XinanError
from xinan.people.duties.actions.assign_duty import NewDuty
from xinan.people.duties.actions.set_leave import NewLeave
from xinan.people.duties.enums import DUTY_ROLES, LeaveKind
from xinan.people.enums import Role
from xinan.people.models import Organisation, User
from xinan.web.duties.words import Choices, industry_choices, link_choices, places_below, say


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _OfficeForm(forms.Form):
    """A form about the people of one office."""

    def __init__(self, *args: Any, office: Organisation, people: Sequence[User], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.office, self.people, self.today = office, people, today

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 narrows what the classes below say
        field.choices = choices

    def _people(self, *, none: Any = None) -> Choices:
        named = [(str(user.pk), user.display_name) for user in self.people]
        return named if none is None else [("", str(none)), *named]

    def _number(self, name: str) -> int | None:
        given = self.cleaned_data.get(name)
        return int(given) if given else None

    def refuse(self, error: XinanError) -> None:
        """Show an error of the action, with what would be right."""
        self.add_error(None, f"{say(error.what)} {say(error.remedy)}")


class AssignForm(_OfficeForm):
    """A new duty."""

    user = forms.ChoiceField(label=_("承办人"))
    role = forms.ChoiceField(label=_("以什么身份"))
    region_code = forms.ChoiceField(label=_("地区"))
    industry = forms.ChoiceField(label=_("行业"), required=False)
    link = forms.ChoiceField(label=_("环节"), required=False)
    deputy = forms.ChoiceField(label=_("B角"), required=False)
    from_on = forms.DateField(label=_("起"), widget=_day())
    to_on = forms.DateField(label=_("止（含）"), widget=_day(), required=False, help_text=_("不填即长期。"))
    is_head = forms.BooleanField(label=_("是单位负责人：无人承办的事项由其承接"), required=False)

    def __init__(self, *args: Any, roles: Sequence[Role], **options: Any) -> None:
        super().__init__(*args, **options)
        self._choose("user", self._people())
        self._choose("deputy", self._people(none=_("不设")))
        self._choose("role", [(role.value, str(role.label)) for role in roles or DUTY_ROLES])
        self._choose("region_code", places_below(self.office.region_code, on=self.today))
        self._choose("industry", industry_choices())
        self._choose("link", link_choices())
        self.fields["from_on"].widget.attrs["min"] = self.today.isoformat()
        self.fields["from_on"].initial = self.today

    def wish(self) -> NewDuty:
        """What the valid form asks for."""
        data = self.cleaned_data
        return NewDuty(
            user_id=int(data["user"]),
            office_id=self.office.pk,
            role=Role(data["role"]),
            region_code=data["region_code"],
            industry=data["industry"],
            link=data["link"],
            is_head=data["is_head"],
            deputy_id=self._number("deputy"),
            from_on=data["from_on"],
            to_on=data["to_on"],
        )


class LeaveForm(_OfficeForm):
    """A leave."""

    user = forms.ChoiceField(label=_("人员"))
    kind = forms.ChoiceField(label=_("事由"), choices=LeaveKind.choices)
    from_on = forms.DateField(label=_("起"), widget=_day())
    to_on = forms.DateField(label=_("止（含）"), widget=_day())
    deputy = forms.ChoiceField(
        label=_("代理人"),
        required=False,
        help_text=_("休假第一天，未办结的事项转给代理人；不选则由 B 角或单位负责人承接新事项。"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._choose("user", self._people())
        self._choose("deputy", self._people(none=_("不设")))
        self.fields["from_on"].initial = self.today

    def wish(self) -> NewLeave:
        """What the valid form asks for."""
        data = self.cleaned_data
        return NewLeave(
            user_id=int(data["user"]),
            from_on=data["from_on"],
            to_on=data["to_on"],
            deputy_id=self._number("deputy"),
            kind=LeaveKind(data["kind"]),
        )


class HandOverForm(_OfficeForm):
    """Somebody leaves: who takes over."""

    from_user = forms.ChoiceField(label=_("移交人"))
    to_user = forms.ChoiceField(
        label=_("接收人"), required=False, help_text=_("不选则分工结束，未办结的事项按现行分工重新分派。")
    )
    reason = forms.CharField(label=_("原因"), max_length=200, help_text=_("例如“调离岗位”“退休”。"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._choose("from_user", self._people())
        self._choose("to_user", self._people(none=_("退回单位")))

    @property
    def to_user_id(self) -> int | None:
        """The successor, if one was chosen."""
        return self._number("to_user")


class AskForm(forms.Form):
    """Whose is a thing of this place, industry and link?"""

    ask_place = forms.ChoiceField(label=_("地区"))
    ask_industry = forms.ChoiceField(label=_("行业"))
    ask_link = forms.ChoiceField(label=_("环节"))
    ask_role = forms.ChoiceField(label=_("职责"))

    def __init__(self, *args: Any, place: str, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        choices: dict[str, Choices] = {
            "ask_place": places_below(place, on=on),
            "ask_industry": industry_choices(whole=False),
            "ask_link": link_choices(whole=False),
            "ask_role": [(role.value, str(role.label)) for role in DUTY_ROLES],
        }
        for name, listed in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 narrows what the class above says
            field.choices = listed
