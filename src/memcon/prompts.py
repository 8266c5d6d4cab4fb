"""Read prompts from Markdown files, check their examples, and fill in an article's words. Knows nothing of any model.

A prompt file holds `## system`, any number of `## example` sections (each with `### user` and `### assistant`), and `## user`
with slots such as `{{sentence}}`. What stands before the first section tells a human what the prompt is for, and is not
sent. In a checkout the files lie in `prompts/`; in an installed package beside this module.
"""

import dataclasses
import functools
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import TypeAdapter, ValidationError

from memcon.errors import UsageError
from memcon.ground import ground

SLOT: Final = re.compile(r"\{\{(\w+)\}\}")
COPIED: Final = frozenset({"quote", "name", "title", "side", "date_words", "place_words", "initiator", "actor", "target"})
"""Fields whose values must be words of the article, in every answer."""


@dataclasses.dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What is sent to a model: messages ready to send, and the version that made them."""

    version: str
    """Name and hash, as `cascade-fill@3f2a9c1e`."""
    messages: tuple[Message, ...]
    max_tokens: int
    """Most tokens the answer may have."""


@dataclasses.dataclass(frozen=True, slots=True)
class Example:
    """One few-shot turn: what the user says and the JSON that the model should answer."""

    user: str
    assistant: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A prompt file, parsed. The static part (system and examples) comes first, so that a server's cache serves it."""

    name: str
    version: str
    system: str
    examples: tuple[Example, ...]
    user: str
    max_tokens: int

    def render(self, **slots: str) -> Prompt:
        """Fill the slots of `## user`, in one pass: braces inside a value are text like any other.

        Raises:
            KeyError: a slot of the template is not given.
        """
        turns = [Message("system", self.system)]
        for example in self.examples:
            turns += [Message("user", example.user), Message("assistant", example.assistant)]
        turns.append(Message("user", SLOT.sub(lambda slot: slots[slot[1]], self.user)))
        return Prompt(version=self.version, messages=tuple(turns), max_tokens=self.max_tokens)
