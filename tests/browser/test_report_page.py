"""The report in a browser: its words are the quotes, its filters filter, its keys work, and it is for everybody."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from helpers.browsing import ARTICLES, DESKTOP, PHONE, Article, Opener, records
from helpers.reports import DAY, call, state
from memcon.pages.report import ShownRun, render
from memcon.records import Doubt, Reported
from memcon.records.fields import FIELDS, FieldRow

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Read = Callable[["Page"], Article]
EVENTS = 6


def spans(event: dict[str, Any], article: str) -> list[dict[str, Any]]:
    proofs = [proof for proof in event["mentions"] if proof["article"] == article]
    single = [proof[name] for proof in proofs for name in ("date", "place") if proof[name]]
    return [span for proof in proofs for span in (*proof["quotes"], *proof["names"])] + single


@pytest.mark.parametrize("packed", [False, True])
def test_marked_words_are_the_quotes_at_their_offsets(
    opened: Opener, run_folder: Path, report: Path, packed_report: Path, read_article: Read, *, packed: bool
) -> None:
    events = records(run_folder, "events")
    page = opened(packed_report if packed else report).page
    seen = 0
    for one in ARTICLES:
        page.evaluate("(id) => memcon.go({ tab: 'articles', event: null, article: id })", one["id"])
        shown = read_article(page)
        assert shown.text == one["text"]
        for start, end, _, words in shown.marks:
            assert words == one["text"][start:end]
        for event in events:
            for span in spans(event, one["id"]):
                inside = [mark for mark in shown.marks if span["start"] <= mark[0] and mark[1] <= span["end"]]
                assert "".join(mark[3] for mark in inside) == span["text"]
                kind = "is-quote" if "match" in span else "is-"
                assert all(kind in mark[2] for mark in inside)
                seen += 1
    assert seen >= 20


def test_an_event_is_one_click_from_each_of_its_mentions_and_back(opened: Opener, report: Path) -> None:
    page = opened(report).page
    page.get_by_role("option").filter(has_text="Elmer Schialer").click()
    for number, article in enumerate(("Ruto receives Museveni", "Peru dan Bolivia")):
        page.locator(".mention .quote").nth(number).click()
        assert page.locator(".article h2").inner_text() == article
        mark = page.locator(".body mark.chosen.call").first
        assert mark.is_visible()
        assert "menelepon" in page.locator(".body").inner_text()
    page.locator(".body mark.meeting").first.click()
    assert "William Ruto" in page.locator(".record h2").inner_text()
    page.go_back()
    assert "Elmer Schialer" in page.locator(".record h2").inner_text()
    page.locator(".card").filter(has_text="Kementerian Luar Negeri Peru").click()
    assert page.locator(".record .over").inner_text().startswith("dispute")
    assert "event=dispute" in page.url


def test_doubts_are_a_filter_and_an_undated_event_shows_when_it_was_reported(opened: Opener, tmp_path: Path) -> None:
    told = Reported(first=DAY, last=DAY, articles=1, sources=1, languages=("en",))
    doubt = Doubt(field="status", said="planned", told="occurred", holds="code", rule="plan_is_over")
    events = [call(0, date=None, reported=told, latest=DAY, doubts=(doubt,)), call(1), call(2, reported=told)]
    page = tmp_path / "page.html"
    run = ShownRun(name="run", events=events, articles=[state()], rejected=[], texts={"a": "They spoke."})
    page.write_text(render(run), "utf-8")
    shown = opened(page).page
    assert shown.locator(".row .when").all_inner_texts() == ["reported 2024-07-03", "2024-07-03", "2024-07-03"]
    shown.get_by_role("group", name="Model and rules").get_by_role("checkbox", name="differ").check()
    assert shown.locator(".found").inner_text() == "1 event of 3"
    assert "f.doubts=yes" in shown.url
    shown.get_by_role("option").first.click()
    facts = " ".join(shown.locator(".facts").inner_text().split())
    assert "undated by 2024-07-03" in facts
    assert "in doubt status: occurred (rule plan is over) or planned (the model)" in facts
    assert "reported 2024-07-03 1 article · 1 source · en" in facts
    shown.get_by_role("button", name="Remove filter model and rules differ").click()
    assert shown.locator(".found").inner_text().startswith("3 events")


def test_a_field_of_the_table_is_a_filter(opened: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No script of the page names it."""
    mood = FieldRow("mood", "choice", filtered=True, value=lambda event: "tense" if event.date else "calm")
    monkeypatch.setitem(FIELDS, "mood", mood)
    events = [call(0, date=None), call(1), call(2)]
    page = tmp_path / "page.html"
    run = ShownRun(name="run", events=events, articles=[state()], rejected=[], texts={"a": "They spoke."})
    page.write_text(render(run), "utf-8")
    shown = opened(page).page
    shown.get_by_role("group", name="Mood").get_by_role("checkbox", name="tense").check()
    assert shown.locator(".found").inner_text() == "2 events of 3"
    assert "f.mood=tense" in shown.url


