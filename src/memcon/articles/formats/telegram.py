"""Exports of Telegram (Desktop, "machine-readable JSON"): `result.json` of a channel or chat, or of a whole account.

Each message with words is an article, called by its chat and number (`1234567890/17`). Its text is what it says,
formatting apart; posts that were forwarded tell from where in a note. Service messages and bare pictures are passed
over and counted. The day is that of `date_unixtime` in the zone of the user, the language or UTC; exports before 2022
have only `date`, which is of the zone of whoever exported them, and says so.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from memcon.articles.formats import base
from memcon.articles.formats.base import Content
from memcon.articles.formats.json_text import Damaged, JsonText
from memcon.articles.streams import CutGzip, input_error
from memcon.errors import InputError
from memcon.records import Article, ArticleState

suffixes: Final = ("result.json", ".json")
_CHAT: Final = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*+\{(?:\s*+"(?:name|type|id)"\s*+:\s*+(?:"(?:[^"\\]|\\.){0,900}"|null|-?\d{1,20})\s*+,){1,3}\s*+"messages"\s*+:"""
)
_ACCOUNT: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*+\{\s*+"about"\s*+:\s*+"Here is the data you requested')
_ROOM: Final = 1 << 20
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_DEEP: Final = frozenset({"chats", "left_chats"})


def recognises(head: bytes) -> bool:
    """Return whether a file begins as the export of a chat or of an account."""
    return _CHAT.match(head) is not None or _ACCOUNT.match(head) is not None


@dataclass(slots=True)
class _Chat:
    """What an export tells of a chat, above its messages."""

    name: str | None = None
    id: str = ""


def read(content: Content) -> Iterator[Article | ArticleState]:
    """Yield an article for each message with words; damage ends the reading after all that stands before it."""
    base.check_head(content)
    number = 0
    try:
        for number, (chat, told) in enumerate(_messages(JsonText(content.chunks, 12 * content.max_chars + _ROOM)), 1):
            item = base.alone(content.where(number), _article, chat, told, content, number)
            if isinstance(item, str):
                content.pass_over(item)
            else:
                yield item
    except (CutGzip, OSError) as error:
        yield base.failed(input_error(content.where(number + 1), error))
    except Damaged as error:
        yield base.failed(InputError(content.where(number + 1), "invalid_json", f"{error}; all before it was read"))
    else:
        if not number:
            raise InputError(content.shown, "empty_file", "no message is in this export of Telegram")


def _messages(text: JsonText) -> Iterator[tuple[_Chat, str]]:
    """Yield messages as they are written, each with its chat: of a chat, or of those of an account."""
    chat = _Chat()
    for key in text.entries():
        if key in _DEEP:
            for inner in text.entries():
                yield from _chats(text) if inner == "list" else _nothing(text)
        else:
            yield from _of_chat(text, chat, key)


def _chats(text: JsonText) -> Iterator[tuple[_Chat, str]]:
    """Yield the messages of a list of chats, none of which holds others."""
    text.take("[")
    while not text.next_is("]"):
        chat = _Chat()
        for key in text.entries():
            yield from _of_chat(text, chat, key)
        text.next_is(",")


def _of_chat(text: JsonText, chat: _Chat, key: str) -> Iterator[tuple[_Chat, str]]:
    """Yield what stands under a key of a chat where it is messages; note it where it tells of the chat."""
    if key == "messages":
        for told in text.elements():
            yield chat, told
    else:
        _tell(chat, key, text.value())


def _nothing(text: JsonText) -> Iterator[tuple[_Chat, str]]:
    text.value()
    return iter(())


def _tell(chat: _Chat, key: str, told: str) -> None:
    if key == "name":
        chat.name = base.shared_name(json.loads(told)) if told.startswith('"') else None
    elif key == "id":
        chat.id = told.strip('"')


def _article(chat: _Chat, told: str, content: Content, number: int) -> Article | ArticleState | str:
    """Return the article of a message, or in words why it is passed over."""
    where = content.where(number)
    found = json.loads(told)
    if not isinstance(found, dict):
        return base.failed(InputError(where, "not_object", f"a message is {base.short(found)}, which is no object"))
    if found.get("type") != "message":
        return "service messages"
    parts = found.get("text")
    words = [_words(part) for part in (parts if isinstance(parts, list) else [parts])]
    if None in words:
        hint = f"`text` is {base.short(parts)}; it must be text, or a list of texts and of what has a format"
        return base.failed(InputError(where, "bad_field", hint))
    text = _SURROGATE.sub("\ufffd", "".join(filter(None, words)))
    if not text.strip():
        return "messages without words"
    name = f"{chat.id}/{found.get('id')}" if chat.id and found.get("id") is not None else content.record_id(number)
    try:
        base.check_id(where, name)
        base.check_text(where, text, content.max_chars, of="the message")
        key = next((key for key in ("date_unixtime", "date") if found.get(key)), "date")
        day = base.day(where, key, found.get(key), content, language=None, text=text)
    except InputError as error:
        return base.failed(error, name)
    zone = "" if key == "date_unixtime" else ", of the zone in which it was exported"
    origin = found.get("forwarded_from")
    return Article(
        id=name,
        text=text,
        published=day,
        published_basis=f"given as `{key}`{zone}" if day else None,
        source=chat.name,
        path=where,
        notes=(f"forwarded from {origin!r}",) if isinstance(origin, str) else (),
    )


def _words(part: Any) -> str | None:  # noqa: ANN401  of JSON
    """Return the words of a part of a message, or of all of it: a string, or what has a format; None for others."""
    said = part.get("text") if isinstance(part, dict) else part
    return "" if said is None else said if isinstance(said, str) else None
