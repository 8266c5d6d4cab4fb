"""Read prompts from Markdown files, check their examples, and fill in an article's words. Knows nothing of any model.

A prompt file holds `## system`, any number of `## example` sections (each with `### user` and `### assistant`), and
`## user` with slots such as `{{sentence}}`. What stands before the first section tells a human what the prompt is for,
and is not sent. In a checkout the files lie in `prompts/`; in an installed package beside this module.
"""

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from memcon import _data
from memcon.errors import UsageError
from memcon.models.base import Message, Prompt
from memcon.text.ground import ground

SLOT: Final = re.compile(r"\{\{(\w+)\}\}")
COPIED: Final = frozenset(
    {"quote", "name", "title", "side", "date_words", "place_words", "initiator", "actor", "target"}
)
"""Fields whose values must be words of the article, in every answer."""


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
    text: str = dataclasses.field(default="", repr=False)
    """The file as it is."""

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


def load(name: str, shape: TypeAdapter[Any], *, max_tokens: int, where: Path | None = None) -> Template:
    """Read the prompt file `name`.md, check its examples against `shape`, and return it.

    The version is the first 8 hexadecimal digits of SHA-256 over the file's bytes and the JSON Schema of `shape`.

    Raises:
        UsageError: the file is missing or damaged, or an example's answer is not of `shape` or not words of its text.
    """
    path = (where or _data.folder("prompts")) / f"{name}.md"
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise UsageError(f"prompt {path}: cannot be read: {error.strerror}") from error
    schema = json.dumps(shape.json_schema(), sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(f"{text}\0{schema}".encode()).hexdigest()[:8]
    system, examples, user = parse(text, path)
    template = Template(
        name=name, version=f"{name}@{digest}", system=system, examples=examples, user=user, max_tokens=max_tokens,
        text=text,
    )  # fmt: skip
    for number, example in enumerate(template.examples, 1):
        check(example, shape, f"prompt {path}: example {number}")
    return template


def parse(text: str, path: Path) -> tuple[str, tuple[Example, ...], str]:
    """Split a prompt file into its system text, its examples and its user template.

    Raises:
        UsageError: a section is missing or unknown.
    """
    sections = re.split(r"^## +(.+?) *$", text.replace("\r\n", "\n"), flags=re.MULTILINE)
    system = user = ""
    examples = []
    for title, body in zip(sections[1::2], sections[2::2], strict=True):
        if title == "system":
            system = body.strip()
        elif title == "user":
            user = body.strip()
        elif title.startswith("example"):
            turn = re.fullmatch(r"\s*### user\n(.*?)\n### assistant\n(.*)", body, flags=re.DOTALL)
            if turn is None:
                raise UsageError(f"prompt {path}: {title!r} needs '### user' and '### assistant'")
            examples.append(Example(turn[1].strip(), turn[2].strip()))
        else:
            raise UsageError(f"prompt {path}: unknown section {title!r}: use 'system', 'example' or 'user'")
    if not system or not SLOT.search(user):
        raise UsageError(f"prompt {path}: needs a '## system' and a '## user' with at least one {{{{slot}}}}")
    return system, tuple(examples), user


def check(example: Example, shape: TypeAdapter[Any], where: str) -> None:
    """Hold an example to what is asked of a model: an answer of `shape`, whole, that copies words of its own text.

    Raises:
        UsageError: it is not.
    """
    try:
        answer = shape.validate_json(example.assistant)
    except ValidationError as error:
        raise UsageError(f"{where}: the answer is not of the shape asked for: {error}") from error
    told = json.loads(example.assistant)
    if shape.dump_python(answer, mode="json") != told:  # a shape may pass over what a model gets wrong
        raise UsageError(f"{where}: the answer is not read as it stands: a key is missing, or a value does not fit")
    for field, words in copied(told):
        if not ground(words, example.user):
            raise UsageError(f"{where}: {field} {words!r} does not stand in the example's text")


def copied(answer: object, field: str = "") -> list[tuple[str, str]]:
    """List every field of `answer` that must be words of the article, with its value, at any depth."""
    if isinstance(answer, Mapping):
        return [found for key, value in answer.items() for found in copied(value, key)]
    if isinstance(answer, Sequence) and not isinstance(answer, str):
        return [found for value in answer for found in copied(value, field)]
    return [(field, answer)] if field in COPIED and isinstance(answer, str) and answer else []
