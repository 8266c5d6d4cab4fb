"""Carry out one decision after another on the drafts of a review. See `memcon.events.amend`."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from memcon.events.amend.added import ArticleText, placed
from memcon.events.amend.drafts import EventDraft, core, drafted, rewritten, value
from memcon.events.amend.find import DraftIndex, say_value, since
from memcon.events.amend.places import Key
from memcon.events.amend.values import Cause, State
from memcon.events.matching.likeness import contradictory, traits_of
from memcon.records import Decided, Event, Field, Mention, Merge, Proof, family, is_contact
from memcon.records.decision import Accept, Add, Decision, Edit, MergeEvents, Read, Reject, Split, targets


@dataclasses.dataclass(frozen=True, slots=True)
class Done:
    """What became of a decision, with the keys of the drafts that it shaped."""

    decision: Decision
    state: State
    causes: tuple[Cause, ...]
    keys: tuple[Key, ...]


class ReviewInProgress:
    """The drafts of a review on their way, and what became of the decisions so far."""

    def __init__(
        self, events: Iterable[Event], mentions: Sequence[Mention], articles: Mapping[str, ArticleText]
    ) -> None:
        by_id = {mention.id: mention for mention in mentions}
        self.articles = articles
        self._seen = {name: article.sha256 for name, article in articles.items()}
        self.index = DraftIndex(
            EventDraft(event, event, tuple(by_id[proof.mention] for proof in event.mentions), (event.id,))
            for event in events
        )
        self.dropped: list[EventDraft] = []
        self.done: list[Done] = []

    def outcome(self, decision: Decision, state: State, causes: Iterable[Cause] = (), keys: Iterable[Key] = ()) -> None:
        """Tell what became of a decision."""
        self.done.append(Done(decision, state, tuple(causes), tuple(keys)))

    def work(self, decision: Decision) -> None:
        """Carry out a decision, or tell why it cannot be."""
        match decision:
            case Accept():
                self._shape(decision, core(decision.target.event))
            case Edit():
                self._shape(decision, {edit.field: edit.value for edit in decision.edits})
            case Reject():
                self._reject(decision)
            case MergeEvents():
                self._merge(decision)
            case Split():
                self._split(decision)
            case Add():
                self._add(decision)
            case Read():
                self._read(decision)

    def _stale(self, decision: Decision, cause: Cause) -> None:
        if cause.reason == "event_gone":
            named = {proof.article for target in targets(decision) for proof in target.event.mentions}
            if named.isdisjoint(self.articles):
                cause = Cause("article_absent")
        self.outcome(decision, "stale", [cause])

    def _invalid(self, decision: Decision, error: ValueError) -> None:
        self._stale(decision, Cause("invalid", str(error).splitlines()[0]))

    def _held(self, decision: Decision, causes: Sequence[Cause], keys: Iterable[Key]) -> None:
        self.outcome(decision, "changed" if causes else "held", causes, keys)

    def _shape(self, decision: Accept | Edit, values: Mapping[Field, Any]) -> None:
        edited = values.keys() if isinstance(decision, Edit) else ()
        found = self.index.find(decision.target, bar="family", edited=edited)
        if isinstance(found, Cause):
            self._stale(decision, found)
            return
        draft = self.index.drafts[found]
        causes = since(decision.target, draft, self._seen, values)
        try:
            shaped = draft.shaped(_decided(decision, causes), values)
        except ValueError as error:
            self._invalid(decision, error)
            return
        self.index.put(found, shaped)
        self._held(decision, causes, [found])

    def _reject(self, decision: Reject) -> None:
        found = self.index.find(decision.target, bar="claim")
        if isinstance(found, Cause):
            self._stale(decision, found)
            return
        causes = since(decision.target, self.index.drafts[found], self._seen, core(decision.target.event))
        self.dropped.append(self.index.take(found).shaped(_decided(decision, causes)))
        self._held(decision, causes, ())

    def _merge(self, decision: MergeEvents) -> None:
        keys: list[Key] = []
        causes: list[Cause] = []
        for target in decision.targets:
            found = self.index.find(target, bar="family")
            if isinstance(found, Cause):
                self._stale(decision, found)
                return
            causes += since(target, self.index.drafts[found], self._seen, {})
            keys += [found] if found not in keys else []
        if len(keys) == 1:
            self._agree(decision, keys)
            return
        drafts = [self.index.drafts[key] for key in keys]
        if len({family(draft.event.kind) for draft in drafts}) > 1:
            self._stale(decision, Cause("invalid", "contact and dispute are two events; edit the kind of one first"))
            return
        try:
            merged = _joined(drafts, decision, _decided(decision, causes))
        except ValueError as error:
            self._invalid(decision, error)
            return
        for key in keys:
            self.index.take(key)
        self._held(decision, causes, [self.index.add(merged)])

    def _agree(self, decision: MergeEvents | Split, keys: Sequence[Key]) -> None:
        """Tell that the machine has come to what was decided."""
        cause = Cause("agreed")
        for key in keys:
            self.index.put(key, self.index.drafts[key].shaped(_decided(decision, [cause])))
        self._held(decision, [cause], keys)

    def _split(self, decision: Split) -> None:
        said = {proof.mention: proof for proof in decision.target.event.mentions}
        parts = [[said[name] for name in part] for part in decision.parts]
        places = {
            key: _sorted_out(self.index.drafts[key].event.mentions, parts)
            for key in self.index.tied(decision.target.event)
            if family(self.index.drafts[key].event.kind) == family(decision.target.event.kind)
        }
        found = {at for places_of in places.values() for at in places_of.values()}
        if len(found) < 2:
            gone = Cause("other_event", "it has words of one part only") if found else Cause("event_gone")
            self._stale(decision, gone)
            return
        whole = [key for key, places_of in places.items() if len({*places_of.values()}) > 1]
        if not whole:
            self._agree(decision, [*places])
            return
        causes = [cause for key in whole for cause in since(decision.target, self.index.drafts[key], self._seen, {})]
        by = _decided(decision, causes)
        try:
            pieces = [_pieces(self.index.drafts[key], places[key], by) for key in whole]
        except ValueError as error:
            self._invalid(decision, error)
            return
        for key in whole:
            self.index.take(key)
        self._held(decision, causes, [self.index.add(piece) for of_one in pieces for piece in of_one])

    def _add(self, decision: Add) -> None:
        mention = placed(decision, self.articles)
        if isinstance(mention, Cause):
            self._stale(decision, mention)
            return
        event = drafted([mention], name=mention.id)
        moved = [Cause("article_changed")] if mention.quotes != decision.mention.quotes else []
        for key in self.index.tied(event):
            draft = self.index.drafts[key]
            if draft.machine and _same_claim(event, draft.event):
                by = _decided(decision, [*moved, Cause("found_since")])
                self.index.put(key, draft.shaped(by, core(event)))
                self._held(decision, [*moved, Cause("found_since")], [key])
                return
        draft = EventDraft(event, None, (mention,), (), (_decided(decision, moved),))
        self._held(decision, moved, [self.index.add(draft)])

    def _read(self, decision: Read) -> None:
        """Tell whether an article that was read whole is the same; it shapes no event."""
        seen = decision.seen
        if seen.article not in self._seen:
            self._stale(decision, Cause("article_absent"))
        elif self._seen[seen.article] != seen.sha256:
            self._stale(decision, Cause("article_changed"))
        else:
            self._held(decision, (), ())


def _decided(decision: Accept | Add | Edit | MergeEvents | Reject | Split, causes: Sequence[Cause]) -> Decided:
    return Decided(
        decision=decision.id,
        action=decision.action,
        who=decision.who,
        when=decision.when,
        note=decision.note,
        changed=tuple(map(str, causes)),
    )


def _set(draft: EventDraft) -> dict[Field, Any]:
    """Return the values of a draft that reviewers set."""
    return {name: value(draft.event, name) for name, _ in draft.setters}


def _joined(drafts: Sequence[EventDraft], decision: MergeEvents, by: Decided) -> EventDraft:
    """Return one draft of the mentions of several, with what was set of them, that of the first before the others'.

    Of a meeting and a call it is what the first one is.
    """
    mentions = tuple(sorted({m.id: m for draft in drafts for m in draft.mentions}.values(), key=lambda m: m.id))
    firsts = [draft.mentions[0].id for draft in drafts]
    reasons = [
        *(reason for draft in drafts for reason in draft.event.merges),
        *(Merge(left=firsts[0], right=other, reason=f"decided by {decision.who}") for other in firsts[1:]),
    ]
    event = drafted(mentions, name=drafts[0].event.id, merges=sorted(reasons, key=lambda one: (one.left, one.right)))
    event = dataclasses.replace(event, links=tuple(dict.fromkeys(one for draft in drafts for one in draft.event.links)))
    before = dict.fromkeys(each for draft in drafts for each in draft.decided)
    merged = EventDraft(
        event,
        event if any(draft.machine for draft in drafts) else None,
        mentions,
        tuple(name for draft in drafts for name in draft.aliases),
        tuple(sorted(before, key=lambda each: (each.when, each.decision))),
    )
    natures: tuple[Field, ...] = ("kind", "variant")
    several = len({draft.event.kind for draft in drafts}) > 1
    kept = {name: new for draft in reversed(drafts) for name, new in _set(draft).items() if name not in natures}
    if several or any(name in natures for draft in drafts for name, _ in draft.setters):
        kept |= {name: value(drafts[0].event, name) for name in natures}
    setters = {name: who for draft in reversed(drafts) for name, who in draft.setters}
    shaped = merged.shaped(by, kept)
    return dataclasses.replace(shaped, setters=tuple((dict(shaped.setters) | setters).items()))


def _sorted_out(proofs: Iterable[Proof], parts: Sequence[Sequence[Proof]]) -> dict[str, int]:
    """Return to which part each mention belongs whose words are a part's; by the most characters that they share."""
    found = {}
    for proof in proofs:
        shares = [sum(_shared(proof, other) for other in part) for part in parts]
        if best := max(shares):
            found[proof.mention] = shares.index(best)
    return found


