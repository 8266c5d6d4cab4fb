"""Endpoints that do not take every question: each refuses what it does not know, in the words of a real one."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from helpers.envelopes import Case, J, case
from helpers.fault_server import Asked, Reply, completion, fails, says, sends

Refuses = Callable[[Mapping[str, Any]], Reply | None]
"""From the body of a request to the error that it gets; None where it is taken."""


def error(message: str, *, status: int = 400, **more: Any) -> Reply:
    return fails(status, {"error": {"message": message, "type": "invalid_request_error"} | more})


def without(field: str, reply: Reply) -> Refuses:
    """Refuse requests with a field."""
    return lambda body: reply if field in body else None


def keywords(value: object) -> Iterator[str]:
    """Every key in a schema."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from keywords(each)
    elif isinstance(value, list):
        for each in value:
            yield from keywords(each)


def keyword(name: str, reply: Reply) -> Refuses:
    """Refuse schemas with a keyword."""
    return lambda body: reply if name in keywords(schema_of(body)) else None


def schema_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = body.get("response_format", {}).get("json_schema", {}).get("schema", {})
    return found


def format_of(body: Mapping[str, Any]) -> str:
    return str(body.get("response_format", {}).get("type", "none"))


def formats(*taken: str, reply: Reply) -> Refuses:
    """Take these types of `response_format` alone; without one the schema must stand in the prompt."""

    def refuse(body: Mapping[str, Any]) -> Reply | None:
        if format_of(body) not in taken:
            return reply
        in_words = format_of(body) == "json_schema" or '"properties"' in body["messages"][0]["content"]
        return None if in_words else error("nobody told what to answer", status=418)

    return refuse


def limit(most: int, words: str) -> Refuses:
    """Refuse answers of more tokens; `words` have a `{}` for what was asked."""

    def refuse(body: Mapping[str, Any]) -> Reply | None:
        asked = body.get("max_tokens") or body.get("max_completion_tokens") or 0
        return error(words.format(asked)) if asked > most else None

    return refuse


def no_system(words: str) -> Refuses:
    def refuse(body: Mapping[str, Any]) -> Reply | None:
        system = any(turn["role"] == "system" for turn in body["messages"])
        return error(words) if system else None

    return refuse


def refusing(*refuses: Refuses, then: Callable[[Mapping[str, Any]], Reply] = lambda _body: says(J)) -> Any:
    """Answer once nothing is refused any more."""

    def answering(asked: Asked, _count: int) -> Reply:
        return next(filter(None, (refuse(asked.body) for refuse in refuses)), None) or then(asked.body)

    return answering


TOKENS: Final = without(
    "max_tokens",
    error(
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        param="max_tokens", code="unsupported_parameter",
    ),
)  # fmt: skip
TEMPERATURE: Final = without(
    "temperature",
    error(
        "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
        param="temperature", code="unsupported_value",
    ),
)  # fmt: skip
SEED: Final = without(
    "seed",
    fails(
        422,
        {"object": "error", "message": {"detail": [
            {"type": "extra_forbidden", "loc": ["body", "seed"], "msg": "Extra inputs are not permitted", "input": 0}
        ]}, "type": "invalid_request_error"},
    ),
)  # fmt: skip
SCHEMA: Final = error("This response_format type is unavailable now")
SYSTEM: Final = no_system("Developer instruction is not enabled for models/gemma-3-27b-it")
MAX_ITEMS: Final = keyword(
    "maxItems",
    error(
        "Invalid schema for response_format 'Findings': In context=('properties', 'meetings'), 'maxItems' is not"
        " permitted.", param="response_format",
    ),
)  # fmt: skip


def _thinks(body: Mapping[str, Any]) -> Reply:
    """A model that needs six thousand tokens to think before it says a word."""
    enough = body["max_tokens"] > 6000
    content, finish = (J, "stop") if enough else ("", "length")
    told = completion(content, finish)
    spent = {"completion_tokens": 6500 if enough else body["max_tokens"]}
    return sends(told | {"usage": told["usage"] | spent | {"completion_tokens_details": {"reasoning_tokens": 4000}}})


def _cut(_body: Mapping[str, Any]) -> Reply:
    """A server that reads the last four thousand tokens of a prompt, and finds nothing in them."""
    told = completion(json.dumps({"meetings": [], "calls": [], "disputes": []}))
    return sends(told | {"usage": {"prompt_tokens": 4096, "completion_tokens": 20}})


def _learned(name: str, *refuses: Refuses, lessons: int = 1) -> Case:
    return case(name, refusing(*refuses), calls=lessons + 1)


