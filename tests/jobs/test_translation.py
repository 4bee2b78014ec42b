"""Collecting, checking and compiling the interface's texts, on a small source tree."""

import gettext
from pathlib import Path

import pytest

from xinan.jobs.translation import compile_catalogue, faults, kept, update


@pytest.fixture
def source(tmp_path: Path) -> Path:
    root = tmp_path / "xinan"
    templates = root / "web" / "templates" / "inbox"
    templates.mkdir(parents=True)
    (templates / "list.html").write_text(
        """{% load i18n %}
<h1>{% translate "预警" %}</h1>
    <p title="{% translate '项目' context 'column' %}">{{ _("筛选") }}</p>
{% blocktranslate count n=rows|length trimmed %}
  共 {{ n }} 条
{% plural %}
  共 {{ n }} 条。
{% endblocktranslate %}
""",
        encoding="utf-8",
    )
    (root / "web" / "views.py").write_text(
        'from django.utils.translation import gettext_lazy as _\n\nTITLE = _("收件箱")\nLINE = _("第 %(page)d 页")\n',
        encoding="utf-8",
    )
    return root


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    return tmp_path / "en" / "django.po"


def translate(path: Path, zh: str, en: str, context: str = "") -> None:
    marker = f'msgctxt "{context}"\nmsgid "{zh}"' if context else f'msgid "{zh}"'
    text = path.read_text(encoding="utf-8")
    assert f'{marker}\nmsgstr ""' in text
    path.write_text(text.replace(f'{marker}\nmsgstr ""', f'{marker}\nmsgstr "{en}"'), encoding="utf-8")


def test_texts_of_templates_and_python_are_collected(source: Path, catalogue: Path) -> None:
    assert update(catalogue, source=source) == (6, 6)
    texts = {(message.context, message.id) for message in kept(catalogue) if message.id}
    assert texts == {
        (None, "预警"),
        ("column", "项目"),
        (None, "筛选"),
        (None, ("共 %(n)s 条", "共 %(n)s 条。")),
        (None, "收件箱"),
        (None, "第 %(page)d 页"),
    }


def test_english_survives_a_new_collection_and_lost_texts_are_dropped(source: Path, catalogue: Path) -> None:
    update(catalogue, source=source)
    translate(catalogue, "收件箱", "Inbox")
    translate(catalogue, "预警", "Warnings")
    (source / "web" / "templates" / "inbox" / "list.html").write_text("<h1></h1>")
    assert update(catalogue, source=source) == (2, 1)
    assert kept(catalogue)["收件箱"].string == "Inbox"
    assert "Warnings" not in catalogue.read_text(encoding="utf-8")


def test_what_is_missing_wrong_or_left_over_is_named(source: Path, catalogue: Path) -> None:
    update(catalogue, source=source)
    translate(catalogue, "收件箱", "Inbox")
    translate(catalogue, "第 %(page)d 页", "Page %(number)d")
    (source / "web" / "templates" / "inbox" / "list.html").write_text('{% load i18n %}{% translate "新的" %}')
    found = "\n".join(faults(catalogue, source=source))
    assert "no English for '新的' (web/templates/inbox/list.html)" in found
    assert "'第 %(page)d 页': " in found
    assert "not in the source any more: '预警'" in found
    assert "收件箱" not in found


def test_the_compiled_catalogue_speaks_english(source: Path, catalogue: Path) -> None:
    update(catalogue, source=source)
    translate(catalogue, "收件箱", "Inbox")
    translate(catalogue, "项目", "Project", context="column")
    with compile_catalogue(catalogue).open("rb") as file:
        english = gettext.GNUTranslations(file)
    assert english.gettext("收件箱") == "Inbox"
    assert english.pgettext("column", "项目") == "Project"
    assert english.gettext("预警") == "预警"
