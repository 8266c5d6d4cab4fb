"""What a refusal teaches about an endpoint: from an error that names a part of the request to the one thing to change.

Messages are of servers as they are today: OpenAI, Azure, Anthropic, Google, Mistral, Groq, DeepSeek, vLLM, llama.cpp,
LM Studio, and frameworks below them (FastAPI, pydantic). One that names nothing of the request teaches nothing. Pure.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from memcon.models.takes import FORMATS, LIMITS, Takes

_LONGEST: Final = 6_000
"""Characters of a refusal that are looked at."""
_ECHOED: Final = frozenset({"input", "body", "request"})
"""Keys of an error under which servers repeat what they were sent."""
_REFUSES: Final = re.compile(
    r"not? (be )?(support|permit|allow|avail|enabl|implement|valid|accept|recogni)|n't support|unsupported|does not"
    r"|unknown|unrecogni|unexpected|extra|invalid|must be|only|cannot|can't|unavailable|deprecated|incompatible"
    r"|forbidden|reject|fail|disabled|remove|error",
    re.IGNORECASE,
)
_BOUNDS: Final = re.compile(
    r"too (large|high|big|many)|at most|maximum|less than or equal|<=|>|exceed|range|up to|limit of|must be",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"(?<![\w.-])\d[\d,]{1,8}(?![\w-]|\.\d)")
_CONTEXT: Final = (
    re.compile(r"\((?P<asked>\d{1,9}) > (?P<context>\d{1,9}) - (?P<prompt>\d{1,9})\)"),
    re.compile(
        r"maximum context length is (?P<context>\d{1,9}) tokens.{0,200}?"
        r"\((?P<prompt>\d{1,9}) in the messages, (?P<asked>\d{1,9})",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        r"must be <= (?P<context>\d{1,9})\. Given: (?P<prompt>\d{1,9}) `?inputs`? tokens and (?P<asked>\d{1,9})"
    ),
)
"""vLLM and TGI: prompt and answer together do not fit, and a shorter answer would."""
_ROOM: Final = 512
"""Fewest tokens for an answer: where less is left the prompt is too long."""
_SHAPE: Final = re.compile(
    r"response[_ ]?format|json[_ ]?schema|json[_ ]?object|json mode|structured[_ ]outputs?|output_(config|format)"
    r"|guided|grammar|\bschema\b",
    re.IGNORECASE,
)
_SYSTEM: Final = re.compile(
    r"\bsystem\b.{0,40}\b(role|message|prompt|instruction)|\b(role|message)s?\b.{0,40}\bsystem\b|developer instruction"
    r"|only user and assistant|roles must alternate",
    re.IGNORECASE | re.DOTALL,
)
_KEYWORDS: Final = ("maxItems", "minItems", "additionalProperties", "$ref", "$defs")
_QUOTED: Final = ("title", "description")
"""Keywords that are ordinary words too, and are meant where they stand in quotation marks."""
_DROPPED: Final = ("temperature", "seed", "top_logprobs", "logprobs")


@dataclass(frozen=True, slots=True)
class Lesson:
    """One thing that an endpoint takes otherwise."""

    field: str
    """Of `Takes`."""
    value: Any
    """What is added to the field, where it is a list, or what it is from now on."""
    said: str
    """What is done about it, for the user."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An endpoint's error: its words, and the parts of the request that it points at."""

    text: str
    names: frozenset[str]

    def names_field(self, field: str) -> bool:
        """Tell whether it is about a field of the request: where it points at any, only those count."""
        if self.names:
            return field in self.names
        return re.search(rf"(?<![\w]){re.escape(field)}(?![\w])", self.text) is not None


def read_refusal(body: bytes) -> Refusal:
    """Return what an error says, whatever its form; one may hold another as a string. Never raises."""
    texts: list[str] = []
    names: set[str] = set()
    for key, text in _strings(_json(body), 0):
        texts.append(text)
        if key == "param":
            names |= set(re.split(r"[.\[\]]+", text))
        elif key == "loc":
            names.add(text)
    known = {*LIMITS, *_DROPPED, "response_format", "messages", "strict"}
    return Refusal("\n".join(texts)[:_LONGEST], frozenset(names & known))


def lesson_of(refusal: Refusal, sent: Mapping[str, Any], takes: Takes) -> Lesson | None:
    """Return what to change in `sent`, the request that was refused; None where the refusal names nothing of it."""
    return next(filter(None, (rule(refusal, sent, takes) for rule in _RULES)), None)


