"""A review in a browser: its page, watched while it is open, and what it made."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.browsing import DESKTOP, painted
from memcon.outputs.decisions import read_decisions
from memcon.records.decision import Decision

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@contextlib.contextmanager
def watched(
    browser: "Browser", address: str, *, size: tuple[int, int] = DESKTOP, quiet: bool = False, dark: bool = False
) -> Iterator["Page"]:
    """Open a page; unless `quiet`, no error may be told in it."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda told: faults.append(told.text) if told.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda shown: faults.append(shown.message))
    page.goto(address)
    painted(page)
    try:
        yield page
    finally:
        context.close()
    assert quiet or faults == []


def settled(page: "Page", reviewed: int) -> None:
    page.wait_for_function("(n) => !review.waiting.length && review.reviewed === n", arg=reviewed)


def made(out: Path) -> tuple[Decision, ...]:
    return read_decisions(out / "review.jsonl").decisions
