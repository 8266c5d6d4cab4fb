"""A reader by script behind real HTTP on loopback: a test writes down what it answers about which sentence.

No model and no recording of one: tests that use it show what becomes of answers, not that a model gives them.
"""

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from anyio.from_thread import start_blocking_portal

from helpers.fault_server import Asked, FaultServer, Reply, Script, fault_server, says

MODEL = "scripted-1b"
"""The profile of a small model on this machine: cascade, two calls at once."""


@dataclass(frozen=True)
class Told:
    """What the reader says of each sentence that holds `words`; `fields` lie over an empty answer of its shape."""

    words: str
    label: str
    fields: Mapping[str, Any] = field(default_factory=dict)


def call(words: str, *names: str, **fields: Any) -> Told:
    return Told(words, "call", {"participants": list(names), **fields})


def meeting(words: str, *names: str, **fields: Any) -> Told:
    return Told(words, "meeting", {"participants": list(names), **fields})


def dispute(words: str, actor: str | None, target: str | None, act: str, **fields: Any) -> Told:
    return Told(words, "dispute", {"actor": actor, "target": target, "act": act, **fields})


CONTACT: dict[str, Any] = {"participants": []}
DISPUTE: dict[str, Any] = {"actor": None, "target": None, "act": "criticise"}


class Reader:
    """Answers the questions of both strategies; keeps the sentences that triage was asked about."""

    def __init__(self, *told: Told) -> None:
        self.told = told
        self.triaged: list[str] = []

    def __call__(self, asked: Asked) -> Reply:
        return says(self.content(asked.body))

    def content(self, body: Mapping[str, Any]) -> str:
        """What it answers to the question that is `body`."""
        shape = body["response_format"]["json_schema"]["name"]
        question = body["messages"][-1]["content"]
        if shape == "Findings":
            return json.dumps(self.findings(question), ensure_ascii=False)
        if shape == "ProbeAnswer":
            return '{"parts":[{"name":"two","kind":"even"},{"name":"three","kind":"odd"}],"remark":null}'
        sentence = question.splitlines()[-1]
        told = self.said_of(sentence)
        if shape == "Label":
            self.triaged.append(sentence)
            return json.dumps({"label": told.label})
        empty = {"ContactFill": CONTACT, "DisputeFill": DISPUTE}[shape]
        return json.dumps({key: told.fields.get(key, value) for key, value in empty.items()}, ensure_ascii=False)

    def said_of(self, sentence: str) -> Told:
        return next((each for each in self.told if each.words in sentence), Told("", "none"))

    def findings(self, question: str) -> dict[str, list[dict[str, Any]]]:
        """All answers of an article at once, for its numbered sentences."""
        found: dict[str, list[dict[str, Any]]] = {"meetings": [], "calls": [], "disputes": []}
        for number, sentence in re.findall(r"^\[(\d+)\] (.*)$", question, re.MULTILINE):
            told = self.said_of(sentence)
            if told.label == "none":
                continue
            fields = {"date_words": None, "place_words": None, "status": "occurred", **told.fields}
            roles = {fields.pop("actor", None): "actor", fields.pop("target", None): "target"}
            names = fields.pop("participants", [name for name in roles if name])
            parties = [{"name": name, "title": None, "side": None, "role": roles.get(name)} for name in names]
            kind = {"call": {"channel": "phone"}, "meeting": {"form": "talks"}, "dispute": {}}[told.label]
            own = {} if told.label == "dispute" else {"initiator": None}
            found[f"{told.label}s"].append(
                {
                    "sentences": [int(number)],
                    "quote": sentence,
                    "participants": parties,
                    "topics": [],
                    "summary": "",
                    **own,
                }
                | kind
                | fields
            )
        return found


@contextlib.contextmanager
def serving(script: Script, *, port: int = 0) -> Iterator[FaultServer]:
    """Serve `script` from a thread of its own, for tests of what is synchronous."""
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(fault_server(script, port=port)) as server,
    ):
        yield server
