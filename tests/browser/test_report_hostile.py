"""Words that want to act, hide or turn others round: the page shows them, and does nothing else."""

import dataclasses
import json
from pathlib import Path

import pytest

from helpers.browsing import PHONE, Opener
from helpers.reports import call, proof, state
from memcon.pages.report import ShownRun, render
from memcon.records import EventLink, Evidence, Merge, Participant, Place, Rejected

pytestmark = pytest.mark.browser

SCRIPTS = (
    "<script>alert(1)</script>", "</script><script>alert(2)</script>", "<!--<script>", "]]>", "<img src=x onerror=alert(3)>",
    "\"><svg onload=alert(4)>", "' onmouseover='alert(5)", "{{ 7*7 }}{% for x in y %}${alert(6)}`", "</textarea></style></title>",
    "<iframe src=https://evil.example></iframe>", "<base href=https://evil.example>", "<meta http-equiv=refresh content=0>",
    "javascript:alert(7)", "data:text/html,<script>alert(8)</script>", "&lt;b&gt;&#x3c;script&#x3e;", "\\u003cscript\\u003e",
    "__proto__", "constructor", "%3Cscript%3E", "<a href='//evil.example'>x</a>", "=cmd|' /C calc'!A0",
)  # fmt: skip
HIDDEN = "\u202eesrever\u202c \u2066iso\u2069 \u200bzero\u200d\u200c \u2028line\u2029 \u00ad \ufeff \u0085 \x1b[31m \x07 \x7f \U000e0041 \ue000"
LONE = "lone\ud800surrogate"
ALL = "\n".join((*SCRIPTS, HIDDEN, "\U0001f469\u200d\U0001f680 \U0001f1ee\U0001f1e9 e\u0301"))


def force(record: object, **values: object) -> None:
    """Give a record values that no record may have: the page must not rest on that."""
    for name, value in values.items():
        object.__setattr__(record, name, value)


def hostile_run() -> ShownRun:
    """Every field that comes from outside holds something that should not act."""
    text = f"\ufeff{ALL}\r\nThey spoke. {ALL}"
    events = []
    for number, evil in enumerate((*SCRIPTS, HIDDEN, LONE)):
        start = text.find(evil)
        told = proof(evil, evil, start) if start >= 0 else proof(evil, "spoke", 0)
        told = dataclasses.replace(
            told,
            prompt=evil,
            model=evil,
            names=(Evidence(text=evil, start=start, end=start + len(evil)),) if start >= 0 else (),
        )
        whole = dataclasses.replace(proof("everything", ALL, 1), place=Evidence(text=ALL, start=1, end=1 + len(ALL)))
        person = Participant(name=evil, title=evil, country=None, role="caller")
        event = call(
                id=f"{evil}-{number}", summary=evil, topics=(evil,), participants=(person,),
                place=Place(name=evil, country=None), links=(EventLink(type="fulfils", event=evil),),
                merges=(Merge(left=evil, right=evil, reason=evil),), mentions=(told, whole),
        )  # fmt: skip
        force(event, countries=(f"X{number}", evil), initiator=evil)
        force(event.place, country=evil)
        force(event.participants[0], country=f"X{number}")
        events.append(event)
    names = ["everything", *SCRIPTS, HIDDEN, LONE]
    articles = [
        state(name, text, title=name, source=name, url=url, published_basis=name, language=name[:2], path=name)
        for name in names
        for url in ["javascript:alert(9)" if name == "everything" else f"https://ok.example/{name}"]
    ]
    rejected = [
        Rejected(
            article="everything", kind="call", field="name", reason=evil, detail=evil, text=evil,
            near=Evidence(text="They", start=3, end=7), model=evil, prompt=evil,
        )
        for evil in (*SCRIPTS, HIDDEN, LONE)
    ]  # fmt: skip
    manifest = {
        "memcon": SCRIPTS[0], "python": HIDDEN, "platform": SCRIPTS[1], "model": SCRIPTS[4], "strategy": SCRIPTS[5],
        "endpoint": "javascript:alert(10)", "base_url": SCRIPTS[9], "prompts": list(SCRIPTS), "started": LONE,
        "seconds": SCRIPTS[2], "stopped": HIDDEN, "stop_reason": SCRIPTS[3], "exit_code": SCRIPTS[0],
        "articles": {SCRIPTS[0]: SCRIPTS[4]}, "failures": {HIDDEN: 1}, "events": {SCRIPTS[5]: 2}, "mentions": None,
        "rejected": [SCRIPTS[0]], "usage": {"calls": SCRIPTS[0], "cost": None, "prompt_tokens": HIDDEN},
    }  # fmt: skip
    return ShownRun(
        name=SCRIPTS[0], events=events, articles=articles, rejected=rejected, manifest=manifest,
        texts=dict.fromkeys(names, text),
    )  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "page.html"
    html = render(hostile_run(), title=ALL, extra={"review": {ALL: ALL}})
    path.write_text(html, "utf-8", newline="")
    return path


