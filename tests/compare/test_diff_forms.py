"""The comparison as a reader sees it: on a terminal, in a pull request, as JSON, as a page."""

import dataclasses
import html.parser
import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from helpers.diff_records import day, event, mention, person, proof, two_runs
from memcon.compare.diff import Diff, diff
from memcon.compare.diff.causes import run_context
from memcon.compare.diff.stat import count, stat_table
from memcon.compare.diff.textconv import textconv_lines
from memcon.compare.diff.to_json import json_lines
from memcon.compare.diff.to_note import QUOTED, NoteOptions, diff_note
from memcon.compare.render.html import html_lines
from memcon.compare.render.markdown import markdown_lines
from memcon.compare.render.note import Note, Piece
from memcon.compare.render.text import text_lines
from memcon.compare.render.word_diff import word_diff
from memcon.records import ArticleState, Conflict, DateEvidence, EventDate, EventLink, Evidence, Merge, Place, Quote
from memcon.text.safe import safe_line

CALLED = "General Ito called General Haddad on Monday."
ACCUSED = "Norland then accused Sudland of shelling a border post."
PHONED = "Anna Berg berbicara lewat telepon dengan Omar Haddad pada Senin malam."
HOSTILE = (
    "\x1b[31mred\x07 \u202egnol\u2066 a\u200bb <script>alert(1)</script> `x` **b** @octocat #12 | ~~s~~ "
    "[l](http://e.vil) &amp; www.e.vil"
)
modest = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def text(found: Diff[Any], **telling: Any) -> str:
    return "\n".join(text_lines(diff_note(found, NoteOptions(**telling))))


def test_a_changed_date_reads_like_a_note() -> None:
    old = event("call", proof("a.txt", CALLED, date="Monday"), on="2024-04-29")
    new = event("call", proof("a.txt", CALLED, date="4 May"), on="2024-05-04")
    assert text(diff([old], [new])) == (
        "events 1 → 1: 1 changed\n"
        "\n"
        "~ call-2024-05-04-NOR-SDN · Anna Berg, Omar Haddad · was call-2024-04-29-NOR-SDN\n"
        "    date        2024-04-29 → 2024-05-04  from “Monday” (given) → “4 May” (given)"
    )


def test_a_changed_kind_is_told_with_its_variant_and_its_sentence() -> None:
    found = diff([event("call", proof("a.txt", CALLED))], [event("meeting", proof("a.txt", CALLED))])
    assert text(found).splitlines()[3:] == [
        "    kind        call, phone → meeting, talks",
        f"    “{CALLED}” a.txt:0–44",
    ]


def test_a_sentence_taken_for_a_name_floods_nothing() -> None:
    long = "x" * 500
    old, new = event(people=(person(long, "NOR"),)), event(people=(person(f"{long}y", "NOR"),))
    lines = list(text_lines(diff_note(diff([old], [new]))))
    assert max(map(len, lines)) < 300
    assert f"{long}y" in "".join(text_lines(diff_note(diff([old], [new]), NoteOptions(full=True))))


def test_a_disagreement_of_the_same_values_is_no_news() -> None:
    one = event(conflicts=(Conflict(field="date", values=("a", "b"), mentions=(("m",), ("n",))),))
    other = event(conflicts=(Conflict(field="date", values=("a", "b"), mentions=(("m",), ("o",))),))
    assert text(diff([one], [other])).splitlines() == [
        "events 1 → 1: 1 the same but found otherwise",
        "",
        "the mentions behind a dispute between sources differ in 1 place",
    ]


def test_words_that_are_the_same_are_told_once() -> None:
    old = event("call", proof("a.txt", CALLED, date="Monday"), on="2024-04-29")
    new = event("call", proof("a.txt", CALLED, date="Monday"), on="2024-05-06")
    assert "from “Monday” (given)\n" in text(diff([old], [new])) + "\n"


