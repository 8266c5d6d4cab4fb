"""A Batch API by script, as part of the fault server: files, batches and lists as OpenAI has them, well or badly.

Counts what it bills: each line that it answers. With a `store`, all that it has taken is on disk before it says so, and
outlives its process. A question that is asked at once, of `/chat/completions`, is answered by the same function.
"""

import asyncio
import json
import pickle
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from helpers.fault_server import Asked, Reply, Writer, fails, sends

Answer = Callable[[Mapping[str, Any]], tuple[int, dict[str, Any]]]
"""From the body of a question to the status and the body of its answer."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """What becomes of a batch."""

    status: str = "completed"
    polls: int = 2
    """So often it is asked after until it is over."""
    share: float = 1.0
    """Of its lines, those that are worked on until then."""
    errors: tuple[tuple[str, str], ...] = ()
    """Code and message of why it failed."""
    lost: int = 0
    """Lines that were worked on and stand in no file."""
    extra: tuple[bytes, ...] = ()
    """Lines of nobody's, before the others."""


@dataclass(frozen=True)
class Done:
    """A fault after the work is done: only its telling goes wrong."""

    reply: Reply


Fault = Callable[[str, int], Reply | Done | None]
"""From what is asked for (`upload`, `create`, `poll`, `list`, `content`, `cancel`), how often by now, to a fault."""


