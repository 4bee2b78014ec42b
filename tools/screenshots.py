"""The pictures of the README: a province of its own, signed in as each role, on a desk and on a phone.

`make screenshots` writes docs/images. The clock stands still and the province comes from one seed, so that a picture changes only
when the product does.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tools.chromium import ROOT, launch_options

IMAGES = ROOT / "docs" / "images"
HOME = ROOT / ".xinan" / "screenshots"
MOMENT = "2026-11-23T09:30:00+08:00"
SIZE = ("--projects", "60", "--workers", "16", "--months", "5")
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
UP_SECONDS = 300.0


@dataclass(frozen=True)
class Picture:
    """One picture: its file, who is signed in, the page, how large, and what is done on the page before."""

    name: str
    username: str
    path: str
    viewport: ViewportSize
    language: str = "zh-CN"
    prepare: Callable[[Page], None] | None = None


def first_project(page: Page) -> None:
    """Open the project that the inbox puts first."""
    page.locator("a[href^='/projects/']").first.click()
    settled(page)


def month_grid(page: Page) -> None:
    """The first project's people by month: valid days, payable, paid."""
    first_project(page)
    page.locator("#p-grid").evaluate(
        "heading => window.scrollTo(0, window.scrollY + heading.getBoundingClientRect().top - 90)"
    )
    settled(page)


def evidence(page: Page) -> None:
    """The rows behind the first warning, asked for and shown."""
    first_project(page)
    page.locator("article.xa-warning button:has-text('看证据')").first.click()
    page.locator(".xa-evidence").first.wait_for()
    page.locator("article.xa-warning").first.evaluate(
        "article => window.scrollTo(0, window.scrollY + article.getBoundingClientRect().top - 90)"
    )
    settled(page)


def first_case(page: Page) -> None:
    """Open the case that the list puts first."""
    page.locator("main a[href^='/cases/']:not([href$='/new/'])").first.click()
    settled(page)


PICTURES = (
    Picture("sign-in", "", "/", DESK),
    Picture("inbox", "province", "/", DESK),
    Picture("inbox-phone", "inspector", "/", PHONE),
    Picture("project", "province", "/", DESK, prepare=first_project),
    Picture("project-phone", "inspector", "/", PHONE, prepare=first_project),
    Picture("evidence", "province", "/", DESK, prepare=evidence),
    Picture("month-grid", "province", "/", DESK, prepare=month_grid),
    Picture("rules", "province", "/rules/", DESK),
    Picture("rule", "province", "/rules/wages/unpaid/", DESK),
    Picture("import", "contractor", "/imports/", DESK),
    Picture("clues", "province", "/clues/?whose=all", DESK),
    Picture("case", "province", "/cases/", DESK, prepare=first_case),
    Picture("three-plus-one", "province", "/boards/3plus1/", DESK),
    Picture("complaint-phone", "", "/complain/", PHONE),
    Picture("inbox-en", "province", "/", DESK, language="en"),
)


def settled(page: Page) -> None:
    """Wait until nothing is fetched and the fonts are there."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(400)


@contextmanager
def running_demo() -> Iterator[str]:
    """A demo on its own data and port; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    shutil.rmtree(HOME, ignore_errors=True)
    environment = {**os.environ, "XINAN_HOME": str(HOME), "XINAN_NOW": MOMENT}
    environment.pop("XINAN_DATABASE_URL", None)
    command = [sys.executable, "-m", "xinan.jobs", "demo", "--port", str(port), *SIZE]
    demo = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(demo, port=port)
        yield address
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(90)


def wait_for(demo: "subprocess.Popen[bytes]", *, port: int) -> None:
    """Wait until the pages listen and the people who sign in are known."""
    deadline = time.monotonic() + UP_SECONDS
    while time.monotonic() < deadline:
        if demo.poll() is not None:
            raise SystemExit("the demo ended by itself")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0 and (HOME / "demo-sign-ins.json").exists():
                return
        time.sleep(0.5)
    raise SystemExit("the demo did not come up")


def passwords() -> dict[str, str]:
    """Password by user name."""
    entries = json.loads((HOME / "demo-sign-ins.json").read_text(encoding="utf-8"))
    return {entry["username"]: entry["password"] for entry in entries}


def take(browser: Browser, picture: Picture, *, address: str) -> None:
    """Take one picture in a browser that knows nothing of the others."""
    context = browser.new_context(
        viewport=picture.viewport,
        locale=picture.language,
        timezone_id="Asia/Shanghai",
        device_scale_factor=1 if picture.viewport is DESK else 2,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{address}{picture.path}")
    if picture.username:
        page.locator("input[name=login]").fill(picture.username)
        page.locator("input[name=password]").fill(passwords()[picture.username])
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/accounts/" not in url)
    settled(page)
    if picture.prepare is not None:
        picture.prepare(page)
    page.evaluate("document.querySelectorAll('.xa-toast').forEach(toast => toast.remove())")
    page.screenshot(path=IMAGES / f"{picture.name}.png")
    print(f"{picture.name}.png")
    context.close()


def main() -> int:
    """Take the pictures named on the command line, or all."""
    wanted = [picture for picture in PICTURES if picture.name in sys.argv[1:] or not sys.argv[1:]]
    IMAGES.mkdir(parents=True, exist_ok=True)
    with running_demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for picture in wanted:
            take(browser, picture, address=address)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
