"""Screen what a model gives before it is believed: words that deceive the eye, and quotes that are orders to a model.

An article is hostile input, and a model may obey it. That a quote stands in the article is checked in `evidence`; here,
that it is no instruction to the reader's machine, and that free fields hold nothing that cannot be seen. Pure.
"""

import dataclasses
import functools
import re
from typing import Final

from memcon.evidence.draft import Draft
from memcon.evidence.passage import Passage
from memcon.evidence.rules import needed, rule
from memcon.languages import shared_words
from memcon.records import Party

SUMMARY: Final = 400
"""Characters of a summary; one sentence takes half of it."""
TOPIC: Final = 80
TOPICS: Final = 12
FIELD: Final = 300
"""Characters of a name, a title, the words of a date or a place."""


@functools.cache
def to_a_machine() -> re.Pattern[str]:
    """Return the pattern of orders to a machine, the marks of a chat, and JSON of ours.

    No news reports a contact in such words. Narrow, for states too ignore one another's orders, and quarrel about
    artificial intelligence.
    """
    return re.compile("|".join(shared_words("orders_to_a_machine", "orders")), re.IGNORECASE | re.MULTILINE)


@rule
def quote_is_no_order_to_a_machine(draft: Draft, passage: Passage) -> Draft:
    """A quote that speaks to a machine reports nothing: an article is hostile input, and a model may obey it."""
    candidate = draft.candidate
    orders = [quote for quote in candidate.quotes if to_a_machine().search(quote)]
    for quote in orders:
        detail = "the words speak to a machine: they order a record, and report nothing"
        rule = "quote_is_no_order_to_a_machine"
        draft = draft.refuse("quote", "instruction", detail, quote, rule=rule, passage=passage)
    quotes = tuple(quote for quote in candidate.quotes if quote not in orders)
    is_refused = draft.is_refused or bool(orders and not quotes)
    return dataclasses.replace(draft, candidate=dataclasses.replace(candidate, quotes=quotes), is_refused=is_refused)


@needed
def fields_are_plain(draft: Draft, passage: Passage) -> Draft:
    """Free fields hold nothing that cannot be seen, and are no longer than they need."""
    candidate = draft.candidate
    made_plain = dataclasses.replace(
        candidate,
        parties=tuple(map(_party, candidate.parties)),
        initiator=_or_none(candidate.initiator),
        date_words=_or_none(candidate.date_words),
        place_words=_or_none(candidate.place_words),
        topics=tuple(topic for topic in (plain(topic, TOPIC) for topic in candidate.topics[:TOPICS]) if topic),
        summary=plain(candidate.summary, SUMMARY),
    )
    return dataclasses.replace(draft, candidate=made_plain)


def plain(text: str, most: int = FIELD) -> str:
    """Return `text` on one line, of at most so many characters, without any that cannot be seen as themselves.

    Dropped are controls, bidirectional and zero-width formats, tags, lone surrogates and unassigned code points.
    """
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " * letter.isspace() for letter in text)
    return " ".join(text.split())[:most]


def _party(party: Party) -> Party:
    return dataclasses.replace(party, name=plain(party.name), title=_or_none(party.title), side=_or_none(party.side))


def _or_none(text: str | None) -> str | None:
    return None if text is None else plain(text)
