"""The questions of a move's sheet as fields of its form."""

from typing import Any, Final

from django import forms
from django.utils.translation import get_language

from xinan.kernel.text import Text
from xinan.procedures.sheets import Kind, Question

# What the names of these fields begin with.
ASKED: Final = "law_"
_WORDS: Final = 1000
_INPUTS: Final[dict[Kind, dict[str, str]]] = {
    Kind.MONEY: {"inputmode": "decimal", "autocomplete": "off"},
    Kind.PERCENT: {"inputmode": "decimal", "autocomplete": "off"},
    Kind.NUMBER: {"inputmode": "numeric", "autocomplete": "off"},
    Kind.DAY: {"type": "date"},
}


def asked_name(question: str) -> str:
    """The name of a question's field."""
    return f"{ASKED}{question}"


def field_for(question: Question, *, url: str) -> forms.Field:
    """A field that hands the answer on as text: what it has to be, the sheet says. `url`: where the form comes from."""
    options: dict[str, Any] = {
        "label": _say(question.name),
        "required": question.required,
        "help_text": _say(question.hint) if question.hint is not None else "",
        "initial": question.initial,
    }
    if question.kind is Kind.CHOICE:
        choices = [("", "—"), *((each.value, _say(each.name)) for each in question.choices)]
        return forms.ChoiceField(choices=choices, widget=forms.Select(attrs=_reloading(question, url=url)), **options)
    if question.kind is Kind.WORDS:
        return forms.CharField(max_length=_WORDS, widget=forms.Textarea(attrs={"rows": 2}), **options)
    return forms.CharField(max_length=20, widget=forms.TextInput(attrs=_INPUTS[question.kind]), **options)


def _reloading(question: Question, *, url: str) -> dict[str, str]:
    """The rest of the sheet is asked for anew once this is chosen; only what the sheet asks goes along."""
    if not question.reloads:
        return {}
    part = "#move-sheet"
    return {"hx-get": url, "hx-include": part, "hx-target": part, "hx-select": part, "hx-swap": "outerHTML"}


def _say(text: Text) -> str:
    return text.in_language(get_language() or "zh")