def test_filters_search_and_their_counts(opened: Opener, run_folder: Path, report: Path) -> None:
    page = opened(report).page
    found = page.locator(".found")
    assert found.inner_text() == f"{EVENTS} events"
    kind = page.get_by_role("checkbox", name="dispute", exact=False).first
    kind.check()
    assert found.inner_text() == f"2 events of {EVENTS}"
    assert "f.kind=dispute" in page.url
    page.get_by_role("button", name="Remove filter dispute").click()
    assert found.inner_text() == f"{EVENTS} events"
    page.locator("#search").fill("perbatasan SCHIALER")
    page.locator(".found", has_text=f"1 event of {EVENTS}").wait_for()
    page.locator("#search").fill("")
    page.get_by_role("checkbox", name="United States", exact=False).check()
    page.get_by_role("checkbox", name="planned", exact=False).check()
    assert found.inner_text() == f"1 event of {EVENTS}"
    page.get_by_role("button", name="clear all").click()
    page.get_by_label("from").fill("2024-07-03")
    inside = page.evaluate("memcon.events().map((id) => memcon.event(id).date.end)")
    later = [event["date"]["end"] for event in records(run_folder, "events") if event["date"]]
    later = [end for end in later if end >= "2024-07-03"]
    assert found.inner_text() == f"{len(later)} events of {EVENTS}"
    assert sorted(inside) == sorted(later)
    assert 1 < len(later) < EVENTS
    page.get_by_role("button", name="clear all").click()
    page.evaluate("memcon.put({ ...memcon.event(memcon.events()[0]), confidence: 0.6 })")
    page.get_by_label("least").fill("0.55")
    page.get_by_label("least").press("Tab")
    assert page.evaluate("memcon.events().map((id) => memcon.event(id).confidence)") == [0.6]


def test_an_address_shows_what_it_says(opened: Opener, report: Path) -> None:
    page = opened(report, at="#tab=articles&article=peru&f.kind=call").page
    assert page.locator(".article h2").inner_text() == "Peru dan Bolivia"
    page.keyboard.press("1")
    assert page.locator(".found").inner_text() == f"2 events of {EVENTS}"


def test_the_keyboard_is_enough(opened: Opener, report: Path) -> None:
    page = opened(report).page
    chosen = page.locator(".row.chosen .row-title")
    first = chosen.inner_text()
    page.keyboard.press("j")
    second = chosen.inner_text()
    assert second != first
    page.keyboard.press("k")
    assert chosen.inner_text() == first
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    told = page.get_by_role("dialog").inner_text()
    assert all(key in told for key in page.evaluate("memcon.keys.KEYS.map((each) => each.label)"))
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    page.keyboard.press("/")
    page.wait_for_function("document.activeElement.matches('input')")  # a busy page moves there later
    page.keyboard.type("museveni")
    page.locator(".found", has_text=f"1 event of {EVENTS}").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.get_by_role("listbox").focus()
    page.keyboard.press("End")
    assert page.locator(".row.chosen").get_attribute("aria-posinset") == str(EVENTS)
    page.keyboard.press("4")
    assert page.locator(".pictures").is_visible()


