"""Which rule, or the model's answer, wrote a value of a mention: read from what the rules spoke. Knows no gold."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from memcon.compare.evaluate.explain.values import MODEL
from memcon.evidence.draft import Draft, Named
from memcon.evidence.establish import Established
from memcon.evidence.rules import Spoke

Written = tuple[str, str]
"""Who wrote it, and how in words."""
_NAMING: Final = frozenset({"name_stands", "name_stands_in_the_article", "states_copied_as_one_are_two"})
"""Rules that take the model's own names into the draft."""


def choice(event: Established, field: str) -> Written:
    """Return who wrote the status or the variant."""
    said = getattr(event.candidate, field)
    for one in reversed(event.spoke):
        if getattr(one.before, field) != getattr(one.after, field):
            return one.rule, f"the model said {said!r}"
    return MODEL, f"it said {said!r}, and no rule spoke against it"


def date(event: Established) -> Written:
    """Return who wrote the date, or left it out."""
    words = event.candidate.date_words
    said = f"the model's words are {words!r}" if words else "the model gave no words for it"
    refused = next((line for line in event.rejected if line.field == "date"), None)
    mention, last = event.mention, _last(event, lambda draft: draft.date)
    if mention and mention.date_evidence and last:
        read = mention.date_evidence
        return last.rule, f"read from {read.text!r}: {read.basis}; {said}"
    if refused:
        return refused.rule or MODEL, f"{refused.reason}, {refused.detail}; {said}"
    marked = _last(event, lambda draft: draft.days)
    if marked and any(day.of == "event" for day in marked.before.days) and not _days(marked.after):
        return marked.rule, f"its words are of another day; {said}"
    return (last.rule, f"no date follows; {said}") if last else (MODEL, _words(words))


def place(event: Established) -> Written:
    """Return who wrote the place, or left it out."""
    words = event.candidate.place_words
    said = f"the model's words are {words!r}" if words else "the model gave no words for it"
    refused = next((line for line in event.rejected if line.field == "place"), None)
    if refused:
        return refused.rule or MODEL, f"{refused.reason}, {refused.detail}; {said}"
    return MODEL, _words(words)


def _words(words: str | None) -> str:
    return f"it pointed at {words!r}" if words else "it gave no words for it"


def sides(event: Established, extra: Iterable[str], lacking: Iterable[str]) -> Iterator[Written]:
    """Yield who wrote each country that is wrong, and who lost each that is lacking."""
    for code in extra:
        yield _brought(event, code)
    for code in lacking:
        yield _left_out(event, code)


def _brought(event: Established, code: str) -> Written:
    end = event.spoke[-1].after if event.spoke else None
    party = next((party for party in end.parties if party.country == code), None) if end else None
    if party is None:
        last = _gained(event, code, _countries) or _gained(event, code, lambda draft: draft.states)
        return (last.rule, f"{code} put in") if last else (MODEL, f"{code} put in")
    by = _adder(event, party)
    words = f"{code} is the side of {party.words!r}"
    if party.by:
        return party.by, f"{words}, whom {by or 'the model'} named"
    return by or MODEL, f"{words}, whom {'the rule' if by else 'it'} named"


def _left_out(event: Established, code: str) -> Written:
    for get in (_countries, _states):
        lost = [one for one in event.spoke if code in get(one.before) and code not in get(one.after)]
        if lost:
            return lost[-1].rule, f"{code} left out"
    return MODEL, f"{code} is the side of nobody whom it named"


def people(event: Established, wrong: Iterable[str], missed: Iterable[str]) -> Iterator[Written]:
    """Yield who wrote each name that is wrong, and who lost each that is missing."""
    said = [party.name for party in event.candidate.parties]
    for name in wrong:
        rule = _put_in(event, name)
        by_model = rule in {None, *_NAMING} or any(name in one or one in name for one in said)
        yield (MODEL, f"named {name!r}") if by_model else (rule or MODEL, f"put in {name!r}")
    for name in missed:
        yield _unnamed(event, name)


def _unnamed(event: Established, name: str) -> Written:
    """Say who lost a name of the gold: the rule that refused or dropped what the model named, or the model."""
    last = name.strip().rpartition(" ")[2].casefold()
    refused = (line for line in event.rejected if line.field == "name" and last in line.text.casefold())
    if line := next(refused, None):
        return line.rule or MODEL, f"refused {line.text!r}: {line.detail}"
    for one in reversed(event.spoke):
        before, after = (_names(draft, one) for draft in (one.before, one.after))
        if gone := [each for each in before if last in each.casefold() and each not in after]:
            return one.rule, f"dropped {gone[0]!r}"
    if any(last in party.name.casefold() for party in event.candidate.parties):
        return MODEL, f"did not name {name!r} as the article does"
    return MODEL, f"did not name {name!r}"


# --- where in what the rules spoke ---


def _last(event: Established, get: Callable[[Draft], object]) -> Spoke | None:
    return next((one for one in reversed(event.spoke) if get(one.before) != get(one.after)), None)


def _gained(event: Established, code: str, get: Callable[[Draft], Iterable[str]]) -> Spoke | None:
    """Return the rule that put a country in, and after which it stayed."""
    gained = (one for one in reversed(event.spoke) if code in get(one.after) and code not in get(one.before))
    return next(gained, None)


def _countries(draft: Draft) -> Iterable[str]:
    return draft.countries


def _states(draft: Draft) -> Iterable[str]:
    return draft.states


def _days(draft: Draft) -> bool:
    return any(day.of == "event" for day in draft.days)


def _adder(event: Established, party: Named) -> str | None:
    """Return the rule that put a party in, None where the model named it."""
    first = next((one for one in event.spoke if any(each.name == party.name for each in one.after.parties)), None)
    return None if first is None or first.rule in _NAMING else first.rule


def _put_in(event: Established, name: str) -> str | None:
    first = next((one for one in event.spoke if name in _names(one.after, one)), None)
    return first.rule if first else None


def _names(draft: Draft, spoke: Spoke) -> list[str]:
    return [spoke.passage.words(party.name) for party in draft.parties]