@pytest.mark.parametrize("size", [(1280, 900), PHONE])
def test_hostile_words_do_nothing_anywhere_on_the_page(opened: Opener, hostile: Path, size: tuple[int, int]) -> None:
    """`opened` fails the test at the first dialog, error, refusal of the policy, or request."""
    page = opened(hostile, size=size).page
    count = page.evaluate("memcon.data.columns.id.length")
    assert count == len(SCRIPTS) + 2
    for at in range(count):
        page.evaluate("(at) => memcon.go({ tab: 'events', event: memcon.data.columns.id[at], reading: true })", at)
        assert page.locator(".record h2").count() == 1
    for at in range(page.evaluate("memcon.data.index.articles.rows.id.length")):
        page.evaluate(
            "(at) => memcon.go({ tab: 'articles', event: null, refused: true, article: memcon.data.index.articles.rows.id[at] })",
            at,
        )
    for at in range(page.evaluate("memcon.data.tables.rejected.length")):
        page.evaluate("(at) => memcon.go({ tab: 'rejected', event: null, rejected: at, article: 'everything' })", at)
    for tab in ("pictures", "run"):
        page.evaluate("(tab) => memcon.go({ tab })", tab)
    page.evaluate("(q) => memcon.go({ tab: 'events', filters: { q } })", SCRIPTS[0])
    page.evaluate("(person) => memcon.go({ filters: { q: '', person: [person] } })", SCRIPTS[1])
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.querySelectorAll('img, iframe, base, object, embed, form, link').length") == 0
    assert page.evaluate("document.querySelectorAll('script:not([type])').length") == 2
    events = page.evaluate(
        "[...document.querySelectorAll('*')].flatMap((one) => [...one.attributes]).filter((each) => /^on/i.test(each.name)).length"
    )
    assert events == 0


def test_only_web_addresses_are_links_and_they_tell_nobody(opened: Opener, hostile: Path) -> None:
    page = opened(hostile).page
    page.evaluate("memcon.go({ tab: 'articles', event: null, article: 'everything' })")
    assert "javascript:alert(9)" in page.locator(".article-head").inner_text()
    assert page.locator("a[href^='javascript'], a[href^='data']").count() == 0
    page.evaluate("(id) => memcon.go({ article: id })", SCRIPTS[14])
    links = page.locator(".article-head a")
    assert links.count() == 1
    assert links.get_attribute("rel") == "noopener noreferrer"
    assert (links.get_attribute("href") or "").startswith("https://ok.example/")


def test_hidden_characters_are_seen_and_turn_nothing_round(opened: Opener, hostile: Path) -> None:
    page = opened(hostile).page
    page.evaluate("memcon.go({ tab: 'articles', event: null, article: 'everything' })")
    codes = set(page.evaluate("[...document.querySelectorAll('.held .hidden-char')].map((one) => one.dataset.code)"))
    wanted = {"U+202E", "U+202C", "U+2066", "U+2069", "U+200B", "U+200C", "U+2028", "U+2029", "U+00AD", "U+FEFF", "U+0085", "U+001B", "U+0007", "U+007F", "U+E0041", "U+E000"}  # fmt: skip
    assert wanted <= codes
    assert page.evaluate("getComputedStyle(document.querySelector('.hidden-char')).unicodeBidi") == "isolate"
    shown = page.evaluate("[...document.querySelectorAll('.held')].map((one) => one.textContent).join('')")
    assert shown == hostile_run().texts["everything"]
    emoji = page.evaluate(
        "[...document.querySelectorAll('.held .hidden-char')].filter((one) => one.dataset.code === 'U+200D').length"
    )
    assert emoji == shown.count("zero\u200d")  # not the joiner that makes one picture of two
    title = page.evaluate("document.title")
    assert "\u202e" not in title
    assert "\\u202e" in title
    labels = page.evaluate(
        "[...document.querySelectorAll('[aria-label], [title]')].map((one) => (one.ariaLabel || '') + one.title).join('')"
    )
    assert not any(char in labels for char in "\u202e\u2066\u200b\x1b")


def test_an_address_from_elsewhere_cannot_do_harm(opened: Opener, hostile: Path) -> None:
    for address in (
        "#tab=<script>&event=__proto__&article=constructor&at=9-1&rejected=999&f.kind=__proto__&f.country=%3Cscript%3E",
        "#f.from=9999-99-99&f.to=x&f.least=7&f.most=-1&f.own.__proto__=x&f.own.constructor=y&f.q=%00%EF%BF%BE((",
        f"#article={json.dumps(SCRIPTS[0])}&at=99999999-999999999&f.person=%3Cimg%20src=x%20onerror=alert(1)%3E",
    ):
        page = opened(hostile, at=address).page
        assert page.locator(".tab[aria-current]").inner_text().startswith("Events")
        assert page.evaluate("({}).x") is None
