"""Walk through diff and review on real output: extract, change a prompt, extract again, diff, review, extract again.

    make walkthrough                                    the five seeds, with the embedded model: minutes on two cores
    make walkthrough ARGS="--ledger .memcon/ledger.sqlite seeds/000_e15724afba7b5234.txt"

The second run is of a copy of memcon in whose triage prompt a sentence more stands; the third is of memcon as it is, so
that decisions made on the answers to one prompt must hold on those to another. It ends with an error when one of three
decisions, on events that both prompts find, does not. Pictures of the page, made with Chromium, go to docs/pictures/.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]
MORE = "When in doubt, answer none."
MEMCON = [sys.executable, "-m", "memcon"]
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def run(*arguments: str | Path, fine: Sequence[int] = (0,), source: Path | None = None) -> str:
    """Run a command of memcon, of the one in `source` where that is given; show and return what it printed."""
    print("\n$ memcon", *arguments, flush=True)
    env = {**os.environ, "PYTHONPATH": str(source)} if source else None
    done = subprocess.run([*MEMCON, *map(str, arguments)], stdout=subprocess.PIPE, text=True, check=False, env=env)
    print(done.stdout, end="", flush=True)
    if done.returncode not in fine:
        sys.exit(f"walkthrough: memcon {arguments[0]} ended with {done.returncode}")
    return done.stdout


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@contextlib.contextmanager
def reviewing(out: Path) -> Iterator[str]:
    """Serve the review of `out`; gives its address."""
    print("\n$ memcon review", out, "--who 'Ana Berg' --no-browser", flush=True)
    env = {**os.environ, "XDG_STATE_HOME": str(out.parent / "state")}
    command = [*MEMCON, "review", str(out), "--who", "Ana Berg", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as server:
        assert server.stdout
        address = server.stdout.readline().strip()
        if not address:
            sys.exit("walkthrough: memcon review did not start")
        try:
            yield address
        finally:
            server.send_signal(signal.SIGINT)


@contextlib.contextmanager
def opened(address: str, width: int, height: int) -> Iterator["Page"]:
    path = next(found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        page = browser.new_context(viewport={"width": width, "height": height}).new_page()
        page.goto(address)
        page.wait_for_selector(".app")
        yield page
        browser.close()


def settled(page: "Page", made: int) -> None:
    page.wait_for_function("(n) => !review.waiting.length && review.revision === n", arg=made)


def changed_prompt(work: Path) -> Path:
    """Copy memcon into `work`, one sentence more in its triage prompt; return where Python finds it."""
    shutil.copytree(ROOT / "src", work / "changed" / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "prompts", work / "changed" / "prompts")
    prompt = work / "changed" / "prompts" / "cascade-triage.md"
    text = prompt.read_text("utf-8")
    print(f"\n{prompt}: + {MORE}")
    changed = text.replace("\nAnswer with JSON.", f"\n{MORE}\nAnswer with JSON.", 1)
    if changed == text:
        sys.exit("walkthrough: the triage prompt has no line 'Answer with JSON.' before which to say more")
    prompt.write_text(changed, "utf-8")
    return work / "changed" / "src"


def spans(event: dict[str, Any]) -> set[tuple[str, int, int]]:
    return {(proof["article"], q["start"], q["end"]) for proof in event["mentions"] for q in proof["quotes"]}


def review(before: Path, out: Path, pictures: Path) -> None:
    """Accept the surest event that both runs found, edit the next, and reject the least sure: by keys, as a person."""
    known = {(event["kind"], span) for event in lines(before / "events.jsonl") for span in spans(event)}
    both = [e for e in lines(out / "events.jsonl") if {(e["kind"], span) for span in spans(e)} & known]
    events = sorted(both, key=lambda event: -(event["confidence"] or 0))
    if len(events) < 3:
        sys.exit(f"walkthrough: {len(events)} events of both runs are too few to review three: give more articles")
    accepted, edited, rejected = events[0], events[1], events[-1]
    with reviewing(out) as address, opened(address, 1280, 860) as page:
        show = "(id) => memcon.go({ event: id })"
        page.evaluate(show, accepted["id"])
        page.keyboard.press("a")
        settled(page, 1)
        page.evaluate(show, edited["id"])
        page.keyboard.press("e")
        page.get_by_label("Topics").fill("security")
        page.locator(".review-edit").get_by_label("Note").fill("by the ministry's own release")
        page.screenshot(path=pictures / "review-edit.png")
        page.get_by_role("button", name="Save").click()
        settled(page, 2)
        page.evaluate(show, rejected["id"])
        page.keyboard.press("w")
        page.keyboard.type("the words report no event between states")
        page.keyboard.press("Enter")
        page.keyboard.press("r")
        settled(page, 3)
        page.evaluate(show, accepted["id"])
        page.screenshot(path=pictures / "review.png")
        page.keyboard.press("d")
        page.screenshot(path=pictures / "review-decisions.png")
    with reviewing(out) as address, opened(address, 390, 844) as page:
        page.get_by_role("option").first.click()
        page.screenshot(path=pictures / "review-phone.png")


def hold(out: Path) -> dict[str, int]:
    """Return what became of the decisions in the run in `out`, and check that none is lost."""
    told: dict[str, int] = json.loads((out / "run.json").read_text("utf-8"))["review"]
    made = len(lines(out / "review.jsonl"))
    if told["decisions"] != made:
        sys.exit(f"walkthrough: {made} decisions were made, and the run tells of {told['decisions']}")
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="*", default=["seeds"])
    parser.add_argument("--work", type=Path, default=Path("out/walkthrough"))
    parser.add_argument("--ledger", type=Path, help="where paid answers are kept; default: in --work")
    parser.add_argument("--pictures", type=Path, default=Path("docs/pictures"))
    given = parser.parse_args()
    shutil.rmtree(given.work, ignore_errors=True)
    given.pictures.mkdir(parents=True, exist_ok=True)
    given.work.mkdir(parents=True)
    ledger = given.ledger or given.work / "ledger.sqlite"
    before, out = given.work / "before", given.work / "out"
    extract = ("extract", *given.articles, "--ledger", ledger, "--quiet")

    run(*extract, "-o", before)
    run(*extract, "-o", out, source=changed_prompt(given.work))
    run("diff", before, out, "--stat", fine=(0, 1))
    run("diff", before, out, fine=(0, 1))
    review(before, out, given.pictures)
    shutil.copytree(out, given.work / "machine")

    run(*extract, "-o", out)
    told = hold(out)
    run("review", out, "--decisions")
    if told.get("stale"):
        sys.exit(f"walkthrough: a decision on an event that is there does not hold: {told}")
    run("diff", before, out, fine=(1,))
    run("verify", out)
    run("review", out, "--export", "gold")
    print(f"\nwalkthrough: {told['decisions']} decisions hold over three runs; pictures are in {given.pictures}/")


if __name__ == "__main__":
    main()
