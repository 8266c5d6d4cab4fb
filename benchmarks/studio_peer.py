"""Label Studio as a reviewer works with it: its own server, a browser, a hotkey and a submit for each event.

It is installed in an environment of its own (`python -m venv DIR; DIR/bin/pip install label-studio`), keeps its data
in a temporary folder with SQLite, and asks no network. Tasks are the words of an event with what it is said to be; the
choice has two values, each with its hotkey, as a project for accepting and rejecting has.
"""

import os
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as Late

PORT: Final = 18080
USER: Final = "reviewer@example.org"
PASSWORD: Final = "correct-horse-9-battery"
CONFIG: Final = """<View><Header value="$title"/><Text name="text" value="$text"/>
<Choices name="verdict" toName="text" choice="single" required="true">
<Choice value="accept" hotkey="a"/><Choice value="reject" hotkey="r"/></Choices></View>"""


@contextmanager
def studio(environment: Path) -> Iterator[str]:
    """Start Label Studio; give its address."""
    with tempfile.TemporaryDirectory() as data:
        env = {
            **os.environ, "PYTHONPATH": "", "LABEL_STUDIO_BASE_DATA_DIR": data, "HOME": data,
            "COLLECT_ANALYTICS": "False", "LATEST_VERSION_CHECK": "False", "SENTRY_DSN": "",
            "FRONTEND_SENTRY_DSN": "", "DJANGO_DB": "sqlite",
        }  # fmt: skip
        command = [str(environment / "bin" / "label-studio"), "start", "--no-browser", "--port", str(PORT)]
        command += ["--username", USER, "--password", PASSWORD, "--log-level", "ERROR"]
        with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            address = f"http://127.0.0.1:{PORT}"
            try:
                _wait(address)
                yield address
            finally:
                process.terminate()


def _wait(address: str) -> None:
    for _ in range(300):
        with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(f"{address}/health") as answer:
            if answer.status == 200:
                return
        time.sleep(1)
    raise SystemExit("Label Studio did not start in five minutes")


def project(browser: Browser, address: str, tasks: Sequence[dict[str, Any]]) -> tuple[Page, int]:
    """Log in, make a project of `tasks`; return the page and the number of the project."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{address}/user/login/")
    page.fill("input[name=email]", USER)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "login" not in url, timeout=120_000)
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "csrftoken")
    headers = {"X-CSRFToken": token, "Referer": address}
    made = page.request.post(
        f"{address}/api/projects", data={"title": "events", "label_config": CONFIG}, headers=headers
    )
    number = made.json()["id"]
    url = f"{address}/api/projects/{number}/import"
    told = page.request.post(url, data=list(tasks), headers=headers, timeout=120_000)
    if not told.ok:
        raise SystemExit(f"Label Studio did not take the tasks: {told.status} {told.text()[:300]}")
    return page, number


def _press(page: Page, key: str, done: Callable[..., None], state: str) -> None:
    """Press a key until it has been heard: one that comes before the page listens is lost."""
    for _ in range(20):
        page.keyboard.press(key)
        with suppress(Late):
            done(timeout=3_000, state=state)
            return
    raise SystemExit(f"Label Studio does not hear {key}")


def code(page: Page, address: str, number: int, count: int) -> tuple[float, int]:
    """Accept and reject `count` tasks by turns, by keys alone; return seconds and how many Label Studio has then."""
    began = time.perf_counter()
    page.goto(f"{address}/projects/{number}/data?labeling=1")
    for at in range(count):
        page.get_by_text(f"event {at} of {count}", exact=True).first.wait_for(timeout=60_000)
        _press(page, "ar"[at % 2], page.locator("input:checked").first.wait_for, "attached")
        after = page.get_by_text(f"event {at} of {count}", exact=True).first
        _press(page, "Control+Enter", after.wait_for, "detached")
    page.wait_for_function(
        """async ([url, count]) => (await (await fetch(url)).json()).total_annotations_number >= count""",
        arg=[f"{address}/api/projects/{number}/", count], timeout=120_000,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    return seconds, int(page.request.get(f"{address}/api/projects/{number}/").json()["total_annotations_number"])
