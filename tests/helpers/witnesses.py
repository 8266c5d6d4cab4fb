"""Sentences with the one right answer about each, and what evidence makes of an answer about them.

`tests/tables/witnesses/<tag>.jsonl` was written by people who had the codebook and had not seen the rules. A line that
does not stand (`stands` false) tells of no event; its answer is what a careless reader would point at.
"""

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from memcon.evidence.establish import Established, establish
from memcon.evidence.passage import Passage
from memcon.records import Article, Candidate, Mention, Party, Trust
from memcon.text.ground import Folded

TABLES: Final = Path(__file__).parents[1] / "tables" / "witnesses"
TAGS: Final = tuple(sorted(path.stem for path in TABLES.glob("*.jsonl")))


@dataclasses.dataclass(frozen=True, slots=True)
class Witness:
    """A line of a table."""

    id: str
    language: str
    text: str
    form: str
    stands: bool
    published: dt.date
    answer: dict[str, Any]

    def candidate(self, **more: Any) -> Candidate:
        """Return what a model points at that gives the answer, with other labels where `more` has them."""
        answer = self.answer
        variant = answer["act"] or answer["channel"] or answer["meeting_form"] or "unspecified"
        fields: dict[str, Any] = {
            "kind": answer["kind"], "status": answer["status"], "variant": variant, "quotes": (answer["quote"],),
            "near": (0, len(self.text)), "parties": tuple(Party(**party) for party in answer["parties"]),
            "date_words": answer["date_words"], "model": "strong", "prompt": "whole@0",
        }  # fmt: skip
        return Candidate(**fields | more)

    def passage(self, trust: Trust = "code") -> Passage:
        """Return the article, of which the text is all, for a model whose word holds or for another."""
        article = Article(id=self.id, text=self.text, language=self.language, published=self.published)
        return Passage.of(article, Folded(self.text), trust=trust)

    def established(self, trust: Trust = "code", **more: Any) -> Established:
        """Return what becomes of the answer, with other labels where `more` has them."""
        return establish(self.candidate(**more), self.passage(trust))[0]

    def mention(self, trust: Trust = "code", **more: Any) -> Mention | None:
        """Return what is established of the answer, None where it is refused."""
        return self.established(trust, **more).mention

    def lost(self, mention: Mention | None) -> set[str]:
        """Return what of the right answer a mention does not have: status, act, roles; `event` where there is none."""
        if mention is None:
            return {"event"}
        lost = {"status"} if mention.status != self.answer["status"] else set()
        if self.answer["kind"] != "dispute":
            return lost
        if mention.variant != self.answer["act"]:
            lost.add("act")
        return lost | ({"roles"} if self._turned(mention) else set())

    def _turned(self, mention: Mention) -> bool:
        """Say whether a side of the answer has the other role in the mention, or none."""
        passage = self.passage()
        for role in ("actor", "target"):
            given = {
                passage.country(one["side"] or one["name"]) for one in self.answer["parties"] if one["role"] == role
            }
            if given - {None} - {one.country for one in mention.participants if one.role == role}:
                return True
        return False


def witnesses(tag: str) -> Iterator[Witness]:
    """Yield the lines of a language's table."""
    for line in (TABLES / f"{tag}.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        yield Witness(**one | {"published": dt.date.fromisoformat(one["published"])})
