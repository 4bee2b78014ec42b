"""What set-up hands to uv and npm of the settings somebody made for pip."""

from pathlib import Path

import pytest

from tools.pip_settings import exports, pip_settings


def test_a_mirror_and_certificates_set_for_pip_are_handed_on() -> None:
    settings = {"index-url": "https://mirror.example/simple", "cert": "/etc/office-ca.pem"}
    handed = dict(exports(settings, environment={}))
    assert handed["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert handed["SSL_CERT_FILE"] == handed["NODE_EXTRA_CA_CERTS"] == "/etc/office-ca.pem"
    assert "UV_INDEX_STRATEGY" not in handed


def test_several_indexes_are_all_searched_as_pip_does() -> None:
    handed = dict(exports({"extra-index-url": "https://a/simple\nhttps://b/simple"}, environment={}))
    assert handed["UV_INDEX"] == "https://a/simple https://b/simple"
    assert handed["UV_INDEX_STRATEGY"] == "unsafe-best-match"


def test_folders_of_wheels_are_parted_by_commas() -> None:
    assert dict(exports({"find-links": "/a\n/b"}, environment={}))["UV_FIND_LINKS"] == "/a,/b"


def test_what_is_set_for_uv_itself_stays() -> None:
    handed = dict(exports({"index-url": "https://pip/simple"}, environment={"UV_DEFAULT_INDEX": "https://uv/simple"}))
    assert "UV_DEFAULT_INDEX" not in handed


def test_pip_s_own_files_and_variables_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "pip.conf"
    file.write_text("[global]\nindex-url = https://file.example/simple\ncert = /file.pem\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    monkeypatch.setenv("PIP_CERT", "/variable.pem")
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    found = pip_settings()
    assert found["index-url"] == "https://file.example/simple"
    assert found["cert"] == "/variable.pem"