def test_a_changed_status_shows_its_sentence_and_no_codes_that_follow() -> None:
    found = diff([event(status="planned")], [event(status="occurred")])
    assert text(found).splitlines()[2:] == [
        "~ call-2024-04-29-NOR-SDN · Anna Berg, Omar Haddad",
        "    status      planned → occurred",
        f"    “{CALLED}” a.txt:0–44",
    ]
    assert "codes" in text(found, full=True)


def test_every_kind_of_change_has_its_line() -> None:
    gone, come = person("Liu Henli", "CHN", "general"), person("Liu Zhenli", "JPN", None, "host")
    place = Evidence(text="Oslo", start=59, end=63)
    old = event(
        "meeting", proof("c.txt", "met in Oslo", "Jun Ito mediated"), people=(gone, person("Jun Ito")),
        topics=("border",), summary="The envoys met in Oslo for a day.",
        conflicts=(Conflict(field="date", values=("a", "b"), mentions=()),),
        links=(EventLink(type="fulfils", event="p"),),
        merges=(Merge(left="m", right="n", reason="r"),),
    )  # fmt: skip
    new = event(
        "meeting", proof("c.txt", "met in Oslo, where", place=place), proof("b.txt", "Senin malam"),
        people=(come, person("Anna Berg")),
        place=Place(name="Oslo", country="NOR"), summary="The envoys met in Oslo for two days.", initiator="NOR",
        countries=("JPN", "SDN"), variant="visit", on=None, id=old.id,
    )  # fmt: skip
    lines = text(diff([old], [new])).splitlines()
    labels = [line[4:16].strip() for line in lines if line.startswith("    ")]
    assert labels == [
        "form", "date", "place", "who", "people", "asked by", "topics", "summary", "links",
        "disputed", "told in", "quote", "quote",
    ]  # fmt: skip
    assert "    form        talks → visit" in lines
    assert "    date        2024-04-29 → none  from “met in Oslo” → “met in Oslo, where”" in lines
    assert "    place       none → Oslo (NOR)  from “met in Oslo” → “Oslo”" in lines
    assert "    who         − NOR, + JPN" in lines
    respelt = "Liu Henli → Liu Zhenli, country CHN → JPN, title general → none, role none → host"
    assert f"    people      − Jun Ito; {respelt}; + Anna Berg" in lines
    assert "    summary     “The envoys met in Oslo for [-a day-]{+two days+}.”" in lines
    assert "    links       − fulfils p" in lines
    assert "    disputed    − date: a or b" in lines
    assert "    told in     + “Senin malam” b.txt:78–89" in lines
    assert "    quote       “met in Oslo{+, where+}” c.txt:49–67" in lines


def test_what_only_says_how_events_were_found_is_told_in_sum() -> None:
    def run(prompt: str, confidence: float, shift: int) -> list[Any]:
        proofs = [proof(a, w, prompt=prompt, model=prompt) for a, w in (("a.txt", CALLED), ("b.txt", PHONED))]
        for at, told_by in enumerate(proofs):
            (words,) = told_by.quotes
            words = dataclasses.replace(words, start=words.start + shift, end=words.end + shift)
            proofs[at] = dataclasses.replace(told_by, quotes=(words,))
        return [event("call", p, id=p.article, confidence=confidence) for p in proofs]

    found = diff(run("fill@1", 0.5, 0), run("fill@2", 0.75, 9))
    assert text(found).splitlines() == [
        "events 2 → 2: 2 the same but found otherwise",
        "",
        "model fill@1 → fill@2 in 2 mentions",
        "prompt fill@1 → fill@2 in 2 mentions",
        "confidence moved in 2 events, by 0.25 at most",
        "the same quotes stand elsewhere or were found otherwise in 2 places",
    ]
    assert text(found, full=True).count("prompt      fill@1 → fill@2") == 2


