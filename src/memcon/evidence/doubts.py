"""Two witnesses of a typed choice: the model that made it, and the rules that read the words. None is silent.

Where they differ, `Passage.trust` says whose word the record has; the other's is told as a doubt on the event, and
in `rejected.jsonl`.
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from memcon.evidence import status
from memcon.evidence.draft import Draft
from memcon.evidence.passage import Passage
from memcon.evidence.rules import Spoke, Step, follow
from memcon.records import Candidate, Doubt, Mention, Trust, is_contact
from memcon.text.ground import Span

REASONS: Final[Mapping[Trust, str]] = {"model": "doubted", "code": "overruled"}
"""How `rejected.jsonl` calls a doubt, by whose word holds."""


def overruled(before: Draft, spoke: Sequence[Spoke], passage: Passage) -> tuple[Doubt, ...]:
    """Return the choices of the model, as `before` has them, in whose place rules put others in the end."""
    last: dict[tuple[str, str], Doubt] = {}
    for one in spoke:
        for doubt in _between(before, one.after, one.rule, passage, "code"):
            changed = any(_key(doubt) == _key(each) for each in _between(one.before, one.after, "", passage, "code"))
            if changed or _key(doubt) not in last:
                last[_key(doubt)] = doubt
    end = spoke[-1].after if spoke else before
    held = {_key(doubt): doubt.told for doubt in _between(before, end, "", passage, "code")}
    return tuple(doubt for key, doubt in last.items() if held.get(key) == doubt.told)


def doubted(draft: Draft, witnesses: Sequence[Step], passage: Passage) -> tuple[Doubt, ...]:
    """Return where rules that are asked after the model read another choice in the words than its own, which stands."""
    _, spoke = follow(witnesses, draft, dataclasses.replace(passage, trust="code"))
    doubts = overruled(draft, spoke, passage)
    return tuple(dataclasses.replace(doubt, holds="model") for doubt in doubts)


def untold(mention: Mention, passage: Passage, trust: Trust) -> tuple[Doubt, ...]:
    """Return what the rules read in a mention's words against its status and variant, and it does not tell: for checks.

    Of a mention that was established so, nothing: by the rules' word, its choices are theirs; by the model's, each
    other reading is a doubt. To be quick, nothing is asked of a contact that occurred, nor whether a dispute did.
    """
    steps: tuple[Step, ...] = (*status.STATUS[1:], *status.VARIANT)
    if mention.status == "occurred":
        steps = () if is_contact(mention.kind) else status.VARIANT
    if not steps:
        return ()
    quotes = tuple(quote.text for quote in mention.quotes)
    candidate = Candidate(
        kind=mention.kind, status=mention.status, variant=mention.variant, quotes=quotes, near=(0, 0), parties=(),
        model=mention.model, prompt=mention.prompt,
    )  # fmt: skip
    about = passage.at([(quote.start, quote.end) for quote in mention.quotes], (0, 0))
    draft = Draft.of(candidate)
    read, _ = follow(steps, draft, about)
    if read == draft or status.what_did_not_happen_is_no_event(draft, about).is_refused:
        return ()
    known = {(doubt.field, doubt.told) for doubt in mention.doubts if trust == "model"}
    return tuple(doubt for doubt in _between(draft, read, "", about, trust) if (doubt.field, doubt.told) not in known)


def told(draft: Draft, doubts: Sequence[Doubt], passage: Passage) -> Draft:
    """Return the draft with doubts, each told among what was refused as well."""
    for doubt in doubts:
        draft = draft.refuse(
            doubt.field, REASONS[doubt.holds], detail_of(doubt), doubt.said, rule=doubt.rule, passage=passage
        )
    return dataclasses.replace(draft, doubts=(*draft.doubts, *doubts))


def detail_of(doubt: Doubt) -> str:
    """Return a doubt in the words of `rejected.jsonl`."""
    return f"the words tell {doubt.told!r}" + ("; the model's word stands" if doubt.holds == "model" else "")


def _between(before: Draft, after: Draft, rule: str, passage: Passage, holds: Trust) -> Iterator[Doubt]:
    """Yield the typed choices that differ between two drafts."""
    if before.status != after.status:
        yield Doubt(field="status", said=before.status, told=after.status, holds=holds, rule=rule)
    if before.variant != after.variant:
        yield Doubt(field="variant", said=before.variant, told=after.variant, holds=holds, rule=rule)
    roles = _roles(after)
    for name, role in _roles(before).items():
        if role and (other := roles.get(name)) and other != role:
            words = passage.words(name)
            yield Doubt(field="role", said=f"{words}: {role}", told=f"{words}: {other}", holds=holds, rule=rule)


def _roles(draft: Draft) -> dict[Span, str | None]:
    return {party.name: party.role for party in draft.parties}


def _key(doubt: Doubt) -> tuple[str, str]:
    """Return what a doubt is about: a field, and of a role whose."""
    return doubt.field, doubt.said
