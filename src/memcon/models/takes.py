"""How a question is put to an endpoint that does not take it as it is asked: values, and one pure function.

The ledger's keys are of what is asked; what is put is made of it on its way out. So a lesson about an endpoint moves no
key, and an answer that is paid for is found again whatever was learned since.
"""

import dataclasses
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from memcon.models.profile import Profile

Format = Literal["json_schema", "json_object", "prompt"]
TokensField = Literal["max_tokens", "max_completion_tokens"]

FORMATS: Final[tuple[Format, ...]] = ("json_schema", "json_object", "prompt")
"""How a model is told the shape of its answer, each for endpoints that take less than the one before."""
LIMITS: Final[tuple[TokensField, ...]] = ("max_tokens", "max_completion_tokens")
_IN_WORDS: Final = (
    "Answer with one JSON object of this JSON Schema, and with nothing before or after it. Leave out no key.\n{schema}"
)
_NAMES: Final = frozenset({"properties", "$defs"})
"""Keywords of JSON Schema whose keys are names of ours."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Takes:
    """What an endpoint takes of what is asked."""

    tokens_field: TokensField | None = None
    """Its name for the limit of an answer; None: as asked."""
    without: tuple[str, ...] = ()
    """Fields of a request that are not sent, as `temperature`."""
    format: Format = "json_schema"
    """How the shape of the answer is told: in `response_format`, or as words of the prompt."""
    strict: bool = True
    """Whether the wish for a strict schema is sent, where there is one."""
    schema_without: tuple[str, ...] = ()
    """Keywords that are left out of the schema; `$ref` for definitions that are written out in their places."""
    system: bool = True
    """Whether a turn may have the role system; else its words stand before those of the first user."""
    most_output_tokens: int | None = None
    reasons: bool = False
    """Whether the model thinks before it answers, and needs room for that."""
    begun: bool = False
    """Whether the endpoint goes on with an answer that is begun: a label then takes one token, see `begun`."""

    def laid_under(self, fields: Mapping[str, Any]) -> "Takes":
        """Return this with `fields` over it."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
        }
        return dataclasses.replace(self, **values)

    def after(self, field: str, value: Any) -> "Takes":  # noqa: ANN401  of any field
        """Return this after a lesson: a list has one more, everything else is `value` now."""
        old = getattr(self, field)
        if isinstance(old, tuple):
            value = old if value in old else (*old, value)
        return dataclasses.replace(self, **{field: value})

    def told(self) -> dict[str, Any]:
        """Return the fields that differ from those of an endpoint that takes everything."""
        plain = Takes()
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in values.items()
            if value != getattr(plain, name)
        }


def may_be(field: str, value: object) -> bool:
    """Tell whether a lesson may say so: a number, a switch, a word of a closed list, or one more of a list."""
    sorts: Mapping[str, Any] = {
        "tokens_field": LIMITS, "format": FORMATS, "strict": (False, True), "system": (False, True),
        "reasons": (False, True), "begun": (False, True),
    }  # fmt: skip
    if field in sorts:
        return type(value) in {str, bool} and value in sorts[field]
    if field == "most_output_tokens":
        return type(value) is int and value > 0
    return field in {"without", "schema_without"} and isinstance(value, str)


ALL: Final = Takes()
"""Of an endpoint that takes everything."""


def put(body: Mapping[str, Any], takes: Takes, room: int) -> dict[str, Any]:
    """Return the request that asks what `body` asks, as `takes` says; `room` is the limit for one who thinks."""
    without = {*takes.without, *(("top_logprobs",) if "logprobs" in takes.without else ())}
    sent = {name: value for name, value in body.items() if name not in without}
    asked = next((name for name in LIMITS if name in sent), None)
    if asked:
        sent[takes.tokens_field or asked] = limit_of(sent.pop(asked), takes, room)
    wished = sent.get("response_format", {}).get("json_schema")
    if wished:
        schema = _schema_without(wished.get("schema", {}), takes.schema_without)
        named = {name: value for name, value in wished.items() if takes.strict or name != "strict"}
        sent["response_format"] = sent["response_format"] | {"json_schema": named | {"schema": schema}}
        if takes.format != "json_schema":
            words = _IN_WORDS.format(schema=json.dumps(schema, ensure_ascii=False))
            sent["messages"] = _with_words(sent["messages"], words)
            sent["response_format"] = {"type": "json_object"}
        if takes.format == "prompt":
            del sent["response_format"]
    if not takes.system:
        sent["messages"] = _without_system(sent["messages"])
    return sent


def room_of(profile: Profile) -> int:
    """Return the limit of an answer for a model that thinks before it."""
    return max(profile.output_tokens, min(2 * profile.output_tokens, profile.context_tokens // 2))


def limit_of(asked: int, takes: Takes, room: int) -> int:
    """Return the limit of tokens that is put for one of `asked`."""
    limit = max(asked, room if takes.reasons else 0)
    return min(limit, takes.most_output_tokens or limit)


def _with_words(messages: list[dict[str, Any]], words: str) -> list[dict[str, Any]]:
    """Return the turns with `words` behind those of the first, which a provider's cache keeps with it."""
    first, *rest = messages
    return [first | {"content": f"{first['content']}\n\n{words}"}, *rest]


def _without_system(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the turns with the words of the system before the first user's."""
    system = [turn["content"] for turn in messages if turn["role"] == "system"]
    turns = [turn for turn in messages if turn["role"] != "system"]
    at = next((at for at, turn in enumerate(turns) if turn["role"] == "user"), None)
    if not system:
        return turns
    if at is None:
        return [{"role": "user", "content": "\n\n".join(system)}, *turns]
    return [*turns[:at], turns[at] | {"content": "\n\n".join((*system, turns[at]["content"]))}, *turns[at + 1 :]]


def _schema_without(schema: dict[str, Any], keywords: Iterable[str]) -> dict[str, Any]:
    """Return a JSON Schema without these keywords, `$ref` and `$defs` standing for each other's."""
    left_out = set(keywords)
    if not left_out:
        return schema
    written_out = bool(left_out & {"$ref", "$defs"})
    named = schema.get("$defs", {}) if written_out else {}
    left_out |= {"$defs"} if written_out else set()

    def walk(part: Any, *, names: bool = False) -> Any:  # noqa: ANN401  whatever stands in a schema
        if isinstance(part, list):
            return [walk(each) for each in part]
        if not isinstance(part, dict):
            return part
        if written_out and not names and "$ref" in part:
            return walk(named[part["$ref"].rsplit("/", 1)[1]])
        return {
            key: walk(value, names=not names and key in _NAMES)
            for key, value in part.items()
            if names or key not in left_out
        }

    walked: dict[str, Any] = walk(schema)
    return walked
