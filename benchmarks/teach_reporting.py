"""Teach the weights of `evidence.reporting`, and of the two witnesses of triage, from sentences that readers labelled.

usage: teach_reporting.py SENTENCES.jsonl… [--write]        (needs scikit-learn, which memcon does not)

A line is a sentence: `doc`, `n` (its number in it), `lang`, `text`, `label` (contact, dispute or none). Sentences of a
document follow one another. The two regressions are fitted on those that name someone, with an L2 penalty; what a
label and these say together on the composed articles of `gold/`, with the embedded model's recorded labels, for the
share of reports that the sentences taught have. Prints how well each ranks the sentences of every fifth of the
documents taught by the others, and those of `gold/`; --write puts the weights into src/memcon/data/.
"""

import argparse
import asyncio
import contextlib
import csv
import dataclasses
import io
import itertools
import json
import math
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

import memcon
import recorded
from memcon.articles.sentences import is_headline, segment
from memcon.compare.evaluate.source import read_gold
from memcon.errors import ModelError
from memcon.evidence.passage import Text
from memcon.evidence.reporting import BUCKETS, PIECES_WEIGH, NamedParties, Standing, facts, pieces
from memcon.extraction.strategies import cascade
from memcon.extraction.strategies.triage import EDGE
from memcon.models.catalogue import EMBEDDED
from memcon.models.client import open_model
from memcon.models.ledger.store import Ledger, open_ledger
from memcon.models.settings import CallSettings
from memcon.models.spec import choose_spec
from memcon.records import Article, family
from quality_gate import GOLD

DATA: Final = Path(__file__).parents[1] / "src" / "memcon" / "data"
FAMILIES: Final = ("contact", "dispute")
PENALTY: Final = 0.2
"""C of scikit-learn: 0.05 to 1 differ by less than 0.01 in the area under the curve."""
FOLDS: Final = 5
STOPS: Final = (".", "。", "।", "۔", "…", "!", "?", "؟", '."', ".”", ".»")


@dataclass(frozen=True, slots=True)
class Row:
    doc: str
    language: str
    label: str
    facts: dict[str, float]
    pieces: frozenset[int]
    probabilities: dict[str, float] | None = None


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    rows = [row for path in options.sentences for row in read(path)]
    told = {name: sum(row.label == name for row in rows) for name in (*FAMILIES, "none")}
    print(f"{len(rows)} sentences that name someone, of {len({row.doc for row in rows})} documents: {told}")
    crossed(rows)
    taught = {name: Taught(rows, name) for name in FAMILIES}
    composed = read_gold_rows()
    print(f"composed articles, {len(composed)} sentences:")
    both = {name: together(composed, taught[name], name, told[name] / len(rows)) for name in FAMILIES}
    if options.write:
        write(taught, both)


# --- what is taught ---


class Taught:
    """A regression of one family."""

    def __init__(self, rows: Sequence[Row], name: str) -> None:
        self.names = DictVectorizer().fit([row.facts for row in rows])
        self.model = LogisticRegression(C=PENALTY, solver="liblinear")
        self.model.fit(self._matrix(rows), [row.label == name for row in rows])

    def weight(self, fact: str) -> float:
        """Return the weight of a fact, 0 where no sentence has it."""
        at = self.names.vocabulary_.get(fact)
        return 0.0 if at is None else float(self.model.coef_[0][at])

    def odds(self, rows: Sequence[Row]) -> "np.ndarray":
        return np.asarray(self.model.decision_function(self._matrix(rows)))

    def _matrix(self, rows: Sequence[Row]) -> csr_matrix:
        ends = [0, *itertools.accumulate(len(row.pieces) for row in rows)]
        weighed = [PIECES_WEIGH / math.sqrt(len(row.pieces)) for row in rows for _ in row.pieces]
        where = [piece for row in rows for piece in row.pieces]
        cut = csr_matrix((weighed, where, ends), shape=(len(rows), BUCKETS))
        return hstack([self.names.transform([row.facts for row in rows]), cut]).tocsr()


def together(rows: Sequence[Row], taught: Taught, name: str, share: float) -> dict[str, float]:
    """Fit what label and words say together on articles with recorded labels, for text of which `share` reports it."""
    own, by_words = [row.label == name for row in rows], taught.odds(rows)
    labels = np.array([_log_odds(_share(row, name)) for row in rows])
    model = LogisticRegression(C=10).fit(np.c_[labels, by_words], own)
    both = model.decision_function(np.c_[labels, by_words])
    for what, scores in (("label", labels), ("words", by_words), ("both", both)):
        print(f"  {name} by {what}: {_ranks(own, scores)}")
    (label, words), intercept = model.coef_[0], model.intercept_[0]
    intercept -= _log_odds(float(np.mean(own))) - _log_odds(share)  # composed articles are denser than the news
    return {"intercept": intercept, "label": label, "words": words}


def crossed(rows: Sequence[Row]) -> None:
    """Print how well each fifth of the documents is ranked by what the others taught, by language."""
    docs = np.random.default_rng(0).permutation(sorted({row.doc for row in rows}))
    folds = {doc: at % FOLDS for at, doc in enumerate(docs)}
    for name in FAMILIES:
        scores = np.zeros(len(rows))
        for fold in range(FOLDS):
            mine = [at for at, row in enumerate(rows) if folds[row.doc] == fold]
            taught = Taught([row for row in rows if folds[row.doc] != fold], name)
            scores[mine] = taught.odds([rows[at] for at in mine])
        for language in ("", *sorted({row.language for row in rows})):
            mine = [at for at, row in enumerate(rows) if language in {"", row.language}]
            print(f"  {name} {language or 'all'}: {_ranks([rows[at].label == name for at in mine], scores[mine])}")


