"""Answers that are kept, served on loopback: of the strategy `whole` by article, of cassettes by question."""

import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from helpers.fault_server import Asked, Reply, fails, says, sends


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file, without the lines that are damaged on purpose."""
    for line in path.read_text("utf-8").splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue


class Kept:
    """Answers by article.

    `answer` is JSON, or the words of an answer that is none; `finish` says how it ended, `refusal` why there is none.
    The article that a request asks about is the shortest that holds all of its numbered sentences, so that an edited
    prompt is answered as well.
    """

    def __init__(self, answers: Path, texts: Mapping[str, str]) -> None:
        """`texts` are the articles by their ids."""
        self._answers = {line["article"]: line for line in json_lines(answers)}
        known = ((name, _one_line(text)) for name, text in texts.items() if name in self._answers)
        self._texts = sorted(known, key=lambda each: len(each[1]))

    def __call__(self, asked: Asked) -> Reply:
        sentences = _sentences(asked.body["messages"])
        named = (name for name, text in self._texts if sentences and all(each in text for each in sentences))
        name = next(named, None)
        if name is None:
            return fails(404, {"error": {"message": "no answer is kept for this article"}})
        kept = self._answers[name]
        answer = kept["answer"]
        content = answer if answer is None or isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        return says(content, kept.get("finish", "stop"), message={"refusal": kept.get("refusal")})


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sentences(messages: Sequence[Mapping[str, str]]) -> list[str]:
    """Return the numbered sentences of the question, which a complaint about an answer may follow."""
    for message in reversed(messages):
        found = re.findall(r"^\[\d+\] (.*)$", message["content"], re.MULTILINE)
        if message["role"] == "user" and found:
            return [_one_line(each) for each in found]
    return []


@functools.cache
def recorded(folder: Path) -> list[tuple[Any, Any]]:
    """Return the questions and answers of all cassettes in `folder`."""
    cassettes = [yaml.load(file.read_text("utf-8"), yaml.CSafeLoader) for file in sorted(folder.glob("*.yaml"))]
    return [
        (one["request"]["body"]["json"], one["response"]["body"]["json"])
        for cassette in cassettes
        for one in cassette["interactions"]
    ]


class Recorded:
    """Answers by question, as cassettes hold them; every other question is refused."""

    def __init__(self, pairs: Iterable[tuple[Any, Any]]) -> None:
        self._answers = {_sorted(question): answer for question, answer in pairs}

    def __call__(self, asked: Asked) -> Reply:
        answer = self._answers.get(_sorted(asked.body))
        return sends(answer) if answer else fails(404, {"error": {"message": "no cassette holds this question"}})


def _sorted(question: object) -> str:
    return json.dumps(question, sort_keys=True)
