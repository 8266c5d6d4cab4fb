"""Ways in which endpoints wrap an answer and refuse a question, each as a script of a server on loopback.

One article, read whole. What a case ends with is told by `play`, which uses nothing of memcon but its front door, so
that it runs over an older memcon too (`benchmarks/endpoints.py`).
"""

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from helpers.fault_server import Asked, Reply, says
from helpers.harness import findings, text_of
from helpers.scripted import serving
from memcon import api

Holds = Literal["one", "none", "two", "invented"]
"""What a case's answers hold: one right answer, none, two of them, or one that says what the article does not."""
Answering = Callable[[Asked, int], Reply]
"""From a question and how often one was asked, from 1, to what the server does."""

NUMBER: Final = 1
RIGHT: Final = findings(NUMBER)
J: Final = json.dumps(RIGHT, ensure_ascii=False)
CALL: Final = RIGHT["calls"][0]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One way of an endpoint."""

    name: str
    answering: Answering
    holds: Holds
    calls: int
    """Requests that reach the server in a run over an empty ledger."""
    ended: str
    """The article's state, with its reason where it failed."""
    options: Mapping[str, Any]
    repairs: frozenset[str]
    """Kinds of repair that `run.json` tells."""


@dataclass(frozen=True, kw_only=True)
class Played:
    """What became of a case."""

    ended: str
    mentions: int
    calls: int
    detail: str
    report: Mapping[str, Any]


def play(case: Case, ledger: Path, told: Callable[[str], None] | None = None) -> Played:
    """Read the article against a server that plays `case`."""
    count = 0

    def script(asked: Asked) -> Reply:
        nonlocal count
        count += 1
        return case.answering(asked, count)

    with tempfile.TemporaryDirectory() as folder, serving(script) as server:
        path = Path(folder) / "news.jsonl"
        line = {"id": "a", "text": text_of(NUMBER), "language": "id", "published": "2024-07-04"}
        path.write_text(json.dumps(line) + "\n", "utf-8")
        run = api.extract(path, base_url=server.url, ledger=ledger, tell=told, model="scripted", **case.options)
        (state,) = run.articles
    ended = f"{state.state}: {state.reason}" if state.reason else str(state.state)
    return Played(
        ended=ended, mentions=len(tuple(run.mentions)), calls=count, detail=state.detail or "", report=run.report
    )


def case(
    name: str,
    answering: Answering | Reply | str,
    *,
    holds: Holds = "one",
    calls: int = 1,
    ended: str = "ok",
    repairs: str = "",
    **options: Any,
) -> Case:
    """A case by the words of an answer, a reply, or what a server does."""
    replies: Answering = (lambda _asked, _count: says(answering)) if isinstance(answering, str) else answering  # type: ignore[assignment]
    return Case(
        name=name, answering=replies, holds=holds, calls=calls, ended=ended, options=options,
        repairs=frozenset(repairs.split()),
    )  # fmt: skip


def _says(content: str | None, finish: str | None = "stop", **more: Any) -> Answering:
    return lambda _asked, _count: says(content, finish, **more)


def _beside(**message: Any) -> Answering:
    """Nothing as content, and something beside it."""
    return _says(None, message=message)


def _with(**lists: Any) -> str:
    return json.dumps(RIGHT | lists, ensure_ascii=False)


def _one(**fields: Any) -> str:
    return _with(calls=[CALL | fields])


def _tool(arguments: str, name: str = "Findings") -> dict[str, Any]:
    return {"id": "t", "type": "function", "function": {"name": name, "arguments": arguments}}


_ROLES: Final = [party | {"role": role} for party, role in zip(CALL["participants"], ("Caller", "CALLED"), strict=True)]
_TURNED: Final = json.dumps({"meetings": [], "calls": [], "disputes": []})

