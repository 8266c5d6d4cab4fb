"""The review in a browser: decisions by key, by click and by selection, with a server that dies, for everybody."""

import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from helpers.browser_review import made, settled, watched
from helpers.browsing import DESKTOP, PHONE, painted
from helpers.review_server import Server, serving
from helpers.reviewable import TEXTS, write_run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return write_run(tmp_path / "out")


@pytest.fixture
def reviewed(browser: "Browser", out: Path) -> Iterator[tuple[Server, "Page"]]:
    """A review, and its page in a browser in which nothing goes wrong."""
    with serving(out) as server, watched(browser, server.address) as page:
        yield server, page


NOTE = "<img src=x onerror=alert(1)> by the diary"


def test_one_key_each_and_undo(reviewed: tuple[Server, "Page"], out: Path) -> None:
    _, page = reviewed
    assert page.locator(".progress").inner_text() == "0 of 3 reviewed"
    page.keyboard.press("l")
    page.keyboard.type(NOTE)
    page.keyboard.press("Enter")
    page.keyboard.press("a")
    settled(page, 1)
    assert page.evaluate("memcon.state.event").startswith("dispute-")  # the next one is shown
    page.keyboard.press("r")
    settled(page, 2)
    assert page.locator(".row .verdict").all_inner_texts() == ["accepted", "rejected"]
    page.keyboard.press("u")
    settled(page, 1)
    assert page.locator(".row .verdict").all_inner_texts() == ["accepted"]
    assert [(one.action, one.note) for one in made(out)] == [("accept", NOTE), ("reject", ""), ("undo", "")]
    page.evaluate("memcon.go({ event: memcon.events()[0] })")
    assert NOTE in page.locator(".review-decided").inner_text()
    page.keyboard.press("d")
    page.get_by_role("button", name="Undo: accept").click()
    page.wait_for_function("() => review.reviewed === 0")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    keys = page.locator(".help dt").all_inner_texts()
    assert {"a", "r", "e", "m", "M", "s", "S", "l", "w", "g", "G", "o", "u", "i", "d"} <= set(keys)


def test_an_edit_shows_the_machines_value_beside_it(reviewed: tuple[Server, "Page"], out: Path) -> None:
    _, page = reviewed
    page.keyboard.press("e")
    form = page.get_by_role("form", name="Edit the event")
    assert "machine: 2024-04-29" in form.inner_text()
    form.get_by_label("First day").fill("2024-04-28")
    form.get_by_label("Last day").fill("2024-04-28")
    form.get_by_label("Countries").fill("Norway, JOR, UNO")
    form.get_by_role("button", name="Save").click()
    settled(page, 1)
    assert page.evaluate("memcon.state.event") == "call-2024-04-28-JOR-NOR-UNO"
    told = page.locator(".review-decided").inner_text()
    assert "date: the machine says 2024-04-29" in told
    assert "countries: the machine says JOR, NOR" in told
    (decision,) = made(out)
    assert decision.action == "edit"
    assert [edit.field for edit in decision.edits] == ["date", "countries"]
    page.keyboard.press("e")
    assert "machine: 2024-04-29" in page.get_by_role("form").inner_text()
    page.keyboard.press("Escape")
    assert not page.get_by_role("form").count()


def test_a_value_that_is_none_is_told_and_kept_in_sight(browser: "Browser", out: Path) -> None:
    with serving(out) as server, watched(browser, server.address, quiet=True) as page:
        page.keyboard.press("e")
        page.get_by_label("Countries").fill("Atlantis")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("button", name="1 not possible").click()
        assert "Atlantis" in page.get_by_role("dialog").inner_text()
    assert made(out) == ()


def test_events_are_merged_and_split(reviewed: tuple[Server, "Page"], out: Path) -> None:
    _, page = reviewed
    page.keyboard.press("m")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("m")
    page.keyboard.press("M")
    settled(page, 1)
    assert page.locator(".row").count() == 2
    page.get_by_role("option").filter(has_text="merged").click()
    page.keyboard.press("s")
    page.locator(".review-part select").nth(2).select_option("3")
    page.locator(".review-split").get_by_role("button", name="Split").click()
    settled(page, 3)
    assert page.locator(".row").count() == 4
    assert [one.action for one in made(out)] == ["merge", "split"]