def test_what_was_rejected_stands_in_its_place(opened: Opener, run_folder: Path, report: Path) -> None:
    refused = [one for one in records(run_folder, "rejected") if one["text"] == "Joko Widodo"]
    assert refused
    page = opened(report).page
    page.get_by_role("button", name="Rejected").click()
    page.get_by_role("option").filter(has_text="Joko Widodo").first.click()
    assert refused[0]["detail"] in page.locator(".refusal").first.inner_text()
    near = [one for one in records(run_folder, "rejected") if one["near"]]
    assert near
    for one in near:
        page.evaluate("(id) => memcon.go({ event: null, article: id, refused: true })", one["article"])
        marked = page.evaluate(
            "[...document.querySelectorAll('mark.is-refused')].map((each) => each.textContent).join('')"
        )
        assert one["near"]["text"] in marked


def test_pictures_count_the_events_and_filter_them(opened: Opener, report: Path) -> None:
    page = opened(report).page
    page.keyboard.press("4")
    bars = page.locator(".stack")
    told = bars.evaluate_all("(all) => all.map((one) => one.getAttribute('aria-label'))")
    july = next(label for label in told if label.startswith("2024-07"))
    assert "meeting" in july
    page.locator(".matrix").get_by_role("button", name="Kenya and Uganda").click()
    assert page.locator(".found").inner_text() == f"2 events of {EVENTS}"
    page.keyboard.press("4")
    assert page.locator(".legend").inner_text().split() == ["1", "meeting", "0", "calls", "1", "dispute"]
    page.get_by_role("button", name="disputes: row against column").click()
    assert page.locator(".matrix").get_by_role("button", name="Kenya against Uganda").is_visible()
    assert page.locator(".matrix").get_by_role("button", name="Uganda against Kenya").count() == 0


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_bars_anybody(opened: Opener, report: Path, size: tuple[int, int], *, dark: bool) -> None:
    """By axe-core: no serious and no critical fault, on any part of the page."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # noqa: PLC0415

    page = opened(report, size=size, dark=dark).page
    for tab in ("events", "articles", "rejected", "pictures", "run"):
        page.evaluate("(tab) => memcon.go({ tab, reading: false, refused: true })", tab)
        assert_open(Axe().run(page).response, tab)
    page.evaluate("memcon.go({ tab: 'events', event: memcon.events()[1], reading: true })")
    assert_open(Axe().run(page).response, "an event")
    page.evaluate("memcon.go({ facets: true, reading: false })")
    assert_open(Axe().run(page).response, "filters")
    page.evaluate("memcon.go({ facets: false, help: true })")
    assert_open(Axe().run(page).response, "help")


def assert_open(found: dict[str, Any], where: str) -> None:
    bad = [
        f"{where}: {fault['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for fault in found["violations"]
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]
    assert bad == []
    assert found["passes"]


def test_a_phone_shows_one_thing_at_a_time_and_nothing_is_wider_than_it(opened: Opener, report: Path) -> None:
    page = opened(report, size=(360, 740)).page
    assert not page.locator(".reader").is_visible()
    for tab in ("events", "articles", "rejected", "pictures", "run"):
        page.evaluate("(tab) => memcon.go({ tab })", tab)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.evaluate("memcon.go({ tab: 'events' })")
    page.get_by_role("option").first.click()
    assert page.locator(".record").is_visible()
    assert not page.get_by_role("listbox").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Back to the list").click()
    assert page.get_by_role("listbox").is_visible()


def test_the_theme_is_kept(opened: Opener, report: Path) -> None:
    page = opened(report).page
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.keyboard.press("t")
    page.keyboard.press("t")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_paper_has_every_event_with_its_words(opened: Opener, run_folder: Path, report: Path) -> None:
    page = opened(report).page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    printed = page.locator("#paper").inner_text()
    for event in records(run_folder, "events"):
        assert event["id"] in printed
        for proof in event["mentions"]:
            for quote in proof["quotes"]:
                assert " ".join(quote["text"].split()) in " ".join(printed.split())
    assert not page.locator("#page").is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#paper").inner_text() == ""


def test_quotes_stand_alone_where_no_text_is_found(
    opened: Opener, run_folder: Path, tmp_path: Path, read_article: Read
) -> None:
    import dataclasses  # noqa: PLC0415

    from memcon.pages.report import read_run, write_report  # noqa: PLC0415

    run = dataclasses.replace(read_run(run_folder / "out", [str(run_folder / "news.jsonl")]), texts={})
    (path,) = write_report(run, tmp_path / "alone.html")
    page = opened(path).page
    page.get_by_role("option").filter(has_text="Elmer Schialer").click()
    assert "its quotes stand alone" in page.locator(".article-head").inner_text()
    shown = read_article(page)
    assert shown.text == ""
    assert SENTENCE in {words for *_, words in shown.marks}


SENTENCE = "Menlu Peru Elmer Schialer menelepon Menlu Bolivia Celinda Sosa pada Rabu \U0001f4de soal perbatasan."


def test_a_registered_script_adds_controls_and_changes_events(opened: Opener, run_folder: Path, tmp_path: Path) -> None:
    """What `memcon review` builds on: see report/web/registry.js."""
    from memcon.pages.report import read_run, render  # noqa: PLC0415

    script = """
    memcon.register({ name: "test",
      facets: [{ name: "mark", label: "Mark", values: (event) => (memcon.extra.marks[event.id] ? ["marked"] : ["unmarked"]) }],
      badge: (event) => (memcon.extra.marks[event.id] ? memcon.html`<span class="mark-badge">marked</span>` : null),
      eventActions: (event) => memcon.html`<${memcon.ui.Button} class="drop-it" onClick=${() => memcon.drop(event.id)}>Drop<//>`,
      articleSelection: (range) => memcon.html`<p class="range">${range.start}-${range.end}:${range.text}</p>`,
      keys: [{ key: "m", label: "mark it", run: () => { memcon.extra.marks[memcon.state.event] = 1; memcon.filters.reset(); memcon.refresh(); } }] });
    """
    run = read_run(run_folder / "out", [str(run_folder / "news.jsonl")])
    path = tmp_path / "with.html"
    path.write_text(render(run, scripts=[script], extra={"marks": {}}), "utf-8", newline="")
    page = opened(path).page
    page.keyboard.press("m")
    assert page.locator(".row.chosen .mark-badge").is_visible()
    page.get_by_role("checkbox", name="unmarked").check()
    assert page.locator(".found").inner_text() == f"{EVENTS - 1} events of {EVENTS}"
    page.keyboard.press("c")
    page.evaluate(
        "memcon.put({ ...memcon.event(memcon.state.event), status: 'refused', id: 'new-id' }, { was: memcon.state.event })"
    )
    assert "refused" in page.get_by_role("checkbox", name="refused").locator("xpath=..").inner_text()
    page.evaluate("memcon.go({ event: 'new-id' })")
    page.locator(".drop-it").click()
    assert page.locator(".found").inner_text().startswith(f"{EVENTS - 1} events")
    page.evaluate("memcon.go({ tab: 'articles', event: null, article: 'peru' })")
    selected = page.evaluate(
        """() => { const held = document.querySelector('.held'); const texts = document.createTreeWalker(held, NodeFilter.SHOW_TEXT);
        let node; while ((node = texts.nextNode())) { const at = node.data.indexOf('perbatasan'); if (at >= 0) {
          const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + 10);
          getSelection().removeAllRanges(); getSelection().addRange(range); return true; } } return false; }"""
    )
    assert selected
    told = page.locator(".range").inner_text()
    text = str(ARTICLES[1]["text"])
    start = text.index("perbatasan")
    assert told == f"{start}-{start + 10}:perbatasan"
