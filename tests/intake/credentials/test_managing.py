"""Opening, rotating and revoking: who may, what stays valid how long, and that no secret lies about."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.intake import site
from tests.intake.conftest import Send
from tests.intake.site import CONTRACTOR, LABOUR, PROJECT
from tests.people.factories import AppointmentFactory
from xinan.intake.actions.open_credential import open_credential
from xinan.intake.actions.revoke_credential import revoke_credential
from xinan.intake.actions.rotate_credential import rotate_credential
from xinan.intake.credentials.finding import find_credential
from xinan.intake.credentials.making import Opened
from xinan.intake.credentials.standing import CredentialState, standings
from xinan.intake.credentials.tokens import find_token, has_scope, issue_token
from xinan.intake.models import AccessToken, Credential
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import FixedClock
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from xinan.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(send: Send) -> User:
    """The labour manager of the project's contractor."""
    send(projects=site.project(), units=site.units())
    return AppointmentFactory(role="contractor", enterprise_id=CONTRACTOR, region_code="").user


@pytest.fixture
def opened(manager: User, keyring: Keyring, clock: FixedClock) -> Opened:
    return open_credential(project_id=PROJECT, name="闸机", by=manager, now=clock.now(), keyring=keyring)


def secrets_of(appid: str, *, now: object, keyring: Keyring) -> tuple[str, ...]:
    known = find_credential(appid, now=now)  # type: ignore[arg-type]
    return known.secrets(keyring) if known else ()


def test_a_contractor_opens_one_for_its_project_alone(
    opened: Opened, manager: User, keyring: Keyring, clock: FixedClock
) -> None:
    assert secrets_of(opened.credential.appid, now=clock.now(), keyring=keyring) == (opened.secret,)
    assert (len(opened.secret), opened.secret.isalnum(), opened.credential.created_by) == (32, True, manager)
    stranger = AppointmentFactory(role="contractor", enterprise_id=LABOUR, region_code="").user
    for project in (PROJECT, "no-such"):
        with pytest.raises(NotAllowed):
            open_credential(project_id=project, name="闸机", by=stranger, now=clock.now(), keyring=keyring)
    with pytest.raises(NotFound):
        rotate_credential(opened.credential.appid, by=stranger, now=clock.now(), keyring=keyring)
    with pytest.raises(NotFound):
        revoke_credential(opened.credential.appid, by=stranger, now=clock.now())


def test_the_secret_lies_nowhere_in_clear(opened: Opened) -> None:
    assert opened.secret not in repr(opened)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("intake_"):
                cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{opened.secret}%"])
                assert cursor.fetchone() == (0,), table
        cursor.execute("SELECT count(*) FROM intake_credentialsecretevent")
        assert cursor.fetchone() == (1,)


def test_rotation_leaves_the_old_secret_valid_for_a_while(
    opened: Opened, manager: User, keyring: Keyring, clock: FixedClock
) -> None:
    now, appid = clock.now(), opened.credential.appid
    second = rotate_credential(appid, by=manager, now=now + timedelta(days=1), keyring=keyring)
    day = timedelta(days=1)
    assert secrets_of(appid, now=now + 2 * day, keyring=keyring) == (second.secret, opened.secret)
    assert secrets_of(appid, now=now + 8 * day, keyring=keyring) == (second.secret,)
    # A third ends the first: never more than two.
    third = rotate_credential(appid, by=manager, now=now + 3 * day, keyring=keyring, overlap=2 * day)
    assert secrets_of(appid, now=now + 4 * day, keyring=keyring) == (third.secret, second.secret)
    fourth = rotate_credential(appid, by=manager, now=now + 4 * day, keyring=keyring, overlap=timedelta())
    assert secrets_of(appid, now=now + 4 * day, keyring=keyring) == (fourth.secret,)
    for overlap in (timedelta(days=31), timedelta(days=-1)):
        with pytest.raises(InvalidValue):
            rotate_credential(appid, by=manager, now=now, keyring=keyring, overlap=overlap)


def test_revoking_ends_everything_at_once(opened: Opened, manager: User, keyring: Keyring, clock: FixedClock) -> None:
    now, appid = clock.now(), opened.credential.appid
    issued = issue_token(opened.credential, asked=(), now=now)
    assert find_token(issued.token, now=now) is not None
    revoke_credential(appid, by=manager, now=now)

    assert find_credential(appid, now=now) is None
    assert find_token(issued.token, now=now) is None
    with pytest.raises(Conflict):
        revoke_credential(appid, by=manager, now=now)
    with pytest.raises(Conflict):
        rotate_credential(appid, by=manager, now=now, keyring=keyring)
    (standing,) = standings(Credential.objects.all(), now=now)
    assert standing.state is CredentialState.REVOKED


def test_tokens_have_the_scopes_of_their_credential_and_an_end(
    manager: User, keyring: Keyring, clock: FixedClock
) -> None:
    now = clock.now()
    narrow = open_credential(
        project_id=PROJECT, name="闸机", scopes=["attendance", "people"], by=manager, now=now, keyring=keyring
    ).credential
    whole = issue_token(narrow, asked=(), now=now)
    part = issue_token(narrow, asked=["facts:attendance"], now=now)
    assert set(whole.scopes) == {"facts:attendance", "facts:people"}
    assert part.scopes == ("facts:attendance",)
    with pytest.raises(NotAllowed):
        issue_token(narrow, asked=["facts:payroll"], now=now)
    token = find_token(part.token, now=now)
    assert token is not None
    assert (has_scope(token, kind="attendance"), has_scope(token, kind="people")) == (True, False)
    assert part.token not in repr(part)
    assert find_token(part.token, now=now + timedelta(hours=1)) is None
    issue_token(narrow, asked=(), now=now + timedelta(hours=2))
    assert AccessToken.objects.count() == 1


def test_what_cannot_be_opened(manager: User, keyring: Keyring, clock: FixedClock) -> None:
    now = clock.now()
    for wrong in (
        {"project_id": PROJECT, "name": " "},
        {"project_id": PROJECT, "name": "x" * 61},
        {"project_id": PROJECT, "name": "x", "scopes": ["wishes"]},
        {"name": "x"},
        {"name": "x", "bank_id": "B1", "project_id": PROJECT},
    ):
        with pytest.raises(InvalidValue):
            open_credential(by=manager, now=now, keyring=keyring, **wrong)
    assert open_credential(bank_id="B1", name="核心系统", by=None, now=now, keyring=keyring).credential.bank_id == "B1"