def select(page: "Page", words: str) -> None:
    """Select words of the article as a mouse does."""
    page.evaluate(
        """(words) => {
          const held = document.querySelector('.held');
          const at = held.textContent.indexOf(words);
          const walk = document.createTreeWalker(held, NodeFilter.SHOW_TEXT);
          const range = document.createRange();
          let seen = 0;
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            const end = seen + node.data.length;
            if (at >= seen && at < end) range.setStart(node, at - seen);
            if (at + words.length > seen && at + words.length <= end) range.setEnd(node, at + words.length - seen);
            seen = end;
          }
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        words,
    )


@pytest.mark.parametrize("article", ["a.txt", "b.txt"])
def test_a_missed_event_is_added_by_its_words(reviewed: tuple[Server, "Page"], out: Path, article: str) -> None:
    _, page = reviewed
    words = {"a.txt": "Jun Ito of Japan is to call her on Friday.", "b.txt": "cameras. <b>Hostile</b>"}[article]
    page.evaluate("(article) => memcon.go({ tab: 'articles', event: null, article })", article)
    select(page, words)
    page.locator(".review-selection").get_by_role("button", name="call").click()
    box = page.get_by_role("dialog")
    assert words in box.inner_text()
    box.get_by_label("Status").select_option("planned")
    box.get_by_label("Countries").fill("Japan, NOR")
    box.get_by_role("button", name="Add", exact=True).click()
    settled(page, 1)
    (decision,) = made(out)
    assert decision.action == "add"
    (quote,) = decision.mention.quotes
    assert quote.text == words
    assert TEXTS[article][quote.start : quote.end] == words
    page.evaluate("memcon.go({ tab: 'events' })")
    assert page.get_by_role("option").filter(has_text="added").count() == 1


def test_a_server_that_dies_loses_nothing(browser: "Browser", out: Path) -> None:
    """It is killed, three decisions are made without it, the page is closed and opened, and it comes back."""
    with serving(out, how=signal.SIGKILL) as server:
        address = server.address
        context = browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
        page = context.new_page()
        page.goto(address)
        painted(page)
        page.keyboard.press("a")
        settled(page, 1)
        server.process.kill()
        server.process.wait()
        page.keyboard.press("a")
        page.keyboard.press("r")
        page.get_by_role("alert").wait_for()
        assert "start memcon review again" in page.get_by_role("alert").inner_text()
        assert page.get_by_role("button", name="2 decisions not sent yet").is_visible()
        assert page.locator(".row .verdict.waiting").count() == 2
        assert len(made(out)) == 1
    kept = page.evaluate("Object.values(localStorage).filter((one) => one.includes('ask')).length")
    assert kept == 2
    page.close()  # the browser dies as well
    with serving(out) as server:
        assert server.address == address
        page = context.new_page()
        page.goto(address)
        settled(page, 3)
        assert [one.action for one in made(out)] == ["accept", "accept", "reject"]
        assert page.evaluate("Object.keys(localStorage).filter((one) => one.startsWith('memcon-review')).length") == 0
    context.close()


def test_an_answer_that_is_lost_makes_no_second_decision(browser: "Browser", out: Path) -> None:
    with serving(out) as server, watched(browser, server.address, quiet=True) as page:
        lost: list[Any] = []

        def lose(route: Any) -> None:
            if lost:
                route.continue_()
                return
            lost.append(route.fetch())  # the server has it on disk
            route.abort()

        page.route("**/decisions", lose)
        page.keyboard.press("a")
        settled(page, 1)
        assert [answer.status for answer in lost] == [201]
        page.wait_for_selector(".row .verdict.accepted")  # the page was loaded again, since it missed an answer
    assert len(made(out)) == 1


def test_a_page_of_another_address_cannot_write(browser: "Browser", out: Path, tmp_path: Path) -> None:
    other = write_run(tmp_path / "other")
    with serving(out) as server, serving(other) as elsewhere:
        context = browser.new_context()
        page = context.new_page()
        page.goto(elsewhere.address)
        event = page.evaluate("review.names(memcon.event(memcon.events()[0]))")
        ask = json.dumps({"id": "00000000-0000-4000-8000-000000000000", "action": "accept", "event": event})
        plain = browser.new_context().new_page()
        plain.goto("about:blank")
        for where in (page, plain):
            found = where.evaluate(
                """async ([url, body]) => {
                  const tell = (options) => fetch(url, options).then((answer) => answer.type, () => 'refused');
                  return [await tell({ method: 'POST', headers: { 'content-type': 'application/json' }, body }),
                          await tell({ method: 'POST', mode: 'no-cors', body })];
                }""",
                [server.address + "decisions", ask],
            )
            assert "basic" not in found
        context.close()
        plain.context.close()
    assert made(out) == ()


@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, "light"), (PHONE, "light"), (DESKTOP, "dark")])
def test_it_is_for_everybody(browser: "Browser", out: Path, size: tuple[int, int], dark: str) -> None:
    """By axe-core: no serious and no critical fault, on any part of the review."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # noqa: PLC0415

    def look(page: "Page", where: str) -> None:
        found = Axe().run(page).response
        bad = [
            f"{where}: {fault['id']}: {node['html'][:200]}"
            for fault in found["violations"]
            if fault["impact"] in {"serious", "critical"}
            for node in fault["nodes"]
        ]
        assert bad == []

    with serving(out) as server, watched(browser, server.address, size=size, dark=dark == "dark") as page:
        page.evaluate("memcon.go({ event: memcon.events()[0], reading: true })")
        look(page, "an event")
        page.evaluate("review.edit()")
        look(page, "editing")
        page.evaluate("review.edit(); review.settle('accept')()")
        settled(page, 1)
        page.evaluate("memcon.go({ event: memcon.events()[1], reading: true }); review.settle('reject')()")
        settled(page, 2)
        page.evaluate("memcon.go({ event: memcon.events()[0], reading: true }); review.splitting()")
        look(page, "decided, and splitting")
        page.keyboard.press("d")
        look(page, "decisions")
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")  # keys pressed until then are the dialog's
        page.keyboard.press("o")
        page.keyboard.press("w")
        page.wait_for_function("() => Object.keys(review.read).length === 1")
        look(page, "an order, and an article that was read")
        page.keyboard.press("d")
        page.keyboard.press("Escape")
        page.evaluate("memcon.go({ tab: 'articles', event: null, article: 'b.txt', reading: true })")
        select(page, "cameras")
        page.locator(".review-selection").get_by_role("button", name="dispute").click()
        look(page, "adding")
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
