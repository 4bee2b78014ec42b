"""Settings that protect people, and settings that must not need what is not there."""

import os
import stat
import subprocess
import sys

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from config.content_security import ContentSecurityMiddleware
from config.wiring import build
from tests.people.factories import UserFactory
from xinan.gateways.database import connection_url, parse_url
from xinan.gateways.home import CHECKOUT, MissingSecret, secret
from xinan.people.middleware import RequestIdMiddleware


def settings_in(**environment: str) -> subprocess.CompletedProcess[str]:
    """Settings loaded by a process of its own, with what it prints of them."""
    program = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECRET_KEY)"
    )
    given = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{CHECKOUT}/src:{CHECKOUT}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        **environment,
    }
    return subprocess.run([sys.executable, "-c", program], env=given, capture_output=True, text=True, check=False)


def test_settings_need_no_server_and_start_none(tmp_path) -> None:
    done = settings_in(XINAN_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "postgres").exists()


def test_secrets_are_made_once_and_readable_by_their_owner_alone(tmp_path) -> None:
    first, second = settings_in(XINAN_HOME=str(tmp_path)), settings_in(XINAN_HOME=str(tmp_path))
    assert first.stdout == second.stdout
    assert stat.S_IMODE((tmp_path / "secrets.env").stat().st_mode) == 0o600


def test_secrets_of_the_environment_are_written_nowhere(tmp_path) -> None:
    done = settings_in(XINAN_HOME=str(tmp_path), XINAN_SECRET_KEY="k" * 50)
    assert "k" * 50 in done.stdout
    assert not (tmp_path / "secrets.env").exists()


@pytest.mark.parametrize("name", ["XINAN_SECRET_KEY", "XINAN_KEYS"])
def test_behind_tls_no_secret_is_made_up(tmp_path, monkeypatch, name) -> None:
    monkeypatch.setenv("XINAN_HOME", str(tmp_path))
    monkeypatch.setenv("XINAN_TLS", "1")
    monkeypatch.delenv(name, raising=False)
    with pytest.raises(MissingSecret, match=name):
        secret(name)
    assert not (tmp_path / "secrets.env").exists()


def test_behind_tls_cookies_are_secure_and_plain_requests_sent_on(tmp_path) -> None:
    behind = settings_in(XINAN_HOME=str(tmp_path), XINAN_TLS="1", XINAN_SECRET_KEY="k" * 50)
    assert behind.stdout.startswith("True True")
    assert settings_in(XINAN_HOME=str(tmp_path)).stdout.startswith("False False")


def test_another_database_than_postgresql_is_refused() -> None:
    with pytest.raises(ValueError, match="postgresql://"):
        parse_url("sqlite:///x.db")


def test_a_url_survives_the_way_through_djangos_settings() -> None:
    parsed = parse_url("postgresql://u:p%40's@/xinan?host=/run/a%20b&sslmode=disable")
    assert (parsed["HOST"], parsed["PASSWORD"], parsed["OPTIONS"]) == ("/run/a b", "p@'s", {"sslmode": "disable"})
    assert connection_url(parsed) == r"dbname='xinan' user='u' password='p@\'s' host='/run/a b' sslmode='disable'"


def test_the_clock_stands_where_it_is_told_and_needs_an_offset(monkeypatch) -> None:
    monkeypatch.setenv("XINAN_NOW", "2026-11-22T20:00:00+00:00")
    assert str(build().clock.today()) == "2026-11-23"
    monkeypatch.setenv("XINAN_NOW", "2026-11-22T20:00:00")
    with pytest.raises(ValueError, match="offset"):
        build()


def test_an_unknown_secret_is_an_error(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XINAN_HOME", str(tmp_path))
    with pytest.raises(KeyError):
        secret("XINAN_NO_SUCH")


def test_pages_carry_a_policy_unless_they_set_their_own() -> None:
    request = RequestFactory().get("/")
    plain = ContentSecurityMiddleware(lambda _: HttpResponse())(request)
    assert "script-src 'self';" in plain["Content-Security-Policy"]
    own = ContentSecurityMiddleware(lambda _: HttpResponse(headers={"Content-Security-Policy": "x"}))(request)
    assert own["Content-Security-Policy"] == "x"


@pytest.mark.parametrize(
    ("given", "kept"), [("abcdef0123456789", True), ("short", False), ("bad id\n13900000000", False)]
)
def test_every_answer_carries_its_number_and_takes_only_a_harmless_one(given, kept) -> None:
    request = RequestFactory().get("/", headers={"X-Request-ID": given})
    answer = RequestIdMiddleware(lambda _: HttpResponse())(request)
    assert (answer["X-Request-ID"] == given) is kept
    assert request.request_id == answer["X-Request-ID"]


@pytest.mark.django_db
def test_one_signs_in_by_user_name_and_nobody_signs_up() -> None:
    user = UserFactory(username="inspector")
    user.set_password("a long enough password")
    user.save()
    client = Client()
    refused = client.post(reverse("account_login"), {"login": "inspector", "password": "wrong"})
    assert "_auth_user_id" not in client.session, refused
    client.post(reverse("account_login"), {"login": "inspector", "password": "a long enough password"})
    assert client.session["_auth_user_id"] == str(user.pk)
    newcomer = {"username": "newcomer", "password1": "a long enough password", "password2": "a long enough password"}
    Client().post(reverse("account_signup"), newcomer)
    assert not type(user).objects.filter(username="newcomer").exists()


@pytest.mark.django_db
def test_the_second_factor_is_offered() -> None:
    user = UserFactory()
    client = Client()
    client.force_login(user)
    assert client.get(reverse("mfa_index")).status_code == 200