def _shared(a: Proof, b: Proof) -> int:
    if a.article != b.article:
        return 0
    spans = [(max(x.start, y.start), min(x.end, y.end)) for x in a.quotes for y in b.quotes]
    same = sum(len(x.text) for x in a.quotes for y in b.quotes if x.text == y.text)
    return max(same, sum(max(0, end - start) for start, end in spans))


def _pieces(draft: EventDraft, places: Mapping[str, int], by: Decided) -> list[EventDraft]:
    """Return the drafts of the parts; what stands on no part's words goes with the first, and so do links and edits."""
    groups: dict[int, list[Mention]] = {at: [] for at in sorted({*places.values()})}
    first = min(groups)
    for mention in draft.mentions:
        groups[places.get(mention.id, first)].append(mention)
    pieces = []
    for at, mentions in groups.items():
        names = {mention.id for mention in mentions}
        merges = [one for one in draft.event.merges if one.left in names and one.right in names]
        event = drafted(mentions, name=draft.event.id, merges=merges)
        piece = EventDraft(event, event if draft.machine else None, tuple(mentions), (), draft.decided).shaped(by)
        if at == first:
            event = dataclasses.replace(rewritten(event, _set(draft)), links=draft.event.links)
            piece = dataclasses.replace(piece, event=event, aliases=draft.aliases, setters=draft.setters)
        pieces.append(piece)
    return pieces


def _same_claim(a: Event, b: Event) -> bool:
    """Return whether the machine's event `b` is what a reviewer added as `a`."""
    fields: tuple[Field, ...] = ("kind", "status") if is_contact(a.kind) else ("kind", "status", "variant")
    one, other = traits_of(a), traits_of(b)
    return (
        all(say_value(value(a, name)) == say_value(value(b, name)) for name in fields)
        and bool(one.countries & other.countries)
        and not contradictory(one, other)
    )
