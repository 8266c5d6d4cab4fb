"""What a run would ask and cost, without sending anything: the same way through, with the ledger alone to answer.

What the ledger does not hold is counted, and taken to find nothing. Where questions follow from answers, as in the
cascade, those to come are estimated and said to be. Knows nothing of the command line.
"""

import contextlib
import dataclasses
from collections.abc import Awaitable, Callable, Container, Iterable, Sequence
from types import NoneType
from typing import Any, Final, Literal, TypeVar, cast, get_args, get_origin

from memcon.articles.budget import Budget, Overrun, within
from memcon.articles.sentences import segment
from memcon.errors import AnswerMissing, ModelError
from memcon.extraction.strategies import Strategy, Unanswered, find_strategy
from memcon.models.account import Account, booked
from memcon.models.base import Label, ModelAnswer, Prompt
from memcon.models.client import OpenAIModel
from memcon.models.ledger.store import Ledger
from memcon.models.prices import Price, cost_of
from memcon.models.usage import Missing
from memcon.records import Article, ArticleState

T = TypeVar("T", bound=ModelAnswer)
A = TypeVar("A")

ANSWER_TOKENS: Final = 300
"""Of one answer, where the ledger has none of the model to go by."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What would be asked. Tokens and dollars are estimates but for `most`, which is a bound."""

    model: str
    host: str
    articles: int
    unreadable: int
    """Articles that cannot be read, or take memcon's own code longer than an article may take."""
    copies: int
    """Articles that are copies of others (`copies_once`): nothing is asked about them."""
    spared: int
    """Questions that would be asked about these, as far as they are known now."""
    answered: int
    """Questions that the ledger answers: these cost nothing."""
    calls: int
    """Questions that it does not answer, as far as they are known now."""
    follow_ups: int
    """Further questions that the answers may lead to."""
    prompt_tokens: int
    completion_tokens: int
    most_completion_tokens: int
    """The limits of the answers, of the calls that are known."""
    cost: float | None
    """US dollars; None for a model without a price."""
    most_cost: float | None
    price_as_of: str | None


class _LedgerModel:
    """A model that answers from the ledger, and with nothing where the ledger has nothing."""

    def __init__(self, model: OpenAIModel) -> None:
        self._model = model
        self._labels = self._fills = 0
        self.again = False
        """Whether answers of no use are taken for missing."""

    @property
    def unanswered(self) -> Unanswered:
        return Unanswered(labels=self._labels, fills=self._fills)

    async def fill(self, shape: type[T], prompt: Prompt) -> T:
        try:
            return await self._asked(lambda: self._model.fill(shape, prompt))
        except AnswerMissing:
            self._fills += 1
            return blank(shape)

    async def label(self, labels: Sequence[str], prompt: Prompt) -> Label:
        try:
            return await self._asked(lambda: self._model.label(labels, prompt))
        except AnswerMissing:
            self._labels += 1
            return Label("none" if "none" in labels else labels[0], None)

    async def _asked(self, ask: Callable[[], Awaitable[A]]) -> A:
        return await booked(ask, Account(), again=self.again)


async def forecast_articles(
    articles: Iterable[Article | ArticleState],
    model: OpenAIModel,
    ledger: Ledger,
    *,
    strategy: str | None = None,
    price: Price | None = None,
    retry: Container[str] = (),
) -> Forecast:
    """Return what extracting `articles` would ask of `model`, whose ledger is open for reading only.

    Of texts whose hashes are in `retry`, what the ledger answers without use is asked again.

    Raises:
        UsageError: a run could not get through to the endpoint; see `check_way`.
    """
    from memcon.models.network import check_way  # noqa: PLC0415  httpx2 takes its time

    check_way((model.spec.base_url, *model.spec.others))  # a run would not get through either
    chosen = find_strategy(strategy or model.spec.profile.strategy)
    asking, copying = _LedgerModel(model), _LedgerModel(model)
    count = unreadable = copies = 0
    spared = Missing()
    for item in articles:
        count += 1
        if isinstance(item, ArticleState):
            unreadable += 1
            continue
        asking.again = item.sha256 in retry
        before, copy = model.missing, item.copy_of is not None
        copies += copy
        try:
            await within(Budget(), _read(chosen, item, copying if copy else asking, model.spec.model))
        except Overrun:
            unreadable += 1
        if copy:
            spared = _sum(spared, _sum(model.missing, before, -1))
    missing = _sum(model.missing, spared, -1)
    follow_ups = chosen.foresee(asking.unanswered)
    each = missing.prompt_tokens / missing.questions if missing.questions else 0
    prompt = missing.prompt_tokens + round(follow_ups * each)
    usual = _usual(ledger, model.spec.label, model.spec.model)
    answers = min(missing.completion_tokens, round(missing.questions * usual)) + round(follow_ups * usual)
    return Forecast(
        model=model.spec.model, host=model.spec.host, articles=count, unreadable=unreadable,
        copies=copies, spared=spared.questions,
        answered=model.usage.replayed, calls=missing.questions, follow_ups=follow_ups, prompt_tokens=prompt,
        completion_tokens=answers, most_completion_tokens=missing.completion_tokens,
        cost=cost_of(price, prompt, answers, 0),
        most_cost=cost_of(price, prompt, missing.completion_tokens + round(follow_ups * usual), 0),
        price_as_of=price.as_of.isoformat() if price else None,
    )  # fmt: skip


def _sum(left: Missing, right: Missing, sign: int = 1) -> Missing:
    """Return what two counts come to; with a sign of -1, what the left has more."""
    return Missing(
        questions=left.questions + sign * right.questions,
        prompt_tokens=left.prompt_tokens + sign * right.prompt_tokens,
        completion_tokens=left.completion_tokens + sign * right.completion_tokens,
    )


async def _read(strategy: Strategy, article: Article, model: _LedgerModel, name: str) -> None:
    with contextlib.suppress(ModelError):  # a stored answer is of no use: the article fails, and asks nothing more
        await strategy.read(article, segment(article), model, name)


def _usual(ledger: Ledger, label: str, model: str) -> float:
    """Return the tokens of this model's average answer in the ledger."""
    [(mean,)] = ledger.read(
        "SELECT avg(completion_tokens) FROM attempts JOIN questions USING (key)"
        " WHERE state = 'done' AND endpoint = ? AND questions.model = ?",
        label,
        model,
    )
    return float(mean) if mean else ANSWER_TOKENS


def blank(shape: type[T]) -> T:
    """Return an answer of `shape` that reports nothing."""
    fields = {name: _nothing(field.annotation) for name, field in shape.model_fields.items()}
    return cast("T", shape.model_construct(**fields))


def _nothing(annotation: Any) -> Any:  # noqa: ANN401  of any field
    if get_origin(annotation) is Literal:
        return get_args(annotation)[0]
    if NoneType in get_args(annotation):
        return None
    return (get_origin(annotation) or annotation)()