def test_events_that_only_have_another_id_are_told_apart() -> None:
    one, other = proof("a.txt", CALLED), proof("b.txt", PHONED)
    old = [event("call", one, id="c"), event("call", other, id="c-2", summary="x")]
    found = diff(old, [event("call", one, id="c-2"), event("call", other, id="c", summary="y")])
    assert text(found).splitlines() == [
        "events 2 → 2: 1 changed, 1 the same by another id",
        "",
        "~ c · Anna Berg, Omar Haddad · was c-2",
        "    summary     “x” → “y”",
        "",
        "~ c-2 · Anna Berg, Omar Haddad · was c",
    ]


def test_merged_mentions_are_called_mentions() -> None:
    twin = dataclasses.replace(mention("a.txt", CALLED), id="twin", confidence=0.1)
    found = diff([mention("a.txt", CALLED), twin], [mention("a.txt", CALLED)])
    assert text(found).startswith("mentions 2 → 1: 1 merged")


def test_many_prompts_are_summed() -> None:
    words = ("General", "called", "Haddad on", "Monday. N", "shelling")
    old = [event("call", proof("a.txt", w, prompt=f"p@{i}"), id=w) for i, w in enumerate(words)]
    new = [event("call", proof("a.txt", w, prompt="q"), id=w) for w in words]
    assert "prompt otherwise in 2 mentions" in text(diff(old, new))


def test_what_is_gone_and_new_shows_its_words_and_why() -> None:
    gone, come = (
        event("dispute", proof("a.txt", ACCUSED), proof("c.txt", "met in Oslo")),
        event("call", proof("b.txt", PHONED)),
    )
    found = diff([gone], [come])
    quiet = text(found).splitlines()
    assert quiet == [
        "events 1 → 1: 1 removed, 1 added",
        "",
        "- dispute-2024-04-29-NOR-SDN · accuse · Anna Berg, Omar Haddad",
        f"    “{ACCUSED}” a.txt:45–100 and 1 more article",
        "",
        "+ call-2024-04-29-NOR-SDN · Anna Berg, Omar Haddad",
        f"    “{PHONED}” b.txt:20–90",
    ]
    state: dict[str, Any] = {
        "reason": None, "detail": None, "path": None, "sha256": None, "characters": 1, "title": None, "published": None,
        "published_basis": None, "language": None, "source": None, "url": None, "mentions": 1, "rejected": 0,
    }  # fmt: skip
    old = run_context([ArticleState(article=a, state="ok", **state) for a in ("a.txt", "c.txt")], [])
    new = run_context([ArticleState(article="b.txt", state="ok", **state)], [])
    assert text(found, old=old, new=new).count("    why         its article is not in that run") == 2
    assert "articles 2 → 1: 1 new, 2 no longer read" in text(found, old=old, new=new)
    assert text(found, full=True).count("“") == 3, "in full, the words of every article"


def test_mergers_and_splits_name_their_parts() -> None:
    a, b = proof("a.txt", CALLED), proof("b.txt", PHONED)
    old, new = [event("call", a), event("call", b, id="call-2")], [event("call", a, b)]
    lines = text(diff(old, new)).splitlines()
    assert lines[0] == "events 2 → 1: 1 merged"
    assert lines[2].startswith("> merged call-2024-04-29-NOR-SDN")
    assert [line[4:16].strip() for line in lines[3:]] == ["from", "from"]
    assert "< split call" in text(diff(new, old))
    assert text(diff(new, old)).count("    into ") == 2


def test_merged_events_tell_the_reasons_of_the_run_that_merged_them() -> None:
    a, b = proof("a.txt", CALLED), proof("b.txt", "Senin malam")
    whole = event("call", a, b, merges=(Merge(left="m", right="n", reason="same day; Omar Haddad"),))
    parts = [event("call", a), event("call", b, id="c2")]
    assert "    why         same day; Omar Haddad" in list(text_lines(diff_note(diff(parts, [whole]))))
    assert "    why         was one for: same day; Omar Haddad" in list(text_lines(diff_note(diff([whole], parts))))


