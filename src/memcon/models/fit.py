"""Fit an object to the JSON Schema of its shape where only the writing differs. Pure.

Null in the place of a list, a list that is left out, and a word of a closed list in another case say what they say in
one way only. Nothing else is changed: what might mean something else stays, and is refused where it does not fit.
"""

import functools
from collections.abc import Mapping
from typing import Any

from memcon.models.base import ModelAnswer


def fitted(value: Any, shape: type[ModelAnswer]) -> tuple[Any, tuple[str, ...]]:  # noqa: ANN401  whatever JSON holds
    """Return `value` as `shape` has it, and which kinds of repair that took, each once; the same value for none."""
    schema = _schema(shape)
    fitting = _Fitting(schema.get("$defs", {}))
    return fitting.to(value, schema), tuple(sorted(fitting.repairs))


@functools.cache
def _schema(shape: type[ModelAnswer]) -> dict[str, Any]:
    return shape.model_json_schema()


class _Fitting:
    """One object on its way: gathers what was repaired."""

    def __init__(self, named: Mapping[str, Any]) -> None:
        self._named = named
        self.repairs: set[str] = set()

    def to(self, value: Any, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Return `value` as a part of a schema has it."""
        if "$ref" in schema:
            schema = self._named[schema["$ref"].rsplit("/", 1)[1]]
        if value is None:
            return self._empty(schema)
        if isinstance(value, dict) and "properties" in schema:
            return self._object(value, schema)
        if isinstance(value, list) and "items" in schema:
            items = [self.to(each, schema["items"]) for each in value]
            return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
        if isinstance(value, str):
            return self._word(value, schema)
        return value

    def _object(self, value: dict[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
        properties: Mapping[str, Any] = schema["properties"]
        changed = {name: self.to(each, properties.get(name, {})) for name, each in value.items()}
        left_out = properties.keys() - value.keys() - set(schema.get("required", ()))
        if any(properties[name].get("type") == "array" for name in left_out):
            self.repairs.add("missing_list")  # the shape has an empty one in its place
        return changed if any(changed[name] is not each for name, each in value.items()) else value

    def _empty(self, schema: Mapping[str, Any]) -> list[Any] | None:
        if schema.get("type") != "array":
            return None
        self.repairs.add("null_list")
        return []

    def _word(self, value: str, schema: Mapping[str, Any]) -> str:
        words = [word for part in (schema, *schema.get("anyOf", ())) for word in _words(part)]
        if not words or value in words:
            return value
        alike = [word for word in words if word.casefold() == value.strip().casefold()]
        if len(alike) != 1:
            return value
        self.repairs.add("case")
        return alike[0]


def _words(schema: Mapping[str, Any]) -> list[str]:
    """Return the words of a closed list."""
    words = schema.get("enum", [schema["const"]] if "const" in schema else [])
    return [word for word in words if isinstance(word, str)]
