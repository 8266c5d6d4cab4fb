"""How many country words and pairs of names are read right, beside babel with pycountry, rapidfuzz and nameparser.

Reads the authored tables of tests/tables, which memcon's rules were mended on: what they got right at the first try
stands in the tables. Peers get every advantage: babel's names in the article's language and English and pycountry's
lookup (and its fuzzy search) for countries, also beside the rows of one word alone; for names, rapidfuzz with the
threshold that suits this very table best, with and without the rule that different countries are different people.

country_converter and nameparser are made environments of their own in the user's cache. nameparser only takes names
apart: two are one person where the family names are equal without accents and case, and the given names are too, or one
is the other's initial, or missing, and the countries, where both are known, are one. Sentences are counted for memcon
alone: none of the others finds words in a text.

usage: python benchmarks/bench_countries_names.py [--out benchmarks/countries_names.md]
"""

import argparse
import csv
import functools
import json
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import pycountry
from babel import Locale, UnknownLocaleError
from rapidfuzz import fuzz, process, utils

from memcon.languages import language as language_of
from memcon.resolve import Person, find_countries, resolve_country, same_person
from memcon.resolve.countries import gazetteer
from memcon.resolve.countries.gazetteer import country_trie
from memcon.text import trie
from pages import first_tries, publish
from peers import country_converter, nameparser

TABLES = Path(__file__).parents[1] / "tests" / "tables"
FUZZY_CUTOFF = 85  # of 100: below it, rapidfuzz takes most words that are no country for one
SPECIAL = {"EU": "EUU", "UN": "UNO", "XK": "XKX"}


def table(name: str) -> list[list[str]]:
    """Read the rows of a table below its header."""
    with (TABLES / name).open(encoding="utf-8") as lines:
        rows = csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
        return list(rows)[1:]


@functools.cache
def babel_names(language: str) -> dict[str, str]:
    """Return CLDR's names in a language and English, folded, with alpha-3 codes."""
    names = {}
    for tag in ("en", language):
        try:
            territories = Locale.parse(tag).territories
        except (UnknownLocaleError, ValueError):
            continue
        for key, name in territories.items():
            country = pycountry.countries.get(alpha_2=key)
            if code := SPECIAL.get(key) or (country and country.alpha_3):
                names[name.casefold()] = str(code)
    return names


def by_lookup(words: str, language: str) -> str:
    """Look words up in babel, then in pycountry, which also takes alpha-2 and alpha-3 codes."""
    if code := babel_names(language).get(words.casefold()):
        return code
    try:
        return str(pycountry.countries.lookup(words).alpha_3)
    except LookupError:
        return ""


def by_search_fuzzy(words: str, language: str) -> str:
    """Look words up, then take the first hit of pycountry's fuzzy search."""
    if code := by_lookup(words, language):
        return code
    try:
        return str(pycountry.countries.search_fuzzy(words)[0].alpha_3)
    except LookupError:
        return ""


def by_rapidfuzz(words: str, language: str) -> str:
    """Take the nearest of babel's names, if it is near enough."""
    names = babel_names(language)
    hit = process.extractOne(words.casefold(), names.keys(), scorer=fuzz.WRatio, score_cutoff=FUZZY_CUTOFF)
    return names[hit[0]] if hit else ""


def ours(words: str, language: str) -> str:
    """Resolve words with memcon."""
    return resolve_country(words, language=language) or ""


def timed(call: Callable[[], object], times: int = 3) -> float:
    """Return the median of some runs, in seconds of the processor."""
    runs = []
    for _ in range(times):
        start = time.process_time()
        call()
        runs.append(time.process_time() - start)
    return statistics.median(runs)


WAYS: list[tuple[str, Callable[[str, str], str]]] = [
    ("memcon", ours),
    ("babel + pycountry lookup", by_lookup),
    ("babel + pycountry lookup + search_fuzzy", by_search_fuzzy),
    (f"babel + rapidfuzz WRatio >= {FUZZY_CUTOFF}", by_rapidfuzz),
]