LEARNED: Final[Sequence[Case]] = (
    _learned("max_completion_tokens alone (OpenAI)", TOKENS),
    _learned("no temperature (OpenAI's models that reason)", TEMPERATURE),
    _learned("no temperature, in plain text", without("temperature", fails(400, b"temperature is not supported"))),
    _learned("no seed, 422 (Mistral)", SEED),
    _learned("no seed, pydantic's words in a message (vLLM)", without("seed", fails(400, {
        "object": "error", "message": "[{'type': 'extra_forbidden', 'loc': ('body', 'seed'), 'msg': 'Extra inputs are"
        " not permitted', 'input': 0}]", "type": "BadRequestError", "param": None, "code": 400}))),
    _learned("no seed, 422 of FastAPI", without("seed", fails(422, {"detail": [
        {"type": "extra_forbidden", "loc": ["body", "seed"], "msg": "Extra inputs are not permitted", "input": 0}]}))),
    _learned("no json_schema (DeepSeek)", formats("json_object", reply=SCHEMA)),
    _learned("no json_schema, and the message names a model (Groq)", formats("json_object", reply=error(
        "This model does not support response format `json_schema`. See supported models at https://example.org/docs",
        param="response_format"))),
    _learned("no response_format at all", formats("none", reply=SCHEMA), lessons=2),
    _learned("no system role (Gemma at Google's)", SYSTEM),
    _learned("no system role (a chat template)", no_system("System role not supported")),
    _learned("an answer of 2,048 tokens at most (OpenAI)", limit(
        2048, "max_tokens is too large: {}. This model supports at most 2048 completion tokens, whereas you provided"
        " {0}.".replace("{}", "{0}"))),
    _learned("an answer of 2,048 tokens at most (Groq)", limit(
        2048, "`max_tokens` must be less than or equal to `2048`, the maximum value for `max_tokens` is less than the"
        " `context_window` for this model")),
    _learned("an answer of 2,048 tokens at most (DeepSeek)", limit(
        2048, "Invalid max_tokens value, the valid range of max_tokens is [1, 2048]")),
    _learned("an answer of 2,048 tokens at most (Anthropic)", limit(
        2048, "max_tokens: {} > 2048, which is the maximum allowed number of output tokens for a-model-20250514")),
    _learned("an answer that fits into what the prompt leaves (vLLM)", limit(
        2192, "'max_tokens' or 'max_completion_tokens' is too large: {0}. This model's maximum context length is 8192"
        " tokens and your request has 6000 input tokens ({0} > 8192 - 6000). (parameter=max_tokens, value={0})")),
    _learned("an answer that fits into what the prompt leaves (TGI)", limit(
        2192, "`inputs` tokens + `max_new_tokens` must be <= 8192. Given: 6000 `inputs` tokens and {} `max_new_tokens`"
    )),
    _learned("no maxItems in a schema (OpenAI's words)", MAX_ITEMS),
    _learned("no maxItems in a schema (Anthropic's words)", keyword("maxItems", error(
        "output_config.format.schema: For 'array' type, property 'maxItems' is not supported"))),
    _learned("no definitions in a schema (Google)", keyword("$defs", fails(400, [{"error": {
        "code": 400, "message": "Invalid JSON payload received. Unknown name \"$defs\" at 'generation_config"
        ".response_schema': Cannot find field.", "status": "INVALID_ARGUMENT"}}]))),
    _learned("no additionalProperties in a schema (Google)", keyword("additionalProperties", error(
        "Invalid JSON payload received. Unknown name \"additionalProperties\" at 'response_schema'"))),
    _learned("a provider's refusal inside a gateway's (OpenRouter)", without("temperature", fails(400, {"error": {
        "message": "Provider returned error", "code": 400, "metadata": {"raw": json.dumps({"error": {
            "message": "`temperature` is deprecated for this model.", "type": "invalid_request_error"}})}}}))),
    _learned("six things at once", TOKENS, TEMPERATURE, SEED, SYSTEM, MAX_ITEMS, limit(
        2048, "max_completion_tokens must be <= 2048"), lessons=6),
    case("a model that thinks for longer than its first limit", refusing(then=_thinks), calls=2),
)  # fmt: skip
"""Refusals that name what to change, and a right answer behind them."""

NAMELESS: Final[Sequence[Case]] = (
    case("a refusal that names nothing", refusing(lambda _body: error("Bad request")), holds="none",
         ended="failed: bad_request"),
    case("a refusal of the words of an article", refusing(lambda _body: error("this one I will not read")),
         holds="none", ended="failed: bad_request"),
    case("a refusal that names what was not sent", refusing(lambda _body: error(
        "Unknown parameter: 'presence_penalty'", param="presence_penalty")), holds="none", ended="failed: bad_request"),
    case("a temperature that is refused when it is not there",
         refusing(lambda _body: error("temperature is not supported", param="temperature")), holds="none", calls=2,
         ended="failed: bad_request"),
    case("a server that cut the prompt", refusing(then=_cut), holds="none", ended="failed: prompt_cut"),
)  # fmt: skip
"""Refusals that teach nothing, and an answer to a part of the question."""
