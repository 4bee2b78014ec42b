"""Templates of offices: what is accepted, what is refused and in which words, versions and going back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.documents.hostile import HOSTILE, REMINDER, replaced, saying
from tests.documents.letters import drafted
from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from xinan.documents.actions.download_letter import download_letter
from xinan.documents.actions.issue_letter import issue_letter
from xinan.documents.actions.keep_template import restore_template, return_to_standard, upload_template
from xinan.documents.catalogue import REMINDER as KIND
from xinan.documents.checking.guarded import LARGEST_TEMPLATE, UnusableTemplate, check_template
from xinan.documents.checking.trial import text_of
from xinan.documents.models import LetterTemplate
from xinan.documents.templates import template_in_force, versions_of
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import Conflict, NotAllowed
from xinan.people.models import Organisation, User


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_by_its_code(name: str) -> None:
    codes, make = HOSTILE[name]
    with pytest.raises(UnusableTemplate) as refusal:
        check_template(KIND, file_name="模板.docx", content=make())
    assert refusal.value.code.removeprefix("template.") in codes


def test_a_file_under_another_name_or_too_large_is_refused() -> None:
    for name, content, code in (
        ("模板.docm", REMINDER, "template.macro"),
        ("模板.doc", REMINDER, "template.type"),
        ("模板.docx", REMINDER + b"\0" * LARGEST_TEMPLATE, "template.large"),
    ):
        with pytest.raises(UnusableTemplate) as refusal:
            check_template(KIND, file_name=name, content=content)
        assert refusal.value.code == code


def test_every_unknown_field_is_named() -> None:
    content = saying(
        "{{ 项目名 }}、{{ 预警事项.名称 }}", "{% for 行 in 预警事项 %}{{ 行.金额 }}{{ 行.name }}{% endfor %}"
    )
    with pytest.raises(UnusableTemplate) as refusal:
        check_template(KIND, file_name="模板.docx", content=content)
    assert refusal.value.what.zh == "有系统不认识的要素：项目名、预警事项.名称、行.金额。"


def test_a_letter_without_its_number_is_none() -> None:
    with pytest.raises(UnusableTemplate) as refusal:
        check_template(KIND, file_name="模板.docx", content=replaced("word/document.xml", "{{ 文号 }}", ""))
    assert refusal.value.what.zh == "缺少必须有的要素：文号。"


def test_english_names_capitals_and_conditions_are_good() -> None:
    lines = (
        "{{ project_name }}，{{ issued_on_characters }}，{{ 落款日期汉字 }}",
        "{% if 项目地点 and not 建设单位 == '无' %}{{ 项目地点 }}{% else %}无{% endif %}",
        "{% for 行 in findings %}{{ loop.index }}{{ 行.name }}{{ 行.依据 }}{% if not loop.last %}；{% endif %}{% endfor %}",
    )
    check_template(KIND, file_name="模板.docx", content=saying(*lines))


@pytest.fixture
def province_officer(db: None) -> User:
    office = OrganisationFactory(name="省根治欠薪办", kind="leading_group_office", region_code="220000")
    return AppointmentFactory(user=UserFactory(organisation=office), role="province_office", region_code="220000").user


Written = Callable[[User], str]


@pytest.fixture
def written(now: datetime, keyring: Keyring) -> Written:
    """A function that issues a letter and gives its text."""

    def write(by: User) -> str:
        letter = issue_letter(drafted(by=by, now=now, keyring=keyring), by=by, now=now, keyring=keyring)
        return text_of(download_letter(letter, by=by, now=now, keyring=keyring))

    return write


def test_whose_template_is_in_force_and_the_way_back(
    officer: User, office: Organisation, province_officer: User, written: Written, now: datetime
) -> None:
    assert "全省统一" not in written(officer)
    upload_template(
        KIND, office=None, file_name="省.docx", content=saying("全省统一模板。"), by=province_officer, now=now
    )
    assert "全省统一模板。" in written(officer)
    first = upload_template(
        KIND, office=office, file_name="区.docx", content=saying("南关区第一版。"), by=officer, now=now
    )
    later = now + timedelta(hours=1)
    upload_template(KIND, office=office, file_name="区2.docx", content=saying("南关区第二版。"), by=officer, now=later)
    text = written(officer)
    assert "南关区第二版。" in text
    assert "全省统一" not in text
    assert restore_template(first, kind=KIND, by=officer, now=later).version == 3
    assert "南关区第一版。" in written(officer)
    assert "全省统一模板。" in written(province_officer)
    return_to_standard(KIND, office=office, by=officer, now=later)
    assert "全省统一模板。" in written(officer)
    return_to_standard(KIND, office=None, by=province_officer, now=later)
    assert template_in_force(KIND, office=office).version is None
    kept = list(versions_of(KIND, office=office).values_list("version", "restores__version", "file_name"))
    assert kept == [(4, None, ""), (3, 1, "区.docx"), (2, None, "区2.docx"), (1, None, "区.docx")]


def test_the_same_file_is_no_new_version_and_nothing_to_give_up_is_told(
    officer: User, office: Organisation, now: datetime
) -> None:
    content = saying("同一份。")
    with pytest.raises(Conflict):
        return_to_standard(KIND, office=office, by=officer, now=now)
    upload_template(KIND, office=office, file_name="a.docx", content=content, by=officer, now=now)
    with pytest.raises(Conflict):
        upload_template(KIND, office=office, file_name="b.docx", content=content, by=officer, now=now)
    assert LetterTemplate.objects.count() == 1


def test_only_the_holder_keeps_a_template(
    officer: User, office: Organisation, province_officer: User, now: datetime
) -> None:
    firm = AppointmentFactory(role="contractor", enterprise_id="91220101MA0000001A", region_code="").user
    for holder, by in ((None, officer), (office, province_officer), (office, firm), (None, firm)):
        with pytest.raises(NotAllowed):
            upload_template(KIND, office=holder, file_name="a.docx", content=REMINDER, by=by, now=now)
    assert not LetterTemplate.objects.exists()


def test_a_letter_says_by_which_template_it_was_written(
    officer: User, office: Organisation, now: datetime, keyring: Keyring
) -> None:
    version = upload_template(KIND, office=office, file_name="a.docx", content=saying("甲。"), by=officer, now=now)
    letter = issue_letter(drafted(by=officer, now=now, keyring=keyring), by=officer, now=now, keyring=keyring)
    upload_template(KIND, office=office, file_name="b.docx", content=saying("乙。"), by=officer, now=now)
    assert letter.file.template_id == version.pk
    assert letter.file.template_digest == version.digest
    # A new template changes no letter that was issued.
    assert "甲。" in text_of(download_letter(letter, by=officer, now=now, keyring=keyring))
