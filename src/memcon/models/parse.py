"""Read a model's text as an answer of a shape, or say why it is none. Pure; knows nothing of any client."""

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from memcon.models.base import ModelAnswer
from memcon.models.failure import safe

T = TypeVar("T", bound=ModelAnswer)

_FENCE: Final = "```"
_CIRCLE: Final = re.compile(r"(.{8,130}?)\1{2,}.{0,130}\Z", re.DOTALL)
"""The end of a text that says the same three times over: at least a short name in quotation marks, or a few of them."""
_LIST: Final = re.compile(r'"\w+"\s*:\s*\[')
_ITEM: Final = re.compile(r'\s*("(?:[^"\\]|\\.)*")\s*[,\]]')
_PROBLEMS: Final = 5
"""Errors told in a re-ask: more confuse a small model, and each may quote hostile text."""


def parse(shape: type[T], content: str) -> tuple[T | None, str]:
    """Return `content` as an answer of `shape`, or None and in a few words what keeps it from being one.

    Stricter than pydantic: a repeated key, of which the last would win, is an error, and so is `NaN`.
    """
    if not content:
        return None, "it is empty"
    try:
        json.loads(content, object_pairs_hook=_unique, parse_constant=_no_constant)
        return shape.model_validate_json(content), ""
    except ValidationError as error:
        return None, told(error.errors(include_url=False, include_context=False, include_input=False))
    except RecursionError:
        return None, "it is nested too deeply"
    except ValueError as error:
        return None, safe(f"it is no JSON: {error}", 200)


def told(parts: Iterable[ErrorDetails], *, below: int = 0, given: bool = False) -> str:
    """Return what is wrong with an answer, in words fit for a message: a few of the parts, each with its place.

    `below` so many steps of each place are left out; with `given`, words of the model stand behind what they should be.
    """
    said = []
    for part in itertools.islice(parts, _PROBLEMS):
        words = part["input"] if given else None
        place = ".".join(map(str, part["loc"][below:])) or "the whole"
        said.append(f"{place}: {part['msg']}" + (f", not {words[:80]!r}" if isinstance(words, str) else ""))
    return safe("; ".join(said), 600)


def goes_in_circles(cut: str) -> bool:
    """Say whether an answer that was cut at its limit repeats itself at its end: small models do, without end."""
    return bool(_CIRCLE.search(cut[-600:]))


def whole_items(cut: str) -> list[str]:
    """Return the strings of the first list in an answer that was cut off, each once; empty where there are none."""
    begins = _LIST.search(cut)
    items: dict[str, None] = {}
    at = begins.end() if begins else len(cut)
    while item := _ITEM.match(cut, at):
        try:
            items.setdefault(json.loads(item[1]))
        except ValueError:
            break
        at = item.end()
    return list(items)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise ValueError(f"the key {twice!r} stands twice")
    return document


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def clean(content: str) -> str:
    """Return an answer's text without a byte order mark, a thought before it, or a code fence around it."""
    return _without_fence(_without_thought(content.lstrip("\ufeff")).strip())


def _without_thought(content: str) -> str:
    """Return `content` without the first thought, and without the white space round that."""
    before, begun, rest = content.partition("<think>")
    _, ended, after = rest.partition("</think>")
    return before.rstrip() + after.lstrip() if begun and ended else content


def _without_fence(content: str) -> str:
    """Return what stands in the fence round all of `content`, or `content`; no white space is round either."""
    opened = content.removeprefix(_FENCE).removeprefix("json")
    inside = opened.lstrip()
    fenced = content.startswith(_FENCE) and inside.endswith(_FENCE) and "\n" in opened[: len(opened) - len(inside)]
    return inside.removesuffix(_FENCE).rstrip() if fenced else content
