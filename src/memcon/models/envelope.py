"""Find the JSON object that a model's text holds, in whatever it is wrapped, and never mend it. Pure.

Models think aloud, talk before and after, fence, and repeat the name of the shape that they fill. What they wrap is
taken out as it stands; a text that holds a broken object, or two of the shape, holds none. Takes time that grows as the
text does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from memcon._data import strict

_THOUGHT: Final = re.compile(
    r"(?P<begins><think(?:ing)?>|\[THINK\]|◁think▷)|</think(?:ing)?>|\[/THINK\]|◁/think▷|<\|channel\|>final<\|message\|>",
    re.IGNORECASE,
)
_BEGINS: Final = re.compile(r'\{(?=\s*["}])|\[(?=\s*[\[{])')
"""What begins an object, or a list of them; other brackets are of prose."""
_PART: Final = re.compile(r'"(?>(?:[^"\\]|\\.)*)(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_FENCE: Final = re.compile(r"[`\s]*")
_LAYERS: Final = 4
"""Most wrappings round an object that are taken off."""
_ARGUMENTS: Final = ("arguments", "parameters", "input")
"""Where a call of a tool holds its object, beside the tool's name."""


class NoAnswer(ValueError):
    """A text holds no object of a shape, or more than one: the words say what it was instead."""


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """An object, and which kinds of wrapping were taken off it."""

    value: Any
    repairs: tuple[str, ...]


def only_object(text: str, name: str, fields: frozenset[str], *, cut: bool = False) -> Unwrapped:
    """Return the one object of the shape `name` with these `fields` that stands in `text`, among whatever else.

    Of a text that was `cut` at its limit, nothing but white space and a fence may stand behind the object.

    Raises:
        NoAnswer: there is none, or more than one, or a part that looks like one and cannot be read.
    """
    said, thought = _without_thoughts(text)
    found: list[Unwrapped] = []
    ended = 0
    for begin, end in _outermost(said):
        try:
            value = strict(said[begin:end])
        except RecursionError:
            raise NoAnswer("JSON that is nested too deeply") from None
        except ValueError as error:
            raise NoAnswer(f"JSON that cannot be read: {error}") from None
        inside = unwrapped(value, name, fields)
        if inside is not None:
            found.append(inside)
            ended = end
        elif isinstance(value, list):
            found += [Unwrapped(each, ("list",)) for each in value if _is_of(each, fields)]
    if not found:
        raise NoAnswer(_instead(said, thought=thought))
    if len(found) > 1:
        raise NoAnswer(f"{len(found)} objects of the shape, and nothing tells which of them is meant")
    rest = said[ended:]
    if cut and _FENCE.fullmatch(rest) is None:
        raise NoAnswer("an answer that went on behind its object, and was cut")
    kinds = ["thought"] if thought else []
    around = said[: next(_outermost(said))[0]] + rest
    kinds += ["fence"] if "```" in around else []
    kinds += ["prose"] if re.sub(r"```\w*|\s", "", around) else []
    return Unwrapped(found[0].value, (*kinds, *found[0].repairs))


def unwrapped(value: object, name: str, fields: frozenset[str]) -> Unwrapped | None:
    """Return the object of the shape `name` inside `value`, None where there is none.

    Wrappings are a list of one, an object of one key, a call of a tool, a string that is JSON itself; keys like
    `$schema` beside the fields are left out.
    """
    repairs: list[str] = []
    for _ in range(_LAYERS):
        if isinstance(value, dict):
            told = {key: each for key, each in value.items() if key in fields or not key.startswith("$")}
            repairs += ["schema_key"] if len(told) < len(value) else []
            if _is_of(told, fields):
                return Unwrapped(told, tuple(repairs))
            inner = _called(told)
            if inner is None:
                return None
            if told.keys() == {name} and inner == {}:
                return Unwrapped(inner, (*repairs, "wrapper"))
            value = inner
            repairs.append("wrapper")
        elif isinstance(value, list) and len(value) == 1:
            value = value[0]
            repairs.append("list")
        elif isinstance(value, str):
            try:
                value = strict(value)
            except (ValueError, RecursionError):
                return None
            repairs.append("string")
        else:
            return None
    return None


def _called(value: dict[str, Any]) -> object:
    """Return what an object of one key holds, or a call of a tool; None of any other object."""
    if len(value) == 1:
        return next(iter(value.values()))
    held = [key for key in _ARGUMENTS if key in value]
    return value[held[0]] if len(held) == 1 and isinstance(value.get("name"), str) else None


def _is_of(value: object, fields: frozenset[str]) -> bool:
    """Tell whether an object has a field of the shape."""
    return isinstance(value, dict) and not fields.isdisjoint(value)


def _without_thoughts(text: str) -> tuple[str, bool]:
    """Return `text` without its thoughts, and whether there was one; one without a beginning began with the text."""
    kept: list[str] = []
    at, inside, any_thought = 0, False, False
    for mark in _THOUGHT.finditer(text):
        any_thought = True
        if mark["begins"]:
            kept += [] if inside else [text[at : mark.start()]]
            inside = True
        else:
            kept = kept if inside else []
            inside, at = False, mark.end()
    return "".join(kept if inside else [*kept, text[at:]]), any_thought


def _outermost(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each outermost object or list of objects begins and ends.

    Raises:
        NoAnswer: one begins and does not end.
    """
    at = 0
    while begins := _BEGINS.search(text, at):
        depth = 0
        for part in _PART.finditer(text, begins.start()):
            depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(part[0], 0)
            if depth == 0:
                at = part.end()
                break
        else:
            raise NoAnswer("JSON that begins and does not end")
        yield begins.start(), at


def _instead(said: str, *, thought: bool) -> str:
    """Say what a text without an object is."""
    if said.strip():
        return "JSON of another shape" if _BEGINS.search(said) else "prose"
    return "a thought, and no answer behind it" if thought else "empty"
