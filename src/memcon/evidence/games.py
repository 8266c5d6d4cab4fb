"""Games between teams that are named for states: neither contact nor dispute, whatever the verbs (codebook, K10)."""

import re
from typing import Final

from memcon.evidence.draft import Draft
from memcon.evidence.passage import Passage
from memcon.evidence.rules import rule
from memcon.text.ground import Span

_SCORE: Final = re.compile(r"(?<![\dA-Za-z.:/\-–])(\d{1,3})\s?[-–:：－]\s?(\d{1,3})(?![\d.:/\-–]\d|\s?[-–:]\s?\d|\d)")
"""2-1, 2:1; no date, time of day, or part of a longer number."""
_LOW: Final = 10
"""Below it a number may be the higher one of a score that stands last; from it on, two that rise are a range."""


@rule
def game_is_no_event(draft: Draft, passage: Passage) -> Draft:
    """Quotes that tell of a win with its score, or in a round of a cup, tell of teams, not of their states."""
    if not passage.quotes or not all(_tells_of_a_game(passage, quote) for quote in passage.quotes):
        return draft
    detail = "the words tell of a game between teams, which is no act of their states"
    words = passage.words(passage.quotes[0])
    return draft.refuse("event", "sport", detail, words, rule="game_is_no_event", passage=passage)


def _tells_of_a_game(passage: Passage, quote: Span) -> bool:
    if not passage.search("{events.sport.wins}", quote):
        return False
    if passage.search("{events.sport.rounds}", quote):
        return True
    days = passage.days(quote)
    scores = (match for match in _SCORE.finditer(passage.text, *quote) if _is_a_score(match))
    return any(not any(day[0] < score.end() and score.start() < day[1] for day in days) for score in scores)


def _is_a_score(match: re.Match[str]) -> bool:
    return int(match[1]) >= int(match[2]) or int(match[2]) < _LOW
