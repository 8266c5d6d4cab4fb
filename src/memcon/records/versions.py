"""The versions of what memcon writes: what an older one wrote, as the newest has it. The one place that knows them.

| version | events | all else |
|---|---|---|
| 1 | one of `form`, `channel`, `act`, the last key; `machine` of a correction in the JSON type of its field | |
| 2 | all three after `status`, null of other kinds; `machine` a string or null | `copy_of` of an article, last |

Each step leads from one version to the next and back, so that a seal over old bytes can be held against them. What has
no shape that a step knows is left as it is, for the records to refuse.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import pydantic_core

from memcon.records.vocabulary import SCHEMA_VERSION

Values = dict[str, Any]
KEY: Final = "schema_version"
HEAD: Final = 100
"""Bytes of a file within which its version stands."""
_VERSION: Final = re.compile(rb'\s*\{\s*"schema_version"\s*:\s*([0-9]{1,9})\b')

_VARIANTS: Final = ("form", "channel", "act")
_IN_JSON: Final = ("date", "place", "countries", "participants", "topics")
"""Fields of which version 2 has what the machine says in JSON."""


@dataclass(frozen=True, slots=True)
class Step:
    """From one version to the next, and back."""

    up: Callable[[Values], Values]
    down: Callable[[Values], Values]


def version_of(data: bytes) -> int:
    """Return the version that a line of ours, or `run.json`, begins with; 1 where it tells none."""
    found = _VERSION.match(data)
    return int(found[1]) if found else 1


def upgraded(values: Values) -> Values:
    """Return the values of a line, or of `run.json`, as the newest version has them. The old ones are used up.

    What tells no version is no record of a file, and is as it was.
    """
    version = values.get(KEY)
    for step in STEPS[version - 1 :] if type(version) is int and version > 0 else ():
        values = _everywhere(step.up, values)
    return values


def downgraded(values: Values, version: int) -> Values:
    """Return the values of a line of the newest version as `version` wrote them, its keys in that order."""
    for step in reversed(STEPS[version - 1 :]):
        values = _everywhere(step.down, values)
    return values


def dumped(line: bytes, version: int) -> bytes:
    """Return a canonical line of the newest version as `version` wrote it, its line feed included."""
    return line if version == SCHEMA_VERSION else pydantic_core.to_json(downgraded(json.loads(line), version)) + b"\n"


def _everywhere(step: Callable[[Values], Values], values: Values) -> Values:
    """Return a record after a step, and those that stand in it: of decisions, their events and mentions."""
    for holder, key in _inner(values):
        if isinstance(holder.get(key), dict):
            holder[key] = step(holder[key])
    return step(values)


def _inner(values: Values) -> Iterator[tuple[Values, str]]:
    if "action" not in values:
        return
    yield values, "mention"
    targets = values.get("targets")
    for target in (values.get("target"), *(targets if isinstance(targets, list) else ())):
        if isinstance(target, dict):
            yield target, "event"


def _is_event(values: Values) -> bool:
    return "codes" in values and "mentions" in values


def _corrections(values: Values) -> Iterator[Values]:
    """Yield the corrections of an event of which the machine's value has a form of its own."""
    review = values.get("review")
    found = review.get("corrections") if isinstance(review, dict) else None
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict) and one.get("field") in _IN_JSON and one.get("machine") is not None:
            yield one


def _second(values: Values) -> Values:
    if _is_event(values):
        for name in _VARIANTS:
            values.setdefault(name, None)
        for one in _corrections(values):
            with suppress(ValueError):  # nested deeper than it could be written
                one["machine"] = pydantic_core.to_json(one["machine"]).decode()
    return values | {KEY: 2}


def _first(values: Values) -> Values:
    if _is_event(values):
        variants = {name: values.pop(name) for name in _VARIANTS}
        values |= {name: value for name, value in variants.items() if value is not None}
        for one in _corrections(values):
            one["machine"] = json.loads(one["machine"])
    values.pop("copy_of", None)
    return values | {KEY: 1}


STEPS: Final = (Step(up=_second, down=_first),)
"""The step at `n - 1` leads from version n to the next."""