def _limit(refusal: Refusal, sent: Mapping[str, Any], _takes: Takes) -> Lesson | None:
    """Of the limit of tokens: its value, or its name."""
    field = next((name for name in LIMITS if name in sent), None)
    if field is None:
        return None
    for fits in _CONTEXT:
        if told := fits.search(refusal.text):
            prompt = int(told["prompt"])
            room = int(told["context"]) - prompt - prompt // 4
            return _shorter(room, sent[field]) if room >= _ROOM else None
    other = next(name for name in LIMITS if name != field)
    about_other = re.search(rf"(?<!\w){other}(?!\w)", refusal.text) is not None
    about = refusal.names_field(field) or "maxOutputTokens" in refusal.text or "output tokens" in refusal.text
    if about and not (about_other and re.search(r"instead|use ", refusal.text, re.IGNORECASE)):
        numbers = [int(found[0].replace(",", "")) for found in _NUMBER.finditer(refusal.text)]
        smaller = [number for number in numbers if 16 <= number < sent[field]]
        if smaller and _BOUNDS.search(refusal.text):
            return _shorter(max(smaller) - ("exclusive" in refusal.text), sent[field])
    if refusal.names_field(field) and _REFUSES.search(refusal.text):
        return Lesson("tokens_field", other, f"the limit of an answer is {other}, not {field}")
    return None


def _shorter(most: int, asked: int) -> Lesson:
    return Lesson("most_output_tokens", most, f"an answer may take {most} tokens at most, not {asked}")


def _dropped(refusal: Refusal, sent: Mapping[str, Any], _takes: Takes) -> Lesson | None:
    for field in _DROPPED:
        if field in sent and refusal.names_field(field) and _REFUSES.search(refusal.text):
            return Lesson("without", field, f"asked without {field}")
    return None


def _system(refusal: Refusal, sent: Mapping[str, Any], _takes: Takes) -> Lesson | None:
    has = any(turn["role"] == "system" for turn in sent["messages"])
    if has and _SYSTEM.search(refusal.text) and (not refusal.names or "messages" in refusal.names):
        return Lesson("system", value=False, said="what the system would say stands before the first user's words")
    return None


def _begun(refusal: Refusal, sent: Mapping[str, Any], _takes: Takes) -> Lesson | None:
    """Of an answer that is begun: models that think, and some templates, take no last turn of the assistant's."""
    last = [turn["role"] for turn in sent.get("messages", ())][-1:]
    if last == ["assistant"] and re.search(r"prefill|\bassistant\b", refusal.text, re.IGNORECASE):
        return Lesson("begun", value=False, said="a label's answer is not begun")
    return None


def _strict(refusal: Refusal, sent: Mapping[str, Any], _takes: Takes) -> Lesson | None:
    wished = sent.get("response_format", {}).get("json_schema", {})
    if "strict" in wished and re.search(r"\bstrict\b", refusal.text) and _REFUSES.search(refusal.text):
        return Lesson("strict", value=False, said="asked without the wish for a strict schema")
    return None


def _keyword(refusal: Refusal, sent: Mapping[str, Any], _takes: Takes) -> Lesson | None:
    """Of a keyword of JSON Schema: one that says how long a list may be need not be sent."""
    wished = sent.get("response_format", {}).get("json_schema")
    if not wished or not _REFUSES.search(refusal.text):
        return None
    schema = json.dumps(wished)
    for keyword in (*_KEYWORDS, *_QUOTED):
        pattern = rf"(?<!\w){re.escape(keyword)}(?!\w)" if keyword in _KEYWORDS else rf"[`'\"]{keyword}[`'\"]"
        if f'"{keyword}":' in schema and re.search(pattern, refusal.text):
            return Lesson("schema_without", keyword, f"the schema is sent without {keyword}")
    return None


def _format(refusal: Refusal, sent: Mapping[str, Any], takes: Takes) -> Lesson | None:
    about = "response_format" in refusal.names if refusal.names else _SHAPE.search(refusal.text)
    if "response_format" not in sent or not about:
        return None
    lower = FORMATS[FORMATS.index(takes.format) + 1]
    how = "response_format is json_object, and the schema stands in the prompt"
    return Lesson("format", lower, how if lower == "json_object" else "the schema stands in the prompt alone")


_RULES: Final[tuple[Callable[[Refusal, Mapping[str, Any], Takes], Lesson | None], ...]] = (
    _begun, _limit, _dropped, _system, _keyword, _strict, _format,
)  # fmt: skip
"""In this order: a message about a keyword of the schema names the schema too, one about a turn its role."""


def _json(body: bytes | str) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body.decode("utf-8", "replace")[:_LONGEST] if isinstance(body, bytes) else None


def _strings(value: object, depth: int, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string with the key it stands under, a few layers deep, those of JSON in a string too."""
    if depth > 8 or key in _ECHOED:
        return
    if isinstance(value, str):
        inner = _json(value) if value[:1] in {"{", "["} else None
        if isinstance(inner, dict | list):
            yield from _strings(inner, depth + 1, key)
        else:
            yield key, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _strings(each, depth + 1, name)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each, depth + 1, key)
