"""Read an article in small questions, for small models: which sentences report something, then who takes part.

Triage labels each sentence of the body; the label's probability becomes the mention's confidence. A fill asks for one
record for each sentence that passed, and shows the sentence before it where that one does not name two states. All
questions of one kind follow each other, so that the server's prompt cache serves their static beginning.
"""

import dataclasses
import functools
from collections.abc import Iterable, Sequence
from typing import Final, get_args

from pydantic import TypeAdapter

from memcon.articles.sentences import is_headline
from memcon.errors import AnswerFiltered, AnswerInvalid, AnswerRefused, AnswerTruncated, ModelError
from memcon.evidence.passage import Text
from memcon.evidence.reporting import NamedParties, Standing, odds
from memcon.extraction import prompts
from memcon.extraction.answers import PARTICIPANTS, ContactFill, DisputeFill, TriageFill, TriageLabel
from memcon.extraction.strategies.base import ArticleReading, Strategy, Unanswered
from memcon.extraction.strategies.hits import Hit, states_of, text_of, told_once, words_of
from memcon.extraction.strategies.triage import is_unlikely, judge, judge_by_words
from memcon.models.base import Model, Prompt
from memcon.models.parse import whole_items
from memcon.records import Article, Candidate, Kind, Party, Rejected, Role, Sentence, Triaged, is_contact

LABELS: Final[tuple[TriageLabel, ...]] = get_args(TriageLabel)
FOLLOW_UPS: Final = 0.3
"""Fills that one label leads to: of a hundred sentences of the news, about thirty report something."""
UNLABELLED: Final = 3
"""So many sentences without a label, and none with one, and the model gives none."""
_NO_ANSWER: Final = (AnswerInvalid, AnswerTruncated, AnswerRefused, AnswerFiltered)
"""What costs a question, and not its article."""


@functools.cache
def triage_template() -> prompts.Template:
    """Return the prompt of triage, read and checked once."""
    return prompts.load("cascade-triage", TypeAdapter(TriageFill), max_tokens=16)


@functools.cache
def contact_template() -> prompts.Template:
    """Return the prompt that asks about a meeting or call, read and checked once."""
    return prompts.load("cascade-contact", TypeAdapter(ContactFill), max_tokens=200)


@functools.cache
def dispute_template() -> prompts.Template:
    """Return the prompt that asks about a dispute, read and checked once."""
    return prompts.load("cascade-dispute", TypeAdapter(DisputeFill), max_tokens=200)


async def read_article(
    article: Article, sentences: Sequence[Sentence], model: Model, name: str, *, words_first: bool = False
) -> ArticleReading:
    """Triage every sentence, then ask about those that passed. See `ReadArticle`.

    With `words_first` a sentence whose words tell plainly what it reports is asked about without a label.
    """
    body = [sentence for sentence in sentences if sentence.body]
    hits, rejected, triaged = await _triage(article, body, model, name, words_first=words_first)
    candidates: list[Candidate] = []
    unanswered: set[int] = set()
    for hit in sorted(hits, key=lambda hit: (not is_contact(hit.kind), hit.sentence.number)):
        try:
            candidates.append(await _fill(article, hit, model, name))
        except _NO_ANSWER as error:
            rejected.append(_lost(article, hit.sentence, hit.kind, error, name))
            unanswered.add(hit.sentence.number)
    return ArticleReading(tuple(candidates), tuple(rejected), tuple(_became(triaged, hits, unanswered)))


async def _triage(
    article: Article, sentences: Sequence[Sentence], model: Model, name: str, *, words_first: bool
) -> tuple[list[Hit], list[Rejected], list[Triaged]]:
    """Label every sentence that names someone; return those that report something between states, and what all gave.

    A sentence without a label costs itself, and is told; where none has one the article has no answer.

    Raises:
        ModelError: no sentence was labelled.
    """
    hits: list[Hit] = []
    lost: list[Rejected] = []
    triaged: list[Triaged] = []
    labelled = 0
    before: Text | None = None
    for at, sentence in enumerate(sentences):
        text = text_of(article, sentence)
        standing = Standing(at, len(sentences), is_headline(article, sentence), before)
        before = text
        parties = NamedParties.named_in(text)
        by_words = odds(text, parties, standing)
        if not parties.any or is_unlikely(parties, by_words):
            triaged.append(Triaged(sentence=sentence, words=text.text, outcome="unlikely" if parties.any else "nobody"))
            continue
        if words_first and (plain := judge_by_words(text, by_words)):
            triaged.append(Triaged(sentence=sentence, words=text.text, outcome="asked", by=plain.by))
            hits.append(Hit(sentence, sentences[at - 1] if at else None, plain.kind, plain.confidence))
            continue
        try:
            label = await model.label(LABELS, triage_template().render(sentence=text.text))
        except _NO_ANSWER as error:
            lost.append(_lost(article, sentence, None, error, name))
            triaged.append(Triaged(sentence=sentence, words=text.text, outcome="no_label"))
            if not labelled and len(lost) >= UNLABELLED:
                raise
            continue
        labelled += 1
        verdict = judge(label, text, parties, by_words)
        told = Triaged(
            sentence=sentence, words=text.text, outcome="none", label=label.value, probabilities=label.probabilities
        )
        triaged.append(dataclasses.replace(told, outcome="asked", by=verdict.by) if verdict else told)
        if verdict:
            hits.append(Hit(sentence, sentences[at - 1] if at else None, verdict.kind, verdict.confidence))
    if lost and not labelled:
        raise AnswerInvalid(lost[-1].detail or "no sentence was labelled")
    return told_once(article, hits), lost, triaged


