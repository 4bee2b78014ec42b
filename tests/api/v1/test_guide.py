"""Every example of the guide runs as it stands against a running server."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.api.v1.conftest import HANDS
from tests.intake.site import LABOUR, PROJECT
from xinan.gateways.wiring import Wiring
from xinan.intake.credentials.making import Opened
from xinan.intake.native.waiting import take_waiting
from xinan.workforce.models import Punch

GUIDE = Path(__file__).parents[3] / "docs/user-guide/native-interface.md"
_BLOCK = re.compile(r"```(sh|python)\n# example: (\w+)\n(.*?)```", re.DOTALL)
EXAMPLES = {name: (language, text) for language, name, text in _BLOCK.findall(GUIDE.read_text("utf-8"))}


def ran(name: str, *, environment: dict[str, str], folder: Path) -> str:
    language, text = EXAMPLES[name]
    if language == "sh":
        # The token's example sets what the others use; each runs in a shell of its own.
        text = f"set -eu\n{EXAMPLES['token'][1] if name != 'token' else ''}\n{text}"
        command = ["bash", "-c", text]
    else:
        command = [sys.executable, "-c", text]
    done = subprocess.run(
        command, env={**os.environ, **environment}, cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, f"{name}: {done.stderr[-2000:]}"
    return done.stdout


@pytest.mark.django_db(transaction=True)
def test_the_examples_of_the_guide(live_server: LiveServer, opened: Opened, wired: Wiring, tmp_path: Path) -> None:
    assert set(EXAMPLES) == {"token", "ndjson", "csv", "python", "arrow", "single"}
    environment = {
        "HOST": live_server.url,
        "APPID": opened.credential.appid,
        "SECRET": opened.secret,
        "FIRM": LABOUR,
        "PERSON": HANDS[0].identity,
    }
    run = {"environment": environment, "folder": tmp_path}
    assert ran("token", **run).startswith("43 ")  # type: ignore[arg-type]
    assert '"added": 2' in ran("ndjson", **run)  # type: ignore[arg-type]
    assert '"added": 1' in ran("csv", **run)  # type: ignore[arg-type]
    token = subprocess.run(
        ["bash", "-c", EXAMPLES["token"][1] + '\necho "$TOKEN"'],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    environment["TOKEN"] = token.stdout.split()[-1]
    assert ran("arrow", **run) == "2 added\n"  # type: ignore[arg-type]
    assert '"state": "waiting"' in ran("single", **run)  # type: ignore[arg-type]
    assert take_waiting(now=wired.clock.now(), keyring=wired.keyring) == 1
    assert Punch.objects.filter(project_id=PROJECT).count() == 6
