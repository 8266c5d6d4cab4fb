"""A model's answers in a form that people can read and compare, out of a ledger and back into one.

`questions.json` holds what questions share: for each kind of question the request, with the messages that all of them
begin with. `answers.jsonl` holds a line an answer: the question's own last words, what the model said, and where it was
asked for probabilities, those of its tokens: logarithms with four decimals, without tokens below one in 20,000. Times,
ids and counts of tokens are left out. A question comes back to the byte, so that its key in the ledger is the same.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from memcon.models.ledger.exchange import Given, import_answers
from memcon.models.ledger.store import canonical, open_ledger, question_key

Json = Mapping[str, Any]
LEAST: Final = math.log(1 / 20_000)
"""Of a token's probability; what is less likely changes no third decimal of a label's."""
_MOMENT: Final = "2026-01-01T00:00:00+00:00"
"""Stands for when a question was asked, which is not kept."""


def pack(lines: Iterable[Json]) -> tuple[list[Json], list[Json]]:
    """Return what is shared by the questions of an export's lines, and the answers in the order of their words."""
    kinds: dict[tuple[str, str, str], list[Json]] = defaultdict(list)
    for line in lines:
        request = {key: value for key, value in line["question"].items() if key != "messages"}
        kinds[line["endpoint"], line["model"], json.dumps(request, sort_keys=True)].append(line)
    shared: list[Json] = []
    answers: list[Json] = []
    shapes = Counter[str]()
    for (endpoint, model, told), group in sorted(kinds.items()):
        request = json.loads(told)
        shape = request["response_format"]["json_schema"]["name"]
        shapes[shape] += 1
        name = f"{shape} {shapes[shape]}" if shapes[shape] > 1 else shape
        begin = _beginning([line["question"]["messages"] for line in group])
        shared.append({"name": name, "endpoint": endpoint, "model": model, "request": request, "messages": begin})
        answers += sorted((_answer(name, len(begin), line) for line in group), key=lambda one: json.dumps(one["asked"]))
    return shared, answers


def unpack(shared: Iterable[Json], answers: Iterable[Json]) -> Iterator[Json]:
    """Yield the lines of an export that `pack` was given, without times and counts."""
    kinds = {one["name"]: one for one in shared}
    for line in answers:
        kind = kinds[line["question"]]
        asked = line["asked"]
        own = [{"content": asked, "role": "user"}] if isinstance(asked, str) else asked
        question = {**kind["request"], "messages": [*kind["messages"], *own]}
        key = question_key(kind["endpoint"], canonical(json.dumps(question).encode()))
        yield {
            "key": key, "endpoint": kind["endpoint"], "model": kind["model"], "state": "done", "sent": _MOMENT,
            "finished": _MOMENT, "question": question, "answer": _completion(line, kind["model"]),
        }  # fmt: skip


def write(folder: Path, lines: Iterable[Json]) -> None:
    """Write the lines of an export into `folder` as two files."""
    shared, answers = pack(lines)
    (folder / "questions.json").write_text(json.dumps(shared, ensure_ascii=False, indent=1) + "\n", "utf-8")
    rows = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in answers)
    (folder / "answers.jsonl").write_text("".join(rows), "utf-8")


def make_ledger(folder: Path, ledger: Path) -> int:
    """Bring the answers in `folder` into a ledger, and return how many it did not hold."""
    shared = json.loads((folder / "questions.json").read_text("utf-8"))
    answers = map(json.loads, (folder / "answers.jsonl").read_text("utf-8").splitlines())
    with open_ledger(ledger) as opened:
        lines = (Given(f"answer {number}", line) for number, line in enumerate(unpack(shared, answers), 1))
        return import_answers(opened, lines).answers


def _beginning(messages: Sequence[Sequence[Json]]) -> list[Json]:
    """Return the messages that all lists begin with; each keeps one of its own at least."""
    most = min(map(len, messages)) - 1
    same = (index for index in range(most) if any(one[index] != messages[0][index] for one in messages))
    return list(messages[0][: next(same, most)])


def _answer(name: str, begin: int, line: Json) -> Json:
    own, [choice] = line["question"]["messages"][begin:], line["answer"]["choices"]
    alone = len(own) == 1 and own[0]["role"] == "user"
    told = {"question": name, "asked": own[0]["content"] if alone else own, "answer": choice["message"]["content"]}
    if choice["finish_reason"] != "stop":
        told["finish"] = choice["finish_reason"]
    if tokens := (choice.get("logprobs") or {}).get("content"):
        told["tokens"] = [[_text(token), _rounded(token), _others(token)] for token in tokens]
    return told


def _others(token: Json) -> dict[str, float]:
    likely = (one for one in token["top_logprobs"] if one["logprob"] >= LEAST)
    return {text: _rounded(one) for one in likely if (text := _text(one)) != _text(token)}


def _rounded(token: Json) -> float:
    return round(float(token["logprob"]), 4)


def _text(token: Json) -> str:
    return bytes(token["bytes"]).decode("utf-8", "replace") if token.get("bytes") else str(token["token"])


def _completion(line: Json, model: str) -> Json:
    message = {"role": "assistant", "content": line["answer"]}
    choice: dict[str, Any] = {"index": 0, "finish_reason": line.get("finish", "stop"), "message": message}
    if tokens := line.get("tokens"):
        told = [
            {"token": text, "logprob": value, "top_logprobs": [{"token": t, "logprob": v} for t, v in others.items()]}
            for text, value, others in tokens
        ]
        choice["logprobs"] = {"content": told}
    return {"object": "chat.completion", "id": "recorded", "created": 0, "model": model, "choices": [choice]}