READ: Final = (
    case("the object alone", J),
    case("indented over many lines", json.dumps(RIGHT, indent=4)),
    case("white space up to the limit", _says(J + " \n" * 3000, "length"), repairs="at_limit"),
    case("whole, and the limit reached with its last token", _says(J, "length"), repairs="at_limit"),
    case("a byte order mark before it", "\ufeff" + J),
    case("prose before it", f"Here is what the article reports:\n\n{J}", repairs="prose"),
    case("prose behind it", f"{J}\n\nLet me know if you need more.", repairs="prose"),
    case("prose on both sides", f"Sure! {J} I hope this helps.", repairs="prose"),
    case("prose with brackets of its own", f"As sentence [2] {{see above}} says [sic]: {J}", repairs="prose"),
    case("a fence of json", f"```json\n{J}\n```", repairs="fence_or_thought"),
    case("a fence of JSON", f"```JSON\n{J}\n```", repairs="fence"),
    case("a fence on one line", f"```{J}```", repairs="fence"),
    case("a fence of json on one line", f"```json {J} ```", repairs="fence"),
    case("a fence with prose round it", f"The result:\n```json\n{J}\n```\nDone.", repairs="fence prose"),
    case("a fence that is not closed", f"```json\n{J}\n", repairs="fence"),
    case("a thought before it", f"<think>\nWho called? {{}}\n</think>\n{J}", repairs="fence_or_thought"),
    case("a thought without its beginning", f"Who called whom?\n</think>\n{J}", repairs="thought"),
    case("two thoughts", f"<think>a</think><think>b {J}</think>{J}", repairs="thought"),
    case("a thought that drafts another answer", f"<thinking>{_TURNED}</thinking>{J}", repairs="thought"),
    case("a thought as Mistral marks it", f"[THINK]who?[/THINK]{J}", repairs="thought"),
    case(
        "a thought as Kimi marks it", f"◁think▷who?◁/think▷{J}", repairs="thought"
    ),
    case(
        "the channels of gpt-oss",
        f"<|channel|>analysis<|message|>We need JSON.<|end|><|start|>assistant<|channel|>final<|message|>{J}",
        repairs="thought",
    ),
    case("thought, prose and fence", f"<think>x</think>Here:\n```json\n{J}\n```", repairs="thought fence prose"),
    case("in reasoning_content", _beside(reasoning_content=f"Two ministers spoke.\n{J}"), repairs="reasoning prose"),
    case("in reasoning", _beside(reasoning=J), repairs="reasoning"),
    case("in a call of a tool", _beside(tool_calls=[_tool(J)]), repairs="tool_call"),
    case("in a call of a tool, which ends it", _says("", "tool_calls", message={"tool_calls": [_tool(J)]}),
          repairs="tool_call"),
    case("in a call of a function", _beside(function_call={"name": "Findings", "arguments": J}), repairs="tool_call"),
    case("a call of a tool as text", f'<tool_call>{{"name": "Findings", "arguments": {J}}}</tool_call>',
          repairs="prose wrapper"),
    case("under the name of the shape", f'{{"Findings": {J}}}', repairs="wrapper"),
    case("under another key", f'{{"answer": {J}}}', repairs="wrapper"),
    case("a list round it", f"[{J}]", repairs="list"),
    case("a string that is JSON", json.dumps(J), repairs="string"),
    case("$schema beside the fields", json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema"} | RIGHT),
          repairs="schema_key"),
    case("null for an empty list", _with(meetings=None, disputes=None), repairs="null_list"),
    case("null for an empty list of an event", _one(topics=None), repairs="null_list"),
    case("a list left out", json.dumps({"calls": RIGHT["calls"]}, ensure_ascii=False), repairs="missing_list"),
    case("a word of a list in another case", _one(status="Occurred", channel="PHONE"), repairs="case"),
    case("roles in another case", _one(participants=_ROLES), repairs="case"),
    case("a bad event beside a good one", _with(disputes=[{"quote": "x", "act": "bombard"}]),
          repairs="missing_list"),
    case("content in parts", _says(None, message={"content": [{"type": "text", "text": J}]})),
    case("content in parts, a thought among them",
          _says(None, message={"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]},
                                           {"type": "text", "text": J}]})),
    case("no reason why it ended", _says(J, None)),
    case("an unknown reason why it ended", _says(J, "eos")),
    case("wrong at first, and right when asked again",
          lambda _asked, count: says(J if count == 2 else "I would rather talk."), calls=2),
)  # fmt: skip
"""Answers that hold one right answer."""

