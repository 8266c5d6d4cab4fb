"""How cassettes are written: one YAML file a test, JSON bodies as YAML, headers by allow-list, no host and no port.

Requests match on method, path and body: an edited prompt fails instead of replaying the old answer.
"""

import json
from typing import Any, Final

import yaml
from vcr.request import Request  # type: ignore[import-untyped]

HEADERS: Final = frozenset({"content-type", "retry-after", "retry-after-ms"})
"""Kept of requests and answers, besides `x-ratelimit-…`; all else, keys and cookies included, is never written."""


class Readable:
    """A serializer of vcrpy in whose files a human finds the prompt and the answer."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        """Write `cassette` with its JSON bodies opened up."""
        for interaction in cassette["interactions"]:
            request, response = interaction["request"], interaction["response"]
            request["body"] = _opened(request["body"])
            response["body"] = _opened(response["body"]["string"])
        text: str = yaml.dump(cassette, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**31)
        return text

    @staticmethod
    def deserialize(text: str) -> dict[str, Any]:
        """Read what `serialize` has written. Bodies come back as compact JSON: equal in value, and the same text."""
        cassette: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
        for interaction in cassette["interactions"]:
            request, response = interaction["request"], interaction["response"]
            request["body"] = _closed(request["body"])
            response["body"] = {"string": _closed(response["body"])}
        return cassette


def _opened(body: str | bytes | None) -> object:
    try:
        return {"json": json.loads(body or "")}
    except ValueError:
        return {"text": body}


def _closed(body: dict[str, Any]) -> str | bytes | None:
    if "json" in body:
        return json.dumps(body["json"], ensure_ascii=False, separators=(",", ":"))
    text: str | bytes | None = body["text"]
    return text


class _Dumper(yaml.SafeDumper):
    """Long text over several lines as it stands, and each token's probabilities on one line."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


def _mapping(dumper: yaml.SafeDumper, value: dict[str, Any]) -> yaml.Node:
    one_line = "logprob" in value and "top_logprobs" not in value
    return dumper.represent_mapping("tag:yaml.org,2002:map", value, flow_style=one_line)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(dict, _mapping)


def same_question(left: Request, right: Request) -> None:
    """Match on the value of the body: order of keys and spaces say nothing."""
    assert json.loads(left.body or "null") == json.loads(right.body or "null")


def before_record_request(request: Request) -> Request:
    """Leave of a request what does not depend on machine, port and key."""
    request.uri = f"http://model{request.path}"
    request.headers = _allowed(dict(request.headers))
    return request


def before_record_response(response: dict[str, Any]) -> dict[str, Any]:
    """Leave of an answer's headers what the client reads."""
    return response | {"headers": _allowed(response["headers"])}


def _allowed(headers: dict[str, Any]) -> dict[str, Any]:
    return {
        name.lower(): value
        for name, value in headers.items()
        if name.lower() in HEADERS or name.lower().startswith("x-ratelimit-")
    }
