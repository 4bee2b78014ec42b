"""A Chromium for browser tests and screenshots: the one in the npm package @sparticuz/chromium, or the system's."""

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".xinan" / "chromium"
# A sandbox needs rights that root and containers do not give; the pages opened are only our own.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--hide-scrollbars",
    "--font-render-hinting=none",
]


def launch_options() -> dict[str, Any]:
    """Keyword arguments for Playwright's `chromium.launch`.

    `XINAN_CHROMIUM` names another browser; without it the packaged one is used (the same on every machine),
    and the system's only where the package has none for the platform.
    """
    path, libraries = _executable()
    environment = {**os.environ}
    if libraries:
        environment["LD_LIBRARY_PATH"] = os.pathsep.join([libraries, environment.get("LD_LIBRARY_PATH", "")]).strip(":")
    return {
        "executable_path": path,
        "args": ARGUMENTS,
        "chromium_sandbox": False,
        "env": environment,
        "timeout": 60_000,
    }


@cache
def _executable() -> tuple[str, str]:
    """The browser's path, and the folder of libraries it needs besides the system's ("" for none)."""
    if named := os.environ.get("XINAN_CHROMIUM"):
        return named, ""
    try:
        path = _unpacked()
    except (subprocess.CalledProcessError, FileNotFoundError) as missing:
        system = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if system is None:
            raise RuntimeError("no Chromium: run make test once, or set XINAN_CHROMIUM to one") from missing
        return system, ""
    return path, _missing_libraries(path)


def _unpacked() -> str:
    packaged = ROOT / "node_modules" / "@sparticuz" / "chromium" / "package.json"
    # One folder a version: an update of the package must not go on with the old browser.
    folder = FOLDER / json.loads(packaged.read_text())["version"]
    node = ROOT / ".venv" / "bin" / "node"
    command = [str(node), str(ROOT / "tools" / "chromium.mjs"), str(folder)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _missing_libraries(path: str) -> str:
    """The package's own libraries, where the system lacks some that the browser is linked with."""
    linked = subprocess.run(["ldd", path], check=False, capture_output=True, text=True).stdout
    return str(Path(path).parent / "al2023" / "lib") if "not found" in linked else ""