CONVERT: Final = """
import json, logging, sys, time
import country_converter
logging.disable(logging.CRITICAL)
converter, words = country_converter.CountryConverter(), json.load(sys.stdin)
start, given = time.process_time(), []
for word in words:
    try:
        code = converter.convert(word, to="ISO3", not_found=None)
    except Exception:  # it takes some words, as "A", for the names of its columns
        code = None
    given.append(code if isinstance(code, str) and code != word else "")
json.dump([given, (time.process_time() - start) / len(words) * 1e6], sys.stdout)
"""
"""What country_converter's Python runs, in an environment of its own: it brings pandas. Of words that it does not know
it returns the words."""


def by_country_converter(rows: list[list[str]]) -> tuple[list[str], float]:
    """Return what country_converter answers, by its regular expressions of English names, and microseconds a word."""
    words = json.dumps([words for words, *_ in rows])
    ran = subprocess.run([country_converter(), "-c", CONVERT], input=words, capture_output=True, text=True, check=True)
    given, each = json.loads(ran.stdout)
    return given, each


def countries() -> Iterator[str]:
    """Say how many words each way reads right, and how often it names a country that is not meant."""
    rows = table("countries.tsv")
    answered = {name: answers(way, rows) for name, way in WAYS}
    answered["country_converter"] = by_country_converter(rows)
    every = set(range(len(rows)))
    languages = sorted({language for _, language, _ in rows})
    for kind, some in (
        ("words", every),
        ("single words", singles(rows)),
        *((f"words of {tag}", {at for at in every if rows[at][1] == tag}) for tag in languages),
    ):
        yield f"countries: {len(some)} {kind}, {sum(not rows[at][2] for at in some)} of them no country"
        for name, (given, each) in answered.items():
            right = sum(given[at] == rows[at][2] for at in some) / len(some)
            false = sum(bool(given[at]) and given[at] != rows[at][2] for at in some)
            yield f"  {name:<42} {right:6.1%} right, {false:4} wrong country, {each:9.1f} us a call"


def singles(rows: list[list[str]]) -> set[int]:
    """Return where a row is of one word."""
    return {at for at, row in enumerate(rows) if " " not in row[0]}


def answers(way: Callable[[str, str], str], rows: list[list[str]]) -> tuple[list[str], float]:
    """Return what a way answers, and microseconds of the processor a call."""
    for language in {language for _, language, _ in rows}:
        way("London, Ontario", language)  # reads tables and cities, whose cost `speed` shows
    start = time.process_time()
    given = [way(words, language) for words, language, _ in rows]
    return given, (time.process_time() - start) / len(rows) * 1e6


def person(cells: Iterable[str]) -> Person:
    """Make a person of a table's four cells."""
    language, name, title, country = (None if cell == "-" else cell for cell in cells)
    return Person(str(name), title, country, language)


Pair = tuple[Person, Person, bool]


def report(name: str, answers: list[bool], rows: list[Pair], seconds: float) -> str:
    """Say how many pairs are told right."""
    right = sum(answer == row[2] for answer, row in zip(answers, rows, strict=True)) / len(rows)
    false = sum(answer and not row[2] for answer, row in zip(answers, rows, strict=True))
    return f"  {name:<52} {right:6.1%} right, {false:3} wrongly one, {seconds / len(rows) * 1e6:7.1f} us a pair"


def names() -> Iterator[str]:
    """Say how many pairs each way tells right."""
    rows = [(person(row[:4]), person(row[4:8]), row[8] == "yes") for row in table("names.tsv")]
    yield f"names: {len(rows)} pairs, {sum(same for *_, same in rows)} of them one person"
    answers = [same_person(left, right) for left, right, _ in rows]
    yield report("memcon", answers, rows, timed(lambda: [same_person(left, right) for left, right, _ in rows]))
    apart = [bool(a.country and b.country and a.country != b.country) for a, b, _ in rows]
    parsed, seconds = by_nameparser(rows)
    barred = [one and not other for one, other in zip(parsed, apart, strict=True)]
    yield report("nameparser and one country", barred, rows, seconds)
    for scorer in (fuzz.WRatio, fuzz.ratio, fuzz.token_sort_ratio, fuzz.token_set_ratio):
        start = time.perf_counter()
        scores = [scorer(a.name, b.name, processor=utils.default_process) for a, b, _ in rows]
        seconds = time.perf_counter() - start
        for rule, barred in (("", [False] * len(rows)), (" and one country", apart)):
            cut, found = best_cut(scores, barred, rows)
            yield report(f"rapidfuzz {scorer.__name__} >= {cut}{rule}", found, rows, seconds)


