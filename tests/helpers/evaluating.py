"""A small world for evaluations: three articles, the events read in them by hand, and a run that is partly right."""

import json
from pathlib import Path
from typing import Any

TEXTS = {
    "a": "General Ito called General Haddad on Monday. Norland then summoned the envoy of Sudland. "
    "Both ministers will meet in Geneva on 4 May. Farmers expect rain.",
    "b": "Menteri Anna Berg bertemu Omar Haddad di Oslo. Norland mengusir dua diplomat Sudland.\n"
    "Keduanya batal bertemu.",
    "c": "Harga beras naik lagi. Pasar ramai.",
}
ARTICLES = [
    {"id": "a", "text": TEXTS["a"], "language": "en"},
    {"id": "b", "text": TEXTS["b"], "language": "id"},
    {"id": "c", "text": TEXTS["c"], "language": "en"},
]


def gold_line(name: str, article: str, kind: str, *quotes: str, **more: Any) -> dict[str, Any]:
    """A gold event of the world; what is not said is as in an event that simply occurred."""
    given: dict[str, Any] = {
        "alt_kinds": [], "status": "occurred", "required": True, "countries": ["NOR", "SDN"], "participants": [],
        "date": None, "date_precision": None, "date_null_ok": False, "place": None, "cluster": None, "note": "",
    }  # fmt: skip
    return given | {"id": name, "article": article, "kind": kind, "quotes": list(quotes)} | more


def event(
    name: str, kind: str, *, confidence: float | None = 0.95, more: dict[str, Any] | None = None, **quotes: str
) -> dict[str, Any]:
    """An event of a run, with a mention in each article that `quotes` names."""
    mentions = []
    for article, words in quotes.items():
        start = TEXTS[article].index(words)
        mentions.append({"article": article, "quotes": [{"text": words, "start": start, "end": start + len(words)}]})
    given: dict[str, Any] = {"id": name, "kind": kind, "status": "occurred", "countries": ["NOR", "SDN"]}
    given |= {"participants": [], "date": None, "place": None, "confidence": confidence, "mentions": mentions}
    return given | (more or {})


def people(*names: str) -> list[dict[str, Any]]:
    """Participants of these names."""
    return [{"name": name, "country": None} for name in names]


GOLD = [
    gold_line(
        "a-call", "a", "call", "General Ito called General Haddad",
        participants=people("Jun Ito", "Haddad"), date=["2024-04-29", "2024-04-29"],
    ),
    gold_line("a-protest", "a", "dispute", "summoned the envoy", participants=people("Norland", "Sudland")),
    gold_line("a-plan", "a", "meeting", "will meet in Geneva", required=False, status="planned"),
    gold_line(
        "b-meeting", "b", "meeting", "bertemu Omar Haddad", status="planned", place="NOR",
        participants=people("Anna Berg", "Omar Haddad"), date=["2024-05-04", "2024-05-04"], date_null_ok=True,
    ),
    gold_line("b-expelled", "b", "dispute", "mengusir dua diplomat"),
    gold_line("b-cancelled", "b", "meeting", "batal bertemu", required=False),
    gold_line("c-none", "c", "meeting", "Pasar ramai."),
]  # fmt: skip
RUN = [
    event(
        "call", "call", a="General Ito called General Haddad on Monday.",
        more={"participants": people("Ito", "Haddad"), "date": {"start": "2024-04-29", "end": "2024-04-29"}},
    ),
    event("again", "call", a="General Ito called", more={"countries": ["NOR"]}),
    event(
        "protest", "dispute", a="Norland then summoned the envoy of Sudland.",
        more={"participants": people("The envoy"), "countries": ["NOR"], "date": {"start": "2024-04-30"}},
    ),
    event("plan", "meeting", confidence=None, a="Both ministers will meet in Geneva on 4 May."),
    event("met", "meeting", b="Anna Berg bertemu Omar Haddad di Oslo", more={"participants": people("Berg")}),
    event("rice", "dispute", confidence=0.4, c="Harga beras naik lagi."),
    event("broken", "meeting", confidence=None, more={
        "status": None, "place": "XX", "mentions": [
            {"article": "c", "quotes": [{"text": "not so", "start": 0, "end": 6}]},
            {"article": "elsewhere", "quotes": []},
        ],
    }),
]  # fmt: skip


def write(path: Path, lines: list[dict[str, Any]]) -> None:
    """Write JSON lines."""
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


def evaluated(folder: Path) -> Path:
    """Write gold, articles and a run over them into a folder, and return it."""
    write(folder / "gold.jsonl", GOLD)
    write(folder / "news.jsonl", ARTICLES)
    (folder / "out").mkdir()
    write(folder / "out" / "events.jsonl", RUN)
    return folder