def test_likeness_without_common_words_is_said() -> None:
    found = diff([event("call", proof("a.txt", CALLED))], [event("call", proof("b.txt", PHONED))])
    assert "other words; taken for the same event by kind, sides, people and date" in text(found)


def test_mentions_are_called_mentions() -> None:
    assert text(diff([mention("a.txt", CALLED)], [])).startswith("mentions 1 → 0: 1 removed")
    assert text(diff([], [])) == "events 0 → 0: nothing in either"


def test_long_quotes_are_cut_unless_told_in_full() -> None:
    whole = " ".join((CALLED, ACCUSED, "Both ministers, Anna Berg and Omar Haddad, will meet in Geneva on 4 May."))
    found = diff([], [event("call", proof("a.txt", whole))])
    cut = text(found).splitlines()[-1]
    assert "Geneva on 4 May.”" in cut
    assert " … " in cut
    assert len(cut) < QUOTED + 40
    assert whole in text(found, full=True)


def test_an_edit_is_woven_and_a_rewrite_is_not() -> None:
    def plain(pieces: tuple[Piece, ...]) -> str:
        return "".join({"cut": "[-{}-]", "put": "{{+{}+}}"}.get(p.style, "{}").format(p.text) for p in pieces)

    assert plain(word_diff("They met on 4 May.", "They met on 5 May.")) == "“They met on [-4-]{+5+} May.”"
    long = "one two three four five six seven eight nine ten eleven twelve"
    assert plain(word_diff(f"{long} x", f"{long} y")) == "“… nine ten eleven twelve [-x-]{+y+}”"
    assert (
        plain(word_diff(f"a {long} x", f"b {long} y"))
        == "“[-a-]{+b+} one two three four … nine ten eleven twelve [-x-]{+y+}”"
    )
    assert (
        plain(word_diff("They met.", "Norland expelled two diplomats"))
        == "“They met.” → “Norland expelled two diplomats”"
    )
    assert plain(word_diff("x " * 2000, "y " * 2000)).count("→") == 1
    assert plain(word_diff("外长周一通话", "外长周二通话")) == "“外长周[-一-]{+二+}通话”"  # a script without spaces