PARSE: Final = """
import json, sys, time, unicodedata
from nameparser import HumanName

def parts(name):
    plain = unicodedata.normalize("NFKD", name)
    read = HumanName("".join(letter for letter in plain if not unicodedata.combining(letter)))
    first, last = read.first.casefold().strip("."), read.last.casefold()
    return (first, last) if last else ("", first)

def one(left, right):
    (first, last), (other, family) = parts(left), parts(right)
    begins = not first or not other or first == other
    initial = (len(first) == 1 or len(other) == 1) and first[:1] == other[:1]
    return last == family and (begins or initial)

pairs = json.load(sys.stdin)
start, found = time.process_time(), []
for left, right in pairs:
    try:
        found.append(one(left, right))
    except Exception:
        found.append(False)
json.dump([found, time.process_time() - start], sys.stdout)
"""
"""What nameparser's Python runs: it takes names apart and compares none, so that the comparison is ours."""


def by_nameparser(rows: list[Pair]) -> tuple[list[bool], float]:
    """Return which pairs are one person by their parts as nameparser tells them, and the seconds that it took."""
    given = json.dumps([(left.name, right.name) for left, right, _ in rows])
    ran = subprocess.run([nameparser(), "-c", PARSE], input=given, capture_output=True, text=True, check=True)
    found, seconds = json.loads(ran.stdout)
    return found, seconds


def best_cut(scores: list[float], barred: list[bool], rows: list[Pair]) -> tuple[int, list[bool]]:
    """Return the threshold that tells most pairs right, and what it tells."""

    def at(cut: int) -> list[bool]:
        return [score >= cut and not bar for score, bar in zip(scores, barred, strict=True)]

    cut = max(range(50, 101), key=lambda cut: sum(one == row[2] for one, row in zip(at(cut), rows, strict=True)))
    return cut, at(cut)


def sentences() -> Iterator[str]:
    """Say how many sentences are read right, by language, and how many states too many are seen in them."""
    found: dict[str, list[tuple[bool, int]]] = {}
    for language, sentence, told in table("country_sentences.tsv"):
        text = sentence.replace("\\n", "\n")
        seen = [f"{text[span.start : span.end]}={span.code}" for span in find_countries(text, language)]
        right = " ".join(seen) == told.replace("\\n", "\n")
        found.setdefault(language, []).append((right, sum(each not in told.replace("\\n", "\n") for each in seen)))
    yield f"sentences: {sum(map(len, found.values()))}"
    for language, each in sorted(found.items()):
        held, false = sum(one for one, _ in each), sum(wrong for _, wrong in each)
        yield f"  {language}: {held} of {len(each)} right, {false} wrong states"


def speed() -> Iterator[str]:
    """Say what building a language's table costs, and how long a running text takes."""
    for remembered in (country_trie, gazetteer._names, gazetteer._rows, trie._read):  # noqa: SLF001 - a new process has none
        remembered.cache_clear()
    for language in ("id", "ru", "zh"):
        start = time.process_time()
        country_trie(language_of(language))
        yield f"table of {language!r} built in {time.process_time() - start:.3f} s of processor time"
    text = " ".join(sentence for language, sentence, _ in table("country_sentences.tsv") if language in {"id", "en"})
    for times in (1, 10, 100):
        longer = text * times
        seconds = timed(functools.partial(find_countries, longer, "id"))
        yield f"find_countries: {len(longer):8} characters in {seconds * 1e3:8.1f} ms"


def main() -> None:
    """Print the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="also write the figures here")
    lines = [*countries(), "", *sentences(), "", *names(), "", *speed()]
    lines += [line for name in ("countries", "names") for line in first_tries(TABLES / f"{name}.tsv")]
    title = "Countries and names: memcon beside babel with pycountry, rapidfuzz and nameparser"
    publish(title, "make bench-countries_names", lines, parser.parse_args().out)


if __name__ == "__main__":
    main()
