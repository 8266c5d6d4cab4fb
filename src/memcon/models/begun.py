"""An answer that is begun for the model, which writes the rest: one token of a label, the names of a list.

For endpoints that go on with a last turn of the assistant's, as llama.cpp does: what every answer begins with is then
read, which takes a third of the time of writing it, and a label is told by the probabilities of one token. What comes
back is completed to the answer that the same model would have written whole, so that the ledger holds whole answers,
however they were put.
"""

import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Begun:
    """The beginning of an answer of one key: a choice of a few words, or a list of words that names one at least."""

    key: str
    values: tuple[str, ...] = ()
    """The words to choose from; empty where a list is asked for."""

    @property
    def text(self) -> str:
        """Return what is put before the model: the answer as far as the quotation mark of its first word."""
        return f'{{"{self.key}":"' if self.values else f'{{"{self.key}":["'

    def whole(self, said: str) -> str | None:
        """Return the whole answer of which a model wrote `said`; None where that tells no choice.

        A list is as it was written, also where it was cut; a server may have begun it anew.
        """
        said = said.removeprefix(self.text)
        if not self.values:
            return said if said.lstrip().startswith("{") else self.text + said
        value = _fitting(said.strip(), self.values)
        return f'{self.text}{value}"}}' if value else None


def begun(document: Mapping[str, Any]) -> Begun | None:
    """Return the beginning of any answer to a question; None where its shape is more than one choice or one list.

    The words of a choice must differ in their first letter, since a model's first token may hold no more of them.
    """
    shape = document.get("response_format", {}).get("json_schema", {}).get("schema", {})
    fields = shape.get("properties", {})
    if len(fields) != 1:
        return None
    ((key, field),) = fields.items()
    if field.get("type") == "array" and field.get("items", {}).get("type") == "string":
        return Begun(key)
    values = field.get("enum", ())
    if not values or not all(isinstance(value, str) and value for value in values):
        return None
    distinct = len({value[0] for value in values}) == len(values)
    return Begun(key, tuple(values)) if distinct else None


def begin(sent: Mapping[str, Any], begins: Begun) -> dict[str, Any]:
    """Return a request whose answer is begun; of a choice, for the one token that tells it."""
    turns = [*sent["messages"], {"role": "assistant", "content": begins.text}]
    if not begins.values:
        return {**sent, "messages": turns}
    limit = next((name for name in ("max_tokens", "max_completion_tokens") if name in sent), "max_tokens")
    return {**sent, "messages": turns, limit: 1}


def completed(body: bytes, begins: Begun) -> bytes:
    """Return an answer to a question that was begun as the whole answer; unchanged where it tells no choice.

    The tokens of the beginning are put before those that were written, as written for certain.
    """
    with contextlib.suppress(ValueError, LookupError, TypeError, AttributeError):
        document = json.loads(body)
        choice = document["choices"][0]
        whole = begins.whole(choice["message"]["content"])
        if whole is None:
            return body
        choice["message"]["content"] = whole
        if begins.values:
            choice["finish_reason"] = "stop"
        told = (choice.get("logprobs") or {}).get("content")
        if told:
            first = {"token": begins.text, "bytes": list(begins.text.encode()), "logprob": 0.0, "top_logprobs": []}
            choice["logprobs"]["content"] = [first, *told]
        return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return body


def _fitting(said: str, values: Sequence[str]) -> str | None:
    """Return the value that `said` begins or ends with its quotation mark; None where none or several do."""
    word = said.partition('"')[0]
    found = [value for value in values if word and (value == word or ('"' not in said and value.startswith(word)))]
    return found[0] if len(found) == 1 else None
