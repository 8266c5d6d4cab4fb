"""What the examples of the prompt `whole` teach is what memcon makes of it: their answers go through evidence.

An example whose events the rules would refuse or turn would teach a model what is then thrown away.
"""

import datetime as dt
import re

import pytest

from memcon.extraction.answers import Findings
from memcon.extraction.article import Extraction, extract_article
from memcon.extraction.prompts import Example
from memcon.extraction.strategies import whole
from memcon.languages.detect import identify
from memcon.models.base import ModelAnswer, Prompt
from memcon.records import KINDS, Article, Kind

LISTS: dict[Kind, str] = {"meeting": "meetings", "call": "calls", "dispute": "disputes"}
EXAMPLES = whole.template().examples
SHOWN = re.compile(r"Published: (\S+)\nArticle (\w+), sentence by sentence:\n(.*)\nEnd of article", re.DOTALL)


class Told:
    """A model that answers as an example does."""

    def __init__(self, example: Example) -> None:
        self.answer = Findings.model_validate_json(example.assistant)

    async def fill(self, shape: type[ModelAnswer], prompt: Prompt) -> Findings:
        return self.answer


async def established(example: Example) -> Extraction:
    """Return what becomes of an example's answer about the example's article."""
    shown = SHOWN.match(example.user)
    assert shown
    published, name, lines = shown.groups()
    text = re.sub(r"^\[\d+\] ", "", lines, flags=re.MULTILINE)
    told = Article(
        id=name, text=text, published=dt.date.fromisoformat(published), published_basis="given", language=identify(text)
    )
    return await extract_article(told, Told(example), whole.STRATEGY, name="example", trust="model")  # type: ignore[arg-type]


@pytest.mark.parametrize("example", EXAMPLES, ids=[identify(each.user) or "?" for each in EXAMPLES])
async def test_an_example_s_events_come_out_as_its_answer_has_them(example: Example) -> None:
    extraction = await established(example)
    answer = Findings.model_validate_json(example.assistant)
    asked = [
        (
            kind,
            event.status,
            getattr(event, KINDS[kind].variant),
            [(party.name, party.role) for party in event.participants],
            event.place_words,
        )
        for kind, events in LISTS.items()
        for event in getattr(answer, events)
    ]
    found = [
        (
            mention.kind,
            mention.status,
            mention.variant,
            [(party.name, party.role) for party in mention.participants],
            mention.place.name if mention.place else None,
        )
        for mention in extraction.mentions
    ]
    assert found == asked
    assert {refusal.reason for refusal in extraction.rejected} <= {"doubted"}
    assert not answer.set_aside


def test_the_examples_are_in_six_languages_and_one_tells_of_nothing() -> None:
    assert {identify(example.user) for example in EXAMPLES} == {"id", "en", "ru", "es", "ar", "vi"}
    assert Findings() in [Findings.model_validate_json(example.assistant) for example in EXAMPLES]


def test_what_every_question_begins_with_is_short() -> None:
    """4,970 tokens of Qwen 2.5 when this was written, which each article pays for where no cache serves them."""
    template = whole.template()
    assert len(template.system) + sum(len(each.user) + len(each.assistant) for each in template.examples) < 19_000
