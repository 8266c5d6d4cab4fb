"""Fit an object to the JSON Schema of its shape where only the writing differs. Pure.

Null in the place of a list, a list that is left out, and a word of a closed list in another case say what they say in
one way only. Nothing else is changed: what might mean something else stays, and is refused where it does not fit.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any

from memcon.models.base import ModelAnswer

_Fit = Callable[[Any, set[str]], Any]
"""From a value, and where kinds of repair are noted, to the value as a part of a schema has it: the same for none."""


def fitted(value: Any, shape: type[ModelAnswer]) -> tuple[Any, tuple[str, ...]]:  # noqa: ANN401  whatever JSON holds
    """Return `value` as `shape` has it, and which kinds of repair that took, each once; the same value for none."""
    fit = _of_shape(shape)
    repairs: set[str] = set()
    return (fit(value, repairs) if fit else value), tuple(sorted(repairs))


@functools.cache
def _of_shape(shape: type[ModelAnswer]) -> _Fit | None:
    """Return how values are fitted to a shape: its schema is walked once, since answers are many."""
    schema = shape.model_json_schema()
    return _of(schema, schema.get("$defs", {}))


def _of(schema: Mapping[str, Any], named: Mapping[str, Any]) -> _Fit | None:
    """Return how values are fitted to a part of a schema; None where none ever needs it."""
    if "$ref" in schema:
        return _of(named[schema["$ref"].rsplit("/", 1)[1]], named)
    if "properties" in schema:
        return _object(schema, named)
    if schema.get("type") == "array":
        return _list(_of(schema.get("items", {}), named))
    words = [word for part in (schema, *schema.get("anyOf", ())) for word in _words(part)]
    return _word(words) if words else None


def _object(schema: Mapping[str, Any], named: Mapping[str, Any]) -> _Fit:
    properties: Mapping[str, Any] = schema["properties"]
    fits = [(name, fit) for name, part in properties.items() if (fit := _of(part, named))]
    optional = set(properties) - set(schema.get("required", ()))
    lists = {name for name in optional if properties[name].get("type") == "array"}

    def fit_object(value: Any, repairs: set[str]) -> Any:  # noqa: ANN401
        if not isinstance(value, dict):
            return value
        if not lists <= value.keys():
            repairs.add("missing_list")  # the shape has an empty one in its place
        changed = {}
        for name, fit in fits:
            if name in value and (new := fit(value[name], repairs)) is not value[name]:
                changed[name] = new
        return value | changed if changed else value

    return fit_object


def _list(of_item: _Fit | None) -> _Fit:
    def fit_list(value: Any, repairs: set[str]) -> Any:  # noqa: ANN401
        if value is None:
            repairs.add("null_list")
            return []
        if of_item is None or not isinstance(value, list):
            return value
        items = [of_item(each, repairs) for each in value]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value

    return fit_list


def _word(words: list[str]) -> _Fit:
    told = frozenset(words)
    alike: dict[str, list[str]] = {}
    for word in told:
        alike.setdefault(word.casefold(), []).append(word)

    def fit_word(value: Any, repairs: set[str]) -> Any:  # noqa: ANN401
        if not isinstance(value, str) or value in told:
            return value
        meant = alike.get(value.strip().casefold(), ())
        if len(meant) != 1:
            return value
        repairs.add("case")
        return meant[0]

    return fit_word


def _words(schema: Mapping[str, Any]) -> list[str]:
    """Return the words of a closed list."""
    words = schema.get("enum", [schema["const"]] if "const" in schema else [])
    return [word for word in words if isinstance(word, str)]
