"""A headless Chromium, pages that are watched while they are open, and runs to look at."""

import dataclasses
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESKTOP = (1280, 900)
PHONE = (390, 844)
SECOND = "Menlu Peru Elmer Schialer menelepon Menlu Bolivia Celinda Sosa pada Rabu \U0001f4de soal perbatasan.\n"
ARTICLES = (
    {
        "id": "kenya", "title": "Ruto receives Museveni", "published": "2024-07-03", "language": "id",
        "source": "Contoh Harian", "url": "https://example.org/2024/07/ruto",
        "text": "\U0001f91d\U0001f3fd Presiden Kenya William Ruto bertemu Presiden Uganda Yoweri Museveni di Kampala,"
        " Selasa (2/7/2024).\r\nSepekan sebelumnya \U0001f1f0\U0001f1ea Kenya memprotes Uganda.\n"
        "Hujan turun di kota itu.\nPasar tetap buka.\nSekolah libur.\n" + SECOND,
    },
    {
        "id": "peru", "title": "Peru dan Bolivia", "published": "2024-07-04", "language": "id",
        "text": "Lima \u2013 " + SECOND + "Kementerian Luar Negeri Peru memanggil duta besar Bolivia untuk protes.\n"
        "Presiden Kenya William Ruto bertemu Presiden Uganda Yoweri Museveni di Kampala, Selasa (2/7/2024).\n",
    },
    {
        "id": "brazil", "published": "2024-07-05", "language": "en",
        "text": "US Secretary of State Antony Blinken called Brazil's foreign minister Mauro Vieira on Wednesday.\n"
        "Secretary of State Antony Blinken is due to meet Mauro Vieira of Brazil in Rio next month.\n",
    },
    {"id": "nothing", "title": "Weather", "text": "It rained in the hills, and nobody met anybody.", "language": "en"},
)  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """The system's Chromium; nothing is downloaded."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  the other tests do without

    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    assert path, "no Chromium: make test-browser installs it, or says how"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@dataclass
class Watched:
    """A page, and everything that it did beyond showing itself."""

    page: "Page"
    faults: list[str] = field(default_factory=list)
    """Dialogs, errors, refusals by its policy, and requests but for the page itself."""


def painted(page: "Page") -> None:
    """Wait until the page is drawn and painted: Chromium drops the keys that come before its first paint."""
    page.wait_for_selector(".app")
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")


class Opener:
    """Opens pages and watches them."""

    def __init__(self, browser: "Browser") -> None:
        self._browser = browser
        self.opened: list[Watched] = []

    def __call__(self, path: Path, *, size: tuple[int, int] = DESKTOP, dark: bool = False, at: str = "") -> Watched:
        context = self._browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.add_init_script(VIOLATIONS)
        watched = Watched(context.new_page())
        page, faults = watched.page, watched.faults
        address = path.resolve().as_uri()

        def dialog(shown: "Dialog") -> None:
            faults.append(f"dialog: {shown.message}")
            shown.dismiss()

        def console(told: "ConsoleMessage") -> None:
            if told.type in {"error", "warning"}:
                faults.append(f"console: {told.text}")

        def request(asked: "Request") -> None:
            if asked.url.partition("#")[0] != address:
                faults.append(f"request: {asked.url}")

        page.on("dialog", dialog)
        page.on("console", console)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("request", request)
        page.goto(address + at)
        painted(page)
        self.opened.append(watched)
        return watched


VIOLATIONS = """document.addEventListener("securitypolicyviolation",
  (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));"""


@pytest.fixture
def opened(browser: "Browser") -> Iterator[Opener]:
    """Open pages; each is closed at the end, and none may have done anything beyond showing itself."""
    opener = Opener(browser)
    yield opener
    for watched in opener.opened:
        watched.page.context.close()
    assert [fault for watched in opener.opened for fault in watched.faults] == []


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four articles and a run over them: events of two articles, a plan, words marked twice, something rejected."""
    from helpers.scripted import MODEL, Reader, call, dispute, meeting, serving  # noqa: PLC0415
    from memcon.api import extract  # noqa: PLC0415  the other tests do without

    folder = tmp_path_factory.mktemp("looked-at")
    (folder / "news.jsonl").write_text("".join(json.dumps(one) + "\n" for one in ARTICLES), "utf-8")
    ruto = ("William Ruto", "Yoweri Museveni", "Joko Widodo")
    told = (
        call("menelepon", "Elmer Schialer", "Celinda Sosa", "perbatasan", date_words="Rabu"),
        meeting("bertemu", *ruto, date_words="Selasa (2/7/2024)", place_words="Kampala"),
        dispute("memprotes", "Kenya", "Uganda", "protest"),
        dispute("memanggil", "Kementerian Luar Negeri Peru", "duta besar Bolivia", "summon"),
        call("called", "Antony Blinken", "Mauro Vieira", date_words="Wednesday"),
        meeting(
            "due to meet", "Antony Blinken", "Mauro Vieira", date_words="next month", place_words="Rio",
            status="planned",
        ),
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch, serving(Reader(*told)) as server:
        patch.chdir(folder)
        run = extract(["news.jsonl"], model=MODEL, base_url=server.url)
        run.write("out")
    assert run.exit_code == 0
    return folder


@pytest.fixture(scope="session")
def report(run_folder: Path) -> Path:
    """The report of that run, as the command writes it."""
    return written(run_folder, "report.html")


@pytest.fixture(scope="session")
def packed_report(run_folder: Path) -> Path:
    """The same, packed as large runs are."""
    from memcon.pages.report import page  # noqa: PLC0415

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "PLAIN", 0)
        return written(run_folder, "packed.html")


def written(folder: Path, name: str) -> Path:
    from memcon.pages.report import read_run, write_report  # noqa: PLC0415

    (path,) = write_report(read_run(folder / "out", [str(folder / "news.jsonl")]), folder / name)
    return path


def records(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "out" / f"{name}.jsonl").read_text("utf-8").splitlines()]


@dataclasses.dataclass(frozen=True)
class Article:
    """An article as the page has it."""

    text: str
    marks: list[tuple[int, int, str, str]]
    """Start, end, classes and words of every mark, in the order of the page."""


@pytest.fixture
def read_article() -> "Callable[[Page], Article]":
    """Read the article that a page shows, from its elements alone."""

    def read(page: "Page") -> Article:
        found = page.evaluate(
            """() => ({text: [...document.querySelectorAll('.held')].map((one) => one.textContent).join(''),
            marks: [...document.querySelectorAll('.body mark')].map((one) =>
              [Number(one.dataset.start), Number(one.dataset.end), one.className, one.textContent])})"""
        )
        return Article(found["text"], [tuple(mark) for mark in found["marks"]])

    return read
