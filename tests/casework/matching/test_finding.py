"""Finding what a clue speaks of in a small registry: by words, people, places and firms; ties are shown."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.registry.factories import EnterpriseFactory, ProjectFactory, TeamFactory
from tests.workforce.factories import EmploymentFactory, WorkerFactory
from xinan.casework.matching import Found, ToldClue, find
from xinan.intake.persons import ID_NUMBER, PHONE
from xinan.kernel.ciphers import Keyring
from xinan.kernel.period import Month
from xinan.patrols.models import SitePlace
from xinan.registry.models import Project
from xinan.simulation import identities
from xinan.workforce.models import Employment, Worker

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
MOBILE = identities.phone("caller").number
IDENTITY = identities.citizen_id("caller", birth_on=date(1985, 5, 1), sex="male").number
NAMES = (
    ("P1", "长春市南关区松柏苑住宅小区二期工程", "220102"),
    ("P2", "长春市南关区松柏苑住宅小区一期工程", "220102"),
    ("P3", "长春市宽城区星河湾棚户区改造工程", "220103"),
    ("P4", "公主岭市云霞里道路及管网工程", "220184"),
    ("P5", "农安县清溪园公租房工程", "220122"),
    ("P6", "延吉市清溪园公租房工程", "222401"),
    ("P7", "敦化市玉泉城商住楼工程", "222403"),
    ("P8", "舒兰市金珠岸堤防加固工程", "220283"),
)


@pytest.fixture
def registry() -> dict[str, Project]:
    return {key: ProjectFactory(project_id=key, name=name, region_code=region) for key, name, region in NAMES}


def caller(keyring: Keyring, *, project: Project, **terms: Any) -> Employment:
    worker = WorkerFactory(
        phone_index=keyring.look_up(MOBILE, context=PHONE),
        id_number_index=keyring.look_up(IDENTITY, context=ID_NUMBER),
    )
    return EmploymentFactory(project=project, worker=worker, **terms)


def ask(keyring: Keyring, *, among: list[str] | None = None, **told: Any) -> Found:
    return find(ToldClue(received_on=told.pop("on", DAY), **told), keyring=keyring, among=among)


def proposed(found: Found) -> str:
    return found.project.project_id if found.project else ""


@pytest.mark.usefixtures("registry")
class TestByWords:
    @pytest.mark.parametrize(
        ("words", "key"),
        [
            ("松柏苑二期工地", "P1"),
            ("嵩百院小区1期", "P2"),
            ("星河湾棚改", "P3"),
            ("yunxiali修路", "P4"),
            ("延吉清溪园", "P6"),
            ("我们在舒兰金珠岸修堤", "P8"),
        ],
    )
    def test_the_site_meant_is_proposed_and_says_why(self, keyring: Keyring, words: str, key: str) -> None:
        found = ask(keyring, site_words=words)
        assert proposed(found) == key
        assert found.projects[0].why
        assert all(text.zh and text.en for text in found.projects[0].why)

    def test_equals_stand_beside_each_other_and_none_is_proposed(self, keyring: Keyring) -> None:
        found = ask(keyring, site_words="清溪园公租房")
        assert {match.key for match in found.projects[:2]} == {"P5", "P6"}
        assert found.projects[0].score == found.projects[1].score
        assert found.is_tie
        assert found.project is None

    def test_the_counter_it_is_told_at_decides_between_equals(self, keyring: Keyring) -> None:
        assert proposed(ask(keyring, site_words="清溪园公租房", region_code="222401")) == "P6"
        assert proposed(ask(keyring, site_words="清溪园公租房", region_code="220122")) == "P5"

    @pytest.mark.parametrize("words", ["", "工地", "那边的工地上干活", "万达广场", "阿尔法大厦B座", "!!", "12号楼"])
    def test_nothing_is_proposed_for_what_is_not_there(self, keyring: Keyring, words: str) -> None:
        found = ask(keyring, site_words=words)
        assert found.project is None
        assert all(match.score < 70 for match in found.projects)

    def test_only_among_those_asked_for(self, keyring: Keyring) -> None:
        assert ask(keyring, site_words="松柏苑二期", among=["P3"]).project is None

    def test_a_new_name_is_found_at_once(self, keyring: Keyring, registry: dict[str, Project]) -> None:
        assert ask(keyring, site_words="芙蓉国际").project is None
        Project.objects.filter(pk="P7").update(name="敦化市芙蓉国际商住楼工程")
        assert proposed(ask(keyring, site_words="芙蓉国际")) == "P7"

    def test_works_that_had_not_begun_are_doubted(self, keyring: Keyring) -> None:
        early = ask(keyring, site_words="星河湾", from_month=Month(2025, 1), to_month=Month(2025, 3))
        late = ask(keyring, site_words="星河湾", from_month=Month(2026, 9))
        assert late.projects[0].score > (early.projects[0].score if early.projects else 0)


class TestByPeople:
    def test_a_phone_on_the_roster_finds_site_firm_team_and_time(
        self, keyring: Keyring, registry: dict[str, Project]
    ) -> None:
        project = registry["P3"]
        team = TeamFactory(project=project, name="钢筋班")
        firm = EnterpriseFactory(name="四平润瑞劳务分包有限公司")
        held = caller(keyring, project=project, employer=firm, team=team, entered_on=date(2026, 6, 3))
        found = ask(keyring, phone=MOBILE)
        assert proposed(found) == "P3"
        assert found.employer
        assert found.employer.key == firm.pk
        assert found.team
        assert found.team.key == team.pk
        assert found.period
        assert (found.period.from_month, found.period.to_month) == (Month(2026, 6), Month(2026, 11))
        assert found.workers == (held.worker_id,)

    def test_an_identity_is_worth_more_than_the_words(self, keyring: Keyring, registry: dict[str, Project]) -> None:
        caller(keyring, project=registry["P4"])
        assert proposed(ask(keyring, id_number=IDENTITY)) == "P4"
        assert proposed(ask(keyring, id_number=IDENTITY, site_words="云霞里")) == "P4"

    def test_nothing_that_is_shown_names_the_caller(self, keyring: Keyring, registry: dict[str, Project]) -> None:
        caller(keyring, project=registry["P4"])
        told = ToldClue(received_on=DAY, phone=MOBILE, id_number=IDENTITY, site_words="张三丰的云霞里工地")
        found = find(told, keyring=keyring)
        said = f"{found!r}{told!r}"
        assert MOBILE not in said
        assert IDENTITY not in said
        assert "张三丰" not in repr(found)

    def test_who_moved_between_two_sites_at_one_time_is_asked(
        self, keyring: Keyring, registry: dict[str, Project]
    ) -> None:
        held = caller(keyring, project=registry["P3"])
        EmploymentFactory(project=registry["P4"], worker=held.worker)
        found = ask(keyring, phone=MOBILE)
        assert found.is_tie
        assert {match.key for match in found.projects[:2]} == {"P3", "P4"}
        assert proposed(ask(keyring, phone=MOBILE, site_words="云霞里")) == "P4"

    @pytest.mark.parametrize("phone", ["", "abc", "10086", "154"])
    def test_no_phone_at_all_is_no_error(self, keyring: Keyring, registry: dict[str, Project], phone: str) -> None:
        WorkerFactory(phone_index="")
        assert ask(keyring, phone=phone).workers == ()
        assert Worker.objects.filter(phone_index="").exists()


class TestByFirmsAndPlaces:
    def test_a_short_firm_name_of_one_site(self, keyring: Keyring, registry: dict[str, Project]) -> None:
        for number, name in enumerate(
            ("长春松阳建筑劳务有限公司", "吉林恒达建筑劳务有限公司", "白城润泰装饰工程有限公司")
        ):
            firm = EnterpriseFactory(name=name)
            EmploymentFactory(project=registry[f"P{number + 3}"], employer=firm)
        found = ask(keyring, employer_words="恒达劳务")
        assert found.projects[0].key == "P4"
        assert found.employers[0].name == "吉林恒达建筑劳务有限公司"

    def test_a_firm_on_two_sites_is_a_tie(self, keyring: Keyring, registry: dict[str, Project]) -> None:
        firm = EnterpriseFactory(name="吉林恒达建筑劳务有限公司")
        for key in ("P3", "P4"):
            EmploymentFactory(project=registry[key], employer=firm)
        found = ask(keyring, employer_words="恒达劳务")
        assert found.project is None
        assert len({match.score for match in found.projects[:2]}) == 1
        assert proposed(ask(keyring, employer_words="恒达劳务", site_words="星河湾")) == "P3"

    def test_a_place_on_the_map(self, keyring: Keyring, registry: dict[str, Project]) -> None:
        for number, key in enumerate(("P5", "P7")):
            SitePlace.objects.create(
                project=registry[key],
                lng=125.2 + number,
                lat=44.4,
                accuracy=10,
                told_at=datetime(2026, 6, 1, tzinfo=UTC),
            )
        found = ask(keyring, lng=125.201, lat=44.4)
        assert proposed(found) == "P5"
        assert "公里" in found.projects[0].why[0].zh
        assert ask(keyring, lng=120.0, lat=40.0).projects == ()


def test_statements_stay_few(keyring: Keyring, registry: dict[str, Project]) -> None:
    caller(keyring, project=registry["P3"])
    told = {"site_words": "星河湾", "employer_words": "建设企业", "phone": MOBILE, "id_number": IDENTITY}
    ask(keyring, **told)
    with CaptureQueriesContext(connection) as asked:
        ask(keyring, **told)
    assert len(asked) <= 9