def _ranks(own: Sequence[bool], scores: "np.ndarray") -> str:
    area, precision = roc_auc_score(own, scores), average_precision_score(own, scores)
    return f"area under the curve {area:.3f}, mean precision {precision:.3f}"


def _share(row: Row, name: str) -> float:
    shares = row.probabilities or {}
    return shares["dispute"] if name == "dispute" else shares["call"] + shares["meeting"]


def _log_odds(probability: float) -> float:
    bounded = min(1 - EDGE, max(EDGE, probability))
    return math.log(bounded / (1 - bounded))


# --- what it is taught on ---


def read(path: Path) -> Iterator[Row]:
    """Yield the sentences of a file that name someone who could take part."""
    lines = map(json.loads, path.read_text("utf-8").splitlines())
    for doc, group in itertools.groupby(lines, key=lambda line: (line["lang"], line["doc"])):
        sentences = list(group)
        before: Text | None = None
        for number, line in enumerate(sentences):
            text = Text(" ".join(line["text"].split()), line["lang"])
            headline = number == 0 and not text.text.endswith(STOPS)
            standing = Standing(number, len(sentences), headline, before)
            yield from _row("/".join(doc), text, standing, line["label"])
            before = text


def read_gold_rows() -> list[Row]:
    """Return the sentences of the composed articles that name someone, with the embedded model's recorded labels.

    A sentence reports what it is a quote of in gold: of several events that of which it is the first.
    """
    articles = [one for one in memcon.read_articles(str(GOLD / "articles.jsonl")) if isinstance(one, Article)]
    quotes: dict[str, list[tuple[bool, int, int, str]]] = {}
    texts = {article.id: article.text for article in articles}
    for event in read_gold([str(GOLD / "events.jsonl")]):
        for number, quote in enumerate(event.quotes):
            start = texts[event.article].find(quote)
            if start >= 0:
                told = (number > 0 or not event.required, start, start + len(quote), family(event.kind))  # type: ignore[arg-type]
                quotes.setdefault(event.article, []).append(told)
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder, "ledger.sqlite")
        recorded.make_ledger(GOLD, ledger)
        with open_ledger(ledger, offline=True) as opened:
            return asyncio.run(_labelled(articles, quotes, opened))


async def _labelled(
    articles: Iterable[Article], quotes: dict[str, list[tuple[bool, int, int, str]]], ledger: Ledger
) -> list[Row]:
    rows = []
    async with open_model(choose_spec(EMBEDDED, None, {}, sends=False), ledger, CallSettings()) as model:
        for article in articles:
            body = [sentence for sentence in segment(article) if sentence.body]
            before: Text | None = None
            for number, sentence in enumerate(body):
                text = Text(" ".join(article.text[sentence.start : sentence.end].split()), article.language)
                quoted = quotes.get(article.id, ())
                told = sorted(one for one in quoted if one[1] < sentence.end and one[2] > sentence.start)
                standing = Standing(number, len(body), is_headline(article, sentence), before)
                before = text
                with contextlib.suppress(ModelError):  # a sentence that was never asked about
                    prompt = cascade.triage_template().render(sentence=text.text)
                    label = await model.label(cascade.LABELS, prompt)
                    row = _row(article.id, text, standing, told[0][3] if told else "none")
                    rows += [dataclasses.replace(each, probabilities=dict(label.probabilities or {})) for each in row]
    return rows


def _row(doc: str, text: Text, standing: Standing, label: str) -> Iterator[Row]:
    parties = NamedParties.named_in(text)
    if parties.any:
        yield Row(doc, text.language or "", label, facts(text, parties, standing), pieces(text.text))


# --- what is delivered ---


def write(taught: dict[str, Taught], both: dict[str, dict[str, float]]) -> None:
    """Put the weights into the package: a table of facts, the pieces as bytes, and the two witnesses."""
    scales, table = {}, array("b")
    for name in FAMILIES:
        of_pieces = taught[name].model.coef_[0][len(taught[name].names.feature_names_) :]
        scales[name] = float(np.abs(of_pieces).max()) / 127
        table.extend(np.rint(of_pieces / scales[name]).astype(int).tolist())
    (DATA / "reporting.pieces").write_bytes(table.tobytes())
    names = sorted({name for one in taught.values() for name in one.names.feature_names_})
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("fact", *FAMILIES))
    rows.writerow(("intercept", *(f"{one.model.intercept_[0]:.4f}" for one in taught.values())))
    rows.writerow(("pieces", *(f"{scales[name]:.6f}" for name in FAMILIES)))
    for fact in names:
        rows.writerow((fact, *(f"{one.weight(fact):.4f}" for one in taught.values())))
    (DATA / "reporting.csv").write_text(out.getvalue(), "utf-8")
    lines = ["# What triage makes of its two witnesses, in log-odds (benchmarks/teach_reporting.py)."]
    for name, weights_of in both.items():
        lines += ["", f"[{name}]", *(f"{key} = {value:.3f}" for key, value in weights_of.items())]
    (DATA / "triage.toml").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