@dataclass
class State:
    """What the provider knows."""

    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    batches: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By id, the oldest first; what is private begins with `_`."""
    billed: Counter[str] = field(default_factory=Counter)
    """Answers by custom_id."""
    asked: Counter[str] = field(default_factory=Counter)
    """Requests by what was asked for."""
    worked: Counter[str] = field(default_factory=Counter)
    """How often each question was looked at, by custom_id."""


class BatchProvider:
    """A script for `fault_server`."""

    def __init__(
        self,
        answer: Answer,
        *,
        course: Callable[[int], Course] = lambda _: Course(),
        fault: Fault = lambda _what, _time: None,
        page: int = 2,
        store: Path | None = None,
        seed: int = 0,
    ) -> None:
        self.answer, self.course, self.fault, self.page, self.store = answer, course, fault, page, store
        self.state = State()
        self.chance = random.Random(seed)
        if store and store.exists():
            self.state = pickle.loads(store.read_bytes())

    def __call__(self, asked: Asked) -> Reply:  # noqa: PLR0911  one for each path
        path = urlsplit(asked.path)
        parts = path.path.removeprefix("/v1/").split("/")
        match asked.method, parts:
            case "POST", ["chat", "completions"]:
                self.state.asked["chat"] += 1
                status, body = self.answer(asked.body)
                return sends(body, status)
            case "POST", ["files"]:
                return self._answered("upload", lambda: self._upload(asked))
            case "GET", ["files", name, "content"]:
                return self._answered("content", lambda: self._content(name))
            case "POST", ["batches"]:
                return self._answered("create", lambda: self._create(asked.body))
            case "GET", ["batches"]:
                query = {key: values[-1] for key, values in parse_qs(path.query).items()}
                return self._answered("list", lambda: self._list(query))
            case "GET", ["batches", name]:
                return self._answered("poll", lambda: self._poll(name))
            case "POST", ["batches", name, "cancel"]:
                return self._answered("cancel", lambda: self._cancel(name))
        return fails(404, {"error": {"message": "no such path", "type": "invalid_request_error"}})

    def _answered(self, what: str, work: Callable[[], Reply]) -> Reply:
        self.state.asked[what] += 1
        fault = self.fault(what, self.state.asked[what])
        if fault is not None and not isinstance(fault, Done):
            self._save()
            return fault
        reply = work()
        self._save()
        return fault.reply if fault else reply

    def _save(self) -> None:
        if self.store:
            new = self.store.with_suffix(".new")
            new.write_bytes(pickle.dumps(self.state))
            new.replace(self.store)

    def _upload(self, asked: Asked) -> Reply:
        boundary = asked.headers["content-type"].partition("boundary=")[2].encode()
        assert b'name="purpose"\r\n\r\nbatch\r\n' in asked.raw
        for part in asked.raw.split(b"--" + boundary):
            head, _, content = part.partition(b"\r\n\r\n")
            if found := re.search(rb'filename="([^"]+)"', head):
                return sends(self._file(found[1].decode(), content.removesuffix(b"\r\n")))
        return fails(400, {"error": {"message": "no file", "type": "invalid_request_error"}})

    def _file(self, name: str, content: bytes) -> dict[str, Any]:
        number = f"file-{len(self.state.files) + 1}"
        self.state.files[number] = (name, content)
        return {"id": number, "object": "file", "bytes": len(content), "filename": name, "purpose": "batch"}

    def _content(self, name: str) -> Reply:
        if name not in self.state.files:
            return fails(404, {"error": {"message": f"No such File object: {name}", "type": "invalid_request_error"}})
        return sends(self.state.files[name][1], headers={"content-type": "application/octet-stream"})

    def _create(self, body: Mapping[str, Any]) -> Reply:
        if body.get("input_file_id") not in self.state.files:
            return fails(400, {"error": {"message": "no such file", "type": "invalid_request_error"}})
        assert body["endpoint"] == "/v1/chat/completions"
        assert body["completion_window"] == "24h"
        number = f"batch_{len(self.state.batches) + 1}"
        batch = {
            "id": number, "object": "batch", "status": "validating", "created_at": int(time.time()), "errors": None,
            "output_file_id": None, "error_file_id": None, "request_counts": {"total": 0, "completed": 0, "failed": 0},
            "_polls": 0, "_course": self.course(len(self.state.batches) + 1), **body,
        }  # fmt: skip
        self.state.batches[number] = batch
        return sends(_told(batch))

    def _poll(self, name: str) -> Reply:
        batch = self.state.batches.get(name)
        if batch is None:
            return fails(404, {"error": {"message": f"No batch {name}", "type": "invalid_request_error"}})
        if batch["status"] in {"validating", "in_progress"}:
            batch["_polls"] += 1
            batch["status"] = "in_progress"
            if batch["_polls"] >= batch["_course"].polls:
                self._end(batch, batch["_course"])
        elif batch["status"] == "cancelling":
            course = Course(status="cancelled", share=batch["_course"].share)
            self._end(batch, course)
        return sends(_told(batch))

    def _list(self, query: Mapping[str, str]) -> Reply:
        newest = list(reversed(self.state.batches))
        start = newest.index(query["after"]) + 1 if "after" in query else 0
        page = newest[start : start + min(self.page, int(query.get("limit", 20)))]
        data = [_told(self.state.batches[name]) for name in page]
        return sends({"object": "list", "data": data, "has_more": start + len(page) < len(newest)})

    def _cancel(self, name: str) -> Reply:
        batch = self.state.batches[name]
        if batch["status"] in {"validating", "in_progress"}:
            batch["status"] = "cancelling"
        return sends(_told(batch))

    def _end(self, batch: dict[str, Any], course: Course) -> None:
        """Work on the lines of a batch that are its share, in any order, and write its files."""
        batch["status"] = course.status
        if course.errors:
            batch["errors"] = {"data": [{"code": code, "message": message} for code, message in course.errors]}
            return
        lines = [json.loads(line) for line in self.state.files[batch["input_file_id"]][1].splitlines()]
        self.chance.shuffle(lines)
        worked = round(course.share * len(lines))
        output, errors = [*course.extra], []
        lost = course.lost
        for number, line in enumerate(lines):
            key = line["custom_id"]
            if number >= worked:
                if course.status == "expired":
                    errors.append(_line(key, None, {"code": "batch_expired", "message": "not executed in time"}))
                continue
            self.state.worked[key] += 1
            status, body = self.answer(line["body"])
            if status == 200:
                self.state.billed[key] += 1
                if lost:
                    lost -= 1
                else:
                    output.append(_line(key, {"status_code": 200, "request_id": "r", "body": body}, None))
            else:
                errors.append(_line(key, {"status_code": status, "request_id": "r", "body": body}, None))
        done = sum(b'"status_code": 200' in line for line in output) + course.lost - lost
        batch["request_counts"] = {"total": len(lines), "completed": done, "failed": worked - done}
        for name, content in (("output_file_id", output), ("error_file_id", errors)):
            batch[name] = self._file(f"{name}.jsonl", b"\n".join(content) + b"\n")["id"] if content else None


def _told(batch: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in batch.items() if not name.startswith("_")}


def _line(key: str, response: Any, error: Any) -> bytes:
    return json.dumps({"id": f"r-{key[:8]}", "custom_id": key, "response": response, "error": error}).encode()


def cut_file(content: bytes, after: int) -> Reply:
    """Half a file, then the connection is closed."""

    async def reply(writer: Writer) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\ncontent-length: {len(content)}\r\n\r\n".encode() + content[:after])
        await writer.drain()
        await asyncio.sleep(0.01)
        writer.close()

    return reply
