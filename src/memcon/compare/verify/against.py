"""What a run says of its articles and of what stands in them, held against their texts.

It is one half of a check, and takes no more of a run than this; the other half merges its mentions again.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from memcon.articles.reread import Reread, read_again
from memcon.compare.verify.articles import article_problems
from memcon.compare.verify.mentions import mention_problems
from memcon.compare.verify.record import trusts_of
from memcon.compare.verify.refusals import refusal_problems
from memcon.compare.verify.told import told_of
from memcon.outputs.confidence import fit_of
from memcon.outputs.run_report import RunReport
from memcon.records import ArticleState, Mention, Rejected


@dataclass(frozen=True, slots=True)
class Against:
    """What does not hold, by what says so."""

    found: int
    """Articles that were found."""
    articles: list[str]
    mentions: list[str]
    rejected: list[str]


def read_texts(report: RunReport, states: Mapping[str, ArticleState], inputs: Sequence[str] | None) -> Reread:
    """Read the articles of a run where they lie now, with what the run was told of them. Raises as `read_again`."""
    told = told_of(report)
    return read_again(
        states, inputs, language=told.language, published=told.published, timezone=told.timezone, fields=told.fields
    )


def against(
    again: Reread,
    report: RunReport,
    states: Mapping[str, ArticleState],
    mentions: Iterable[Mention],
    rejected: Sequence[Rejected],
    inputs: Sequence[str] | None,
) -> Against:
    """Check all that a run says of the articles that were read `again`, its mentions one at a time."""
    given: Counter[str] = Counter()

    def counted() -> Iterator[Mention]:
        for mention in mentions:
            given[mention.article] += 1
            yield mention

    said = list(mention_problems(counted(), states, again.texts, trusts_of(report), fit_of(report.settings)))
    told = told_of(report) if inputs is None else None
    return Against(
        found=len(again.texts),
        articles=list(article_problems(states, again, given, Counter(line.article for line in rejected), told)),
        mentions=said,
        rejected=list(refusal_problems(rejected, again.texts)),
    )
