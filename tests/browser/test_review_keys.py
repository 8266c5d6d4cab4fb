"""The keys of a review: each acts on what is in sight and on nothing else, whatever hid the rest."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpers.browser_review import made, settled, watched
from helpers.browsing import PHONE, painted
from helpers.review_server import Server, serving
from helpers.reviewable import write_run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return write_run(tmp_path / "out")


@pytest.fixture
def reviewed(browser: "Browser", out: Path) -> Iterator[tuple[Server, "Page"]]:
    with serving(out) as server, watched(browser, server.address) as page:
        yield server, page


def shown(page: "Page") -> str:
    return str(page.evaluate("memcon.shown()?.id ?? ''"))


def test_what_a_filter_hides_is_not_acted_on(reviewed: tuple[Server, "Page"], out: Path) -> None:
    """The event in sight gives way to one that passes, or to none; a key takes what is there then."""
    _, page = reviewed
    assert shown(page).startswith("call-")
    page.evaluate("memcon.go({ filters: { kind: ['dispute'] } })")
    assert shown(page).startswith("dispute-")
    assert "expelled" in page.locator(".record").inner_text()
    page.keyboard.press("a")
    settled(page, 1)
    page.locator("#search").fill("no such words")
    page.keyboard.press("Escape")
    page.wait_for_function("() => memcon.events().length === 0")
    assert shown(page) == ""
    assert page.locator(".record").count() == 0
    for key in "aremsSl":
        page.keyboard.press(key)
    page.keyboard.press("d")
    assert [one.action for one in made(out)] == ["accept"]
    assert "dispute-" in page.get_by_role("dialog").inner_text()


def test_the_last_of_a_filter_is_acted_on_once(reviewed: tuple[Server, "Page"], out: Path) -> None:
    """With only what is undecided in the list, each leaves it; where none is left, the key does nothing."""
    _, page = reviewed
    page.evaluate("memcon.go({ filters: { own: { review: ['not reviewed'] } } })")
    for count in (1, 2, 3):
        page.keyboard.press("a")
        settled(page, count)
    assert shown(page) == ""
    page.keyboard.press("a")
    page.keyboard.press("r")
    assert page.locator(".said").inner_text() == "no event is in sight"
    assert [one.action for one in made(out)] == ["accept"] * 3


@pytest.mark.parametrize(
    "away", ["memcon.go({ tab: 'pictures' })", "memcon.go({ tab: 'run' })", "memcon.go({ help: true })"]
)
def test_an_event_that_is_not_on_the_page_is_not_acted_on(
    reviewed: tuple[Server, "Page"], out: Path, away: str
) -> None:
    _, page = reviewed
    page.evaluate(away)
    page.evaluate("document.activeElement.blur()")
    for key in "arem":
        page.evaluate("(key) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))", key)
    assert page.evaluate("review.waiting.length + review.reviewed + review.marked.length") == 0
    assert made(out) == ()


def test_on_a_phone_the_list_alone_takes_no_key(browser: "Browser", out: Path) -> None:
    with serving(out) as server, watched(browser, server.address, size=PHONE) as page:
        page.evaluate("memcon.go({ event: memcon.events()[0], reading: false })")
        page.keyboard.press("a")
        assert page.locator(".said").inner_text() == "no event is in sight"
        page.evaluate("memcon.go({ reading: true })")
        page.keyboard.press("a")
        settled(page, 1)


def test_marked_events_that_are_hidden_are_not_merged(reviewed: tuple[Server, "Page"], out: Path) -> None:
    _, page = reviewed
    page.keyboard.press("m")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("m")
    page.evaluate("memcon.go({ filters: { kind: ['meeting'] } })")
    page.keyboard.press("M")
    assert "1 marked event is hidden by the filters" in page.locator(".said").inner_text()
    page.keyboard.press("c")
    page.keyboard.press("M")
    settled(page, 1)
    assert [one.action for one in made(out)] == ["merge"]


def test_the_words_stay_in_sight_while_fields_are_edited(browser: "Browser", out: Path) -> None:
    with serving(out) as server, watched(browser, server.address, size=(1280, 500)) as page:
        page.keyboard.press("e")
        words = page.get_by_role("region", name="Its words")
        form = page.get_by_role("form", name="Edit the event")
        for field in ("Summary", "Note"):
            form.get_by_label(field).scroll_into_view_if_needed()
            form.get_by_label(field).focus()
            box = words.bounding_box()
            assert box
            assert 0 <= box["y"] < 500 - box["height"]
        form.get_by_label("Summary").fill("They spoke.")
        page.keyboard.press("Control+Enter")
        settled(page, 1)
    assert [one.action for one in made(out)] == ["edit"]


def test_what_is_typed_is_kept_while_another_event_is_in_sight(reviewed: tuple[Server, "Page"]) -> None:
    _, page = reviewed
    page.keyboard.press("e")
    page.get_by_label("Summary").fill("half a sen")
    page.evaluate("memcon.go({ event: memcon.events()[1] })")
    page.evaluate("memcon.go({ event: memcon.events()[0] })")
    page.keyboard.press("e")
    assert page.get_by_label("Summary").input_value() == "half a sen"


def test_an_undo_after_a_reload_takes_back_ones_own(browser: "Browser", out: Path) -> None:
    with serving(out) as server, watched(browser, server.address) as page:
        page.keyboard.press("a")
        settled(page, 1)
    with serving(out, "--who", "ben", "--no-blind") as server, watched(browser, server.address) as page:
        page.evaluate("memcon.go({ event: memcon.events()[1] })")
        page.keyboard.press("r")
        settled(page, 2)
        page.reload()
        painted(page)
        page.keyboard.press("u")
        settled(page, 1)
        page.keyboard.press("u")
        assert page.locator(".said").inner_text() == "there is nothing of yours to undo"
    assert [(one.action, one.who) for one in made(out)] == [("accept", "ana"), ("reject", "ben"), ("undo", "ben")]


def test_the_next_that_is_undecided_and_how_far_it_is(reviewed: tuple[Server, "Page"]) -> None:
    _, page = reviewed
    page.keyboard.press("j")
    page.keyboard.press("a")
    settled(page, 1)
    page.evaluate("memcon.go({ event: memcon.events()[0] })")
    page.keyboard.press("g")
    assert shown(page).startswith("meeting-")
    page.keyboard.press("g")
    assert shown(page).startswith("call-")
    page.keyboard.press("G")
    assert shown(page).startswith("meeting-")
    page.keyboard.press("w")
    page.wait_for_function("() => 'b.txt' in review.read")
    assert page.get_by_role("button", name="Read, nothing missing").get_attribute("aria-pressed") == "true"
    page.keyboard.press("d")
    told = page.locator(".pace").inner_text()
    assert "Today: 2 decisions" in told
    assert "1 of 3 events decided, 1 article read whole" in told
    page.get_by_label("Search decisions").fill("accept")
    assert page.locator(".review-dialog .review-log li").count() == 1
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("w")
    page.wait_for_function("() => !('b.txt' in review.read)")


def test_the_list_is_put_in_another_order(reviewed: tuple[Server, "Page"]) -> None:
    _, page = reviewed
    by_date = page.evaluate("memcon.events()")
    page.evaluate(
        """() => { const at = memcon.data.places.get(memcon.events()[2]); memcon.data.columns.doubts[at] = 1;
        memcon.data.columns.conflicts[memcon.data.places.get(memcon.events()[1])] = 2; memcon.filters.reset(); }"""
    )
    page.get_by_label("Order").select_option("uncertain")
    assert page.evaluate("memcon.events()[0]") == by_date[2]
    page.get_by_label("Order").select_option("disagree")
    assert page.evaluate("memcon.events()[0]") == by_date[1]
    page.get_by_label("Order").select_option("newest")
    assert page.evaluate("memcon.events()") == by_date[::-1]
    page.reload()
    painted(page)
    assert page.evaluate("memcon.events()") == by_date[::-1]  # the address holds it
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("o")
    assert page.locator(".said").inner_text() == "order: country"


def test_a_coder_reads_a_sample_article_after_article(browser: "Browser", out: Path) -> None:
    """Each event of an article, then the article itself; the last one read, nothing is left."""
    command = [sys.executable, "-m", "memcon", "sample", str(out), "--size", "3", "--coders", "ana,ben"]
    subprocess.run([*command, "--overlap", "1.0"], check=True, capture_output=True)
    with serving(out) as server, watched(browser, server.address) as page:
        page.get_by_role("button", name="Sample").click()
        page.keyboard.press("g")
        for count in (1, 2, 3):
            page.keyboard.press("a")
            settled(page, count)
        for count in (1, 2, 3):
            page.keyboard.press("w")
            page.wait_for_function("(n) => Object.keys(review.read).length === n", arg=count)
        assert page.locator(".progress").inner_text() == "3 of 3 reviewed, 3 of 3 articles read"
