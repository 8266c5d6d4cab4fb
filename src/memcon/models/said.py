"""Where in a completion its answer stands. Knows no shape."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

THOUGHTS: Final = ("reasoning_content", "reasoning", "thinking")
"""Fields of a message for a thought: of DeepSeek, vLLM and SGLang; of OpenRouter and Groq; of Ollama."""


@dataclass(frozen=True, slots=True)
class Said:
    """The text of an answer."""

    text: str
    source: Literal["content", "tool_call", "reasoning"]
    """The field of the message that holds it; the others stand in only where the content is empty."""
    content: str
    """The content, whatever is read."""


def said_in(message: Mapping[str, Any], *, cut: bool) -> Said:
    """Return the text of a message. Of one that was `cut` at its limit a thought is never the answer."""
    content = _text(message.get("content"))
    if content.strip():
        return Said(content, "content", content)
    calls = message.get("tool_calls")
    holders = [*(calls if isinstance(calls, list) else ()), {"function": message.get("function_call")}]
    functions = [holder.get("function") for holder in holders if isinstance(holder, dict)]
    given = [_text(function.get("arguments")) for function in functions if isinstance(function, dict)]
    if any(each.strip() for each in given):
        return Said("\n".join(given), "tool_call", content)
    thought = "" if cut else thought_in(message)
    return Said(thought, "reasoning", content) if thought else Said(content, "content", content)


def thought_in(message: Mapping[str, Any]) -> str:
    """Return what a message tells of the model's thought beside its content; empty where it tells none."""
    return next((text for name in THOUGHTS if (text := _text(message.get(name))).strip()), "")


def _text(value: object) -> str:
    """Return a text, or the texts of a list of parts, as Mistral and Anthropic write them."""
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        return ""
    return "".join(part["text"] for part in value if isinstance(part, dict) and isinstance(part.get("text"), str))


def has_answer(document: object) -> bool:
    """Return whether a body, read as JSON, is an answer of a model: its first choice holds a message, and no error."""
    choices = document.get("choices") if isinstance(document, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    return isinstance(first, dict) and isinstance(first.get("message"), dict) and not first.get("error")


def is_answer(body: bytes) -> bool:
    """Return whether the bytes of a body are an answer of a model, see `has_answer`. Never raises."""
    try:
        return has_answer(json.loads(body))
    except (ValueError, RecursionError, TypeError):
        return False
