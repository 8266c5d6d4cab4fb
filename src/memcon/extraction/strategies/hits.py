"""Which sentences that triage let pass tell one event, before any is asked about: each is then asked about once."""

import dataclasses
from collections.abc import Sequence
from typing import Final

from memcon.articles.sentences import is_headline
from memcon.evidence import cues
from memcon.evidence.acts import meets_another
from memcon.evidence.passage import Text
from memcon.records import Article, Kind, Sentence, family, is_contact

GAP: Final = 2
"""How many sentences on a continuation may stand."""
FAR: Final = 6
"""The same for one that speaks of *the two*: `The two also discussed …`."""
CONTACTS: Final[tuple[Kind, ...]] = ("call", "meeting")


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that triage let pass."""

    sentence: Sentence
    before: Sentence | None
    kind: Kind
    confidence: float | None
    more: tuple[Sentence, ...] = ()
    """Sentences right after it that go on about the same."""


def told_once(article: Article, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits of an article, each with the sentences that go on about it and the headline that tells it."""
    text = Text(article.text, article.language)
    return _without_headline(article, _joined(article, _of_one_medium(article, hits, text), text))


def _of_one_medium(article: Article, hits: Sequence[Hit], text: Text) -> list[Hit]:
    """Take contact whose words fit a call as well as a meeting for what the contact told before it was."""
    settled: list[Hit] = []
    medium: Kind | None = None
    for hit in hits:
        words = words_of(article, hit.sentence)
        if is_contact(hit.kind):
            if cues.only(hit.kind, words, text.speech):
                medium = hit.kind
            elif medium and medium != hit.kind and cues.either(words, text.speech):
                settled.append(dataclasses.replace(hit, kind=medium))
                continue
        settled.append(hit)
    return settled


def _joined(article: Article, hits: Sequence[Hit], text: Text) -> list[Hit]:
    """Give each sentence that goes on about the hit before it to that hit: `They also discussed …` is no new event.

    So does one of contact that has no word of contact: `She thanked the minister for …`.
    """
    joined: list[Hit] = []
    for hit in hits:
        same = [at for at, earlier in enumerate(joined) if family(earlier.kind) == family(hit.kind)]
        words = words_of(article, hit.sentence)
        last = joined[same[-1]] if same else hit
        wordless = is_contact(hit.kind) and not any(cues.tells(kind, words, text.speech) for kind in CONTACTS)
        wordless = wordless and _shares_states(article, hit.sentence, last.sentence)
        if same and (wordless or cues.continues(hit.kind, words, text.speech)):
            end = (last.more or (last.sentence,))[-1]
            near = hit.sentence.number - end.number <= (FAR if wordless or cues.of_two(words, text.speech) else GAP)
            if near and not (is_contact(hit.kind) and _meets_another(article, hit.sentence, last.sentence)):
                joined[same[-1]] = dataclasses.replace(last, more=(*last.more, hit.sentence))
                continue
        joined.append(hit)
    return joined


def _without_headline(article: Article, hits: list[Hit]) -> list[Hit]:
    """Give the headline to the first sentence below it that reports the same: it tells what the article tells.

    The same is what has its family of kinds and names its states.
    """
    if not hits or not is_headline(article, hits[0].sentence):
        return hits
    head, *rest = hits
    states = states_of(article, head.sentence)
    for at, hit in enumerate(rest):
        if family(hit.kind) == family(head.kind) and states <= states_of(article, hit.sentence):
            rest[at] = dataclasses.replace(hit, more=(head.sentence, *hit.more))
            return rest
    return hits


def states_of(article: Article, sentence: Sentence) -> set[str]:
    """Return the codes of the states and organisations that a sentence names."""
    text = text_of(article, sentence)
    return {state.code for state in text.countries(text.whole)}


def _shares_states(article: Article, sentence: Sentence, before: Sentence) -> bool:
    """Say whether a sentence names no state, or one that the sentence `before` names too."""
    states = states_of(article, sentence)
    return not states or bool(states & states_of(article, before))


def _meets_another(article: Article, sentence: Sentence, before: Sentence) -> bool:
    """Say whether a sentence has someone meet one of a state that the sentence `before` does not name."""
    words = text_of(article, sentence)
    return meets_another(words, words.whole, states_of(article, before))


def words_of(article: Article, sentence: Sentence) -> str:
    """Return a sentence on one line."""
    return " ".join(article.text[sentence.start : sentence.end].split())


def text_of(article: Article, sentence: Sentence) -> Text:
    """Return a sentence on one line, as rules read it."""
    return Text(words_of(article, sentence), article.language)
