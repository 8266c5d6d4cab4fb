"""Read a model's text as an answer of a shape, or say why it is none. Pure; knows nothing of any client."""

import itertools
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from memcon._data import TooManyKeys, strict
from memcon.models.base import ModelAnswer
from memcon.models.envelope import NoAnswer, Unwrapped, only_object, unwrapped
from memcon.models.failure import safe
from memcon.models.fit import fitted

T = TypeVar("T", bound=ModelAnswer)

EMPTY: Final = "it is empty"
_FENCE: Final = "```"
_CIRCLE: Final = re.compile(r"(.{8,130}?)\1{2,}.{0,130}\Z", re.DOTALL)
"""The end of a text that says the same three times over: at least a short name in quotation marks, or a few of them."""
_LIST: Final = re.compile(r'"\w+"\s*:\s*\[')
_ITEM: Final = re.compile(r'\s*("(?:[^"\\]|\\.)*")\s*[,\]]')
_PROBLEMS: Final = 5
"""Errors told in a re-ask: more confuse a small model, and each may quote hostile text."""


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What a model's text comes to."""

    answer: T | None
    problem: str = ""
    """What keeps it from being an answer, as the model is told where it is asked again; empty when nothing does."""
    instead: str = ""
    """What it is instead, in words for the user."""
    repairs: tuple[str, ...] = ()
    """Kinds of what was taken off or fitted, each once; empty for an answer that is just what was asked for."""


def read(shape: type[T], content: str, *, cut: bool = False, last: bool = False) -> Reading[T]:
    """Return `content` as an answer of `shape`, out of whatever it is wrapped in.

    Of a text that was `cut` at its limit, only a whole object is an answer, behind which nothing but white space
    stands. A shape whose parts may be bad alone is told by its context when this is the `last` try: an answer of which
    no part is left is one then. Stricter than pydantic: a repeated key, of which the last would win, is an error, and
    so are `NaN` and more keys than any answer has. What is wrong is told of the text as it stands, in words that a
    re-ask in an old ledger is found by.
    """
    fields, bare = frozenset(shape.model_fields), clean(content)
    try:
        value = strict(bare)
        found = unwrapped(value, shape.__name__, fields) or Unwrapped(value, ())
        taken = ("fence_or_thought",) if len(bare) < len(content.strip().lstrip("\ufeff").lstrip()) else ()
        return _fitting(shape, Unwrapped(found.value, (*taken, *found.repairs)), bare, last=last)
    except ValidationError as error:
        problem = told(error.errors(include_url=False, include_context=False, include_input=False))
    except TooManyKeys as error:
        return Reading(None, f"it is no JSON: {error}")
    except RecursionError:
        problem = "it is nested too deeply"
    except ValueError as error:
        problem = safe(f"it is no JSON: {error}", 200) if bare else EMPTY
    try:
        return _fitting(shape, only_object(content, shape.__name__, fields, cut=cut), None, last=last)
    except NoAnswer as none:
        return Reading(None, problem, safe(str(none), 200))
    except ValidationError:
        return Reading(None, problem, "JSON of another shape")


def parse(shape: type[T], content: str) -> tuple[T | None, str]:
    """Return `content` as an answer of `shape`, or None and in a few words what keeps it from being one. See `read`."""
    reading = read(shape, content)
    return reading.answer, reading.problem


def _fitting(shape: type[T], found: Unwrapped, text: str | None, *, last: bool) -> Reading[T]:
    """Return an object as an answer; `text` is what it was read from, where nothing but white space stood round it.

    Raises:
        ValidationError: it is not of `shape`.
    """
    value, fitted_in = fitted(found.value, shape)
    repairs = tuple(dict.fromkeys((*found.repairs, *fitted_in)))
    changed = text is None or fitted_in or set(found.repairs) - {"fence_or_thought"}
    answer = shape.model_validate_json(json.dumps(value) if changed else text or "", context={"last": last})
    return Reading(answer, repairs=repairs)


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


def clean(content: str) -> str:
    """Return an answer's text without a byte order mark, a thought before it, or a code fence around it, as it stands.

    What is wrapped otherwise is found by `envelope`.
    """
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
