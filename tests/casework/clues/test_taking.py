"""Taking a clue: the worker's voice first, nothing asked that a worker cannot know, nothing lost, nothing doubled."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection

from tests.casework.clues.people import HERE, MONDAY, Officer, days, firm, life, moved, settled, somebody, taken, voice
from tests.registry.factories import EnterpriseFactory, ProjectFactory
from tests.workforce.factories import WorkerFactory
from xinan.casework.actions.call_back import note_call
from xinan.casework.enums import Answer, CallBy, Channel
from xinan.casework.models import Clue, ClueCounter, Voice
from xinan.casework.told import ToldVoice
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from xinan.notices.models import Notice
from xinan.people.scope import Scope
from xinan.registry.models import ProjectChange

NOTHING = {"voice": ToldVoice(), "employer_words": "", "site_words": ""}


@pytest.mark.parametrize(
    "told",
    [
        {"voice": ToldVoice(words="工地欠我们钱")},
        {"voice": ToldVoice(phone="15412340001")},
        {"voice": ToldVoice(amount=Decimal(0))},
        {"voice": ToldVoice(from_month="2026-03")},
        {"site_words": "火车站那边"},
        {"employer_words": "姓王的老板"},
    ],
)
def test_any_one_thing_told_is_a_clue(inspector: Officer, keyring: Keyring, told: dict[str, object]) -> None:
    clue = taken(inspector, keyring, **{**NOTHING, **told})
    assert clue.number == "吉线〔2026〕000001号"
    assert (clue.region_code, clue.workers, clue.closed_on) == (HERE, 1, None)
    assert life(clue).state in ("received", "assigned")


def test_nothing_told_is_none(inspector: Officer, keyring: Keyring) -> None:
    with pytest.raises(InvalidValue):
        taken(inspector, keyring, **NOTHING)
    assert not Clue.objects.exists()
    assert not ClueCounter.objects.filter(last__gt=0).exists()


@pytest.mark.parametrize(
    "told",
    [
        {"from_month": "2026-13"},
        {"from_month": "2026-09", "to_month": "2026-08"},
        {"to_month": "2026-12"},
        {"amount": Decimal(-1)},
    ],
)
def test_what_cannot_be_is_said(inspector: Officer, keyring: Keyring, told: dict[str, object]) -> None:
    with pytest.raises(InvalidValue):
        taken(inspector, keyring, voice=voice(**told))


def test_numbers_have_no_gap_and_none_twice(inspector: Officer, keyring: Keyring) -> None:
    first = taken(inspector, keyring, voice=voice(phone=""))
    with pytest.raises(InvalidValue):
        taken(inspector, keyring, voice=voice(amount=Decimal(-1)))
    second = taken(inspector, keyring, voice=voice(phone=""))
    assert [first.number[-7:], second.number[-7:]] == ["000001号", "000002号"]


def test_who_it_is_is_sealed_and_found_by_digest_alone(inspector: Officer, keyring: Keyring) -> None:
    person = somebody()
    worker = WorkerFactory(id_number_index=keyring.look_up(person.number, context="worker.id_number"))
    clue = taken(inspector, keyring, voice=voice(name="示例甲", id_number=person.number.lower()))
    kept = clue.voices.get()
    assert kept.worker == worker
    assert (kept.id_number_masked, kept.phone_masked, kept.name_masked) == (person.masked, "154****0001", "示**")
    with connection.cursor() as cursor:
        for table in ("casework_voice", "casework_voiceevent", "casework_clue", "casework_clueevent"):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM {table} t")
            text = str(cursor.fetchone())
            for secret in (person.number, "15412340001", "示例甲", "老板说没钱"):
                assert secret not in text


def test_a_wrong_number_is_kept_as_told(inspector: Officer, keyring: Keyring) -> None:
    number = somebody().number
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    kept = taken(inspector, keyring, voice=voice(id_number=wrong, phone="0431-81234567")).voices.get()
    assert kept.id_fault == "citizen-id-checksum"
    assert (kept.id_number_index, kept.phone_index) == ("", "")
    assert keyring.open(kept.id_number_sealed, context="voice.id_number") == wrong
    assert keyring.open(kept.phone_sealed, context="voice.phone") == "0431-81234567"


def test_the_rules_see_it_in_its_project(inspector: Officer, keyring: Keyring) -> None:
    project = ProjectFactory()
    ProjectChange.objects.all().delete()
    clue = taken(inspector, keyring, project_id=project.pk, voice=voice(workers=4))
    assert (clue.project_id, clue.workers, clue.amount) == (project.pk, 4, Decimal(12000))
    assert ProjectChange.objects.filter(project_id=project.pk).exists()


def test_a_project_elsewhere_is_none(inspector: Officer, keyring: Keyring) -> None:
    with pytest.raises(NotFound):
        taken(inspector, keyring, project_id=ProjectFactory(region_code="220302").pk)


def test_firms_take_none_and_are_told_nothing(inspector: Officer, keyring: Keyring) -> None:
    project = ProjectFactory()
    builder = firm(project.contractor_id)
    with pytest.raises(NotAllowed):
        taken(builder, keyring)
    taken(None, keyring, project_id=project.pk)
    taken(inspector, keyring, project_id=project.pk, voice=voice(phone="15412340002"))
    assert not Notice.objects.filter(recipient=builder.user).exists()
    assert life(Clue.objects.latest("number")).parties == []


Told = Callable[[], Clue]


def test_the_same_matter_told_again_is_one_clue(inspector: Officer, keyring: Keyring) -> None:
    first = taken(inspector, keyring, voice=voice(name="示例甲"))
    told = voice(name="示例甲", amount=Decimal(15000), from_month="2026-10", to_month="2026-10")
    again = taken(None, keyring, voice=told)
    first.refresh_from_db()
    assert (again.merged_into, again.number) == (first, "吉线〔2026〕000002号")
    assert (again.closed_on, life(again).state) == (MONDAY.date(), "merged")
    assert first.voices.count() == 2
    # One person who speaks twice is one worker, owed what they said last.
    assert (first.workers, first.amount, first.from_month, first.to_month) == (1, Decimal(15000), "2026-08", "2026-10")
    assert Voice.objects.filter(told_in=again).get().clue == first


@pytest.mark.parametrize(
    "changed",
    [
        {"employer_words": "另一家公司"},
        {"voice": voice(name="示例甲", phone="15412349999")},
        {"voice": voice(name="示例甲", from_month="2026-03", to_month="2026-05")},
        # A phone is lent: without a name on both an officer is asked.
        {"voice": voice(name="")},
    ],
)
def test_another_person_employer_or_time_is_another_clue(
    inspector: Officer, keyring: Keyring, changed: dict[str, object]
) -> None:
    called = {"voice": voice(name="示例甲"), **changed}
    taken(inspector, keyring, voice=voice(name="示例甲"))
    assert taken(inspector, keyring, **called).merged_into is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "示例甲"}, {"name": "示例乙"}),
        ({"id_number": somebody("a").number}, {"id_number": somebody("b").number}),
    ],
)
def test_a_lent_phone_makes_nobody_the_same(
    inspector: Officer, keyring: Keyring, one: dict[str, object], other: dict[str, object]
) -> None:
    taken(inspector, keyring, voice=voice(**one))
    assert taken(inspector, keyring, voice=voice(**other)).merged_into is None


def test_firms_are_the_same_by_code_whatever_they_are_called(inspector: Officer, keyring: Keyring) -> None:
    employer = EnterpriseFactory()
    said = voice(name="示例甲")
    first = taken(inspector, keyring, employer_id=employer.pk, employer_words="建筑公司", voice=said)
    again = taken(inspector, keyring, employer_id=employer.pk, employer_words="姓李的工头", voice=said)
    assert again.merged_into == first


def test_what_is_new_reopens_a_closed_clue(inspector: Officer, keyring: Keyring) -> None:
    called = {"name": "示例甲"}
    first = taken(inspector, keyring, voice=voice(**called))
    settled(first, inspector)
    note_call(
        first.pk, answer=Answer.VERY, how=CallBy.PHONE, words="", by=inspector.user, scope=inspector.scope,
        now=MONDAY, keyring=keyring,
    )  # fmt: skip
    moved(first, "close", inspector)
    repeated = taken(None, keyring, now=days(3), voice=voice(**called))
    assert repeated.merged_into is None  # nothing new: an officer decides
    later = taken(None, keyring, now=days(5), voice=voice(**called, from_month="2026-10", to_month="2026-11"))
    first.refresh_from_db()
    assert later.merged_into == first
    assert (first.closed_on, first.conclusion, first.number) == (None, "", "吉线〔2026〕000001号")
    assert life(first).state == "verifying"


def test_clues_of_one_site_and_the_same_weeks_make_a_group(inspector: Officer, keyring: Keyring) -> None:
    project = ProjectFactory()
    first = taken(inspector, keyring, project_id=project.pk, voice=voice(workers=6))
    assert first.group is None
    second = taken(inspector, keyring, now=days(13), project_id=project.pk, voice=voice(phone="15412340002", workers=3))
    first.refresh_from_db()
    assert second.group is not None
    assert first.group == second.group
    assert (second.group.workers, second.group.collective) == (9, False)
    third = taken(inspector, keyring, now=days(20), project_id=project.pk, voice=voice(phone="15412340003"))
    assert third.group == second.group
    assert third.group is not None
    assert third.group.collective
    far = taken(inspector, keyring, now=days(60), project_id=project.pk, voice=voice(phone="15412340004"))
    assert far.group is None


def test_the_platform_s_number_comes_once(inspector: Officer, keyring: Keyring) -> None:
    taken(inspector, keyring, channel=Channel.PLATFORM, source_number="QG-1")
    with pytest.raises(Conflict):
        taken(inspector, keyring, channel=Channel.PLATFORM, source_number="QG-1")
    assert Clue.objects.count() == 1


def test_whoever_receives_it_handles_it_where_they_say_so(inspector: Officer, keyring: Keyring) -> None:
    mine = taken(inspector, keyring, mine=True)
    assert (life(mine).holder, life(mine).state) == (inspector.user, "assigned")
    with pytest.raises(NotAllowed):
        taken(Officer(inspector.user, Scope()), keyring)
