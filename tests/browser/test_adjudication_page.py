"""Adjudication in a browser: case after case by key alone, with names for a screen reader, for everybody."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from helpers.browser_review import watched
from helpers.browsing import DESKTOP, PHONE, painted
from helpers.review_server import serving
from helpers.reviewable import write_run
from memcon.outputs.decisions import read_decisions
from memcon.pages.review import Session, open_session
from memcon.pages.review.asked import parsed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=alert(1)> no expulsion"


def decide(session: Session, kind: str, **what: Any) -> None:
    (event,) = [event for event in session.page()[0].events if event.kind == kind]
    names = [proof.mention for proof in event.mentions]
    session.decide(parsed(json.dumps({"id": str(uuid.uuid4()), "event": names, **what}).encode()))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    out = write_run(tmp_path / "out")
    with open_session(out, who="ana", blind=True) as session:
        decide(session, "call", action="accept")
        decide(session, "dispute", action="edit", edits=[{"field": "variant", "value": "protest"}], note=HOSTILE)
        decide(session, "meeting", action="accept")
    with open_session(out, who="ben", blind=True) as session:
        decide(session, "call", action="accept")
        decide(session, "dispute", action="reject")
        decide(session, "meeting", action="reject")
    return out


@pytest.fixture
def page(browser: "Browser", out: Path) -> Iterator["Page"]:
    with serving(out, "--who", "cleo", "--adjudicate") as server, watched(browser, server.address) as shown:
        yield shown


def made(out: Path) -> list[str]:
    return [one.action for one in read_decisions(out / "review.jsonl").decisions]


def sent(page: "Page", count: int) -> None:
    page.wait_for_function("(n) => !review.waiting.length && review.revision === n", arg=count)


def test_cases_are_settled_by_keys_alone(page: "Page", out: Path) -> None:
    coded = {path.name: path.read_bytes() for path in (out / "coding").iterdir()}
    page.keyboard.press("A")
    dialog = page.get_by_role("dialog", name="Adjudication")
    assert "Coders differ: 2 of 2 left" in dialog.inner_text()
    assert HOSTILE in dialog.inner_text()
    assert "Norway then expelled two diplomats of Jordan" in dialog.get_by_role("region", name="Words").inner_text()
    headings = dialog.get_by_role("columnheader").all_inner_texts()
    assert headings == ["ana", "ben"]
    row = dialog.get_by_role("row").filter(has=page.get_by_role("rowheader", name="is"))
    assert row.first.get_by_role("cell").all_inner_texts() == ["an event", "no event"]
    page.keyboard.press("2")  # ben's, and on to the next
    sent(page, 1)
    assert dialog.get_by_role("heading", level=3).inner_text().startswith("meeting-")
    page.keyboard.press("p")
    assert "Settled by cleo: reject" in dialog.inner_text()
    page.keyboard.press("u")
    sent(page, 2)
    assert "Not settled." in dialog.inner_text()
    page.keyboard.press("1")  # ana's
    sent(page, 3)
    page.keyboard.press("T")
    sent(page, 4)
    assert made(out) == ["reject", "undo", "edit", "accept"]
    page.keyboard.press("e")  # the meeting, as neither has it
    form = page.get_by_role("form", name="Edit the event")
    form.get_by_label("status").select_option("planned")
    form.get_by_role("button", name="Save").click()
    sent(page, 5)
    last = read_decisions(out / "review.jsonl").decisions[-1]
    assert (last.action, [one.who for one in last.settles]) == ("edit", ["ana", "ben"])
    page.keyboard.press("A")
    assert "Coders differ: 0 of 2 left" in dialog.inner_text()
    assert {path.name: path.read_bytes() for path in (out / "coding").iterdir()} == coded


def test_who_goes_on_after_a_reload_finds_what_is_left(page: "Page", out: Path) -> None:
    page.keyboard.press("A")
    page.get_by_role("button", name="Take what ben says").click()
    sent(page, 1)
    page.reload()
    painted(page)
    assert page.get_by_role("button", name="Adjudicate: 1 left").is_visible()
    page.keyboard.press("A")
    page.keyboard.press("p")
    assert "Settled by cleo" in page.get_by_role("dialog").inner_text()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    assert made(out) == ["reject"]


def test_a_review_that_is_no_adjudication_has_none_of_it(browser: "Browser", out: Path) -> None:
    with serving(out, "--who", "ana") as server, watched(browser, server.address) as shown:
        shown.keyboard.press("A")
        assert shown.get_by_role("dialog").count() == 0
        assert shown.get_by_role("button", name="Adjudicate").count() == 0


@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, False), (PHONE, False), (DESKTOP, True)])
def test_it_is_for_everybody(browser: "Browser", out: Path, size: tuple[int, int], *, dark: bool) -> None:
    """By axe-core: no serious and no critical fault; and nothing is wider than a phone."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # noqa: PLC0415

    with (
        serving(out, "--who", "cleo", "--adjudicate") as server,
        watched(browser, server.address, size=size, dark=dark) as shown,
    ):
        shown.evaluate("review.adjudicate()")
        assert faults(Axe().run(shown).response) == []
        box = shown.locator("dialog").bounding_box()
        assert box
        assert box["width"] <= size[0]
        shown.get_by_role("button", name="Take what ana says").click()
        sent(shown, 1)
        shown.keyboard.press("p")
        assert faults(Axe().run(shown).response) == []


def faults(found: Any) -> list[str]:
    """Serious and critical ones."""
    serious = [fault for fault in found["violations"] if fault["impact"] in {"serious", "critical"}]
    return [f"{fault['id']}: {node['html'][:200]}" for fault in serious for node in fault["nodes"]]