def _became(triaged: Iterable[Triaged], hits: Sequence[Hit], unanswered: set[int]) -> Iterable[Triaged]:
    """Yield what became of each sentence, of those that passed too: as what it was asked about, or to which it went."""
    kinds = {each.number: hit.kind for hit in hits for each in (hit.sentence, *hit.more)}
    into = {more.number: hit.sentence.number for hit in hits for more in hit.more}
    for one in triaged:
        number = one.sentence.number
        if number in into:
            yield dataclasses.replace(one, outcome="joined", kind=kinds[number], joined_to=into[number])
        elif number in unanswered:
            yield dataclasses.replace(one, outcome="no_answer", kind=kinds[number])
        else:
            yield dataclasses.replace(one, kind=kinds.get(number))


async def _fill(article: Article, hit: Hit, model: Model, name: str) -> Candidate:
    """Ask for the record of one hit. The sentence itself is the quote: a small model need not copy it."""
    words = words_of(article, hit.sentence)
    slots = {"context": _context(article, hit), "sentence": words}
    near = (hit.before.start if hit.before else hit.sentence.start, hit.sentence.end)
    quotes = tuple(article.text[each.start : each.end] for each in (hit.sentence, *hit.more))
    candidate = functools.partial(
        Candidate, kind=hit.kind, quotes=quotes, near=near, confidence=hit.confidence, model=name
    )
    if is_contact(hit.kind):
        contact = await _fill_contact(model, contact_template().render(**slots))
        return candidate(
            status="occurred",
            variant="unspecified",
            parties=tuple(Party(name=name) for name in contact.participants),
            prompt=contact_template().version,
        )
    dispute = await model.fill(DisputeFill, dispute_template().render(**slots))
    return candidate(
        status="occurred",
        variant=dispute.act,
        parties=tuple(_party(dispute.actor, "actor") + _party(dispute.target, "target")),
        prompt=dispute_template().version,
    )


def _context(article: Article, hit: Hit) -> str:
    """Return the line that shows the sentence before, where the hit does not name two states by itself."""
    if hit.before is None or len(states_of(article, hit.sentence)) > 1:
        return ""
    return f"Context: {words_of(article, hit.before)}\n"


async def _fill_contact(model: Model, prompt: Prompt) -> ContactFill:
    """Ask about a contact; where the answer goes in circles, the names that it said stand, if they are two."""
    try:
        contact = await model.fill(ContactFill, prompt)
    except AnswerTruncated as cut:
        names = whole_items(cut.text)
        if len(names) < 2:
            raise
        contact = ContactFill(participants=names)
    if len(contact.participants) > PARTICIPANTS:
        raise AnswerInvalid(f"{len(contact.participants):,} names of one contact, more than {PARTICIPANTS}")
    return contact


def _party(name: str | None, role: Role) -> list[Party]:
    return [Party(name=name, role=role)] if name else []


def _lost(article: Article, sentence: Sentence, kind: Kind | None, error: ModelError, name: str) -> Rejected:
    """Tell of a sentence about which the model gave no answer of use; the rest of the article stands."""
    return Rejected(
        article=article.id,
        kind=kind,
        field="event",
        reason=error.reason,
        detail=str(error),
        text=article.text[sentence.start : sentence.end],
        near=None,
        model=name,
        prompt=None,
    )


def foresee(unanswered: Unanswered) -> int:
    """Return how many fills the labels that are missing may lead to."""
    return round(unanswered.labels * FOLLOW_UPS)


def templates() -> tuple[prompts.Template, ...]:
    """Return the three prompts."""
    return triage_template(), contact_template(), dispute_template()


STRATEGY: Final = Strategy(read=read_article, foresee=foresee, prompts=templates)
WORDS_FIRST: Final = dataclasses.replace(STRATEGY, read=functools.partial(read_article, words_first=True))
"""For a model whose label is a weaker witness than the words: it is heard where these leave a doubt."""
