"""What coders said, laid side by side for an adjudicator: one case for all that hangs together.

A case is the events of the machine, and those that coders added, that rest on mentions which some coder has in one
event: one event as a rule, several where a coder merged them. Its opinions are what each coder made of it, with the
decisions that did so. Pure: knows no file and no page.
"""

import dataclasses
import hashlib
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, Literal

from memcon.compare.agreement.items import SHARED, coding_of, shared
from memcon.compare.agreement.values import Coding
from memcon.events.amend.drafts import edited_fields, value
from memcon.events.amend.find import say_value
from memcon.records import ArticleState, Event, Mention
from memcon.records.decision import Add, Decision, Edit, Opinion, Read, Split, Undo, articles_read, targets

Standing = Literal["differ", "agree", "alone"]
"""Whether coders differ, say the same, or but one of them looked."""
AROUND: Final = 200
"""Characters of an article that are shown before and after words of a case."""
LONGEST: Final = 4000
"""Characters of what an opinion says."""


@dataclasses.dataclass(frozen=True, slots=True)
class CaseOpinion:
    """What one coder made of a case."""

    who: str
    decisions: tuple[Decision, ...]
    """Those that did so, in the order in which they were made; none of who read the article and added nothing."""
    events: tuple[Event, ...]
    """As he has them; none where he says that there is none."""

    @property
    def settled_as(self) -> Opinion:
        """What a deciding line tells of it."""
        last = self.decisions[-1].id if self.decisions else None
        return Opinion(who=self.who, decision=last, said=said(self)[:LONGEST])


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """Something on which coders have opinions."""

    id: str
    """The same as long as it is about the same mentions."""
    mentions: frozenset[str]
    """Ids of the mentions that it is about: the machine's, and those that coders added."""
    machine: tuple[Event, ...]
    """As the machine has it."""
    opinions: tuple[CaseOpinion, ...]

    @property
    def standing(self) -> Standing:
        """Whether coders differ in it."""
        if len(self.opinions) < 2:
            return "alone"
        return "agree" if len({_claim(one.events) for one in self.opinions}) == 1 else "differ"

    @property
    def read(self) -> str | None:
        """The article that it is about, where it is that several read it whole; else it is about events."""
        first = self.opinions[0].decisions[0] if not self.mentions else None
        return first.seen.article if isinstance(first, Read) else None

    @property
    def named(self) -> frozenset[str]:
        """Ids of the decisions that settle it once a deciding line names them all."""
        return frozenset(one.decisions[-1].id for one in self.opinions if one.decisions)


def _claim(events: Sequence[Event]) -> Hashable:
    """Return what somebody says of a case, for comparing: which mentions are one event, and the values of each."""
    fields = edited_fields()
    return frozenset((frozenset(_words(event)), tuple(str(value(event, name)) for name in fields)) for event in events)


def _words(event: Event) -> Iterator[Hashable]:
    """Yield where the words of an event stand: two who added it gave its mention different ids."""
    for proof in event.mentions:
        yield proof.article, tuple((quote.start, quote.end) for quote in proof.quotes)


def cases_of(
    machine: Sequence[Event],
    mentions: Sequence[Mention],
    decided: Mapping[str, Sequence[Decision]],
    states: Mapping[str, ArticleState],
) -> list[Case]:
    """Return the cases of which any coder has an opinion: the machine's events in order, what was added, articles."""
    codings = [coding_of(who, machine, mentions, made, states) for who, made in decided.items()]
    groups = _Groups()
    for event in machine:
        groups.join(proof.mention for proof in event.mentions)
    for coding in codings:
        for event in _own(coding):
            groups.join(proof.mention for proof in event.mentions)
    _lay(codings, {proof.mention for event in machine for proof in event.mentions}, groups)
    return [*_cases(machine, codings, groups, decided), *_read_cases(codings, decided)]


def _read_cases(codings: Sequence[Coding], decided: Mapping[str, Sequence[Decision]]) -> Iterator[Case]:
    """Yield a case for each article that several coders read whole: on that they agree."""
    marks = {one.who: articles_read(decided[one.who]) for one in codings}
    for article in sorted({name for one in codings for name in one.read}):
        readers = [one.who for one in codings if article in one.read]
        if len(readers) > 1:
            opinions = tuple(CaseOpinion(who, (marks[who][article],), ()) for who in readers)
            yield Case(_name(["read", article]), frozenset(), (), opinions)