_INVALID: Final = "failed: invalid_answer"
_CUT: Final = "failed: truncated"

REFUSED: Final = (
    case("prose alone", "The article reports a call.", holds="none", calls=2, ended=_INVALID),
    case("nothing", "", holds="none", calls=2, ended=_INVALID),
    case("nothing but a thought", "<think>Who called?</think>", holds="none", calls=2, ended=_INVALID),
    case("an answer in a thought that does not end", f"<think>perhaps {J}", holds="none", calls=2, ended=_INVALID),
    case("nothing: all tokens went into thought",
          _says("", "length", message={"reasoning_content": "Who called whom? Perhaps"}), holds="none", calls=2,
          ended=_CUT),
    case("a draft in a thought that was cut", _says(None, "length", message={"reasoning_content": J}), holds="none",
          calls=2, ended=_CUT),
    case("a draft in a thought that goes on", _beside(reasoning_content=f"{J} or perhaps not?"), holds="none", calls=2,
          ended=_INVALID),
    case("cut off", _says(J[:-40], "length"), holds="none", calls=4, ended=_CUT),
    case("cut off, and said to be whole", J[:-40], holds="none", calls=2, ended=_INVALID),
    case("an object whole, and cut in what follows", _says(f"{J} But on the other hand", "length"), holds="none",
          calls=4, ended=_CUT),
    case("two objects of the shape", f"{_TURNED}\n{J}", holds="two", calls=2, ended=_INVALID),
    case("the same object twice", f"{J}\n{J}", holds="two", calls=2, ended=_INVALID),
    case("a list of two", f"[{_TURNED}, {J}]", holds="two", calls=2, ended=_INVALID),
    case("two calls of a tool", _beside(tool_calls=[_tool(_TURNED), _tool(J)]), holds="two", calls=2, ended=_INVALID),
    case("a key that stands twice", J[:-1] + ', "calls": []}', holds="two", calls=2, ended=_INVALID),
    case("a key that stands twice, in a fence", f"So:\n```\n{J[:-1]}, " + '"calls": []}\n```', holds="two", calls=2,
          ended=_INVALID),
    case("NaN", _one(sentences=[float("nan")]), holds="none", calls=2, ended=_INVALID),
    case("a comma too many", J[:-1] + ",}", holds="none", calls=2, ended=_INVALID),
    case("a dictionary of Python", str(RIGHT), holds="none", calls=2, ended=_INVALID),
    case("a comment in it", J[:-1] + " // nothing else\n}", holds="none", calls=2, ended=_INVALID),
    case("the schema itself", lambda asked, _count: says(
        json.dumps(asked.body["response_format"]["json_schema"]["schema"])), holds="none", calls=2, ended=_INVALID),
    case("another shape", '{"events": [{"type": "call"}]}', holds="none", calls=2, ended=_INVALID),
    case("an inner part of an object that does not end", '{"result": ' + J + ', "more": ', holds="none", calls=2,
          ended=_INVALID),
    case("its one event is bad, also when asked again", _one(status="perhaps"), holds="none", calls=2, ended="empty"),
    case("a quote that the article does not hold", _one(quote="Presiden Peru tidak menelepon siapa pun."),
          holds="invented", ended="empty"),
    case("the model declines", _says(None, message={"refusal": "I will not."}), holds="none", ended="failed: refused"),
    case("a filter ends it", _says(J, "content_filter"), holds="none", ended="failed: content_filter"),
)  # fmt: skip
"""Answers that hold none, two, or an invented one."""
