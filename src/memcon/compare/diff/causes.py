"""Say why an event may be gone or new, from what each run tells of its articles and of what it refused.

An event whose article failed this time, was not read, was edited, or whose quote was refused is no finding but a cause
to look at; where a run tells nothing of that, neither does this.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from memcon.events.matching.likeness import folded
from memcon.records import ArticleState, Proof, Record, Rejected, proofs_of

LEAST_QUOTED: Final = 15
"""Characters from which the words of a refused quote are taken for those of an event."""


@dataclass(frozen=True, slots=True)
class RunContext:
    """What became of one run's articles and findings. Empty where only a file of it is known."""

    articles: Mapping[str, ArticleState] = field(default_factory=dict)
    refused: Mapping[str, Sequence[Rejected]] = field(default_factory=dict)
    """By article."""


NO_CONTEXT: Final = RunContext()


def run_context(states: Iterable[ArticleState], refused: Iterable[Rejected]) -> RunContext:
    """Return the context of a run of these articles and refusals."""
    by_article: dict[str, list[Rejected]] = {}
    for rejected in refused:
        by_article.setdefault(rejected.article, []).append(rejected)
    return RunContext({state.article: state for state in states}, by_article)


def cause(record: Record, here: RunContext, there: RunContext) -> str:
    """Return in words why `record`, which stands `here`, is not among the events `there`; empty where nothing tells.

    `here` and `there` are the two runs: for what is gone the old and the new, for what came the new and the old.
    """
    reasons = [_reason(proof, here, there) for proof in proofs_of(record)]
    known = Counter(reason for reason in reasons if reason)
    if not known or len([r for r in reasons if r]) < len(reasons):
        return ""
    return " or ".join(sorted(known, key=lambda reason: (-known[reason], reason)))


def _reason(proof: Proof, here: RunContext, there: RunContext) -> str:
    if not there.articles:
        return ""
    before, state = here.articles.get(proof.article), there.articles.get(proof.article)
    if state is None:
        return "its article is not in that run"
    if state.state in _LOST:
        return _LOST[state.state] + (f": {state.reason.replace('_', ' ')}" if state.reason else "")
    if before and _edited(before, state):
        return "its article was edited between the runs"
    refused = [one for one in there.refused.get(proof.article, ()) if one.field in {"event", "quote"}]
    reason = next((one.reason for one in refused if _same(one, proof)), None)
    return f"refused in that run: {reason.replace('_', ' ')}" if reason else ""


_LOST: Final = {"failed": "its article failed in that run", "pending": "its article waits for that run to be resumed"}


def _edited(before: ArticleState, after: ArticleState) -> bool:
    return None not in {before.sha256, after.sha256} and before.sha256 != after.sha256


def _same(refused: Rejected, proof: Proof) -> bool:
    """Return whether a refused quote stood where a quote of `proof` stands, or has its words."""
    near, said = refused.near, folded(refused.text)
    for quote in proof.quotes:
        if near and near.start < quote.end and quote.start < near.end:
            return True
        whole = folded(quote.text)
        if len(said) >= LEAST_QUOTED and (said in whole or (len(whole) >= LEAST_QUOTED and whole in said)):
            return True
    return False


def article_lines(old: RunContext, new: RunContext) -> Iterator[str]:
    """Yield at most one line on what became of the articles as a whole."""
    if not old.articles or not new.articles:
        return
    came, gone = new.articles.keys() - old.articles.keys(), old.articles.keys() - new.articles.keys()
    both = [(old.articles[name], new.articles[name]) for name in sorted(old.articles.keys() & new.articles.keys())]
    failed = [b for a, b in both if b.state in _LOST and a.state not in _LOST]
    mended = [b for a, b in both if a.state in _LOST and b.state not in _LOST]
    edited = [b for a, b in both if _edited(a, b)]
    parts = [
        (len(came), "new"), (len(gone), "no longer read"), (len(failed), f"failed now{_named(failed)}"),
        (len(mended), "failed before and read now"), (len(edited), "edited"),
    ]  # fmt: skip
    counts = ", ".join(f"{n:,} {words}" for n, words in parts if n)
    if counts:
        yield f"articles {len(old.articles):,} → {len(new.articles):,}: {counts}"


def _named(states: Sequence[ArticleState]) -> str:
    some = [f"{state.article}: {(state.reason or state.state).replace('_', ' ')}" for state in states[:3]]
    return f" ({'; '.join(some)}{'; …' if len(states) > 3 else ''})" if some else ""