class _Groups:
    """Mentions that hang together."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def find(self, name: str) -> str:
        """Return what stands for the group of a mention."""
        root = name
        while (above := self._first.get(root, root)) != root:
            root = above
        while (above := self._first.get(name, name)) != root:
            self._first[name], name = root, above
        return root

    def join(self, names: Iterable[str]) -> None:
        """Put mentions into one group."""
        first, *rest = names
        root = self.find(first)
        self._first.setdefault(root, root)
        for name in rest:
            self._first[self.find(name)] = root

    def names(self) -> list[str]:
        """Return all mentions, in the order in which they came."""
        return list(self._first)


def _own(coding: Coding) -> list[Event]:
    """Return the events of a coder that he decided about."""
    every = {id(event): event for event in (*coding.holds.values(), *coding.rejected.values())}
    return [event for event in every.values() if event.review is not None]


def _lay(codings: Sequence[Coding], known: set[str], groups: _Groups) -> None:
    """Put together the events that several coders added on the same words, each coder's with one of another's."""
    laid: dict[str, list[tuple[set[str], Event]]] = {}
    for coding in codings:
        for event in _own(coding):
            if not known.isdisjoint(proof.mention for proof in event.mentions):
                continue
            near = laid.setdefault(event.mentions[0].article, [])
            free = [one for one in near if coding.who not in one[0] and shared(event, one[1]) >= SHARED]
            if free:
                whose, first = max(free, key=lambda one: shared(event, one[1]))
                whose.add(coding.who)
                groups.join([first.mentions[0].mention, event.mentions[0].mention])
            else:
                near.append(({coding.who}, event))


def _cases(
    machine: Sequence[Event], codings: Sequence[Coding], groups: _Groups, decided: Mapping[str, Sequence[Decision]]
) -> Iterator[Case]:
    members: dict[str, set[str]] = {}
    for name in groups.names():
        members.setdefault(groups.find(name), set()).add(name)
    events: dict[str, list[Event]] = {}
    for event in machine:
        events.setdefault(groups.find(event.mentions[0].mention), []).append(event)
    own: dict[str, dict[str, list[Event]]] = {}
    for coding in codings:
        for event in _own(coding):
            own.setdefault(groups.find(event.mentions[0].mention), {}).setdefault(coding.who, []).append(event)
    made = {who: {one.id: (at, one) for at, one in enumerate(told)} for who, told in decided.items()}
    for root, names in members.items():
        if root in own:
            opinions = _opinions(codings, own[root], made, added=root not in events)
            yield Case(_name(names), frozenset(names), tuple(events.get(root, ())), tuple(opinions))


def _opinions(
    codings: Sequence[Coding],
    own: Mapping[str, Sequence[Event]],
    made: Mapping[str, Mapping[str, tuple[int, Decision]]],
    *,
    added: bool,
) -> Iterator[CaseOpinion]:
    """Yield what each coder says of a case; of one that coders `added`, also who read its articles and did not."""
    articles = {proof.article for told in own.values() for event in told for proof in event.mentions}
    for coding in codings:
        told = own.get(coding.who)
        if told:
            names = {one.decision for event in told if event.review for one in event.review.decisions}
            decisions = tuple(one for _, one in sorted((made[coding.who][name] for name in names), key=itemgetter(0)))
            holding = tuple(event for event in told if event.mentions[0].mention in coding.holds)
            yield CaseOpinion(coding.who, decisions, holding)
        elif added and articles <= coding.read:
            yield CaseOpinion(coding.who, (), ())


def _name(mentions: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(mentions)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def is_settled(case: Case, lines: Iterable[Decision]) -> bool:
    """Return whether deciding lines that stand name every opinion of a case as it is now."""
    return case.named <= {one.decision for line in lines for one in line.settles if one.decision}


# --- in words ---


def said(opinion: CaseOpinion) -> str:
    """Return in words what a coder said of a case."""
    return "; ".join(map(_said, opinion.decisions)) or "read the article, and did not add it"


def _said(decision: Decision) -> str:
    words: str = decision.action
    if isinstance(decision, Edit):
        words += ": " + ", ".join(f"{one.field} {say_value(one.value)}" for one in decision.edits)
    elif isinstance(decision, Split):
        words += f" in {len(decision.parts)}"
    elif isinstance(decision, Add):
        words += f": {decision.mention.kind} {decision.mention.status}"
    elif not isinstance(decision, Read | Undo) and len(targets(decision)) > 1:
        words += f" of {len(targets(decision))}"
    return f"{words} ({decision.note})" if decision.note else words


def told_case(case: Case, settled: Mapping[str, Any] | None, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return what a page is told of a case, and of who `settled` it; `texts` are of articles, by id."""
    events = (*case.machine, *(event for one in case.opinions for event in one.events))
    return {
        "id": case.id,
        "title": _title(case, events),
        "standing": case.standing,
        "settled": settled,
        "mentions": sorted(case.mentions),
        "words": list(_quoted(events, texts)),
        "opinions": [
            {
                "who": one.who,
                "said": said(one),
                "events": [{name: say_value(value(event, name)) for name in edited_fields()} for event in one.events],
            }
            for one in case.opinions
        ],
    }


def _title(case: Case, events: Sequence[Event]) -> str:
    if case.read is not None:
        return f"read whole: {case.read}"
    return events[0].id if case.machine else f"added: {events[0].kind if events else 'event'}"


def _quoted(events: Iterable[Event], texts: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield the words that events rest on, each once, with what stands round them."""
    quotes = dict.fromkeys(
        (proof.article, quote.start, quote.end, quote.text)
        for event in events
        for proof in event.mentions
        for quote in proof.quotes
    )
    for article, start, end, text in quotes:
        whole = texts.get(article, "")
        before, after = whole[max(0, start - AROUND) : start], whole[end : end + AROUND]
        yield {"article": article, "before": before, "text": text, "after": after}