@pytest.mark.parametrize(
    ("date", "said"),
    [
        (day("2024-05-04"), "2024-05-04"),
        (EventDate(start="2024-05-01", end="2024-05-31", precision="month"), "2024-05"),  # type: ignore[arg-type]
        (EventDate(start="2024-01-01", end="2024-12-31", precision="year"), "2024"),  # type: ignore[arg-type]
        (EventDate(start="2024-04-29", end="2024-05-05", precision="week"), "2024-04-29…2024-05-05 (week)"),  # type: ignore[arg-type]
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(date: EventDate, said: str) -> None:
    found = diff([event(on=None)], [dataclasses.replace(event(on=None), date=date)])
    assert f"date        none → {said}  from" in text(found)


# --- terminals ---


@modest
@given(two_runs(), st.integers(40, 120), st.booleans())
def test_no_line_is_wider_than_the_screen(runs: tuple[list[Any], list[Any]], width: int, colour: bool) -> None:  # noqa: FBT001
    for line in text_lines(diff_note(diff(*runs)), width=width, colour=colour):
        assert cell_len(re.sub(r"\x1b\[[0-9;]*m", "", line)) <= width


def test_wide_characters_and_endless_words_are_broken_to_the_screen() -> None:
    chinese = "国防部长在北京会见了来访的外交官并就边境局势交换了意见" * 3
    found = diff([event(summary="x")], [event(summary=chinese)])
    lines = list(text_lines(diff_note(found), width=50))
    assert all(cell_len(line) <= 50 for line in lines)
    assert chinese in "".join(line.strip() for line in lines).replace("“x” →", "").replace(" ", "")


def hostile() -> Diff[Any]:
    told_by = dataclasses.replace(proof("a.txt", CALLED), article=HOSTILE, prompt=HOSTILE)
    quote = Quote(text=HOSTILE, start=0, end=len(HOSTILE), match="exact")
    new_proof = dataclasses.replace(
        told_by, quotes=(quote,), date=DateEvidence(text=HOSTILE, start=0, end=3, basis=HOSTILE)
    )
    old = event("call", told_by, people=(person(HOSTILE, "NOR"),), summary=HOSTILE, topics=(HOSTILE,))
    new = event(
        "call", new_proof, people=(person(HOSTILE + "x", "NOR", HOSTILE),), summary=HOSTILE + "!", on=None, id=HOSTILE,
        place=Place(name=HOSTILE, country=None), conflicts=(Conflict(field=HOSTILE, values=(HOSTILE,), mentions=()),),
    )  # fmt: skip
    return diff(
        [old, event("dispute", new_proof, people=(person(HOSTILE),))],
        [new, event("meeting", new_proof, on="2020-01-01")],
    )


@pytest.mark.parametrize("full", [False, True])
def test_hostile_words_stay_words_on_a_terminal(*, full: bool) -> None:
    plain = "\n".join(text_lines(diff_note(hostile(), NoteOptions(full=full)), width=80))
    assert all(char.isprintable() or char == "\n" for char in plain)
    coloured = "\n".join(text_lines(diff_note(hostile(), NoteOptions(full=full)), width=80, colour=True))
    assert set(re.findall(r"\x1b[^m]*m", coloured)) <= {
        f"\x1b[{code}m" for code in ("0", "1", "2", "3", "31", "32", "36", "1;31", "1;32", "1;33", "9;31")
    }
    assert all(char.isprintable() or char in "\n\x1b" for char in coloured)


def test_colour_is_what_plain_text_says_otherwise() -> None:
    found = diff([event(summary="They met on 4 May.")], [event(summary="They met on 5 May.")])
    plain, coloured = ("\n".join(text_lines(diff_note(found), colour=colour)) for colour in (False, True))
    assert "[-4-]{+5+}" in plain
    assert "\x1b[9;31m4\x1b[0m\x1b[1;32m5\x1b[0m" in coloured


# --- Markdown ---


def test_markdown_is_a_list_under_headings() -> None:
    found = diff([event(status="planned"), event("dispute", proof("a.txt", ACCUSED))], [event(status="occurred")])
    assert list(markdown_lines(diff_note(found))) == [
        "### events 2 → 1: 1 changed, 1 removed",
        "",
        "#### changed (1)",
        "",
        "- <strong>call-2024-04-29-NOR-SDN</strong> · Anna Berg, Omar Haddad",
        "  - status: <del>planned</del> → <ins>occurred</ins>",
        f"  - `“{CALLED}”` `a.txt:0–44`",
        "",
        "#### removed (1)",
        "",
        "- <strong>dispute-2024-04-29-NOR-SDN</strong> · accuse · Anna Berg, Omar Haddad",
        f"  - `“{ACCUSED}”` `a.txt:45–100`",
    ]


def test_hostile_words_stay_words_in_markdown() -> None:
    lines = list(markdown_lines(diff_note(hostile())))
    outside = "\n".join(re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", line) for line in lines)
    assert "<script" not in outside
    assert not re.findall(r"(?<!&)[*_~\[\]|`]", outside)
    assert "http://" not in outside
    assert "www." not in outside
    assert not re.search(r"@|(?<!&)#\d", outside.replace("#### ", "").replace("### ", ""))
    calls = re.sub(r"<code>[^<]*</code>", "", outside)
    assert "&#64;octocat" not in calls, "GitHub would call the user, entity or not"
    assert all(char.isprintable() or char == "\n" for char in "\n".join(lines))


def test_backticks_are_fenced_by_more_of_them() -> None:
    quote = Quote(text="a ``b`` `", start=0, end=9, match="exact")
    one = event("call", dataclasses.replace(proof("a.txt", CALLED), quotes=(quote,)))
    assert "```“a ``b`` `”```" in "\n".join(markdown_lines(diff_note(diff([], [one]))))


def test_a_long_section_is_folded_in_markdown() -> None:
    lines = list(markdown_lines(diff_note(diff([], [event(id=f"c-{i}") for i in range(30)]))))
    assert "<details><summary>added (30)</summary>" in lines
    assert lines[-1] == "</details>"


def test_counts_in_markdown_are_a_table() -> None:
    lines = list(markdown_lines([stat_table(count(diff([event()], [event(), event("meeting")])))]))
    assert lines == [
        "| | old | new | added | unchanged |",
        "|---|---:|---:|---:|---:|",
        "| call | 1 | 1 | 0 | 1 |",
        "| meeting | 0 | 1 | 1 | 0 |",
        "| all | 1 | 2 | 1 | 1 |",
    ]


# --- JSON ---


@modest
@given(two_runs())
def test_json_is_json_and_says_all(runs: tuple[list[Any], list[Any]]) -> None:
    found = diff(*runs)
    said = json.loads("\n".join(json_lines(found, count(found), old="o", new="n")))
    assert [len(said[part]) for part in ("added", "removed", "changed", "regrouped")] == [
        len(found.added), len(found.removed), len(found.changed), len(found.regrouped),
    ]  # fmt: skip
    assert [len(one["changes"]) for one in said["changed"]] == [len(one.changes) for one in found.changed]


def test_json_holds_old_and_new_values_with_their_words() -> None:
    old = event("call", proof("a.txt", CALLED, date="Monday"), on="2024-04-29")
    new = event("call", proof("a.txt", CALLED, date="4 May"), on="2024-05-04")
    found = diff([old], [new])
    said = json.loads("\n".join(json_lines(found, count(found), old="o", new="n")))
    assert said["moved"] == [{"old": old.id, "new": new.id}]
    assert said["changed"][0]["by"] == "evidence"
    date = next(change for change in said["changed"][0]["changes"] if change["field"] == "date")
    assert date["old"] == {"start": "2024-04-29", "end": "2024-04-29", "precision": "day"}
    assert [words["text"] for words in date["new_words"]] == ["4 May"]


def test_json_of_mergers_names_all_ids() -> None:
    a, b = proof("a.txt", CALLED), proof("b.txt", PHONED)
    found = diff([event("call", a), event("call", b, id="call-2")], [event("call", a, b)])
    said = json.loads("\n".join(json_lines(found, count(found), old="o", new="n")))
    assert said["regrouped"][0]["how"] == "merged"
    assert len(said["regrouped"][0]["old"]) == 2
    assert said["counts"]["merged"] == 1


def test_hostile_words_in_json_are_escaped_and_read_back() -> None:
    lines = list(json_lines(hostile(), count(hostile()), old=HOSTILE + "\U000e0041", new="n"))
    assert all(char.isprintable() for line in lines for char in line)
    assert json.loads("\n".join(lines))["old"] == HOSTILE + "\U000e0041"


# --- HTML ---


def page(note: Note, name: str = "o") -> str:
    """The page of a note with the counts on top, as `memcon diff` makes it."""
    heading, *blocks = note
    table = stat_table(count(hostile()), corner="kind", total=False)
    return "\n".join(html_lines([heading, table, *blocks], title=f"memcon diff: {name}", caption=name))


class Page(html.parser.HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("full", [False, True])
def test_a_page_needs_nothing_and_runs_nothing(*, full: bool) -> None:
    source = page(diff_note(hostile(), NoteOptions(full=full)), HOSTILE)
    read = Page(source)
    names = {tag for tag, _ in read.tags}
    assert names <= {
        "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "p", "nav", "a", "main", "table",
        "thead", "tbody", "tr", "th", "td", "section", "article", "dl", "dt", "dd", "del", "ins", "strong", "q", "span",
        "footer", "ul", "li", "div",
    }  # fmt: skip
    assert not {name for _, attributes in read.tags for name in attributes if name.startswith("on")}
    assert all(attributes["href"].startswith("#") for tag, attributes in read.tags if tag == "a")  # type: ignore[union-attr]
    assert "src" not in {name for _, attributes in read.tags for name in attributes}
    assert safe_line(HOSTILE) in "".join(read.words)
    assert all(char.isprintable() or char == "\n" for char in source)


def test_the_policy_of_a_page_allows_its_own_style_and_nothing_else() -> None:
    import base64  # noqa: PLC0415
    import hashlib  # noqa: PLC0415

    source = page(diff_note(hostile()))
    style = source.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(a["content"] for _, a in Page(source).tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style
    assert "@import" not in style


def test_an_empty_page_says_so() -> None:
    source = "\n".join(html_lines(diff_note(diff([], [])), title="memcon diff: o → n", caption="o → n"))
    assert "nothing in either" in source
    assert not {"<table>", "<nav", "<footer>"} & set(re.findall(r"<table>|<nav|<footer>", source))


# --- git's textconv ---


def test_readable_lines_stand_in_the_order_of_words_so_that_a_corrected_date_is_one_line() -> None:
    first, second = event("call", proof("a.txt", CALLED)), event("dispute", proof("a.txt", ACCUSED), on="2023-01-01")
    old = list(textconv_lines([first, second]))
    new = list(textconv_lines([second, dataclasses.replace(first, date=day("2025-01-01"))]))
    assert len(old) == len(new)
    assert [(a, b) for a, b in zip(old, new, strict=True) if a != b] == [("  date 2024-04-29", "  date 2025-01-01")]


def test_readable_lines_say_all_that_is_known() -> None:
    told_by = dataclasses.replace(
        proof("c.txt", "met in Oslo", date="Two days later"), place=Evidence(text="Oslo", start=59, end=63)
    )
    loose = Quote(text="mediated", start=79, end=87, match="folded")
    one = event(
        "meeting", dataclasses.replace(told_by, quotes=(*told_by.quotes, loose)),
        place=Place(name="Oslo", country="NOR"), initiator="NOR", topics=("border",),
        links=(EventLink(type="fulfilled_by", event="e"),),
        conflicts=(Conflict(field="date", values=("a", "b"), mentions=()),),
    )  # fmt: skip
    assert list(textconv_lines([one], ['{"cut'])) == [
        "# model m",
        "# prompt fill@1",
        "",
        "meeting NOR SDN: Anna Berg, Omar Haddad",
        "  id meeting-2024-04-29-NOR-SDN",
        "  occurred, talks",
        "  date 2024-04-29",
        "  place Oslo (NOR)",
        "  person Anna Berg (NOR)",
        "  person Omar Haddad (SDN)",
        "  asked by NOR",
        "  topic border",
        "  summary They spoke.",
        "  codes CONSULT - 046 Contact.Meet",
        "  link fulfilled by e",
        "  disputed date: a or b",
        "  confidence 0.9",
        "  told in c.txt",
        "    “met in Oslo” 49–60",
        "    “mediated” 79–87 folded",
        "    date “Two days later”: given",
        "    place “Oslo”",
        '? {"cut',
    ]


@modest
@given(st.lists(two_runs().map(lambda runs: runs[0]), max_size=1))
def test_readable_lines_are_one_line_each(runs: list[list[Any]]) -> None:
    for run in runs:
        assert all("\n" not in line for line in textconv_lines(run))


def test_a_readable_mention_is_one_too() -> None:
    hostile_mention = dataclasses.replace(mention("a.txt", CALLED), summary="a\nb\x1b[2J")
    assert "  summary a\\nb\\x1b[2J" in list(textconv_lines([hostile_mention]))
